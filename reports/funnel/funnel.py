"""The shop's funnel and books of a span, day by day (D7.3, D8)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import Shop
from chats.spans import ONE_DAY, Span
from reports.facts import queries
from reports.metrics.columns import SHOP_DAY_SUMS, TRAFFIC
from reports.metrics.compute import Figure, Peak, Unknown, added, total, value
from reports.metrics.definitions import METRICS, metrics
from reports.metrics.metric import Metric
from reports.metrics.what_changed import Side, WhatChanged, what_changed

TILES = metrics(
    "effective_entry_rate",
    "page_depth",
    "consult_rate",
    "consult_conversion_rate",
    "shop_conversion_rate",
    "shop_order_value",
    "order_payment_rate_shop",
    "amount_payment_rate",
)
READINGS = metrics("silent_rate_a", "silent_rate_b", "silent_rate_c")
STEPS = metrics(
    "visitors", "consulting_buyers", "consulting_paying_buyers", "silent_paying_buyers", "paying_buyers"
)
DAILY = metrics(
    "visitors",
    "consulting_buyers",
    "consulting_paying_buyers",
    "silent_paying_buyers",
    "paying_buyers",
    "consult_rate",
    "consult_conversion_rate",
    "shop_conversion_rate",
    "silent_rate_a",
)
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Identity:
    """Two ways to the same figure (D8.3): `left` and `right`, None where there is no data."""

    text: str
    metric: Metric
    left: float | None
    right: float | None

    @property
    def holds(self) -> bool | None:
        if self.left is None or self.right is None:
            return None
        return abs(self.left - self.right) <= TOLERANCE * max(abs(self.left), 1.0)


@dataclass(frozen=True)
class Funnel:
    """Everything the page shows. `sums` are those of the days with traffic, or of all days where no
    day has any."""

    span: Span
    days: list[dt.date]
    daily: dict[dt.date, queries.Sums]
    sums: queries.Sums
    traffic_days: int
    agents_sales: dict[dt.date, int]

    @property
    def has_traffic(self) -> bool:
        return self.traffic_days > 0

    @property
    def is_empty(self) -> bool:
        """Neither traffic nor any order, reception or message in the span."""
        return not self.has_traffic and not any(
            sums["paid_fen"] or sums["consulting_buyers"] or sums["receptions"]
            for sums in self.daily.values()
        )

    def figure(self, code: str) -> Figure:
        """One figure of the span."""
        return value(METRICS[code], self.sums)

    def sums_of(self, part: Span) -> queries.Sums:
        """The sums of some of the span's days, of those with traffic where any day of the span has some."""
        daily = {day: self.daily[day] for day in part.dates}
        known = {day: sums for day, sums in daily.items() if sums["visitors"] is not None}
        return summed(known or daily)

    def identities(self) -> list[Identity]:
        """The three identities of D8.3, each worked both ways."""
        figure = self.figure
        consult, silent_a = figure("consult_rate"), figure("silent_rate_a")
        shop_conversion = METRICS["shop_conversion_rate"]
        by_conversion = _product(consult, figure("consult_conversion_rate"))
        parts = None if by_conversion is None or silent_a is None else by_conversion + silent_a
        silent = None if consult is None else 1 - consult
        of_silent = _product(silent, figure("silent_rate_c"))
        buyers = _product(self.sums["visitors"], figure("shop_conversion_rate"))
        sales = _product(buyers, figure("shop_order_value"))
        linked = total(METRICS["shop_order_value"].numerator, self.sums)
        return [
            Identity("shop_conversion", shop_conversion, figure("shop_conversion_rate"), parts),
            Identity("silent_a", METRICS["silent_rate_a"], silent_a, of_silent),
            Identity("sales", METRICS["shop_order_value"], linked, sales),
        ]


def _product(one: Figure, other: Figure) -> Figure:
    return None if one is None or other is None else one * other


def summed(daily: Mapping[dt.date, queries.Sums]) -> queries.Sums:
    """Sums over days; a sum that some day does not know is unknown."""
    return added(daily.values(), unknown=Unknown.MAKES_UNKNOWN, peak=Peak.LARGEST)


def counted_days(shop: Shop, span: Span) -> list[dt.date]:
    """The days on which the funnel counts people: those with traffic, or all where no day has any."""
    return sorted(queries.traffic_days(shop, span)) or [
        span.first + number * ONE_DAY for number in range(span.days)
    ]


def build_funnel(shop: Shop, span: Span) -> Funnel:
    """The funnel of a span. Visitors are known for days with traffic only, so these days count."""
    stored, traffic = queries.shop_days(shop, span), queries.traffic_days(shop, span)
    days = [span.first + number * ONE_DAY for number in range(span.days)]
    nothing = dict.fromkeys(SHOP_DAY_SUMS, 0)
    daily = {
        day: {**nothing, **stored.get(day, {}), **traffic.get(day, dict.fromkeys(TRAFFIC))} for day in days
    }
    counted = {day: sums for day, sums in daily.items() if day in traffic} or daily
    return Funnel(span, days, daily, summed(counted), len(traffic), queries.agents_sales(shop, span))


def changes(before: Funnel, now: Funnel) -> WhatChanged:
    """Why the paid amounts of a span differ from those of the span before (reports.metrics.what_changed)."""
    return what_changed(*(Side(one.sums, summed(one.daily)) for one in (before, now)))
