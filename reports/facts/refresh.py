"""Refresh: from dirty marks to computed days, exactly the days that a change can reach."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd
from django.db import transaction
from django.utils import timezone
from xxhash import xxh3_64_hexdigest

from accounts.models import Shop
from chats import frames
from chats.attribution import reach
from chats.attribution.clock import day_number, number_day
from chats.attribution.rules import BEGINNING
from chats.attribution.versions import RuleBook
from chats.credit.slices import (
    ShopData,
    Slice,
    attribute_days,
    days_maturing,
    days_touched_by_messages,
    days_touched_by_orders,
)
from chats.models import BuyerAlias, Credit, DirtyDay, Order, Reception, ShopState
from chats.store import bulk
from reports.facts.store import replace_days
from reports.metrics.facts import agent_days, shop_days
from reports.models import AgentDay, ShopDay

LONGEST_CHUNK_DAYS = 92
HALF = 8  # of the sixteen characters of a rules' fingerprint
MANY_DAYS = 28  # computed at once, they change what the database knows of its tables
FAR_APART_DAYS = 3  # marks closer than this are refreshed as one range

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Computed:
    """A slice with the daily facts of its days, and nothing of the days around."""

    slice: Slice
    agent_days: pd.DataFrame
    shop_days: pd.DataFrame


def _within(facts: pd.DataFrame, first_day: int, last_day: int) -> pd.DataFrame:
    return facts[(facts["day"] >= first_day) & (facts["day"] <= last_day)].reset_index(drop=True)


def compute_days(data: ShopData, first_day: int, last_day: int, as_of: int | None) -> Computed:
    """Figures of a span of business days from the rows; stores nothing.

    The slice also holds rows of the days around, whose own sums would be incomplete: facts and the
    check of the books look at the wanted days only.
    """
    day_slice = attribute_days(data, first_day, last_day, as_of)
    by_agent = _within(agent_days(day_slice.attribution, day_slice.orders, as_of), first_day, last_day)
    by_shop = _within(shop_days(day_slice.attribution, day_slice.orders, as_of), first_day, last_day)
    return Computed(day_slice, by_agent, by_shop)


def _all_days(data: ShopData) -> list[reach.Range]:
    """Every day with data, and every day for which figures are stored."""
    days = [data.day(instant) for instant in frames.data_range(data.shop) or ()]
    state = ShopState.objects.filter(shop=data.shop).first()
    stored = (state.first_day, state.last_day) if state else ()
    days += [day_number(day) for day in stored if day]
    return [(min(days), max(days))] if days else []


def _days_of(marks: list[DirtyDay], source: str) -> list[reach.Range]:
    days = sorted({day_number(mark.day) for mark in marks if mark.source == source})
    return reach.merged(((day, day) for day in days), FAR_APART_DAYS)


def _reached(
    data: ShopData, marks: list[DirtyDay], before: int | None, after: int | None
) -> list[reach.Range]:
    """Business days to compute anew, in ranges; only days that hold any data."""
    everything = _all_days(data)
    if not everything:
        return []
    if any(mark.source == DirtyDay.Source.EVERYTHING for mark in marks):
        return everything
    ranges = [days_touched_by_messages(data, *days) for days in _days_of(marks, DirtyDay.Source.MESSAGES)]
    ranges += [days_touched_by_orders(data, *days) for days in _days_of(marks, DirtyDay.Source.ORDERS)]
    if before != after:
        if before is None or after is None:
            return everything
        ranges.append(days_maturing(data, before, after))
    first, last = everything[0]
    clipped = [(max(start, first), min(end, last)) for start, end in ranges]
    return reach.merged([(start, end) for start, end in clipped if start <= end], FAR_APART_DAYS)


def _compute_and_replace(data: ShopData, days: reach.Range, as_of: int | None) -> None:
    computed = compute_days(data, *days, as_of)
    replace_days(data, computed.slice, computed.agent_days, computed.shop_days)


def _finish(data: ShopData, marks: list[DirtyDay], as_of: int | None, everything: bool) -> None:
    for some in bulk.chunks([mark.pk for mark in marks]):
        DirtyDay.objects.filter(pk__in=some).delete()
    known = frames.data_range(data.shop)
    state, _ = ShopState.objects.get_or_create(shop=data.shop)
    state.as_of = None if as_of is None else frames.instant(as_of)
    state.first_day = number_day(data.day(known[0])) if known else None
    state.last_day = number_day(data.day(known[1])) if known else None
    state.refreshed_at = timezone.now()
    if everything:
        state.rules_seen = rules_fingerprint(data.book)
    state.save()


def rules_fingerprint(book: RuleBook) -> str:
    """Tells whether rules changed since every day was computed under them: half of it stands for what
    decides on which day anything is booked, half for all rules."""
    booking = (book.timezone, book.first.day_start, book.first.session_gap_minutes)
    return xxh3_64_hexdigest(repr(booking).encode())[:HALF] + xxh3_64_hexdigest(repr(book).encode())[:HALF]


def _books_otherwise(data: ShopData, state: ShopState | None) -> bool:
    """Whether days are told otherwise than in the stored figures: then no day can stay as it is."""
    seen = state.rules_seen[:HALF] if state else ""
    return bool(seen) and seen != rules_fingerprint(data.book)[:HALF]


@contextmanager
def _alone(shop: Shop) -> Iterator[ShopData]:
    """A transaction in which no other refresh and no import of the shop reads or writes, and the
    shop's data in it. An import may find two buyers to be one; figures of both would be wrong."""
    with transaction.atomic():
        bulk.lock_shop(shop.pk)
        yield ShopData.of(shop)


