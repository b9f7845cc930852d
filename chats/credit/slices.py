"""Which rows are needed to compute some business days exactly: runs, receptions and windows whole."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accounts.models import Shop
from chats import frames
from chats.attribution.attribute import Attribution, attribute
from chats.attribution.clock import day_edges
from chats.attribution.conversation import converse, spoken
from chats.attribution.orders import OrderTable, tabulate
from chats.attribution.people import People
from chats.attribution.reach import questions_before, still_open
from chats.attribution.versions import RuleBook

HOUR = 3600
DAY = 86400
FIRST_LOOK_HOURS = 6  # runs rarely last longer; if one does, the look is widened


@dataclass
class ShopData:
    """One shop with what every look at its rows needs, read once. For one transaction only."""

    shop: Shop
    book: RuleBook
    people: People
    names: frames.Names
    known_before: dict[int, int] = field(default_factory=dict)
    known_behind: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, shop: Shop) -> "ShopData":
        book = frames.rule_book(shop)
        return cls(shop, book, frames.people(shop, book), frames.Names(shop))

    def edges(self, first_day: int, last_day: int) -> tuple[int, int]:
        """Closed range of the instants of business days, generous where a clock is set back."""
        start, end = day_edges(first_day, last_day, self.shop.timezone, self.book.first.day_start)
        return start - HOUR, end - 1 + HOUR

    def day(self, instant: int) -> int:
        return int(self.book.business_days(np.array([instant], np.int64))[0])

    def _runs(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        rows = frames.messages(self.names, first, last)
        talk = converse(rows, spoken(rows, self.people)[0], self.book)
        return talk.run_start, talk.run_end

    def run_before(self, instant: int) -> int:
        """Start of the earliest run that is open at an instant, or the instant itself."""
        if instant not in self.known_before:
            self.known_before[instant] = self._look_before(instant)
        return self.known_before[instant]

    def run_behind(self, instant: int) -> int:
        """End of the latest run that is open at an instant, or the instant itself."""
        if instant not in self.known_behind:
            self.known_behind[instant] = self._look_behind(instant)
        return self.known_behind[instant]

    def _look_before(self, instant: int) -> int:
        gap = self.book.first.session_gap_minutes * 60
        look = FIRST_LOOK_HOURS * HOUR
        while True:
            start, end = self._runs(instant - look, instant + gap)
            crossing = start[(start < instant) & (end >= instant - gap)]
            if not len(crossing):
                return instant
            if crossing.min() > instant - look + gap:
                return int(crossing.min())
            look *= 4

    def _look_behind(self, instant: int) -> int:
        gap = self.book.first.session_gap_minutes * 60
        look = FIRST_LOOK_HOURS * HOUR
        while True:
            start, end = self._runs(instant - gap, instant + look)
            crossing = end[(end > instant) & (start <= instant + gap)]
            if not len(crossing):
                return instant
            if crossing.max() < instant + look - gap:
                return int(crossing.max())
            look *= 4

    def whole_runs(self, first: int, last: int) -> tuple[int, int]:
        """The range widened so that every run that meets it lies inside as a whole."""
        return self.run_before(first), self.run_behind(last)

    def messages(self, first: int, last: int) -> pd.DataFrame:
        return frames.messages(self.names, first, last, self.book.looks_at_texts)

    def whole_touches(self, first: int, last: int) -> tuple[int, int]:
        """The range widened so that it tells of every human message inside whether it is a touch (D5.1).

        That depends on its reception only where a watchword may stand in another run of the day.
        """
        if any(version.rules.watchwords for version in self.book.versions):
            return self.whole_runs(*self.edges(self.day(first) - 1, self.day(last)))
        return self.whole_runs(first, last)


@dataclass(frozen=True)
class Slice:
    """Everything attributed that bears on the business days first_day … last_day.

    `attribution` also holds receptions and orders of the days around; those are there only because the
    wanted ones need them and are not complete themselves.
    """

    first_day: int
    last_day: int
    orders: pd.DataFrame
    attribution: Attribution


def _relevant(data: ShopData, first: int, last: int) -> pd.DataFrame:
    """Orders booked in [first, last], converting its inquiries, or making them after-sales."""
    book = data.book
    window = book.most(lambda r: r.window_seconds)
    back = book.most(lambda r: max(r.aftersale_days * DAY, r.unpaid_seconds))
    return frames.orders(data.names, (first - back, last + window), (first - back, last))


def _span_of_windows(data: ShopData, orders: OrderTable, first: int, last: int) -> tuple[int, int]:
    """From the first to the last instant at which a touch can count for the orders whose credit is wanted."""
    window = data.book.most(lambda r: r.window_seconds)
    wanted = (orders.created_at >= first) & (orders.created_at <= last + window)
    wanted |= orders.paid & (orders.paid_at >= first) & (orders.paid_at <= last)
    wanted &= orders.attributable
    if not wanted.any():
        return first, last
    start = int((orders.created_at - orders.window)[wanted].min())
    end = int(orders.last_call[wanted].max())
    return min(first, start), max(last, end)


def attribute_days(data: ShopData, first_day: int, last_day: int, as_of: int | None) -> Slice:
    """Attribution of a span of business days, exactly as if all rows of the shop were looked at."""
    first, last = data.whole_runs(*data.edges(first_day, last_day))
    orders = _relevant(data, first, last)
    table = tabulate(orders, data.people, data.book)
    start, end = data.whole_touches(*_span_of_windows(data, table, first, last))
    attribution = attribute(
        data.messages(start, end), orders, data.people, data.book, as_of, frames.invalid_inquiries(data.shop)
    )
    return Slice(first_day, last_day, orders, attribution)


def _touching_orders(data: ShopData, first: int, last: int) -> pd.DataFrame:
    """Orders that can be credited otherwise when touches in [first, last] change (D5.2–D5.6)."""
    window = data.book.most(lambda r: r.window_seconds)
    unpaid = data.book.most(lambda r: r.unpaid_seconds)
    orders = frames.orders(data.names, (first - unpaid, last + window), (first, 1 << 59))
    return orders[orders["created_at"] <= last + window]


def days_touched_by_messages(data: ShopData, first_day: int, last_day: int) -> tuple[int, int]:
    """Business days whose figures messages of some business days can alter."""
    runs = data.whole_runs(*data.edges(first_day, last_day))
    first_booked, last_booked = data.day(runs[0]), data.day(runs[1])
    first, last = data.whole_runs(*data.edges(first_booked, last_booked))
    orders = _touching_orders(data, first, last)
    if not len(orders):
        return first_booked, last_booked
    table = tabulate(orders, data.people, data.book)
    earliest = min(int(table.created_at.min()), first)
    asked = data.run_before(questions_before(earliest, data.book))
    days = np.concatenate([table.created_day, table.paid_day[table.paid]])
    return min(data.day(asked), first_booked), max(int(days.max()), last_booked)


def days_touched_by_orders(data: ShopData, first_day: int, last_day: int) -> tuple[int, int]:
    """Business days whose figures orders created or paid on some business days can alter."""
    first, last = data.edges(first_day, last_day)
    asked = data.run_before(questions_before(first, data.book))
    back = data.book.most(lambda r: max(r.aftersale_days * DAY, r.unpaid_seconds))
    return data.day(asked), data.day(last + back)


def days_maturing(data: ShopData, before: int, after: int) -> tuple[int, int]:
    """Business days with something that matures when `as_of` moves from one instant to another."""
    earlier, later = sorted((before, after))
    return data.day(data.run_before(still_open(earlier, data.book))), data.day(later)
