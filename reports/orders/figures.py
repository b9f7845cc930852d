"""A figure of orders from the listed rows, to hold the figure and its list against each other."""

from collections.abc import Collection

from django.db.models import QuerySet

from accounts.models import Shop
from chats.models import Credit
from chats.spans import Span
from reports.facts.recovery import ChaseRecovery
from reports.figures.rows_behind import ORDERS, Drilled, _from_sums, rows_of
from reports.metrics.columns import BOOKED
from reports.metrics.compute import Figure
from reports.metrics.definitions import METRICS
from reports.metrics.metric import terms
from reports.orders import sums as order_parts


def of_orders(
    code: str,
    rows: QuerySet[Credit],
    shop: Shop,
    span: Span,
    agents: Collection[int] | None,
    once_a_day: bool = False,
) -> Drilled | None:
    """A figure over listed orders; `agents` are those whose figure it is, None for all."""
    behind = rows_of(code)
    if behind is None or behind.page != ORDERS:
        return None
    metric = METRICS[code]
    if metric.source == "orders":
        return Drilled(metric, recovered_by_chasing(shop, span, agents)[code])
    names = {name for _sign, name in terms(metric.numerator)}
    if code in ("assist_orders", "assist_payments"):
        return _from_sums(metric, order_parts.assists(rows, agents))
    if names & set(BOOKED):
        return _from_sums(metric, order_parts.books(rows))
    return _from_sums(metric, order_parts.sums(rows, shop, agents, once_a_day))


def recovered_by_chasing(shop: Shop, span: Span, agents: Collection[int] | None) -> dict[str, Figure]:
    """Expected and incremental recovered orders of a span's chased orders (D7.5)."""
    added = ChaseRecovery(shop, span).added(agents)
    return {"expected_recovered": added.expected, "incremental_recovered": added.incremental}
