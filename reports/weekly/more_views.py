"""Two weeks compared, a month as summary and as a zip, and an agent's own week."""

import datetime as dt
import io
import zipfile

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import LEADERS, ShopRequest, own_agents
from accounts.models import Role, Shop
from chats.spans import asked_month, month_span
from reports.access import whole_shop_or_404
from reports.models import WeeklyReport
from reports.pages import downloads
from reports.pages.lists import file_links, list_page
from reports.pages.page import report_page
from reports.weekly import compare, revisions, weeks
from reports.weekly.agent_week import own_week
from reports.weekly.content.build import build_month
from reports.weekly.formats import page, wording
from reports.weekly.formats import registry as files
from reports.weekly.views import file_answer, formats, monday_or_404

ZIP_TYPE = "application/zip"
LARGE = ("content", "differences")  # a list of weeks needs neither; a report that is picked reads its own


def _pair(request: ShopRequest, shop: Shop) -> tuple[list[WeeklyReport], list[WeeklyReport]]:
    """All last revisions, and the two that the address names; else the last two."""
    told = list(revisions.latest(shop).defer(*LARGE))
    by_week = {report.week: report for report in told}
    asked = [by_week.get(request.GET.get(name, "")) for name in ("first", "second")]
    usual = [*told[:2][::-1], *([None] * 2)]
    picked = [one or other for one, other in zip(asked, usual[:2], strict=True)]
    return told, [one for one in picked if one]


def _names(picked: list[WeeklyReport]) -> tuple[str, str]:
    first, second = (report.week for report in picked)
    return first, second


def _compared_sheet(request: ShopRequest, shop: Shop) -> downloads.Sheet:
    """Every figure of both weeks."""
    whole_shop_or_404(request, shop)
    _told, picked = _pair(request, shop)
    if len(picked) < 2:
        raise Http404
    found, names = compare.pairs(*map(revisions.content_of, picked)), _names(picked)
    said = [(_("Shop"), shop.name), (_("Weeks"), " – ".join(names))]
    name = "_".join(("compare", *names))
    return downloads.Sheet(name, compare.headings(names), compare.file_rows(found), said)


@list_page(_compared_sheet, *LEADERS)
def weekly_compare(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Pick two weeks and see every figure of both."""
    whole_shop_or_404(request, shop)
    told, picked = _pair(request, shop)
    context = {"title": _("Compare two weeks"), "told": told, "picked": picked}
    if len(picked) > 1:
        found = compare.pairs(*map(revisions.content_of, picked))
        context |= {
            "tables": compare.tables(found, _names(picked)),
            "downloads": file_links(request),
        }
    return render(request, "reports/weekly/compare.html", context)


def _month_or_404(month: str) -> dt.date:
    first = asked_month(month)
    if first is None:
        raise Http404
    return first


def _month_document(shop: Shop, month: str) -> revisions.Document:
    """The month, computed now: unlike a week it is no snapshot and says so."""
    first = _month_or_404(month)
    if not revisions.has_data(shop, month_span(first)):
        raise Http404
    return revisions.Document(shop, build_month(shop, first))


@report_page(*LEADERS)
def weekly_month(request: ShopRequest, shop: Shop, month: str) -> HttpResponse:
    """The summary of a calendar month."""
    whole_shop_or_404(request, shop)
    document = _month_document(shop, month)
    context = {
        **page.body(document),
        "title": wording.title(document.content["meta"]),
        "month": month,
        "formats": formats(),
        "weeks": weeks.of_month(shop, _month_or_404(month)),
    }
    return render(request, "reports/weekly/month.html", context)


@report_page(*LEADERS)
def weekly_month_file(request: ShopRequest, shop: Shop, month: str, kind: str) -> HttpResponse:
    """The month's summary as a file, or with all its weeks as a zip."""
    whole_shop_or_404(request, shop)
    document = _month_document(shop, month)
    if kind == "zip":
        name = files.file_name(document, "zip")
        return downloads.file(_zipped(shop, document, _month_or_404(month)), ZIP_TYPE, name)
    return file_answer(request, document, kind, reverse("reports:weekly_month", args=[shop.pk, month]))


def _zipped(shop: Shop, month: revisions.Document, first: dt.date) -> bytes:
    """The month and each of its weeks in every format that this machine can make."""
    documents = [month, *map(revisions.Document.of, weeks.of_month(shop, first))]
    makable = [form for form in formats() if not form.missing()]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for document in documents:
            for form in makable:
                archive.writestr(files.file_name(document, form.kind), form.write(document))
    return out.getvalue()


@report_page(Role.AGENT)
def my_week(request: ShopRequest, shop: Shop) -> HttpResponse:
    """The reader's own week on one page; of others only medians leave here."""
    told = list(revisions.latest(shop).defer(*LARGE))
    asked = request.GET.get("week", "")
    monday = monday_or_404(asked) if asked else None
    report = next((one for one in told if monday in (None, one.monday)), None)
    if asked and report is None:
        raise Http404
    agents = list(own_agents(request.user, shop).order_by("pk"))
    content = revisions.content_of(report) if report else None
    context = {
        "title": _("My week"),
        "report": report,
        "content": content,
        "mondays": [one.week for one in told],
        "own": [own_week(agent, content) for agent in agents] if content else [],
        "has_agent": bool(agents),
    }
    return render(request, "reports/weekly/mine.html", context)
