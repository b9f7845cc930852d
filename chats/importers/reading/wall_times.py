"""Dates and times as chat files write them → seconds of a naive wall clock since 1970 (D1.1)."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chats.attribution.clock import DAY, wall_to_epoch

YEARS = range(2000, 2100)  # any other year is a slip of the pen
MILLISECONDS_FROM = 100_000_000_000  # as seconds this is the year 5138
DATE_PATTERN = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
CLOCK_PATTERN = r"(\d{1,2})[:：](\d{1,2})(?:[:：](\d{1,2})(?:[.,]\d+)?)?"
DATE = re.compile(DATE_PATTERN)
CLOCK = re.compile(CLOCK_PATTERN)
MOMENT = re.compile(rf"{DATE_PATTERN}[\sT]*{CLOCK_PATTERN}")
_FIRST_DAY = dt.date(1970, 1, 1)


@lru_cache(maxsize=4096)
def day_seconds(year: str, month: str, day: str) -> int | None:
    """Midnight of a date; None where there is no such date."""
    if int(year) not in YEARS:
        return None
    try:
        return (dt.date(int(year), int(month), int(day)) - _FIRST_DAY).days * DAY
    except ValueError:
        return None


def clock_seconds(hour: str, minute: str, second: str | None) -> int | None:
    """Seconds since midnight; without seconds `:00` is meant, None where there is no such time."""
    h, m, s = int(hour), int(minute), int(second or 0)
    return h * 3600 + m * 60 + s if h < 24 and m < 60 and s < 60 else None


def moment_of(groups: Sequence[str | Any]) -> int | None:
    """The wall clock of the six groups (year … second) of a match, None where it is impossible."""
    year, month, day, hour, minute, second = groups
    midnight = day_seconds(year, month, day)
    clock = clock_seconds(hour, minute, second)
    return None if midnight is None or clock is None else midnight + clock


def wall_seconds(written: str) -> int | None:
    """The wall clock of a whole cell (`2026-5-9 9:58`, `2026年05月09日 09:58:20.5`); None if it is none."""
    match = MOMENT.fullmatch(written.strip())
    return moment_of(match.groups()) if match else None


def utc_seconds(written: object) -> int | None:
    """UTC epoch seconds from a number or digits in seconds or milliseconds; None if it is neither."""
    try:
        number = int(str(written).strip().split(".")[0])
    except ValueError:
        return None
    seconds = number // 1000 if number >= MILLISECONDS_FROM else number
    low, high = day_seconds("2000", "1", "1"), day_seconds("2099", "12", "31")
    return seconds if low is not None and high is not None and low <= seconds <= high else None


def instants(walls: Sequence[int], timezone: str) -> NDArray[np.int64]:
    """UTC epoch seconds of wall clocks in the shop's time zone."""
    return wall_to_epoch(np.array(walls, dtype=np.int64), timezone)
