"""The buyers whom a layer of the funnel counts, as a page and as a file (D8.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import LEADERS, ShopRequest
from accounts.models import Shop
from chats.spans import Preset, Span
from reports.access import whole_shop_or_404
from reports.figures import labels
from reports.funnel import buyers as funnel_buyers
from reports.funnel import funnel as funnels
from reports.metrics.metric import Metric
from reports.pages.downloads import Cell, Heading, Sheet
from reports.pages.links import talk_url
from reports.pages.lists import file_links, list_page, span_sheet
from reports.pages.page import asked_span

PER_PAGE = 50
ROWS_A_READ = 500


@dataclass(frozen=True)
class _Asked:
    """What the address asks for: a layer of a span, and the buyer-days that it counts."""

    shop: Shop
    span: Span
    presets: list[Preset]
    metric: Metric
    found: QuerySet[Any]


def _asked(request: ShopRequest, shop: Shop) -> _Asked:
    whole_shop_or_404(request, shop)
    span, presets = asked_span(request, shop)
    layer = request.GET.get("layer", "")
    metric = funnel_buyers.LAYERS.get(layer) or funnel_buyers.LAYERS["consulting_buyers"]
    days = funnels.counted_days(shop, span)
    return _Asked(shop, span, presets, metric, funnel_buyers.buyer_days(shop, days, metric.code))


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """Every buyer of the layer."""
    asked = _asked(request, shop)
    heads = [
        Heading(_("Day")),
        Heading(_("Buyer")),
        Heading(_("Talked with")),
        Heading(_("Orders")),
        Heading(_("Amount"), "money"),
    ]
    meaning = (labels.name(asked.metric), labels.hint(asked.metric))
    return span_sheet(asked.metric.code, shop, asked.span, heads, _file_rows(asked), meaning)


def _file_rows(asked: _Asked) -> Iterator[list[Cell]]:
    for page in Paginator(asked.found, ROWS_A_READ):
        for row in funnel_buyers.rows(asked.shop, page.object_list, asked.metric.code):
            numbers = ", ".join(credit.order.order_no for credit in row.orders)
            agents = ", ".join(row.agents)
            yield [row.day.isoformat(), row.nick, agents, numbers, row.amount_fen if row.orders else None]


@list_page(_sheet, *LEADERS)
def buyers(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the buyers of a layer, a row a buyer and day, page by page."""
    asked = _asked(request, shop)
    page = Paginator(asked.found, PER_PAGE).get_page(request.GET.get("page"))
    rows = funnel_buyers.rows(shop, page.object_list, asked.metric.code)
    context = {
        "title": labels.name(asked.metric),
        "metric": asked.metric,
        "layers": [(code, labels.name(one)) for code, one in funnel_buyers.LAYERS.items()],
        "span": asked.span,
        "presets": asked.presets,
        "page": page,
        "rows": [(row, talk_url(shop, row.person)) for row in rows],
        "downloads": file_links(request),
    }
    return render(request, "reports/funnel/funnel_buyers.html", context)
