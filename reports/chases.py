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
from chats.models import Credit, ShopState
from chats.spans import Span


def _epoch(instant: object) -> int:
    return NEVER if instant is None else int(instant.timestamp())


def orders_of(shop: Shop, span: Span) -> tuple[UnpaidOrders, Ints, int | None]:
    """The linked, not excluded orders created in the span, their chasers (or NOBODY), and `as_of`."""
    rows = Credit.objects.filter(
        shop=shop, created_day__range=(span.first, span.last), class_code__lt=UNLINKED_CLASS
    ).values_list("order__created_at", "order__paid_at", "first_chase_at", "rule_version", "chaser_id")
    unpaid = {version.number: version.rules.unpaid_days * DAY for version in rule_book(shop).versions}
    table = np.array(
        [
            (_epoch(created), _epoch(paid), _epoch(chased), unpaid[rules], NOBODY if who is None else who)
            for created, paid, chased, rules, who in rows
        ],
        np.int64,
    ).reshape(-1, 5)
    state = ShopState.objects.filter(shop=shop).first()
    as_of = _epoch(state.as_of) if state and state.as_of else None
    return UnpaidOrders(table[:, 0], table[:, 1], table[:, 2], table[:, 3]), table[:, 4], as_of


def chased_by(chaser: Ints, agents: Collection[int] | None) -> Flags:
    """Which orders one of the agents chased last; all that anybody chased where none are named."""
    return chaser != NOBODY if agents is None else np.isin(chaser, list(agents))
