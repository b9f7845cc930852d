"""From a figure to the rows behind it, and from these rows to the figure again.

`ROWS_OF_FIGURE` says which list holds the rows of a declared figure, and with which filters, where that does
not follow from the declaration (`rows_of`). Pages link through `address`; the lists say with `of_receptions`
and `of_orders` what their rows add up to, so a figure and its list can be held against each other
(tests/reports/figures/test_drill.py does, for every figure and reader).
"""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Agent, Shop, Team
from accounts.ui import formats
from chats.spans import Span
from reports.figures import labels
from reports.metrics.columns import SERVICE_SUMS
from reports.metrics.compute import Figure, total, value
from reports.metrics.definitions import METRICS
from reports.metrics.metric import Metric, terms

RECEPTIONS, ORDERS = "reports:receptions", "reports:orders"


@dataclass(frozen=True)
class Rows:
    """The list that holds the rows of a figure, and the filters that pick them."""

    page: str
    filters: tuple[tuple[str, str], ...] = ()


def _receptions(state: str = "", **more: str) -> Rows:
    return Rows(RECEPTIONS, ((("state", state),) if state else ()) + tuple(more.items()))


def _orders(**filters: str) -> Rows:
    return Rows(ORDERS, tuple(filters.items()))


_SOLD = _orders(clock="paid", part="credited")
_CHASED = _orders(clock="created", part="chased")
_RECOVERED = _orders(clock="created", part="chased", state="recovered")
ROWS_OF_FIGURE: dict[str, Rows] = {
    "receptions": _receptions(),
    "outreach": _receptions(filtered="monologue"),
    "reply_rate": _receptions(),
    "first_response_seconds": _receptions("replied"),
    "first_response_within_target_rate": _receptions(),
    "unanswered_rounds": _receptions("unanswered"),
    "slow_response_rounds": _receptions("slow"),
    "long_receptions": _receptions("long"),
    "inquiries": _receptions("inquiry"),
    "mature_inquiries": _receptions("mature"),
    "inquiry_conversion_rate": _receptions("mature"),
    "inquiry_conversion_provisional": _receptions("inquiry"),
    "own_inquiry_conversion_rate": _receptions("mature"),
    "own_inquiry_conversion_provisional": _receptions("inquiry"),
    "inquiry_order_rate": _receptions("mature"),
    "inquiry_order_provisional": _receptions("inquiry"),
    "order_payment_rate": _receptions("ordered_mature"),
    "order_payment_provisional": _receptions("ordered_final"),
    "ordered_same_day": _receptions("ordered_same_day"),
    "ordered_final": _receptions("ordered_final"),
    "paid_same_day": _receptions("paid_same_day"),
    "paid_next_day": _receptions("paid_next_day"),
    "paid_final": _receptions("paid_final"),
    "lost_inquiries": _receptions("lost"),
    "open_inquiries": _receptions("open"),
    "sales_fen": _SOLD,
    "refunded_fen": _SOLD,
    "net_sales_fen": _SOLD,
    "paid_orders": _SOLD,
    "sale_buyers": _SOLD,
    "items": _SOLD,
    "order_value": _SOLD,
    "ticket_value": _SOLD,
    "items_per_buyer": _SOLD,
    "average_item_price": _SOLD,
    "assist_orders": _orders(clock="paid", part="assisted_order", state="paid"),
    "assist_payments": _orders(clock="paid", part="assisted_payment", state="paid"),
    "chase_orders": _CHASED,
    "mature_chase_orders": _CHASED,
    "chase_success_rate": _CHASED,
    "expected_recovered": _CHASED,
    "incremental_recovered": _CHASED,
    "recovered_orders": _RECOVERED,
    "recovered_fen": _RECOVERED,
    "paid_fen": _orders(clock="paid", state="paid"),
    "service_share": _orders(clock="paid", state="paid"),
    "agents_fen": _orders(clock="paid", bucket="agents"),
    "silent_fen": _orders(clock="paid", bucket="silent"),
    "unlinked_fen": _orders(clock="paid", bucket="unlinked"),
    "excluded_fen": _orders(clock="paid", bucket="excluded"),
}


def rows_of(code: str) -> Rows | None:
    """Where the rows of a figure are; None for figures that no row gives.

    A figure that every reception adds to has all of them behind it, unless ROWS_OF_FIGURE says otherwise.
    """
    metric = METRICS.get(code)
    if metric is None or code in ROWS_OF_FIGURE:
        return ROWS_OF_FIGURE.get(code)
    if metric.is_of_receptions:
        return _receptions(metric.rows)
    names = {name for _sign, name in terms(metric.numerator) + terms(metric.denominator)}
    return _receptions() if names and names <= set(SERVICE_SUMS) else None


def codes(page: str | None = None) -> list[str]:
    """The figures that have rows, in the list at a page or in any."""
    found = ((code, rows_of(code)) for code in METRICS)
    return [code for code, rows in found if rows is not None and page in (None, rows.page)]


def address(
    shop: Shop | int,
    code: str,
    span: Span,
    *,
    agent: Agent | int | None = None,
    agents: Collection[int] = (),
    team: Team | int | None = None,
    once_a_day: bool = False,
) -> str:
    """The list of the rows behind a figure; "" for figures that no row gives (visitors, the peak).

    `once_a_day` is for the shop's own row, where people count once a day (D6.6); `agents` are several
    together, whom the list of receptions knows.
    """
    rows = rows_of(code)
    if rows is None:
        return ""
    query: list[tuple[str, object]] = [("from", span.first), ("to", span.last), *rows.filters]
    for name, one in (("agent", agent), ("team", team)):
        if one is not None:
            query.append((name, getattr(one, "pk", one)))
    query += [("agents", one) for one in sorted(agents)]
    if once_a_day:
        query.append(("once", 1))
    query.append(("figure", code))
    return f"{reverse(rows.page, args=[getattr(shop, 'pk', shop)])}?{urlencode(query)}"


@dataclass(frozen=True)
class Drilled:
    """A figure as its rows give it, with the sums that it divides."""

    metric: Metric
    figure: Figure
    numerator: int | None = None
    denominator: int | None = None

    @property
    def written(self) -> str:
        return labels.figure_text(self.metric, self.figure)

    @property
    def sums(self) -> tuple[str, str] | None:
        """Numerator and denominator as people read them; None for figures that are no ratio."""
        if not self.metric.denominator or self.numerator is None:
            return None
        return _written(self.metric.numerator, self.numerator), _written(
            self.metric.denominator, self.denominator
        )


def _written(expression: str, amount: int | None) -> str:
    names = [name for _sign, name in terms(expression)]
    unit = "money" if names[0].endswith("_fen") else "duration" if "seconds" in names[0] else "count"
    return formats.FORMATS[unit](amount)


def _from_sums(metric: Metric, sums: dict[str, int]) -> Drilled:
    below = total(metric.denominator, sums) if metric.denominator else None
    return Drilled(metric, value(metric, sums), total(metric.numerator, sums), below)
