"""Weekly reports: the list of weeks, one report, building again, files."""

import datetime as dt
import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import LEADERS, ShopRequest, shop_page
from accounts.audit import trail as audit
from accounts.models import Shop
from reports.access import whole_shop_or_404
from reports.models import WeeklyReport
from reports.pages import downloads
from reports.pages.asked import id_from_query
from reports.pages.page import report_page
from reports.weekly import due, revisions, weeks
from reports.weekly.content.build import week_span
from reports.weekly.formats import page
from reports.weekly.formats import registry as files

WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
PER_PAGE = 13  # a quarter of a year


def monday_or_404(week: str) -> dt.date:
    """The Monday of 2026-W20."""
    written = WEEK.fullmatch(week)
    if not written:
        raise Http404
    try:
        return dt.date.fromisocalendar(int(written[1]), int(written[2]), 1)
    except ValueError:
        raise Http404 from None


def report_or_404(shop: Shop, week: str, revision: str = "") -> WeeklyReport:
    """A week's report: the asked revision, else the last one."""
    told = WeeklyReport.objects.filter(shop=shop, monday=monday_or_404(week)).order_by("-revision")
    if revision.isdecimal():
        return get_object_or_404(told, revision=id_from_query(revision))
    found = told.first()
    if found is None:
        raise Http404
    return found


def formats() -> list[files.Format]:
    """Every format, with what this machine lacks for it."""
    return list(files.FORMATS.values())


@report_page(*LEADERS)
def weekly(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Every week with its report, what is being built, what failed."""
    whole_shop_or_404(request, shop)
    return render(request, "reports/weekly/list.html", {"title": _("Weekly reports"), **_list(request, shop)})


@report_page(*LEADERS)
def weekly_latest(request: ShopRequest, shop: Shop) -> HttpResponse:
    """The list alone, which the page asks for again while a report is being built."""
    whole_shop_or_404(request, shop)
    return render(request, "reports/weekly/weeks.html", _list(request, shop))


def _list(request: ShopRequest, shop: Shop) -> dict[str, object]:
    # First the page holds Mondays, then their weeks.
    found: Page[Any] = Paginator(weeks.mondays(shop), PER_PAGE).get_page(request.GET.get("page"))
    found.object_list = weeks.weeks(shop, list(found.object_list))
    return {"page": found, "busy": weeks.any_busy(shop), "formats": formats()}


@report_page(*LEADERS)
def weekly_report(request: ShopRequest, shop: Shop, week: str) -> HttpResponse:
    """One report: the summary first, then its sections."""
    whole_shop_or_404(request, shop)
    report = report_or_404(shop, week, request.GET.get("revision", ""))
    told = WeeklyReport.objects.filter(shop=shop, monday=report.monday).order_by("-revision")
    context = {
        **page.body(revisions.Document.of(report)),
        "title": _("Weekly report %(label)s") % {"label": report.week},
        "report": report,
        "revisions": list(told.values_list("revision", flat=True)),
        "formats": formats(),
        "rules_moved": revisions.rules_moved(shop, report),
        "by_rules": revisions.told_by_rules(report),
        **_around(shop, report.monday),
    }
    return render(request, "reports/weekly/report.html", context)


def _around(shop: Shop, monday: dt.date) -> dict[str, dt.date | None]:
    """The Mondays of the reports before and after."""
    told = WeeklyReport.objects.filter(shop=shop).values_list("monday", flat=True)
    return {
        "earlier": told.filter(monday__lt=monday).order_by("-monday").first(),
        "later": told.filter(monday__gt=monday).order_by("monday").first(),
    }


@report_page(*LEADERS)
def weekly_file(request: ShopRequest, shop: Shop, week: str, kind: str) -> HttpResponse:
    """A report as a file."""
    whole_shop_or_404(request, shop)
    report = report_or_404(shop, week, request.GET.get("revision", ""))
    return file_answer(
        request, revisions.Document.of(report), kind, reverse("reports:weekly", args=[shop.pk])
    )


def file_answer(request: ShopRequest, document: revisions.Document, kind: str, back: str) -> HttpResponse:
    """The file; or back to a page with a sentence where this machine cannot make it."""
    if kind not in files.FORMATS:
        raise Http404
    form = files.FORMATS[kind]
    lacking = form.missing()
    if lacking:
        messages.warning(request, lacking)
        return redirect(back)
    return downloads.file(form.write(document), form.content_type, files.file_name(document, kind))


@require_POST
@shop_page(*LEADERS)
def weekly_build(request: ShopRequest, shop: Shop, week: str) -> HttpResponse:
    """Have a week's report built, for the first time or again; by the rules of today if they changed."""
    whole_shop_or_404(request, shop)
    monday = monday_or_404(week)
    if not revisions.has_data(shop, week_span(monday)):
        raise Http404
    due.request(shop, monday, request.user, again=True)
    audit.note(request.actor, shop, "report_built", week)
    messages.success(request, _("The report %(week)s is being built.") % {"week": week})
    return redirect("reports:weekly", shop.pk)
