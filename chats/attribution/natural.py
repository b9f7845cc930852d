"""What buyers would have paid without a chase, and what chasing added (D7.5)."""

from dataclasses import dataclass

import numpy as np

from chats.attribution.columns import NEVER
from chats.attribution.keys import Flags, Ints

MINUTE, HOUR = 60, 3600
AFTER_SECONDS = (10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR)


@dataclass(frozen=True)
class UnpaidOrders:
    """Linked, not excluded orders with their instants, one entry an order.

    `first_chase_at` and `paid_at` are NEVER where there is none; `unpaid_seconds` is `unpaid_days` of
    the order's rule version.
    """

    created_at: Ints
    paid_at: Ints
    first_chase_at: Ints
    unpaid_seconds: Ints

    def mature(self, as_of: int | None) -> Flags:
        """Orders whose time to pay is over."""
        return self.created_at + self.unpaid_seconds <= (as_of if as_of is not None else -NEVER)

    @property
    def paid_in_time(self) -> Flags:
        return self.paid_at <= self.created_at + self.unpaid_seconds

    @property
    def chased(self) -> Flags:
        return self.first_chase_at < NEVER

    def those(self, which: Flags) -> "UnpaidOrders":
        """The orders for which `which` is true."""
        instants = self.created_at[which], self.paid_at[which], self.first_chase_at[which]
        return UnpaidOrders(*instants, self.unpaid_seconds[which])


@dataclass(frozen=True)
class NaturalRate:
    """Of `open` orders neither paid nor chased `after_seconds` after creation, `paid` were paid in
    time without a chase."""

    after_seconds: int
    paid: int
    open: int

    @property
    def rate(self) -> float | None:
        return self.paid / self.open if self.open else None


def natural_rates(orders: UnpaidOrders, as_of: int | None) -> list[NaturalRate]:
    """The natural payment rate at each of AFTER_SECONDS, of mature orders."""
    mature = orders.mature(as_of)
    found = []
    for after in AFTER_SECONDS:
        then = orders.created_at + after
        still_open = mature & (orders.paid_at > then) & (orders.first_chase_at > then)
        paid = still_open & orders.paid_in_time & ~orders.chased
        found.append(NaturalRate(after, int(paid.sum()), int(still_open.sum())))
    return found


@dataclass(frozen=True)
class Recovery:
    """Mature chased orders, how many were paid in time, and how many would have been anyway.

    `expected` is None where a chased order needs a rate that no order speaks for.
    """

    chased: int
    recovered: int
    expected: float | None

    @property
    def incremental(self) -> float | None:
        """Recovered less expected."""
        return None if self.expected is None else self.recovered - self.expected


def recovery(orders: UnpaidOrders, rates: list[NaturalRate], as_of: int | None, only: Flags) -> Recovery:
    """Orders recovered beyond the natural rate, among those for which `only` is true, such as one agent's.

    Each chased order expects the rate at the largest time not above its first chase; one chased sooner
    than the smallest time expects the rate there.
    """
    counted = orders.mature(as_of) & orders.chased & only
    waited = (orders.first_chase_at - orders.created_at)[counted]
    place = np.maximum(np.searchsorted([rate.after_seconds for rate in rates], waited, "right") - 1, 0)
    needed = [rates[i].rate for i in place.tolist()]
    known = [rate for rate in needed if rate is not None]
    expected = sum(known) if len(known) == len(needed) else None
    return Recovery(int(counted.sum()), int((counted & orders.paid_in_time).sum()), expected)
