"""The page of one order: why its credit stands where it stands, and what people may do about it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import LEADERS, ShopRequest, leads, shop_page, visible_agents
from accounts.models import Shop
from accounts.ui import formats
from chats.access import buyer_text
from chats.credit import rulings
from chats.models import Order
from reports.access import ShownCredit, credit_or_404, may_exclude, readable_talks
from reports.credit import exclusions
from reports.credit.desk import Desk, credit_with_case, own_claims
from reports.credit.story import OrderStory
from reports.figures import labels
from reports.metrics.definitions import metrics
from reports.metrics.metric import Metric
from reports.pages.links import talk_url
from reports.pages.page import report_page
from reports.talks.timeline import timeline


@report_page()
def order(request: ShopRequest, shop: Shop, order_id: int) -> HttpResponse:
    """Say why one order is silent, consulted or chased, by whom, and show the talks around it."""
    credit = credit_or_404(request.user, shop, order_id)
    buyer = credit.order.buyer
    reader = readable_talks(request.user, shop)
    story = OrderStory(shop, credit, reader)
    context = {
        "title": credit.order.order_no,
        "order": credit.order,
        "credit": credit,
        "nick": buyer_text(buyer, credit.shows_buyer),
        "buyer_talk": buyer and talk_url(shop, buyer.person, at=credit.order.created_at),
        "story": story,
        "timeline": timeline(shop, credit, story.window, reader.includes),
        "decisions": story.decisions(),
        "may_exclude": may_exclude(request.user, shop, credit),
    }
    return render(request, "reports/credit/order.html", context | _contested(request, shop, credit))


def _contested(request: ShopRequest, shop: Shop, credit: ShownCredit) -> dict[str, object]:
    """What the reader may claim, and what a leader may decide (D7.6)."""
    claims, claimants = own_claims(request.user, shop, credit.order)
    context = {"claims": claims, "claimants": claimants, "recomputing": rulings.is_recomputing(shop)}
    if leads(request):
        desk = Desk(request.user, shop)
        context["case"] = desk.case(credit_with_case(credit), credit.shows_buyer)
    return context


# By the codes of attribution.sales, as metrics.facts.buckets uses them.
BUCKET_NAMES = (
    gettext_lazy("credited to nobody"),
    gettext_lazy("credited to agents"),
    gettext_lazy("credited to nobody"),
    gettext_lazy("unlinked"),
    gettext_lazy("excluded"),
)


@shop_page(*LEADERS)
def order_exclude(request: ShopRequest, shop: Shop, order_id: int) -> HttpResponse:
    """Show what excluding an order (or including it again) changes; do it when it is sent."""
    credit = credit_or_404(request.user, shop, order_id)
    if not may_exclude(request.user, shop, credit):
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
        "rows": [_row(agent) for agent in effect.agents],
    }
    return render(request, "reports/credit/order_exclude.html", context)


def _row(one: exclusions.AgentEffect) -> tuple[str, list[tuple[Metric, str]]]:
    """(agent, (figure, its change) of each column)."""
    written = []
    for metric in metrics(*exclusions.SHOWN):
        text = labels.figure_text(metric, one.sums[metric.code])
        written.append(
            (metric, ("+" if one.sums[metric.code] > 0 else "") + text.replace("-", formats.MINUS))
        )
    return one.agent, written


def _exclude(request: ShopRequest, shop: Shop, order: Order, excluded: bool) -> HttpResponse:
    if exclusions.set_excluded(request.actor, shop, order, excluded):
        said = (
            _("Order %(number)s is excluded. The figures of its days are being computed anew.")
            if excluded
            else _("Order %(number)s counts again. The figures of its days are being computed anew.")
        )
        messages.success(request, said % {"number": order.order_no})
    return redirect("reports:order", shop.pk, order.pk)
