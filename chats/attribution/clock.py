"""Business days, weeks and spans: the only place that knows time zones (D1.1, D1.2)."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DAY = 86400
QUARTER = 900
Ints = NDArray[np.int64]

_EPOCH = dt.datetime(1970, 1, 1)


def _wall_to_epoch_one(wall: int, zone: ZoneInfo) -> int:
    # fold=0 is the first of two equal wall clocks, and moves a missing one forward by the gap.
    return int((_EPOCH + dt.timedelta(seconds=wall)).replace(tzinfo=zone, fold=0).timestamp())


def wall_to_epoch(wall_seconds: Ints, timezone: str) -> Ints:
    """UTC epoch seconds of naive wall-clock seconds (since 1970-01-01) of a time zone (D1.1).

    Of a wall clock that exists twice the first is meant; one that does not exist is moved
    forward by the gap.
    """
    wall = np.asarray(wall_seconds, dtype=np.int64)
    if not len(wall):
        return wall
    zone = ZoneInfo(timezone)
    days, place = np.unique(wall // DAY, return_inverse=True)
    starts = _offsets(days * DAY, zone)
    steady = starts == _offsets(days * DAY + DAY, zone)
    offsets = starts[place]
    # Zones change at most once a day, and at quarters of an hour at the finest.
    changing = np.flatnonzero(~steady[place])
    quarters, part = np.unique(wall[changing] // QUARTER, return_inverse=True)
    offsets[changing] = _offsets(quarters * QUARTER, zone)[part]
    return wall - offsets


def _offsets(walls: Ints, zone: ZoneInfo) -> Ints:
    """How far each wall clock is ahead of UTC."""
    return np.array([wall - _wall_to_epoch_one(wall, zone) for wall in walls.tolist()], dtype=np.int64)


def epoch_to_wall(epoch: Ints, timezone: str) -> Ints:
    """Naive wall-clock seconds of UTC epoch seconds in a time zone."""
    instants = pd.DatetimeIndex(np.asarray(epoch, dtype=np.int64).astype("datetime64[s]"), tz="UTC")
    return instants.tz_convert(timezone).tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.int64)


def business_days(epoch: Ints, timezone: str, day_start_minutes: int = 0) -> Ints:
    """Business day of each instant as days since 1970-01-01: the date of wall clock − day_start (D1.2)."""
    return (epoch_to_wall(epoch, timezone) - day_start_minutes * 60) // DAY


def day_edges(first_day: int, last_day: int, timezone: str, day_start_minutes: int = 0) -> tuple[int, int]:
    """Closed-open range of instants that holds the business days first_day … last_day."""
    walls = np.array([first_day, last_day + 1], dtype=np.int64) * DAY + day_start_minutes * 60
    start, end = wall_to_epoch(walls, timezone).tolist()
    return start, end


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH.date()).days


def number_day(number: int) -> dt.date:
    """The date of a day number."""
    return _EPOCH.date() + dt.timedelta(days=int(number))
