"""How figures are written, and how a change against the span before is told."""

import pytest
from django.utils import translation

from accounts.ui import formats
from accounts.ui.formats import Change, change


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (123450, "¥1,234.50"),
        (0, "¥0.00"),
        (5, "¥0.05"),
        (-1200, "−¥12.00"),
        (23900 / 3, "¥79.67"),
        (None, "—"),
    ],
)
def test_money_is_written_in_yuan(fen: float | None, written: str) -> None:
    assert formats.money(fen) == written


@pytest.mark.parametrize(
    ("share", "written"), [(0.305, "30.5\u00a0%"), (0, "0.0\u00a0%"), (1.2, "120.0\u00a0%"), (None, "—")]
)
def test_a_rate_is_written_in_per_cent(share: float | None, written: str) -> None:
    assert formats.rate(share) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 s"),
        (8, "8 s"),
        (8.43, "8.4 s"),
        (59.96, "1 min 00 s"),
        (125, "2 min 05 s"),
        (3599.6, "1 h 00 min"),
        (3900, "1 h 05 min"),
        (None, "—"),
    ],
)
def test_a_duration_is_written_as_people_say_it(seconds: float | None, written: str) -> None:
    assert formats.duration(seconds) == written


def test_counts_and_decimals() -> None:
    assert formats.count(1234567) == "1,234,567"
    assert formats.decimal(1.005, 1) == "1.0"
    assert (formats.count(None), formats.decimal(None)) == ("—", "—")


def test_a_rate_changes_by_percentage_points() -> None:
    assert change(0.325, 0.305, "rate") == Change("+2.0 pp", "up", "good")


def test_an_amount_changes_by_per_cent() -> None:
    assert change(90, 120, "money") == Change("−25.0\u00a0%", "down", "bad")


def test_a_shorter_wait_is_good_news() -> None:
    assert change(8, 12.5, "duration", better="down") == Change("−4.5 s", "down", "good")


def test_some_changes_are_neither_good_nor_bad() -> None:
    assert change(110, 100, "count", better="").verdict == "neutral"


def test_what_rounds_to_nothing_is_unchanged() -> None:
    assert change(0.30501, 0.305, "rate") == Change("unchanged", "flat", "neutral")


@pytest.mark.parametrize(
    ("now", "before", "unit"), [(None, 0.3, "rate"), (0.3, None, "rate"), (5, 0, "count")]
)
def test_without_something_to_compare_there_is_no_change(now, before, unit: str) -> None:
    assert change(now, before, unit) is None


def test_a_rate_that_was_zero_can_be_compared() -> None:
    assert change(0.1, 0.0, "rate") == Change("+10.0 pp", "up", "good")
