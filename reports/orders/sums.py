"""What an agent has to do with an order, and what orders add up to: the rows behind sales and chasing."""

from collections.abc import Collection

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import Shop
from chats.attribution.rules import DAY
from chats.attribution.sales import EXCLUDED, UNLINKED_CLASS
from chats.frames import rule_book
from chats.models import Credit, ShopState

PARTS = ("credited", "chased", "assisted_order", "assisted_payment", "contested")
BUCKET_CODES = ("agents", "silent", "unlinked", "excluded")  # of the books (D7.3)


def sums(
    rows: QuerySet[Credit], shop: Shop, agents: Collection[int] | None = None, once_a_day: bool = False
) -> dict[str, int]:
    """What the orders add up to, by the names of the daily facts, for some agents or for all.

    People are counted once a day and agent; with `once_a_day` once a day over all agents (D6.6).
    """
    rows = rows.order_by()
    credited = Q(paid_day__isnull=False) & _of("effective_id", agents)
    chased = _of("chaser_id", agents)
    ready = chased & _payable_until(shop)
    found = rows.aggregate(
        sales_fen=Sum("order__amount_fen", filter=credited, default=0),
        refunded_fen=Sum("order__refunded_fen", filter=credited, default=0),
        paid_orders=Count("pk", filter=credited),
        items=Sum(Coalesce("order__items", 0), filter=credited, default=0),
        chase_orders=Count("pk", filter=chased),
        recovered_orders=Count("pk", filter=chased & Q(recovered=True)),
        recovered_fen=Sum("order__amount_fen", filter=chased & Q(recovered=True), default=0),
        mature_chase_orders=Count("pk", filter=ready),
        mature_recovered_orders=Count("pk", filter=ready & Q(recovered=True)),
    )
    return found | {"sale_buyers": _buyers(rows.filter(credited), once_a_day)}


def _of(column: str, agents: Collection[int] | None) -> Q:
    return Q(**{f"{column}__isnull": False}) if agents is None else Q(**{f"{column}__in": agents})


def _buyers(rows: QuerySet[Credit], once_a_day: bool) -> int:
    known = rows.filter(order__buyer__person__isnull=False)
    names = ("paid_day", "order__buyer__person", *(() if once_a_day else ("effective_id",)))
    counted: int = known.values(*names).distinct().count()
    return counted


def _payable_until(shop: Shop) -> Q:
    """Orders whose time to pay is over at the shop's "now", by the rules of their creation (D7.5)."""
    state = ShopState.objects.filter(shop=shop).first()
    if state is None or state.as_of is None:
        return Q(pk__in=[])
    now = int(state.as_of.timestamp())
    over = Q(pk__in=[])
    for version in rule_book(shop).versions:
        latest = now - version.rules.unpaid_days * DAY
        over |= Q(rule_version=version.number, order__created_at__lte=latest)
    return over


def assists(rows: QuerySet[Credit], agents: Collection[int] | None = None) -> dict[str, int]:
    """How often the agents assisted these paid orders, before they were placed and before they were paid."""
    orders = payments = 0
    for listed in rows.filter(paid_day__isnull=False).order_by().values_list("assists", flat=True):
        for agent, order, payment in listed:
            if agents is None or agent in agents:
                orders, payments = orders + order, payments + payment
    return {"assist_orders": orders, "assist_payments": payments}


def in_bucket(bucket: str) -> Q:
    """Where the money of an order goes in the books (D7.3); what metrics.facts.buckets says of a frame.

    Credit, also by a ruling, makes it the agents', whatever the class; else a linked order is
    uncredited and the others stay with their class (D7.6).
    """
    nobody = Q(effective_id__isnull=True)
    conditions = {
        "agents": ~nobody,
        "silent": nobody & Q(class_code__lt=UNLINKED_CLASS),
        "unlinked": nobody & Q(class_code=UNLINKED_CLASS),
        "excluded": nobody & Q(class_code=EXCLUDED),
    }
    return conditions[bucket]


def books(rows: QuerySet[Credit]) -> dict[str, int]:
    """The shop's books over these orders, by the names of the daily facts (D7.3)."""
    paid = Q(paid_day__isnull=False)
    parts = {"paid_fen": paid, **{f"{bucket}_fen": paid & in_bucket(bucket) for bucket in BUCKET_CODES}}
    amount = F("order__amount_fen")
    return rows.order_by().aggregate(
        **{name: Sum(amount, filter=condition, default=0) for name, condition in parts.items()}
    )
