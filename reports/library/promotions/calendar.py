"""A month of promotions as bars of days."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from chats.spans import ONE_DAY, Span, asked_month, month_span
from reports.models import Promotion

WEEKEND = 5


@dataclass(frozen=True)
class Bar:
    """One promotion in a month: it covers `width` days from the `start`-th (0 is the first)."""

    promotion: Promotion
    start: int
    width: int


@dataclass(frozen=True)
class Month:
    """The days of a month and the promotions that touch it; `today` is a place like `start`, or None."""

    span: Span
    bars: list[Bar]
    weekends: list[int]
    today: int | None

    @property
    def days(self) -> list[dt.date]:
        return self.span.dates

    @property
    def before(self) -> str:
        return f"{self.span.first - ONE_DAY:%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.span.last + ONE_DAY:%Y-%m}"


def month_of(asked: str, today: dt.date) -> Span:
    """The month that an address names as 2026-05, else that of today."""
    return month_span(asked_month(asked) or today)


def lay_out(span: Span, promotions: Iterable[Promotion], today: dt.date) -> Month:
    """The month with a bar for each promotion."""
    bars = []
    for promotion in promotions:
        first, last = max(promotion.first_day, span.first), min(promotion.last_day, span.last)
        bars.append(Bar(promotion, (first - span.first).days, (last - first).days + 1))
    weekends = [place for place, day in enumerate(span.dates) if day.weekday() >= WEEKEND]
    here = (today - span.first).days if span.first <= today <= span.last else None
    return Month(span, bars, weekends, here)
