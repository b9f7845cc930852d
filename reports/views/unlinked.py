"""The queue of orders whose buyer nobody knows, and the page that excludes an order by hand (D2.2, D2.7)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import formats
from accounts.access import LEADERS, shop_page, visible_agents
from accounts.models import Shop
from chats.models import Order
from chats.spans import Span
from reports import exclusions, labels, unlinked
from reports.access import credit_or_404, visible_credits
from reports.metrics.definitions import metrics
from reports.metrics.metric import Metric
from reports.order_list import picked
from reports.orders.forms import REASON_CHOICES
from reports.orders.tables import OrderTable
from reports.views.shared import (
    about,
    asked_span,
    file_kind,
    file_links,
    report_page,
    show_page,
    table_file,
    whole_shop_or_404,
)

PER_PAGE = 50
REASON_NAMES = dict(REASON_CHOICES)
WANTED = {"clock": "paid", "bucket": "unlinked"}
# By the codes of attribution.sales, as metrics.facts.buckets uses them.
BUCKET_NAMES = (
    gettext_lazy("credited to nobody"),
    gettext_lazy("credited to agents"),
    gettext_lazy("credited to nobody"),
    gettext_lazy("unlinked"),
    gettext_lazy("excluded"),
)


def _table(request: HttpRequest, shop: Shop, span: Span) -> OrderTable:
    rows = picked(visible_credits(request.user, shop), WANTED, span)
    return OrderTable(rows, shop=shop, agents={}, exclude=("class_code", "credited", "chaser"))


@report_page(*LEADERS)
def queue(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Say how much is unlinked and why, which files brought it, what to do, and list the orders."""
    whole_shop_or_404(request, shop)
    span, named = asked_span(request, shop)
    found, table = unlinked.build(shop, span), _table(request, shop, span)
    show_page(request, table, PER_PAGE)
    context = {
        "title": _("Unlinked orders"),
        "span": span,
        "presets": named,
        "found": found,
        "share": formats.rate(found.share),
        "reasons": [(REASON_NAMES[one.code], one) for one in found.reasons],
        "table": table,
        "downloads": file_links(
            request, lambda kind: reverse("reports:books_unlinked_file", args=[shop.pk, kind])
        ),
    }
    return render(request, "reports/unlinked.html", context)


@report_page(*LEADERS)
def queue_file(request: HttpRequest, shop: Shop, kind: str) -> HttpResponse:
    """The unlinked orders of the span as a file."""
    kind = file_kind(kind)
    whole_shop_or_404(request, shop)
    span, _named = asked_span(request, shop)
    name = f"unlinked_{span.first}_{span.last}"
    return table_file(request, _table(request, shop, span), kind, name, about(shop, span))


@shop_page(*LEADERS)
def order_exclude(request: HttpRequest, shop: Shop, order_id: int) -> HttpResponse:
    """Show what excluding an order (or including it again) changes; do it when it is sent."""
    credit = credit_or_404(request.user, shop, order_id)
    if not exclusions.may_exclude(request.user, shop, credit):
        raise Http404
    excluded = not credit.order.excluded_manually
    if request.method == "POST":
        return _exclude(request, shop, credit.order, request.POST.get("excluded") == "yes")
    seen = set(visible_agents(request.user, shop).values_list("pk", flat=True))
    effect = exclusions.effect(shop, credit, excluded, seen)
    context = {
        "title": _("Exclude this order") if excluded else _("Include this order again"),
        "credit": credit,
        "order": credit.order,
        "excluded": excluded,
        "effect": effect,
        "moves": (BUCKET_NAMES[effect.bucket_before], BUCKET_NAMES[effect.bucket_after]),
        "columns": metrics(*exclusions.SHOWN),
        "rows": [_row(one) for one in effect.agents],
    }
    return render(request, "reports/order_exclude.html", context)


def _row(one: exclusions.AgentEffect) -> tuple[str, list[tuple[Metric, str]]]:
    """(agent, (figure, its change) of each column)."""
    written = []
    for metric in metrics(*exclusions.SHOWN):
        text = labels.written(metric, one.sums[metric.code])
        written.append(
            (metric, ("+" if one.sums[metric.code] > 0 else "") + text.replace("-", formats.MINUS))
        )
    return one.agent, written


def _exclude(request: HttpRequest, shop: Shop, order: Order, excluded: bool) -> HttpResponse:
    if exclusions.set_excluded(request, shop, order, excluded):
        said = (
            _("Order %(number)s is excluded. The figures of its days are being computed anew.")
            if excluded
            else _("Order %(number)s counts again. The figures of its days are being computed anew.")
        )
        messages.success(request, said % {"number": order.order_no})
    return redirect("reports:order", shop.pk, order.pk)
