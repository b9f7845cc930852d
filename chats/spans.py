"""Spans of business days that a person picks on a page; they live in the address as ?from=&to= (D1.2)."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

ONE_DAY = dt.timedelta(days=1)
# A span longer than this is a slip of the keyboard, and no page is built for it.
MAX_DAYS = 1100
MOST_SINGLE_DAYS = 45
# So is a day outside these: the spans before and after it must be days as well.
EARLIEST, LATEST = dt.date(1970, 1, 1), dt.date(2999, 12, 31)
MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)


@dataclass(frozen=True)
class Span:
    """First and last business day, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def dates(self) -> list[dt.date]:
        """Each day of the span."""
        return [self.first + number * ONE_DAY for number in range(self.days)]

    @property
    def is_long(self) -> bool:
        """Whether a drawing of each day would be too fine to read."""
        return self.days > MOST_SINGLE_DAYS

    @property
    def parts(self) -> list["Span"]:
        """What a trend shows one by one: the days, or the weeks of a long span, Monday to Sunday, cut at
        its edges."""
        if not self.is_long:
            return [Span(day, day) for day in self.dates]
        found, start = [], self.first
        while start <= self.last:
            end = min(start + (6 - start.weekday()) * ONE_DAY, self.last)
            found.append(Span(start, end))
            start = end + ONE_DAY
        return found

    def moved(self, days: int) -> "Span":
        """The span of the same length so many days later; earlier where they are negative."""
        return Span(self.first + days * ONE_DAY, self.last + days * ONE_DAY)

    @property
    def before(self) -> "Span":
        """The span of the same length right before this one."""
        return self.moved(-self.days)

    @property
    def after(self) -> "Span":
        """The span of the same length right after this one."""
        return self.moved(self.days)


@dataclass(frozen=True)
class Preset:
    """A span with a name, one click away."""

    label: StrOrPromise
    span: Span


def last_days(count: int, until: dt.date) -> Span:
    """The `count` days that end with `until`."""
    return Span(until - (count - 1) * ONE_DAY, until)


def presets(today: dt.date, latest: dt.date | None = None) -> list[Preset]:
    """The named spans. The last 7 and 30 days end yesterday: today is not over.

    Where the data end earlier than yesterday, their own latest 7 days come first.
    """
    yesterday = today - ONE_DAY
    monday = today - dt.timedelta(days=today.weekday())
    named = [
        Preset(_("Today"), Span(today, today)),
        Preset(_("Yesterday"), Span(yesterday, yesterday)),
        Preset(_("Last 7 days"), last_days(7, yesterday)),
        Preset(_("Last 30 days"), last_days(30, yesterday)),
        Preset(_("Last week"), Span(monday - 7 * ONE_DAY, monday - ONE_DAY)),
        Preset(_("This month"), Span(today.replace(day=1), today)),
    ]
    if latest and latest < yesterday:
        named.insert(0, Preset(_("Latest 7 days of data"), last_days(7, latest)))
    return named


def picked_span(query: Mapping[str, str], default: Span) -> Span:
    """The span of the address, or the default where it names none that makes sense."""
    days = [day for day in (asked_day(query.get("from")), asked_day(query.get("to"))) if day]
    if not days:
        return default
    span = Span(min(days), max(days))
    return span if span.days <= MAX_DAYS else default


def asked_day(written: str | None) -> dt.date | None:
    """The day that an address names as 2026-05-11; None where it names none that makes sense."""
    try:
        day = dt.date.fromisoformat(written or "")
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def asked_month(written: str | None) -> dt.date | None:
    """The first day of the month that an address names as 2026-05; None where it names none."""
    return asked_day(f"{written}-01") if written and MONTH.fullmatch(written) else None


def month_span(day: dt.date) -> Span:
    """The calendar month of a day."""
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
