"""Who gains and who loses when rules change: sums of a span before and after, by agent and bucket (D7.7)."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from accounts.models import Agent, Shop
from reports.figures.labels import chosen
from reports.metrics import words
from reports.metrics.columns import BUCKET_SUMS, SHOP_DAY_SUMS
from reports.metrics.compute import LARGEST
from reports.models import AgentDay, ShopDay

AGENT_SUMS = ("sales_fen", "paid_orders", "receptions", "inquiries")
SHOP_SUMS = tuple(name for name in SHOP_DAY_SUMS if name not in LARGEST)

Sums = dict[str, Any]  # {"agents": {agent id as text: {sum: value}}, "shop": {sum: value}}


def stored(shop: Shop, first: dt.date, last: dt.date) -> Sums:
    """The sums of a span as the pages show them now."""
    days = {"shop": shop, "day__range": (first, last)}
    rows: Iterable[Mapping[str, Any]] = (
        AgentDay.objects.filter(**days).values("agent_id").annotate(**_added(AGENT_SUMS)).order_by()
    )
    whole = ShopDay.objects.filter(**days).aggregate(**_added(SHOP_SUMS))
    agents = {str(row["agent_id"]): {name: row[f"of_{name}"] for name in AGENT_SUMS} for row in rows}
    return {"agents": agents, "shop": {name: whole[f"of_{name}"] for name in SHOP_SUMS}}


def _added(names: Iterable[str]) -> dict[str, Sum]:
    return {f"of_{name}": Sum(name, default=0) for name in names}


@dataclass(frozen=True)
class Moved:
    """One agent (or bucket, or sum) before and after; values go with the names of `of`."""

    label: str
    before: dict[str, int]
    after: dict[str, int]
    agent_id: int | None = None

    def change(self, name: str) -> int:
        """How much the sum grew."""
        return self.after.get(name, 0) - self.before.get(name, 0)

    @property
    def money(self) -> int:
        """Gained or lost sales, in fen."""
        return self.change("sales_fen")

    @property
    def orders(self) -> int:
        """Gained or lost orders."""
        return self.change("paid_orders")


def agents_moved(shop: Shop, before: Sums, after: Sums, seen: Collection[int]) -> list[Moved]:
    """The agents among `seen` with any figure in the span, who gains most first, who loses most last."""
    names = dict(Agent.objects.filter(shop=shop, pk__in=seen).values_list("pk", "name"))
    met = {int(pk) for pk in (*before["agents"], *after["agents"])} & names.keys()
    rows = [
        Moved(names[pk], before["agents"].get(str(pk), {}), after["agents"].get(str(pk), {}), pk)
        for pk in met
    ]
    return sorted(rows, key=lambda row: (-row.money, -row.orders, row.label))


@dataclass(frozen=True)
class SumMoved:
    """One sum of the shop before and after; `is_money` tells fen from counts."""

    name: str
    label: str
    before: int
    after: int

    @property
    def is_money(self) -> bool:
        """Whether the sum is in fen."""
        return self.name.endswith("_fen")

    @property
    def change(self) -> int:
        """How much it grew."""
        return self.after - self.before


def shop_moved(before: Sums, after: Sums) -> list[SumMoved]:
    """The buckets of the books in any case, then every other sum of the shop that changed."""
    found = []
    for name in (*BUCKET_SUMS, *(name for name in SHOP_SUMS if name not in BUCKET_SUMS)):
        zh, en, _example = words.SUMS[name]
        row = SumMoved(name, chosen(zh, en), before["shop"].get(name, 0), after["shop"].get(name, 0))
        if name in BUCKET_SUMS or row.change:
            found.append(row)
    return found
