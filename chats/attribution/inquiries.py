"""Inquiries, what became of them, and when that is final (D6.1, D6.2, D6.4, D6.5)."""

import numpy as np
import pandas as pd

from chats.attribution.columns import UNLINKED
from chats.attribution.filters import NONE
from chats.attribution.keys import Flags, Ints, Timeline, dense, expand, lookup
from chats.attribution.orders import NOT_EXCLUDED, OrderTable
from chats.attribution.rules import DAY
from chats.attribution.versions import RuleBook

NO_ORDER, NOT_PAID = 1, 2  # places in LOST_STAGES; 0 is not lost
LOST_STAGES = ("", "no_order", "not_paid")
CONVERSIONS = (
    "ordered_same_day",
    "ordered_final",
    "paid_same_day",
    "paid_next_day",
    "paid_final",
    "own_paid_final",
)


class _BuyersOrders:
    """Orders of identified buyers, sorted by buyer and creation."""

    def __init__(self, orders: OrderTable, keep: Flags) -> None:
        place = np.flatnonzero(keep & (orders.buyer != UNLINKED))
        codes, self.buyers = dense(orders.buyer[place])
        order = np.lexsort((orders.created_at[place], codes))
        self.place = place[order]
        self.timeline = Timeline.of(codes[order], orders.created_at[self.place])

    def created_between(self, buyers: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """(row, order) for every order of the row's buyer created in [first, last]."""
        code = lookup(self.buyers, buyers)
        start, stop = self.timeline.between(np.maximum(code, 0), first, last)
        rows, position = expand(start, np.where(code >= 0, stop, start))
        return rows, self.place[position]


def _hit(rows: Ints, flags: Flags, size: int) -> Flags:
    return np.bincount(rows[flags], minlength=size) > 0


def in_aftersale(buyer: Ints, asked_at: Ints, version: Ints, orders: OrderTable, book: RuleBook) -> Flags:
    """Whether the buyer has an order paid in [m − aftersale_days, m), or one created in
    [m − unpaid_days, m) and not paid before m; excluded orders do not count (D6.1)."""
    size = len(buyer)
    counting = orders.excluded == NOT_EXCLUDED
    by_creation = _BuyersOrders(orders, counting)
    unpaid = book.values(version, lambda r: r.unpaid_seconds)
    rows, order = by_creation.created_between(buyer, asked_at - unpaid, asked_at - 1)
    open_at = _hit(rows, orders.paid_at[order] >= asked_at[rows], size)

    paid = counting & orders.paid & (orders.buyer != UNLINKED)
    place = np.flatnonzero(paid)
    codes, buyers = dense(orders.buyer[place])
    by_payment = Timeline.of(codes, orders.paid_at[place])
    code = lookup(buyers, buyer)
    since = asked_at - book.values(version, lambda r: r.aftersale_days) * DAY
    bought = by_payment.counts(np.maximum(code, 0), since, asked_at - 1) > 0
    return open_at | (bought & (code >= 0))


def _converted(
    candidates: pd.DataFrame, orders: OrderTable, effective: Ints, book: RuleBook
) -> dict[str, Flags]:
    """Every conversion of D6.2 for inquiries; `only_excluded` where the window holds nothing else."""
    size = len(candidates)
    asked_at = candidates["first_buyer_at"].to_numpy(np.int64)
    buyer, day = candidates["buyer"].to_numpy(np.int64), candidates["day"].to_numpy(np.int64)
    agent, version = candidates["agent"].to_numpy(np.int64), candidates["version"].to_numpy(np.int64)
    window = book.values(version, lambda r: r.window_seconds)
    unpaid = book.values(version, lambda r: r.unpaid_seconds)
    every = _BuyersOrders(orders, np.ones(len(orders.order), bool))
    rows, order = every.created_between(buyer, asked_at, asked_at + window)
    excluded = orders.excluded[order] != NOT_EXCLUDED
    only_excluded = _hit(rows, excluded, size) & ~_hit(rows, ~excluded, size)
    rows, order = rows[~excluded], order[~excluded]
    paid, paid_day = orders.paid[order], orders.paid_day[order]
    in_time = paid & (orders.paid_at[order] <= orders.created_at[order] + unpaid[rows])
    return {
        "only_excluded": only_excluded,
        "ordered_same_day": _hit(rows, orders.created_day[order] == day[rows], size),
        "ordered_final": _hit(rows, np.ones(len(rows), bool), size),
        "paid_same_day": _hit(rows, paid & (paid_day == day[rows]), size),
        "paid_next_day": _hit(rows, paid & (paid_day <= day[rows] + 1), size),
        "paid_final": _hit(rows, in_time, size),
        "own_paid_final": _hit(rows, in_time & (effective[order] == agent[rows]), size),
    }


def _is_invalid(candidates: pd.DataFrame, invalid: pd.DataFrame) -> Flags:
    """Receptions whose `invalid` reason a supervisor accepted (agent, buyer, day)."""
    if not len(invalid):
        return np.zeros(len(candidates), bool)
    wanted = set(map(tuple, invalid[["agent", "buyer", "day"]].to_numpy().tolist()))
    keys = map(tuple, candidates[["agent", "buyer", "day"]].to_numpy().tolist())
    return np.fromiter((key in wanted for key in keys), bool, len(candidates))


def inquire(
    receptions: pd.DataFrame,
    orders: OrderTable,
    effective: Ints,
    invalid: pd.DataFrame,
    book: RuleBook,
    as_of: int | None,
) -> pd.DataFrame:
    """One row a reception, in the order given: inquiry, the conversions of D6.2, mature, lost_stage.

    `effective`: who is paid for each order. `as_of` None: nothing is mature (D1.5).
    """
    size = len(receptions)
    out = {name: np.zeros(size, bool) for name in ("inquiry", *CONVERSIONS, "mature")}
    lost_stage = np.zeros(size, np.int8)
    asked = (receptions["filtered"].to_numpy() == NONE) & (receptions["buyer"].to_numpy() >= 0)
    place = np.flatnonzero(asked)
    candidates = receptions.iloc[place]
    found = _converted(candidates, orders, effective, book)
    version = candidates["version"].to_numpy(np.int64)
    asked_at = candidates["first_buyer_at"].to_numpy(np.int64)
    aftersale = in_aftersale(candidates["buyer"].to_numpy(np.int64), asked_at, version, orders, book)
    inquiry = ~(aftersale | found["only_excluded"] | _is_invalid(candidates, invalid))
    out["inquiry"][place] = inquiry
    for name in CONVERSIONS:
        out[name][place] = found[name] & inquiry
    if as_of is not None:
        open_for = book.values(version, lambda r: r.window_seconds + r.unpaid_seconds)
        out["mature"][place] = inquiry & (as_of >= asked_at + open_for)
    lost = out["mature"] & ~out["paid_final"]
    lost_stage[lost] = np.where(out["ordered_final"][lost], NOT_PAID, NO_ORDER)
    return pd.DataFrame({**out, "lost_stage": lost_stage}, copy=False)
