"""Times in every documented form become UTC seconds; anything else is no time (D1.1)."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chats.importers.reading.instants import parse_date, parse_instants, time_book

TEN = int(dt.datetime(2026, 5, 9, 2, 2, 0, tzinfo=dt.UTC).timestamp())  # 10:02:00 in Shanghai


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-09 10:02:00",
        "2026-05-09 10:02",
        "2026-5-9 10:2:0",
        "2026/5/9 10:02",
        "2026/05/09 10:02:00.999",
        "2026-05-09T10:02:00",
        str(TEN),
        f"{TEN}999",
    ],
)
def test_every_form_means_the_same_instant(text: str):
    assert time_book([text], "Asia/Shanghai") == {text: TEN}


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-02-30 10:00:00", "2026-05-09", "2026-05-09 24:00:00", "10:02", "昨天 10:02", "12345"),
        *(
            "0001-01-01 00:00:00",
            "9999-12-31 23:59:59",
            "99999999999999",
            "2026-05-09 10:60:00",
            "2026-13-01 00:00:00",
        ),
    ],
)
def test_other_texts_are_no_times(text: str):
    assert time_book([text], "Asia/Shanghai") == {}


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2099, 12, 31)))
def test_the_usual_form_agrees_with_the_zone_database(when: dt.datetime):
    text = when.strftime("%Y-%m-%d %H:%M:%S")
    assert time_book([text], "UTC") == {text: int(when.replace(microsecond=0, tzinfo=dt.UTC).timestamp())}


def test_of_a_doubled_hour_the_first_is_meant_and_a_missing_one_moves_forward():
    book = time_book(["2026-10-25 02:30:00", "2026-03-29 02:30:00"], "Europe/Berlin")
    assert book["2026-10-25 02:30:00"] == int(dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC).timestamp())
    assert book["2026-03-29 02:30:00"] == int(dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC).timestamp())


def test_no_texts_give_no_instants():
    instants, good = parse_instants(np.array([], dtype=object), "Asia/Shanghai")
    assert len(instants) == len(good) == 0


def test_dates_may_carry_a_midnight():
    assert parse_date("2026/5/1 0:00") == parse_date("2026-05-01 00:00:00") == dt.date(2026, 5, 1)
    assert parse_date("2026-05-01 08:00") is None
    assert parse_date("2026-04-31") is None


def test_unusual_times_and_texts_that_are_none_may_come_twice():
    texts = np.array(["2026-5-9 10:02", "soon", "2026-5-9 10:02", "soon"], dtype=object)
    instants, good = parse_instants(texts, "Asia/Shanghai")
    assert instants.tolist() == [TEN, 0, TEN, 0]
    assert good.tolist() == [True, False, True, False]
