"""The buyers whom a layer of the funnel counts, as a page and as a file (D8.4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import LEADERS, ShopRequest
from accounts.models import Shop
from chats.spans import Preset, Span
from reports.figures import labels
from reports.funnel import buyers as funnel_buyers
from reports.funnel import funnel as funnels
from reports.metrics.metric import Metric
from reports.pages import downloads
from reports.pages.links import talk_url
from reports.pages.page import about, asked_span, file_kind, file_links, report_page, whole_shop_or_404

PER_PAGE = 50
ROWS_A_READ = 500


@dataclass(frozen=True)
class _Asked:
    """What the address asks for: a layer of a span, and the buyer-days that it counts."""

    shop: Shop
    span: Span
    presets: list[Preset]
    metric: Metric
    found: QuerySet


def _asked(request: ShopRequest, shop: Shop) -> _Asked:
    whole_shop_or_404(request, shop)
    span, presets = asked_span(request, shop)
    layer = request.GET.get("layer", "")
    metric = funnel_buyers.LAYERS.get(layer) or funnel_buyers.LAYERS["consulting_buyers"]
    days = funnels.counted_days(shop, span)
    return _Asked(shop, span, presets, metric, funnel_buyers.buyer_days(shop, days, metric.code))


@report_page(*LEADERS)
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
        "downloads": file_links(
            request, lambda kind: reverse("reports:funnel_buyers_file", args=[shop.pk, kind])
        ),
    }
    return render(request, "reports/funnel/funnel_buyers.html", context)


@report_page(*LEADERS)
def buyers_file(request: ShopRequest, shop: Shop, kind: str) -> HttpResponse:
    """Every buyer of the layer as a file."""
    kind = file_kind(kind)
    asked = _asked(request, shop)
    heads = [
        downloads.Heading(_("Day")),
        downloads.Heading(_("Buyer")),
        downloads.Heading(_("Talked with")),
        downloads.Heading(_("Orders")),
        downloads.Heading(_("Amount"), "money"),
    ]
    name = f"{asked.metric.code}_{asked.span.first}_{asked.span.last}"
    said = about(shop, asked.span, (labels.name(asked.metric), labels.hint(asked.metric)))
    return downloads.response(downloads.Sheet(name, heads, _file_rows(asked), said), kind)


def _file_rows(asked: _Asked) -> Iterator[list[downloads.Cell]]:
    for page in Paginator(asked.found, ROWS_A_READ):
        for row in funnel_buyers.rows(asked.shop, page.object_list, asked.metric.code):
            numbers = ", ".join(credit.order.order_no for credit in row.orders)
            agents = ", ".join(row.agents)
            yield [row.day.isoformat(), row.nick, agents, numbers, row.amount_fen if row.orders else None]
