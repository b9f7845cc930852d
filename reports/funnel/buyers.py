"""The buyers behind each layer of the funnel: one row a buyer and day, exactly those counted (D8.4)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Agent, Shop
from chats.access import buyer_text
from chats.attribution.sales import CHASED, CONSULTED, UNLINKED_CLASS
from chats.models import BuyerAlias, Credit, Reception
from chats.spans import Span
from reports.metrics.definitions import metrics
from reports.metrics.metric import Metric

LAYERS: dict[str, Metric] = {
    metric.code: metric
    for metric in metrics(
        "consulting_buyers",
        "consulting_paying_buyers",
        "silent_paying_buyers",
        "paying_buyers",
        "ordering_buyers",
    )
}
SERVED = (CONSULTED, CHASED)

BuyerDay = tuple[dt.date, int]  # business day, person


@dataclass
class Row:
    """One buyer on one day: with whom they talked, and their orders of the layer's clock."""

    day: dt.date
    person: int
    nick: str
    agents: list[str] = field(default_factory=list)
    orders: list[Credit] = field(default_factory=list)

    @property
    def amount_fen(self) -> int:
        return sum(credit.order.amount_fen for credit in self.orders)


def buyers_url(shop: Shop, span: Span, layer: str) -> str:
    """The list of the buyers whom a layer counts; "" for a layer of people whom nobody knows (visitors)."""
    if layer not in LAYERS:
        return ""
    query = {"from": span.first.isoformat(), "to": span.last.isoformat(), "layer": layer}
    return f"{reverse('reports:funnel_buyers', args=[shop.pk])}?{urlencode(query)}"


def _paid(shop: Shop, days: Collection[dt.date]) -> QuerySet[Credit]:
    """Linked, not excluded orders paid on the days."""
    return Credit.objects.filter(shop=shop, paid_day__in=days, class_code__lt=UNLINKED_CLASS)


def buyer_days(shop: Shop, days: Collection[dt.date], layer: str) -> QuerySet[Any]:
    """(day, person) of everybody whom a layer counts on these days, each once a day, by day and person."""
    paying = _paid(shop, days).order_by().values_list("paid_day", "order__buyer__person")
    served = paying.filter(class_code__in=SERVED)
    if layer == "consulting_buyers":
        talked = Reception.objects.filter(
            shop=shop, day__in=days, filtered=0, buyer__person__isnull=False
        ).values_list("day", "buyer_id")
        return talked.union(served).order_by("day", "buyer_id")
    if layer == "silent_paying_buyers":
        return paying.difference(served).order_by("paid_day", "order__buyer__person")
    counted: QuerySet[Any]
    if layer == "ordering_buyers":
        placed = Credit.objects.filter(shop=shop, created_day__in=days, class_code__lt=UNLINKED_CLASS)
        counted, day = placed.values_list("created_day", "order__buyer__person"), "created_day"
    else:
        counted, day = (served if layer == "consulting_paying_buyers" else paying), "paid_day"
    return counted.distinct().order_by(day, "order__buyer__person")


def rows(shop: Shop, found: Iterable[BuyerDay], layer: str) -> list[Row]:
    """The rows of some buyer-days with names, agents and orders; three queries, however many they are."""
    wanted = list(found)
    persons, days = {person for _day, person in wanted}, {day for day, _person in wanted}
    aliases = BuyerAlias.objects.filter(pk__in=persons).in_bulk()
    talks, orders = _talks(shop, persons, days), _orders(shop, persons, days, layer)
    return [
        Row(
            day,
            person,
            buyer_text(aliases.get(person), shop.show_buyer_nicks),
            talks[day, person],
            orders[day, person],
        )
        for day, person in wanted
    ]


def _talks(shop: Shop, persons: set[int], days: set[dt.date]) -> dict[BuyerDay, list[str]]:
    found: dict[BuyerDay, list[str]] = defaultdict(list)
    names = dict(Agent.objects.filter(shop=shop).values_list("pk", "name"))
    receptions = Reception.objects.filter(shop=shop, buyer__in=persons, day__in=days, filtered=0)
    for day, person, agent in receptions.order_by("first_at").values_list("day", "buyer_id", "agent_id"):
        found[day, person].append(names.get(agent, ""))
    return found


def _orders(shop: Shop, persons: set[int], days: set[dt.date], layer: str) -> dict[BuyerDay, list[Credit]]:
    found: dict[BuyerDay, list[Credit]] = defaultdict(list)
    day = "created_day" if layer == "ordering_buyers" else "paid_day"
    credits = Credit.objects.filter(
        shop=shop, class_code__lt=UNLINKED_CLASS, order__buyer__person__in=persons, **{f"{day}__in": days}
    )
    for credit in credits.select_related("order", "order__buyer").order_by("order__created_at", "pk"):
        buyer = credit.order.buyer
        if buyer is not None and buyer.person is not None:  # true of all: the query asks for it
            found[getattr(credit, day), buyer.person].append(credit)
    return found
