"""Times and dates as files write them → UTC epoch seconds and dates (D1.1)."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chats.attribution.clock import wall_to_epoch

USUAL_FORM = "%Y-%m-%d %H:%M:%S"
FIRST_YEAR, LAST_YEAR = 1990, 2099  # outside of these a number is no date of a shop
EARLIEST = int(dt.datetime(FIRST_YEAR, 1, 1, tzinfo=dt.UTC).timestamp())
LATEST = int(dt.datetime(LAST_YEAR + 1, 1, 1, tzinfo=dt.UTC).timestamp())
DATE_AND_CLOCK = re.compile(
    r"(\d{4}[-/]\d{1,2}[-/]\d{1,2})(?:\s+|T)(\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)", re.A
)
DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]0?0:00(?::00)?)?", re.A)
EPOCH = re.compile(r"\d{10}(?:\d{3})?", re.A)


def parse_instants(texts: NDArray[np.object_], timezone: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(UTC epoch seconds, whether the text is a time) of each stripped text; a blank is not a time.

    Forms: `YYYY-MM-DD HH:MM[:SS[.fff]]`, also with `/`, unpadded or with `T`, in the wall clock of
    the time zone; 10 or 13 digits are epoch seconds or milliseconds, always UTC.
    """
    codes, unique = pd.factorize(texts)
    wall, good, is_utc = _unique_walls(unique)
    instants = wall.copy()
    local = good & ~is_utc
    instants[local] = wall_to_epoch(wall[local], timezone)
    if len(unique) == 0:
        return np.zeros(0, np.int64), np.zeros(0, bool)
    return instants[codes], good[codes]


def _unique_walls(unique: NDArray) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    stamps = pd.to_datetime(unique, format=USUAL_FORM, errors="coerce", exact=True)
    good = np.array(stamps.notna() & (stamps.year >= FIRST_YEAR) & (stamps.year <= LAST_YEAR))
    wall = np.asarray(stamps).astype("datetime64[s]").astype(np.int64)
    is_utc = np.zeros(len(unique), bool)
    for place in np.flatnonzero(~good).tolist():
        found = _unusual(unique[place])
        if found is not None:
            wall[place], is_utc[place] = found
            good[place] = True
    wall[~good] = 0
    return wall, good, is_utc


def _unusual(text: str) -> tuple[int, bool] | None:
    """(seconds, whether they are UTC) of a time that is not in the usual form."""
    if match := DATE_AND_CLOCK.fullmatch(text):
        day, clock = _day_seconds(match[1]), _clock_seconds(match[2])
        return None if day is None or clock is None else (day + clock, False)
    if EPOCH.fullmatch(text):
        seconds = int(text[:10])
        return (seconds, True) if EARLIEST <= seconds < LATEST else None
    return None


@lru_cache(4096)
def _day_seconds(text: str) -> int | None:
    day = parse_date(text)
    return None if day is None else (day - dt.date(1970, 1, 1)).days * 86400


@lru_cache(100_000)
def _clock_seconds(text: str) -> int | None:
    hour, minute, second = (int(float(part)) for part in (text + ":0:0").split(":")[:3])
    return hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else None


def time_book(texts: Iterable[str], timezone: str) -> dict[str, int]:
    """Epoch seconds of every text that is a time."""
    unique = np.array(sorted(set(texts)), dtype=object)
    instants, good = parse_instants(unique, timezone)
    return dict(zip(unique[good].tolist(), instants[good].tolist(), strict=True))


def parse_date(text: str) -> dt.date | None:
    """The date of `YYYY-MM-DD` (also `/`, `.`, unpadded, or with a midnight behind it), else None."""
    match = DATE.fullmatch(text)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
