"""The queue of orders whose buyer nobody knows, and the page that excludes an order by hand (D2.2, D2.7)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import LEADERS, ShopRequest
from accounts.models import Shop
from accounts.ui import formats
from chats.spans import Span
from reports.access import visible_credits, whole_shop_or_404
from reports.books import unlinked
from reports.orders.forms import REASON_CHOICES
from reports.orders.queries import filter_orders
from reports.orders.tables import OrderTable
from reports.pages.downloads import Sheet
from reports.pages.lists import file_links, list_page, table_sheet
from reports.pages.page import about, asked_span, show_page

PER_PAGE = 50
REASON_NAMES = dict(REASON_CHOICES)
WANTED = {"clock": "paid", "bucket": "unlinked"}


def _table(request: ShopRequest, shop: Shop, span: Span) -> OrderTable:
    rows = filter_orders(visible_credits(request.user, shop), WANTED, span)
    return OrderTable(rows, shop=shop, agents={}, exclude=("class_code", "credited", "chaser"))


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The unlinked orders of the span."""
    whole_shop_or_404(request, shop)
    span, _named = asked_span(request, shop)
    name = f"unlinked_{span.first}_{span.last}"
    return table_sheet(request, _table(request, shop, span), name, about(shop, span))


@list_page(_sheet, *LEADERS)
def queue(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Say how much is unlinked and why, which files brought it, what to do, and list the orders."""
    whole_shop_or_404(request, shop)
    span, named = asked_span(request, shop)
    found, table = unlinked.unlinked_orders(shop, span), _table(request, shop, span)
    show_page(request, table, PER_PAGE)
    context = {
        "title": _("Unlinked orders"),
        "span": span,
        "presets": named,
        "found": found,
        "share": formats.rate(found.share),
        "reasons": [(REASON_NAMES[reason.code], reason) for reason in found.reasons],
        "table": table,
        "downloads": file_links(request),
    }
    return render(request, "reports/books/unlinked.html", context)
