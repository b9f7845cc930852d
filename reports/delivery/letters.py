"""What a report's mail says: the summary in plain sentences, the link, and the files."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access import own_agents
from accounts.models import User
from reports.delivery.subscriptions import Report
from reports.models import WeeklyReport
from reports.weekly import revisions
from reports.weekly.agent_week import own_week
from reports.weekly.content.build import build_month
from reports.weekly.formats import page, wording
from reports.weekly.formats import registry as files


@dataclass(frozen=True)
class Told:
    """What a letter is about: a document, and the address of its page (empty where none is known)."""

    document: revisions.Document
    link: str


def letter(report: WeeklyReport, kind: str, user: User, formats: Sequence[str]) -> EmailMultiAlternatives:
    """The mail of one report to one person, in the person's language."""
    with (
        translation.override(user.language or settings.LANGUAGE_CODE),
        timezone.override(ZoneInfo(report.shop.timezone)),
    ):
        told = _told(report, kind)
        context = _context(told, kind, user)
        subject = " ".join(context["subject"].split())  # a mail's subject is one line
        mail = EmailMultiAlternatives(
            subject,
            render_to_string("reports/delivery/mail/week.txt", context),
            to=[user.email],
            headers={"Message-ID": message_id(report, kind, user)},
        )
        mail.attach_alternative(render_to_string("reports/delivery/mail/week.html", context), "text/html")
        for one in _files(told.document, kind, formats):
            mail.attach(*one)
    return mail


def message_id(report: WeeklyReport, kind: str, user: User) -> str:
    """The same letter has the same id, so that a mail server or reader knows a double."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    written = hashlib.sha256(f"{settings.SECRET_KEY} {report.pk} {kind} {user.pk}".encode()).hexdigest()[:24]
    return f"<report.{written}@{domain}>"


def _told(report: WeeklyReport, kind: str) -> Told:
    shop = report.shop
    if kind == Report.MONTH:
        month = f"{report.monday:%Y-%m}"
        document = revisions.Document(shop, build_month(shop, report.monday))
        return Told(document, link(reverse("reports:weekly_month", args=[shop.pk, month])))
    address = reverse("reports:weekly_report", args=[shop.pk, report.week])
    if kind == Report.OWN:
        address = f"{reverse('reports:my_week', args=[shop.pk])}?week={report.week}"
    return Told(revisions.Document.of(report), link(address))


def link(path: str) -> str:
    """The whole address of a page; empty where the installation was not told its own (PUBLIC_URL)."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else ""


def _context(told: Told, kind: str, user: User) -> dict[str, Any]:
    document = told.document
    meta = document.content["meta"]
    own = _own(document, user) if kind == Report.OWN else []
    title = _("My week %(label)s") % {"label": meta["label"]} if own else wording.title(meta)
    return {
        "subject": f"{meta['shop']['name']} · {title}",
        "title": title,
        "meta": meta,
        "revision": document.revision,
        "link": told.link,
        "own": own,
        "sentences": [] if own else wording.summary(document.content),
        "looks": [] if own else wording.looks(document.content),
        "tiles": [] if own else page.body(document)["tiles"],
        "warnings": [] if own else [wording.warning(one) for one in document.content["warnings"]],
        "notes": [] if own else [form.missing() for form in files.FORMATS.values() if form.missing()],
    }


def _own(document: revisions.Document, user: User) -> list[Any]:
    agents = own_agents(user, document.shop).order_by("pk")
    return [own_week(agent, document.content) for agent in agents]


def _files(document: revisions.Document, kind: str, formats: Sequence[str]) -> list[tuple[str, bytes, str]]:
    """(name, bytes, type) of each wished file that this machine can make; an own week has none."""
    if kind == Report.OWN:
        return []  # the shop's files name everybody
    makable = [files.FORMATS[one] for one in formats if one in files.FORMATS]
    return [
        (files.file_name(document, form.kind), form.write(document), form.content_type.partition(";")[0])
        for form in makable
        if not form.missing()
    ]
