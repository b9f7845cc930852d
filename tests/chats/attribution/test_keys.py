"""The sorted keys under attribution: dense codes, expansion, timelines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chats.attribution.keys import Timeline, dense, expand, lookup, starts_of

ids = st.lists(st.integers(-(2**40), 2**40), max_size=30)


@given(ids)
def test_dense_codes_lead_back_to_the_values_in_order(values: list[int]) -> None:
    codes, uniques = dense(np.array(values, np.int64))
    assert uniques.tolist() == sorted(set(values))
    assert uniques[codes].tolist() == values


@given(ids, ids)
def test_a_look_up_finds_exactly_what_is_there(known: list[int], asked: list[int]) -> None:
    uniques = np.array(sorted(set(known)), np.int64)
    places = lookup(uniques, np.array(asked, np.int64)).tolist()
    assert places == [sorted(set(known)).index(value) if value in known else -1 for value in asked]


def test_expansion_names_every_position_of_every_row() -> None:
    rows, positions = expand(np.array([3, 5, 9]), np.array([5, 5, 10]))
    assert rows.tolist() == [0, 0, 2]
    assert positions.tolist() == [3, 4, 9]


def test_stretches_start_where_the_value_changes() -> None:
    assert starts_of(np.array([4, 4, 7, 4])).tolist() == [0, 2, 3]
    assert starts_of(np.zeros(0, np.int64)).tolist() == []


moments = st.lists(st.tuples(st.integers(0, 3), st.integers(1_700_000_000, 1_700_000_050)), max_size=20)
around = st.integers(1_699_999_990, 1_700_000_060)


@given(moments, st.integers(0, 3), around, around)
def test_a_timeline_counts_both_ends_of_a_range(
    rows: list[tuple[int, int]], owner: int, first: int, last: int
) -> None:
    owners, instants = (np.array([row[i] for row in rows], np.int64) for i in (0, 1))
    counts = Timeline.of(owners, instants).counts(np.array([owner]), np.array([first]), np.array([last]))
    assert counts.tolist() == [sum(who == owner and first <= at <= last for who, at in rows)]


def test_a_key_that_would_overflow_is_an_error_and_not_a_wrong_figure() -> None:
    with pytest.raises(AssertionError, match="overflow"):
        Timeline.of(np.array([1 << 40, 1]), np.array([0, 1 << 40]))


def test_values_far_apart_are_counted_without_a_table_of_all_between() -> None:
    codes, uniques = dense(np.array([9_000_000, 5, 9_000_000]))
    assert (codes.tolist(), uniques.tolist()) == ([1, 0, 1], [5, 9_000_000])


def test_a_key_is_looked_up_where_it_stands_and_nowhere_else() -> None:
    assert lookup(np.array([2, 5]), np.array([5, 3, 9])).tolist() == [1, -1, -1]
    assert lookup(np.array([], np.int64), np.array([1])).tolist() == [-1]
