"""Wall clocks, business days and their edges (D1.1, D1.2)."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chats.attribution import clock

BERLIN = ZoneInfo("Europe/Berlin")


def wall(text: str) -> int:
    return int((dt.datetime.fromisoformat(text) - dt.datetime(1970, 1, 1)).total_seconds())


def to_utc(text: str, timezone: str) -> str:
    epoch = int(clock.wall_to_epoch(np.array([wall(text)]), timezone)[0])
    return dt.datetime.fromtimestamp(epoch, dt.UTC).strftime("%m-%d %H:%M:%S")


def test_shanghai_is_eight_hours_ahead() -> None:
    assert to_utc("2026-05-11 10:02:03", "Asia/Shanghai") == "05-11 02:02:03"


def test_of_a_wall_clock_that_exists_twice_the_first_is_meant() -> None:
    # Berlin leaves summer time (+2) on 25 October 2026 at 03:00, which becomes 02:00 (+1).
    assert to_utc("2026-10-25 02:30:00", "Europe/Berlin") == "10-25 00:30:00"


def test_a_wall_clock_that_does_not_exist_moves_forward_by_the_gap() -> None:
    # On 29 March 2026 02:00 becomes 03:00, so 02:30 means 03:30 (+2).
    assert to_utc("2026-03-29 02:30:00", "Europe/Berlin") == "03-29 01:30:00"


@given(
    st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2099, 1, 1)),
    st.sampled_from(
        ["Europe/Berlin", "Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]
    ),
)
def test_any_wall_clock_means_what_the_zone_database_says(naive: dt.datetime, timezone: str) -> None:
    naive = naive.replace(microsecond=0)
    expected = int(naive.replace(tzinfo=ZoneInfo(timezone), fold=0).timestamp())
    assert clock.wall_to_epoch(np.array([wall(naive.isoformat())]), timezone).tolist() == [expected]


@pytest.mark.parametrize(
    ("instant", "day_start", "day"),
    [
        ("2026-05-11 23:59:59", 0, "2026-05-11"),
        ("2026-05-12 00:00:00", 0, "2026-05-12"),
        ("2026-05-12 01:59:59", 120, "2026-05-11"),
        ("2026-05-12 02:00:00", 120, "2026-05-12"),
    ],
)
def test_the_business_day_begins_at_day_start(instant: str, day_start: int, day: str) -> None:
    epoch = clock.wall_to_epoch(np.array([wall(instant)]), "Asia/Shanghai")
    number = int(clock.business_days(epoch, "Asia/Shanghai", day_start)[0])
    assert clock.number_day(number) == dt.date.fromisoformat(day)


def test_a_day_of_the_autumn_change_lasts_twenty_five_hours() -> None:
    sunday = clock.day_number(dt.date(2026, 10, 25))
    start, end = clock.day_edges(sunday, sunday, "Europe/Berlin")
    assert end - start == 25 * 3600
    assert dt.datetime.fromtimestamp(start, BERLIN).isoformat() == "2026-10-25T00:00:00+02:00"
