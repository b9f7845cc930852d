"""The orders of a span as arrays, to tell what chasing added (D7.5)."""

from collections.abc import Collection

import numpy as np
from django.db.models import BigIntegerField, Value
from django.db.models.functions import Cast, Coalesce

from accounts.models import Shop
from chats.attribution.columns import NEVER, NOBODY
from chats.attribution.keys import Flags, Ints
from chats.attribution.natural import UnpaidOrders
from chats.attribution.rules import DAY
from chats.attribution.sales import UNLINKED_CLASS
from chats.frames import rule_book
from chats.models import Credit, ShopState
from chats.spans import Span


def _bare(instant: str) -> Coalesce:
    """An instant as the database holds it, NEVER where there is none: arrays need no datetimes."""
    return Coalesce(Cast(instant, BigIntegerField()), Value(NEVER))


def orders_of(shop: Shop, span: Span) -> tuple[UnpaidOrders, Ints, int | None]:
    """The linked, not excluded orders created in the span, their chasers (or NOBODY), and `as_of`."""
    rows = Credit.objects.filter(
        shop=shop, created_day__range=(span.first, span.last), class_code__lt=UNLINKED_CLASS
    ).values_list(
        _bare("order__created_at"),
        _bare("order__paid_at"),
        _bare("first_chase_at"),
        "rule_version",
        Coalesce("chaser_id", NOBODY),
    )
    table = np.array(list(rows), np.int64).reshape(-1, 5)
    versions = {version.number: version.rules.unpaid_days * DAY for version in rule_book(shop).versions}
    numbers, place = np.unique(table[:, 3], return_inverse=True)
    unpaid = np.array([versions[number] for number in numbers.tolist()], np.int64)[place]
    state = ShopState.objects.filter(shop=shop).first()
    as_of = int(state.as_of.timestamp()) if state and state.as_of else None
    return UnpaidOrders(table[:, 0], table[:, 1], table[:, 2], unpaid), table[:, 4], as_of


def chased_by(chaser: Ints, agents: Collection[int] | None) -> Flags:
    """Which orders one of the agents chased last; all that anybody chased where none are named."""
    return chaser != NOBODY if agents is None else np.isin(chaser, list(agents))
