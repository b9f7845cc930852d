"""Group robots of DingTalk and WeCom: one message that the report is there, signed where one asks for it."""

import base64
import hashlib
import hmac
import time
from urllib.parse import urlencode, urlsplit

import requests
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from reports.delivery.letters import link
from reports.models import ReportHook, WeeklyReport
from reports.weekly import revisions
from reports.weekly.formats import wording

# Whoever may set an address must not be able to make this server call the machines beside it.
HOSTS = {
    ReportHook.Kind.DINGTALK: "oapi.dingtalk.com",
    ReportHook.Kind.WECOM: "qyapi.weixin.qq.com",
}
TIMEOUT_SECONDS = 10
MOST_BYTES = 3_800  # WeCom takes 4096 bytes of markdown


class NotTaken(Exception):
    """The robot did not take the message; the text says why, without address and secret."""


def wrong_address(kind: str, address: str) -> str:
    """Why a message may not go to an address, in a sentence; empty if it may."""
    parts = urlsplit(address)
    if settings.REPORT_HOOK_HOSTS and parts.netloc in settings.REPORT_HOOK_HOSTS:
        return ""
    expected = HOSTS[ReportHook.Kind(kind)]
    if parts.scheme != "https" or parts.netloc != expected:
        return _("The address of this robot begins with https://%(host)s/.") % {"host": expected}
    return ""


def signed(address: str, secret: str, now: float | None = None) -> str:
    """DingTalk's signature: time and HMAC-SHA256 of it, added to the address."""
    if not secret:
        return address
    stamp = str(round((time.time() if now is None else now) * 1000))
    told = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    more = urlencode({"timestamp": stamp, "sign": base64.b64encode(told).decode()})
    return f"{address}{'&' if urlsplit(address).query else '?'}{more}"


def markdown(report: WeeklyReport) -> tuple[str, str]:
    """Title and text in the shop's language: the summary and the link."""
    with translation.override(settings.LANGUAGE_CODE):
        content = revisions.content_of(report)
        title = wording.title(content["meta"])
        lines = [f"### {report.shop.name} {title}", *(f"- {one}" for one in wording.summary(content))]
        if address := link(reverse("reports:weekly_report", args=[report.shop_id, report.week])):
            lines.append(f"[{_('Open the report')}]({address})")
    return title, _shortened("\n".join(lines))


def _shortened(text: str) -> str:
    raw = text.encode()
    return text if len(raw) <= MOST_BYTES else raw[:MOST_BYTES].decode(errors="ignore") + "…"


def send(hook: ReportHook, title: str, text: str) -> None:
    """Send one message. Raises NotTaken."""
    if wrong := wrong_address(hook.kind, hook.address):
        raise NotTaken(wrong)
    is_dingtalk = hook.kind == ReportHook.Kind.DINGTALK
    body = {"title": title, "text": text} if is_dingtalk else {"content": text}
    address = signed(hook.address, hook.secret) if is_dingtalk else hook.address
    try:
        answer = requests.post(
            address,
            json={"msgtype": "markdown", "markdown": body},
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
        )
        told = answer.json()
    except requests.JSONDecodeError:
        raise NotTaken(_("The robot answered with status %(code)s.") % {"code": answer.status_code}) from None
    except requests.RequestException as error:
        # Its text holds the whole address with the robot's token.
        raise NotTaken(
            _("The robot cannot be reached (%(error)s).") % {"error": type(error).__name__}
        ) from None
    code = told.get("errcode") if isinstance(told, dict) else None
    if code != 0:
        words = str(told.get("errmsg", ""))[:200] if isinstance(told, dict) else ""
        raise NotTaken(
            _("The robot refused the message: %(code)s %(words)s") % {"code": code, "words": words}
        )
