"""The order list, and the page of one order that says who earned it and why."""

from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import ShopRequest, leads, sees_whole_shop, visible_agents
from accounts.models import Agent, Shop
from chats.models import Credit, ImportBatch
from reports.access import readable_talks, visible_credits
from reports.figures import rows_behind
from reports.orders.figures import of_orders
from reports.orders.forms import OrderFilterForm
from reports.orders.queries import filter_orders
from reports.orders.tables import OrderTable
from reports.pages.downloads import Sheet
from reports.pages.lists import file_links, list_page, table_sheet
from reports.pages.page import about, asked_span, show_page

PER_PAGE = 50


def _list(request: ShopRequest, shop: Shop) -> dict[str, Any]:
    span, named = asked_span(request, shop)
    form = OrderFilterForm(request.GET, agents=visible_agents(request.user, shop))
    wanted = form.wanted()
    rows = filter_orders(visible_credits(request.user, shop), wanted, span)
    table = OrderTable(rows, shop=shop, agents=_names(request, shop))
    whole = sees_whole_shop(request.user, shop)
    found = {"span": span, "presets": named, "form": form, "rows": rows, "table": table}
    return found | {"wanted": wanted, "whole": whole}


def _names(request: ShopRequest, shop: Shop) -> dict[int, str]:
    """The agents as the reader may know them, by id."""
    reader, another = readable_talks(request.user, shop), _("another agent")
    named = Agent.objects.filter(shop=shop).values_list("pk", "name")
    return {pk: name if reader.includes(pk) else another for pk, name in named}


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """Every order that the filters pick, in the order of the page."""
    context = _list(request, shop)
    span = context["span"]
    return table_sheet(request, context["table"], f"orders_{span.first}_{span.last}", about(shop, span))


@list_page(_sheet)
def orders(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the orders that the filters pick, page by page."""
    context = _list(request, shop)
    table: OrderTable = context["table"]
    show_page(request, table, PER_PAGE)
    table.downloads = file_links(request)
    context |= {
        "title": _("Orders"),
        "sums": _sums(context["rows"]),
        "drilled": _drilled(shop, context),
        "batch": _file(request, shop, context["wanted"].get("batch")),
        "everything": context["whole"],
        "leads": leads(request),
    }
    return render(request, "reports/orders/orders.html", context)


def _file(request: ShopRequest, shop: Shop, batch: int | None) -> ImportBatch | None:
    """The file to which the list is narrowed; its name is for those who may import."""
    return ImportBatch.objects.filter(shop=shop, pk=batch).first() if batch and leads(request) else None


def _drilled(shop: Shop, context: dict[str, Any]) -> rows_behind.Drilled | None:
    """The figure from which the reader came, as the listed orders give it."""
    wanted = context["wanted"]
    whose = wanted["agents"] if wanted.get("agent") or wanted.get("team") or not context["whole"] else None
    code, once_a_day = wanted.get("figure", ""), bool(wanted.get("once"))
    return of_orders(code, context["rows"], shop, context["span"], whose, once_a_day)


def _sums(rows: QuerySet[Credit]) -> dict[str, int]:
    """How many of the orders are paid, and what these paid."""
    paid = rows.filter(order__paid_at__isnull=False)
    return paid.aggregate(paid=Count("pk"), paid_fen=Sum("order__amount_fen", default=0))
