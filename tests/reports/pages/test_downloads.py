"""Files hold exactly what the page shows, and nothing that a spreadsheet would run."""

import csv
import datetime as dt
import io
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.utils import timezone

from accounts.models import Shop
from reports.pages.downloads import Heading, Sheet, response, safe_text
from tests.reports.told import WEEK, Told, tell


def _bytes(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _csv(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_bytes(answer).decode("utf-8-sig"))))


def _xlsx(answer) -> list[list]:
    book = openpyxl.load_workbook(io.BytesIO(_bytes(answer)))
    assert book.worksheets[0].freeze_panes == "B2"
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def test_the_leaderboards_files_hold_the_pages_rows_and_columns(read, told: Told) -> None:
    query = f"{WEEK}&sort=-sales_fen"
    page = read(told.manager, told.url(f"leaderboard/?{query}"))
    rows = _xlsx(read(told.manager, told.url(f"leaderboard/file.xlsx?{query}")))
    as_csv = _csv(read(told.manager, told.url(f"leaderboard/file.csv?{query}")))

    shown = [str(column.header) for column in page.context["table"].columns]
    named = [cell.removesuffix(" (¥)").removesuffix(" (s)") for cell in rows[0]]
    assert [name for name in named if not name.endswith(", span before")] == shown
    assert [name.removesuffix(", span before") for name in named if name.endswith(", span before")] == [
        *("Reply rate", "First response", "Inquiry conversion", "Sales", "Chasing success"),
    ]
    assert [row[0] for row in rows[1:]] == [
        *("xiaomei", "xiaoqi", "xiaolan"),
        *("Sum of these agents", "Shop (unique buyers per day)"),
    ]
    assert [row[1] for row in rows[1:]] == [1, 2, None, None, None]
    sales = rows[0].index("Sales (¥)")
    assert [row[sales] for row in rows[1:]] == [259, 0, 80, 339, 339]
    assert [row[sales] for row in as_csv[1:]] == ["259.00", "0.00", "80.00", "339.00", "339.00"]
    assert [row[0] for row in as_csv] == [row[0] for row in rows]


def test_the_leaderboards_workbook_has_the_days_on_a_sheet_of_their_own(read, told: Told) -> None:
    address = told.url(f"leaderboard/file.xlsx?{WEEK}&columns=receptions,sales_fen")
    book = openpyxl.load_workbook(io.BytesIO(_bytes(read(told.manager, address))))
    rows = [list(row) for row in book["By agent and day"].iter_rows(values_only=True)]

    assert rows == [
        ["Day", "Agent", "Team", "Receptions", "Sales (¥)"],
        ["2026-05-11", "xiaomei", "售前一组", 1, 59],
        ["2026-05-11", "xiaoqi", "售前二组", 1, 0],
        ["2026-05-11", "xiaolan", "售前二组", 0, 80],
        ["2026-05-12", "xiaomei", "售前一组", 1, 200],
        ["2026-05-12", "xiaoqi", "售前二组", 1, 0],
    ]
    as_csv = _csv(read(told.manager, address.replace("file.xlsx", "days.csv")))
    assert [row[:3] for row in as_csv] == [row[:3] for row in rows]


def test_the_order_files_hold_every_order_of_the_filter(read, told: Told) -> None:
    query = f"{WEEK}&kind=consulted&sort=created_at"
    rows = _xlsx(read(told.manager, told.url(f"orders/file.xlsx?{query}")))

    assert [row[:5] for row in rows[1:]] == [
        ["A1", "l**y", dt.datetime(2026, 5, 11, 10, 20), dt.datetime(2026, 5, 11, 10, 21), 59],
        ["A6", "k**m", dt.datetime(2026, 5, 12, 10, 0), dt.datetime(2026, 5, 12, 10, 1), 200],
    ]
    as_csv = _csv(read(told.manager, told.url(f"orders/file.csv?{query}")))
    assert as_csv[1][:5] == ["A1", "l**y", "2026-05-11 10:20:00", "2026-05-11 10:21:00", "59.00"]


def test_files_have_the_scope_of_their_reader(read, told: Told) -> None:
    numbers = [row[0] for row in _csv(read(told.xiaoqi, told.url(f"orders/file.csv?{WEEK}")))[1:]]
    board = _csv(read(told.xiaoqi, told.url(f"leaderboard/file.csv?{WEEK}")))

    assert numbers == ["A6"]
    assert {row[0] for row in board[1:]} == {"xiaoqi"}


def test_the_funnels_file_has_a_row_a_day(read, told: Told) -> None:
    rows = _csv(read(told.manager, told.url("funnel/file.csv?from=2026-05-11&to=2026-05-13")))

    paid = rows[0].index("Paid in the shop (¥)")
    assert [(row[0], row[1], row[paid]) for row in rows[1:]] == [
        ("2026-05-11", "100", "369.00"),
        ("2026-05-12", "50", "200.00"),
        ("2026-05-13", "", "0.00"),
    ]


def test_a_formula_in_a_nick_stays_text(db: None, tmp_path, read) -> None:
    told = tell(tmp_path, "05-13 10:00 =1+1 orders A8 ¥5")
    Shop.objects.update(show_buyer_nicks=True)
    address = "orders/file.{}?from=2026-05-13&to=2026-05-13"
    book = openpyxl.load_workbook(io.BytesIO(_bytes(read(told.manager, told.url(address.format("xlsx"))))))
    cell = book.worksheets[0]["B2"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert _csv(read(told.manager, told.url(address.format("csv"))))[1][1] == "'=1+1"


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@x", "\tx", "\rx"])
def test_text_that_looks_like_a_formula_is_quoted(text: str) -> None:
    assert safe_text(text) == f"'{text}"


def test_own_numbers_stay_numbers_and_missing_ones_stay_empty() -> None:
    sheet = Sheet(
        "x", [Heading("a", "money"), Heading("b", "rate"), Heading("c", "count")], [[-150, 0.25, None]]
    )

    assert _csv(response(sheet, "csv")) == [["a (¥)", "b", "c"], ["-1.50", "0.25", ""]]
    assert _xlsx(response(sheet, "xlsx"))[1] == [-1.5, 0.25, None]


def test_an_unknown_kind_of_file_is_no_page(read, told: Told) -> None:
    for page in ("leaderboard", "orders", "funnel"):
        assert read(told.manager, told.url(f"{page}/file.pdf")).status_code == 404


def test_lines_of_a_csv_are_written_in_the_time_of_the_view_also_after_it_ended() -> None:
    instant = dt.datetime(2026, 5, 4, 3, 30, tzinfo=dt.UTC)
    rows = ([timezone.localtime(instant).replace(tzinfo=None)] for _row in range(1))
    with timezone.override(ZoneInfo("America/New_York")):
        answer = response(Sheet("zones", [Heading("At", "instant")], rows), "csv")

    assert _csv(answer)[1] == ["2026-05-03 23:30:00"]  # 03:30 UTC is four hours earlier in New York in May
