"""Wall clocks and business days of the reference implementation (D1.1, D1.2)."""

import datetime as dt
from zoneinfo import ZoneInfo

HOUR = 3600
DAY = 86400


def instant(local: dt.datetime, zone: str) -> int:
    """UTC epoch seconds of a wall-clock time.

    D1.1: of a time that exists twice the first is meant (fold 0); with fold 0 Python gives a time
    that does not exist the offset from before the gap, which moves it forward by the gap.
    """
    return int(local.replace(microsecond=0, tzinfo=ZoneInfo(zone), fold=0).timestamp())


def wall_clock(at: int, zone: str) -> dt.datetime:
    """Shop-local wall-clock time of an instant, without a zone."""
    return dt.datetime.fromtimestamp(at, ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def business_day(at: int, zone: str, day_start: int) -> dt.date:
    """D1.2: the date of (local wall clock − day_start), `day_start` in minutes after midnight."""
    return (wall_clock(at, zone) - dt.timedelta(minutes=day_start)).date()


def written(at: int | None, zone: str) -> str | None:
    """A time as the exports write it."""
    return None if at is None else wall_clock(at, zone).strftime("%Y-%m-%d %H:%M:%S")
