"""The orders of a span as arrays, to tell what chasing added (D7.5)."""

from collections.abc import Collection

import numpy as np

from accounts.models import Shop
from chats.attribution.columns import NEVER, NOBODY
from chats.attribution.keys import Ints
from chats.attribution.natural import NaturalRate, Recovery, UnpaidOrders, natural_rates, recovery
from chats.attribution.rules import DAY
from chats.attribution.sales import UNLINKED_CLASS
from chats.frames import rule_book
from chats.models import Credit, Order, ShopState
from chats.spans import Span
from chats.store import bulk

# Past the ORM: a month of a large shop holds 20,000 orders, and Django looks at each value.
_ORDERS = f"""
    SELECT o.created_at, COALESCE(o.paid_at, {NEVER}), COALESCE(c.first_chase_at, {NEVER}),
           c.rule_version, COALESCE(c.chaser_id, {NOBODY})
    FROM {Credit._meta.db_table} c JOIN {Order._meta.db_table} o ON o.id = c.order_id
    WHERE c.shop_id = %s AND c.class_code < %s AND c.created_day BETWEEN %s AND %s
"""  # noqa: S608 (names of our own models)


class ChaseRecovery:
    """The linked, not excluded orders created in a span, and what chasing added to them (D7.5).

    `natural` is the shop's natural payment rate; `as_of` until when data are known, None without.
    """

    def __init__(self, shop: Shop, span: Span) -> None:
        days = (span.first.isoformat(), span.last.isoformat())
        table = bulk.integers(_ORDERS, [shop.pk, UNLINKED_CLASS, *days], 5)
        orders = _unpaid(shop, table)
        state = ShopState.objects.filter(shop=shop).first()
        self.as_of = int(state.as_of.timestamp()) if state and state.as_of else None
        self.natural: list[NaturalRate] = natural_rates(orders, self.as_of)
        # Pages ask for each agent, and few orders were chased.
        self._orders, self._chaser = orders.those(orders.chased), table[orders.chased, 4]

    def added(self, agents: Collection[int] | None = None) -> Recovery:
        """What those of the orders gained that one of the agents chased last; or anybody."""
        anybody = self._chaser != NOBODY
        only = anybody if agents is None else np.isin(self._chaser, list(agents))
        return recovery(self._orders, self.natural, self.as_of, only)


def _unpaid(shop: Shop, table: Ints) -> UnpaidOrders:
    """Rows of _ORDERS with `unpaid_days` of their rule versions."""
    versions = {version.number: version.rules.unpaid_days * DAY for version in rule_book(shop).versions}
    numbers, place = np.unique(table[:, 3], return_inverse=True)
    unpaid = np.array([versions[number] for number in numbers.tolist()], np.int64)[place]
    return UnpaidOrders(table[:, 0], table[:, 1], table[:, 2], unpaid)
