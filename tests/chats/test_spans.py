"""Spans of days that people pick: presets, the address, and the spans before and after."""

import datetime as dt

import pytest
from django.utils import translation

from chats.spans import Span, picked_span, presets

WEDNESDAY = dt.date(2026, 5, 13)
DEFAULT = Span(dt.date(2026, 5, 6), dt.date(2026, 5, 12))


def day(number: int) -> dt.date:
    return dt.date(2026, 5, number)


def test_presets_end_yesterday_and_weeks_begin_on_monday() -> None:
    with translation.override("en"):
        named = {str(preset.label): preset.span for preset in presets(WEDNESDAY)}

    assert named == {
        "Today": Span(day(13), day(13)),
        "Yesterday": Span(day(12), day(12)),
        "Last 7 days": Span(day(6), day(12)),
        "Last 30 days": Span(dt.date(2026, 4, 13), day(12)),
        "Last week": Span(day(4), day(10)),
        "This month": Span(day(1), day(13)),
    }


def test_old_data_bring_their_own_latest_week_first() -> None:
    first = presets(WEDNESDAY, latest=dt.date(2026, 3, 31))[0]

    assert first.span == Span(dt.date(2026, 3, 25), dt.date(2026, 3, 31))


def test_data_until_yesterday_need_no_week_of_their_own() -> None:
    assert len(presets(WEDNESDAY, latest=day(12))) == len(presets(WEDNESDAY))


@pytest.mark.parametrize(
    ("query", "span"),
    [
        ({"from": "2026-05-01", "to": "2026-05-03"}, Span(day(1), day(3))),
        ({"from": "2026-05-03", "to": "2026-05-01"}, Span(day(1), day(3))),
        ({"from": "2026-05-03"}, Span(day(3), day(3))),
        ({}, DEFAULT),
        ({"from": "yesterday", "to": "2026-02-30"}, DEFAULT),
        ({"from": "0001-01-01", "to": "9999-12-31"}, DEFAULT),
    ],
)
def test_the_address_names_the_span(query: dict[str, str], span: Span) -> None:
    assert picked_span(query, DEFAULT) == span


def test_the_spans_before_and_after_have_the_same_length_and_leave_no_gap() -> None:
    span = Span(day(5), day(7))

    assert (span.days, span.before, span.after) == (3, Span(day(2), day(4)), Span(day(8), day(10)))
