"""Inquiries and what became of them in the reference implementation (D6)."""

import datetime as dt
from dataclasses import dataclass

from tests.reference import times
from tests.reference.credit import Facts
from tests.reference.people import People
from tests.reference.talk import Reception
from tests.reference.world import World


@dataclass
class Inquiry:
    """A reception that is an inquiry (D6.1) and its conversions (D6.2)."""

    reception: Reception
    ordered_same_day: bool
    ordered_final: bool
    paid_same_day: bool
    paid_next_day: bool
    paid_final: bool
    own_paid_final: bool
    mature: bool

    @property
    def lost_stage(self) -> str | None:
        """D6.5."""
        if not self.mature or self.paid_final:
            return None
        return "not_paid" if self.ordered_final else "no_order"


def in_after_sales(m: int, rules: dict, own: list[Facts]) -> bool:
    """D6.1, over the buyer's orders that are not excluded. CHOICE: the parameters are those of the
    reception's day; an order closed unpaid counts like any unpaid one."""
    for order in own:
        if order.paid is not None and m - rules["aftersale_days"] * times.DAY <= order.paid < m:
            return True
        lately = m - rules["unpaid_days"] * times.DAY <= order.created < m
        if lately and (order.paid is None or order.paid >= m):
            return True
    return False


def is_ruled_invalid(reception: Reception, world: World, people: People) -> bool:
    """D6.1, D9.4."""
    return any(
        (people.agent(agent), people.buyer(buyer), day) == (reception.agent, reception.buyer, reception.day)
        for agent, buyer, day in world.invalid
    )


def inquiry_of(
    reception: Reception, world: World, people: People, orders: list[Facts], as_of: int | None
) -> Inquiry | None:
    """The inquiry that a reception is, or None. CHOICE: windows and unpaid_days of a conversion and
    of maturity are those of the reception's day, so that both speak of the same deadline."""
    if reception.filtered is not None or not reception.buyer.identified:
        return None
    if is_ruled_invalid(reception, world, people):
        return None
    m, rules = reception.from_buyer[0].at, reception.rules
    every = [order for order in orders if order.buyer == reception.buyer]
    kept = [order for order in every if order.order_class != "excluded"]
    if in_after_sales(m, rules, kept):
        return None
    until = m + rules["inquiry_window_hours"] * times.HOUR
    following = [order for order in kept if m <= order.created <= until]
    if not following and any(m <= order.created <= until for order in every):
        return None
    return converted(reception, following, until, as_of)


def converted(reception: Reception, following: list[Facts], until: int, as_of: int | None) -> Inquiry:
    """D6.2 and D6.4."""
    day, unpaid = reception.day, reception.rules["unpaid_days"] * times.DAY
    next_day = day + dt.timedelta(days=1)
    paid = [order for order in following if order.paid is not None]
    final = [order for order in paid if order.paid <= order.created + unpaid]
    return Inquiry(
        reception,
        ordered_same_day=any(order.created_day == day for order in following),
        ordered_final=bool(following),
        paid_same_day=any(order.paid_day == day for order in paid),
        paid_next_day=any(order.paid_day <= next_day for order in paid),
        paid_final=bool(final),
        own_paid_final=any(order.effective == reception.agent for order in final),
        mature=as_of is not None and as_of >= until + unpaid,
    )
