"""What was decided: contests with their answers, and rulings with what they moved, on pages and in files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import LEADERS, ShopRequest
from accounts.models import Shop
from chats.access import visible_contests
from chats.credit import rulings as verbs
from chats.models import Contest
from chats.spans import Preset, Span, last_days, picked_span, presets
from reports.access import visible_credits
from reports.credit.forms import DecidedFilterForm
from reports.credit.ruling_queries import rulings_of_span
from reports.credit.tables import DecidedTable, RulingTable
from reports.facts import queries
from reports.pages.downloads import Sheet
from reports.pages.lists import file_links, list_page, table_sheet
from reports.pages.page import about, show_page

PER_PAGE = 50
MONTH_DAYS = 30


def _asked(request: ShopRequest, shop: Shop) -> tuple[Span, list[Preset]]:
    """The span of the address, else the days until today: people decide after the data end."""
    today = queries.today(shop)
    return picked_span(request.GET, last_days(MONTH_DAYS, today)), presets(today)


def _decided(request: ShopRequest, shop: Shop) -> dict[str, Any]:
    span, named = _asked(request, shop)
    every = visible_contests(request.user, shop).filter(status__in=verbs.ANSWERED)
    form = DecidedFilterForm(request.GET, agents=every.order_by().values_list("agent", flat=True).distinct())
    wanted, (start, end) = form.wanted(), queries.instants(shop, span)
    rows = every.filter(decided_at__gte=start, decided_at__lt=end)
    if wanted.get("agent"):
        rows = rows.filter(agent=wanted["agent"])
    if wanted.get("outcome"):
        rows = rows.filter(status=wanted["outcome"])
    rows = rows.select_related("order", "agent", "decided_by", "ruling__agent")
    table = DecidedTable(rows, shop=shop)
    return {"span": span, "presets": named, "form": form, "rows": rows, "table": table}


def _decided_sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The decided contests that the filters pick."""
    context = _decided(request, shop)
    span = context["span"]
    return table_sheet(request, context["table"], f"contests_{span.first}_{span.last}", about(shop, span))


@list_page(_decided_sheet, *LEADERS)
def contests_decided(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the contests that were granted or refused in a span."""
    context = _decided(request, shop)
    table = context["table"]
    show_page(request, table, PER_PAGE)
    table.downloads = file_links(request)
    granted = context["rows"].filter(status=Contest.Status.GRANTED).count()
    context |= {"title": _("Decided contests"), "granted": granted}
    return render(request, "reports/credit/contests_decided.html", context)


def _rulings(request: ShopRequest, shop: Shop) -> dict[str, Any]:
    span, named = _asked(request, shop)
    rows = rulings_of_span(shop, span, request.user)[::-1]
    seen = visible_credits(request.user, shop).filter(pk__in=[row.order_id for row in rows])
    table = RulingTable(rows, shop=shop, opens=set(seen.values_list("pk", flat=True)))
    return {"span": span, "presets": named, "rows": rows, "table": table}


def _rulings_sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The rulings of the span."""
    context = _rulings(request, shop)
    span = context["span"]
    return table_sheet(request, context["table"], f"rulings_{span.first}_{span.last}", about(shop, span))


@list_page(_rulings_sheet, *LEADERS)
def rulings(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the rulings made or withdrawn in a span, newest first."""
    context = _rulings(request, shop)
    table = context["table"]
    show_page(request, table, PER_PAGE)
    table.downloads = file_links(request)
    context |= {"title": _("Rulings"), "recomputing": verbs.is_recomputing(shop)}
    return render(request, "reports/credit/rulings.html", context)
