"""The orders of a span as arrays, to tell what chasing added (D7.5)."""

from collections.abc import Collection

import numpy as np

from accounts.models import Shop
from chats.attribution.columns import NEVER, NOBODY
from chats.attribution.keys import Flags, Ints
from chats.attribution.natural import UnpaidOrders
from chats.attribution.rules import DAY
from chats.attribution.sales import UNLINKED_CLASS
from chats.frames import rule_book
from chats.models import Credit, Order, ShopState
from chats.spans import Span
from chats.store import bulk

# Past the ORM: a month of a large shop holds 20,000 orders, and Django looks at each value.
_ORDERS = f"""
    SELECT o.created_at, COALESCE(o.paid_at, {NEVER}), COALESCE(c.first_chase_at, {NEVER}),
           CAST(c.rule_version AS bigint), COALESCE(CAST(c.chaser_id AS bigint), {NOBODY})
    FROM {Credit._meta.db_table} c JOIN {Order._meta.db_table} o ON o.id = c.order_id
    WHERE c.shop_id = %s AND c.class_code < %s AND c.created_day BETWEEN %s AND %s
"""  # noqa: S608 (names of our own models)


def orders_of(shop: Shop, span: Span) -> tuple[UnpaidOrders, Ints, int | None]:
    """The linked, not excluded orders created in the span, their chasers (or NOBODY), and `as_of`."""
    days = (span.first.isoformat(), span.last.isoformat())
    table = bulk.integers(_ORDERS, [shop.pk, UNLINKED_CLASS, *days], 5)
    versions = {version.number: version.rules.unpaid_days * DAY for version in rule_book(shop).versions}
    numbers, place = np.unique(table[:, 3], return_inverse=True)
    unpaid = np.array([versions[number] for number in numbers.tolist()], np.int64)[place]
    state = ShopState.objects.filter(shop=shop).first()
    as_of = int(state.as_of.timestamp()) if state and state.as_of else None
    return UnpaidOrders(table[:, 0], table[:, 1], table[:, 2], unpaid), table[:, 4], as_of


def chased_by(chaser: Ints, agents: Collection[int] | None) -> Flags:
    """Which orders one of the agents chased last; all that anybody chased where none are named."""
    return chaser != NOBODY if agents is None else np.isin(chaser, list(agents))
