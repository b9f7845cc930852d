"""Times and dates as files write them → UTC epoch seconds and dates (D1.1)."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from chats.attribution.clock import wall_to_epoch

USUAL_SHAPE = "0000-00-00 00:00:00"
DIGIT_PLACES = [place for place, mark in enumerate(USUAL_SHAPE) if mark == "0"]
MARKS = [(place, mark) for place, mark in enumerate(USUAL_SHAPE) if mark != "0"]
BLOCK = 100_000  # texts looked at together
FIRST_YEAR, LAST_YEAR = 1990, 2099  # outside of these a number is no date of a shop
EARLIEST = int(dt.datetime(FIRST_YEAR, 1, 1, tzinfo=dt.UTC).timestamp())
LATEST = int(dt.datetime(LAST_YEAR + 1, 1, 1, tzinfo=dt.UTC).timestamp())
DATE_AND_CLOCK = re.compile(
    r"(\d{4}[-/]\d{1,2}[-/]\d{1,2})(?:\s+|T)(\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)", re.A
)
DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]0?0:00(?::00)?)?", re.A)
EPOCH = re.compile(r"\d{10}(?:\d{3})?", re.A)


def parse_instants(
    texts: NDArray[np.object_], timezone: str, clean: Callable[[object], str] = str
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(UTC epoch seconds, whether the text is a time) of each stripped text; a blank is not a time.

    Cells that are not in the usual form already are put through `clean`, and stay so in `texts`.

    Forms: `YYYY-MM-DD HH:MM[:SS[.fff]]`, also with `/`, unpadded or with `T`, in the wall clock of
    the time zone; 10 or 13 digits are epoch seconds or milliseconds, always UTC.
    """
    wall, good = _usual_walls(texts)
    is_utc = np.zeros(len(texts), bool)
    book: dict[str, tuple[int, bool] | None] = {}
    for place in np.flatnonzero(~good).tolist():
        text = texts[place] = clean(texts[place])
        if text not in book:
            book[text] = _unusual(text)
        if (found := book[text]) is not None:
            wall[place], is_utc[place] = found
            good[place] = True
    local = good & ~is_utc
    wall[local] = wall_to_epoch(wall[local], timezone)
    wall[~good] = 0
    return wall, good


def _usual_walls(texts: NDArray[np.object_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Seconds of every text that is exactly `YYYY-MM-DD HH:MM:SS`, by arithmetic on its digits."""
    wall, good = np.zeros(len(texts), np.int64), np.zeros(len(texts), bool)
    for start in range(0, len(texts), BLOCK):
        block = texts[start : start + BLOCK]
        # One character more than the form has, so that a longer text does not look like it.
        codes = np.array(block, dtype=f"U{len(USUAL_SHAPE) + 1}").view(np.uint32).reshape(len(block), -1)
        digits = codes[:, DIGIT_PLACES].astype(np.int64) - ord("0")
        right = ((digits >= 0) & (digits <= 9)).all(axis=1) & (codes[:, -1] == 0)
        for place, mark in MARKS:
            right &= codes[:, place] == ord(mark)
        wall[start : start + BLOCK], sound = _from_digits(np.where(right[:, None], digits, 1))
        good[start : start + BLOCK] = right & sound
    return wall, good


def _from_digits(digits: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Seconds of fourteen digits a row, and whether they are a date and a time."""
    year = digits[:, 0] * 1000 + digits[:, 1] * 100 + digits[:, 2] * 10 + digits[:, 3]
    month, day, hour, minute, second = (digits[:, i] * 10 + digits[:, i + 1] for i in range(4, 14, 2))
    sound = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12)
    months = np.where(sound, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    length = (months + 1).astype("datetime64[D]").astype(np.int64) - first
    sound &= (day >= 1) & (day <= length) & (hour < 24) & (minute < 60) & (second < 60)
    return (first + day - 1) * 86400 + hour * 3600 + minute * 60 + second, sound


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
