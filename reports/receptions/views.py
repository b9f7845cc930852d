"""The list of receptions: the rows behind every service and inquiry figure."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import ShopRequest, leads, visible_agents
from accounts.models import Shop
from chats.access import in_conversation, visible_receptions
from chats.models import Reception
from reports.figures import rows_behind
from reports.pages.downloads import Sheet
from reports.pages.lists import file_links, list_page, table_sheet
from reports.pages.page import about, asked_span, show_page
from reports.receptions.figures import of_receptions
from reports.receptions.forms import STATE_LABELS, ReceptionFilter
from reports.receptions.tables import ReceptionTable

PER_PAGE = 50
BEGINNING = "first_at"


def _list(request: ShopRequest, shop: Shop) -> dict[str, Any]:
    span, named = asked_span(request, shop)
    agents = visible_agents(request.user, shop)
    shown = in_conversation(request.user, shop, person="buyer", agent="agent")
    rows = visible_receptions(request.user, shop)
    picked = ReceptionFilter(request.GET, rows, shop=shop, span=span, agents=agents)
    table = ReceptionTable(picked.qs.annotate(shows_buyer=shown).select_related("agent", "buyer"), shop=shop)
    if not leads(request):
        picked.form.fields.pop("team")
    return {
        "span": span,
        "presets": named,
        "form": picked.form,
        "wanted": picked.wanted,
        "rows": picked.qs,
        "table": table,
    }


def _drilled(rows: QuerySet[Reception], wanted: dict[str, Any]) -> rows_behind.Drilled | None:
    return of_receptions(wanted.get("figure") or "", rows, bool(wanted.get("once")))


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """Every reception that the filters pick, in the order of the page."""
    context = _list(request, shop)
    span, state = context["span"], context["wanted"].get("state")
    said = [(_("What happened"), str(STATE_LABELS[state]))] if state else []
    name = f"receptions_{span.first}_{span.last}"
    return table_sheet(request, context["table"], name, about(shop, span, *said))


@list_page(_sheet)
def receptions(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the receptions that the filters pick, page by page, and what they add up to."""
    context = _list(request, shop)
    table: ReceptionTable = context["table"]
    show_page(request, table, PER_PAGE)
    table.downloads = file_links(request)
    wanted = context["wanted"]
    context |= {
        "title": _("Receptions"),
        "drilled": _drilled(context["rows"], wanted),
        "hour": wanted.get("hour"),
        "narrowed": bool(wanted.get("agents"))
        or any(wanted.get(name) is not None for name in ("weekday", "hour", "wait_from", "wait_to")),
    }
    return render(request, "reports/receptions/receptions.html", context)
