"""How far a change of some days reaches (D6.2, D6.4)."""

import datetime as dt

from chats.attribution.reach import chunked, merged, questions_before, still_open
from chats.attribution.rules import BEGINNING, Rules, RuleVersion
from chats.attribution.versions import RuleBook

HOUR, DAY = 3600, 86_400
BOOK = RuleBook(
    (
        RuleVersion(1, BEGINNING, Rules(inquiry_window_hours=24, unpaid_days=3)),
        RuleVersion(2, dt.date(2026, 5, 1), Rules(inquiry_window_hours=48, unpaid_days=1)),
    ),
    "Asia/Shanghai",
)


def test_ranges_that_touch_are_joined_and_others_are_not() -> None:
    assert merged([(7, 9), (1, 2), (3, 4)]) == [(1, 4), (7, 9)]
    assert merged([(1, 9), (2, 3)]) == [(1, 9)]
    assert merged([(1, 2), (5, 6)], gap=3) == [(1, 6)]
    assert merged([]) == []


def test_long_ranges_are_cut_into_pieces_that_hold_every_day_once() -> None:
    assert chunked([(1, 7), (10, 10)], 3) == [(1, 3), (4, 6), (7, 7), (10, 10)]


def test_the_widest_window_of_any_version_counts() -> None:
    """48 hours are the longest window; 24 h + 3 d = 96 h is longer than 48 h + 1 d = 72 h."""
    assert questions_before(10 * DAY, BOOK) == 8 * DAY
    assert still_open(10 * DAY, BOOK) == 10 * DAY - 96 * HOUR


def test_texts_are_loaded_only_where_some_version_looks_at_them() -> None:
    assert not BOOK.looks_at_texts
    watching = RuleVersion(2, dt.date(2026, 5, 1), Rules(watchwords=("同行",)))
    assert RuleBook((BOOK.versions[0], watching), "Asia/Shanghai").looks_at_texts
