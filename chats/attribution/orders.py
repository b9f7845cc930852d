"""Orders before any credit: paid or not, excluded or not, linked or not (D2.6, D2.7, D5.5)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from chats.attribution.columns import NEVER, UNLINKED
from chats.attribution.keys import Flags, Ints
from chats.attribution.people import People
from chats.attribution.phrases import contains_any
from chats.attribution.versions import RuleBook

NOT_EXCLUDED, BY_FLAG, BY_MEMO, OWN_ACCOUNT, MANUAL = range(5)
EXCLUSION_NAMES = ("", "flag", "memo", "own_account", "manual")


@dataclass(frozen=True)
class OrderTable:
    """Orders as arrays, one entry an order, in the order of the frame given.

    `version` indexes the rule version of the creation day; `paid_day` is -1 for unpaid orders.
    """

    order: Ints
    buyer: Ints
    created_at: Ints
    paid_at: Ints
    created_day: Ints
    paid_day: Ints
    version: Ints
    excluded: Ints
    ruling: Ints
    window: Ints
    unpaid: Ints

    @property
    def paid(self) -> Flags:
        return self.paid_at < NEVER

    @property
    def attributable(self) -> Flags:
        """Linked and not excluded: orders that have closers, chases, assists and conversions."""
        attributable: Flags = (self.excluded == NOT_EXCLUDED) & (self.buyer != UNLINKED)
        return attributable

    @property
    def paid_in_time(self) -> Flags:
        """Paid within `unpaid_days` of creation, by the order's rule version."""
        return self.paid & (self.paid_at <= self.created_at + self.unpaid)

    @property
    def last_call(self) -> Ints:
        """Until when an agent can chase: the payment, or the end of `unpaid_days` (D5.4)."""
        return np.where(self.paid, self.paid_at, self.created_at + self.unpaid)


def exclusions(orders: pd.DataFrame, version: Ints, people: People, book: RuleBook) -> Ints:
    """Why each order is excluded, the first reason of D2.7 that fits."""
    reason = np.where(orders["excluded_manually"].to_numpy(bool), MANUAL, NOT_EXCLUDED)
    buyer = orders["buyer"].to_numpy(np.int64)
    own = np.isin(buyer, people.internal_buyers()) & (buyer != UNLINKED)
    reason[own] = OWN_ACCOUNT
    memos, flags = orders["memo"].to_numpy(), orders["flag"].to_numpy()
    for rule_version, rows in book.groups(version):
        written = rows[[bool(memo) for memo in memos[rows]]]
        hits = contains_any(memos[written].tolist(), rule_version.rules.excluded_memo_phrases)
        reason[written[hits]] = BY_MEMO
        reason[rows[np.isin(flags[rows], rule_version.rules.excluded_flags)]] = BY_FLAG
    return reason


def tabulate(orders: pd.DataFrame, people: People, book: RuleBook) -> OrderTable:
    """Arrays of `orders` (columns.ORDERS) with days, rule version and exclusion."""
    created_at = orders["created_at"].to_numpy(np.int64)
    paid_at = orders["paid_at"].to_numpy(np.int64)
    created_day = book.business_days(created_at)
    paid = paid_at < NEVER
    paid_day = np.full(len(orders), -1, np.int64)
    paid_day[paid] = book.business_days(paid_at[paid])
    version = book.at(created_day)
    return OrderTable(
        order=orders["order"].to_numpy(np.int64),
        buyer=orders["buyer"].to_numpy(np.int64),
        created_at=created_at,
        paid_at=paid_at,
        created_day=created_day,
        paid_day=paid_day,
        version=version,
        excluded=exclusions(orders, version, people, book),
        ruling=orders["ruling"].to_numpy(np.int64),
        window=book.values(version, lambda r: r.window_seconds),
        unpaid=book.values(version, lambda r: r.unpaid_seconds),
    )
