"""Cells, headers and rows of sheets and delimited text."""

import datetime as dt

import pytest

from chats.importers.reading.tabular import clean_cell
from tests.chats.importers.builders import read, refusal, table, workbook

TRAFFIC = ("date", "visitors")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "True"),
        (7.0, "7"),
        (7.25, "7.25"),
        (1e15, "1000000000000000.0"),
        (dt.date(2026, 5, 9), "2026-05-09 00:00:00"),
        (dt.datetime(2026, 5, 9, 21, 59, 59, 999_900), "2026-05-09 22:00:00"),
        (dt.time(10, 2), "10:02:00"),
        ('="0017"', "0017"),
        ("=0017", "0017"),
        ("=A1+B1", "=A1+B1"),
        ("'0017", "0017"),
        ("'=1+1", "=1+1"),
        ("'tis", "'tis"),
    ],
)
def test_a_cell_is_the_text_that_was_meant(cell: object, text: str):
    assert clean_cell(cell) == text


def test_a_table_of_more_columns_than_any_export_has_is_refused():
    wide = [*TRAFFIC, *(f"c{number}" for number in range(999))]
    refused = refusal("x.csv", table(wide))
    assert (refused.code, refused.params) == ("too-many-columns", {"limit": "1000"})


def test_blank_rows_of_a_sheet_are_no_rows():
    parsed = read("x.xlsx", workbook(s=[TRAFFIC, ["2026-05-09", 10], [], ["2026-05-10", 12]]))
    assert (parsed.read, parsed.traffic["line"].tolist()) == (2, [2, 4])


def test_an_empty_sheet_beside_the_table_says_nothing():
    parsed = read("x.xlsx", workbook(empty=[], s=[TRAFFIC, ["2026-05-09", 10]]))
    assert (parsed.read, parsed.notices) == (1, [])


def test_a_day_without_a_date_is_refused():
    [refused] = read("x.csv", table(TRAFFIC, ("", "10"))).refusals
    assert (refused.line, refused.column, refused.code) == (2, "date", "missing-value")