@dataclass(frozen=True)
class _Plan:
    """What one refresh does: the marks that it read, its "now", and the chunks of days to compute."""

    marks: list[DirtyDay]
    as_of: int | None
    chunks: list[reach.Range]
    everything: bool

    def do(self, data: ShopData, days: reach.Range) -> None:
        """Compute one chunk; with the last one the marks are cleared."""
        _compute_and_replace(data, days, self.as_of)
        if days == self.chunks[-1]:
            self.finish(data)

    def finish(self, data: ShopData) -> None:
        _finish(data, self.marks, self.as_of, self.everything)


def _plan(data: ShopData) -> _Plan:
    marks = list(DirtyDay.objects.filter(shop=data.shop))
    state = ShopState.objects.filter(shop=data.shop).first()
    before = int(state.as_of.timestamp()) if state and state.as_of else None
    as_of = frames.default_as_of(data.shop)
    moved = _books_otherwise(data, state)
    ranges = _all_days(data) if moved else _reached(data, marks, before, as_of)
    # The first refresh of a shop computes all that there is, however far its days lie apart.
    everything = state is None or ranges == _all_days(data)
    return _Plan(marks, as_of, reach.chunked(ranges, LONGEST_CHUNK_DAYS), everything)


def refresh(shop: Shop, progress: Progress | None = None) -> int:
    """Compute what is marked dirty and what matured since; returns the number of days computed.

    Each chunk of days is one transaction that reads, computes and replaces. The marks that led here
    are deleted with the last one: what breaks off is done again, and a mark set meanwhile stays.
    """
    with _alone(shop) as data:
        plan = _plan(data)
        if len(plan.chunks) == 1:
            plan.do(data, plan.chunks[0])
        elif plan.marks and not plan.chunks:
            plan.finish(data)
    if len(plan.chunks) > 1:
        for done, days in enumerate(plan.chunks):
            if progress:
                progress(done, len(plan.chunks))
            with _alone(shop) as data:
                plan.do(data, days)
    counted = sum(last - first + 1 for first, last in plan.chunks)
    if counted >= MANY_DAYS:
        bulk.gather_statistics(BuyerAlias, Order, Reception, Credit, AgentDay, ShopDay)
    return counted


def refresh_span(shop: Shop, first_day: int, last_day: int) -> int:
    """Compute the days of a span that hold data anew, whatever the marks say; the marks stay."""
    with _alone(shop) as data:
        everything = _all_days(data)
    if not everything:
        return 0
    first_day, last_day = max(first_day, everything[0][0]), min(last_day, everything[0][1])
    for days in reach.chunked([(first_day, last_day)], LONGEST_CHUNK_DAYS):
        with _alone(shop) as data:
            state = ShopState.objects.filter(shop=shop).first()
            as_of = int(state.as_of.timestamp()) if state and state.as_of else None
            _compute_and_replace(data, days, as_of)
    return max(0, last_day - first_day + 1)


def refresh_all(shop: Shop, progress: Progress | None = None) -> int:
    """Compute every day of the shop anew, and clear every mark that was there."""
    DirtyDay.objects.create(shop=shop, day=BEGINNING, source=DirtyDay.Source.EVERYTHING)
    return refresh(shop, progress)


def rules_changed(shop: Shop) -> bool:
    """Whether rules changed since every day was computed, or nobody knows that they did not."""
    state = ShopState.objects.filter(shop=shop).first()
    return state is not None and state.rules_seen != rules_fingerprint(frames.rule_book(shop))
