"""The books page: every amount with the orders behind it, and what it says when something is wrong (D7.3)."""

import datetime as dt
import io
from urllib.parse import urlsplit

from openpyxl import load_workbook

from chats.models import Order
from reports.facts import refresh
from reports.models import AgentDay
from tests.reports.told import MONDAY, Told, read_by

DAYS = "from=2026-05-11&to=2026-05-12"


def _listed(read, user, address: str) -> int:
    return read(user, address).context["sums"]["paid_fen"]


def test_every_amount_is_the_sum_of_the_orders_behind_it(read, told: Told) -> None:
    page = read(told.manager, told.url(f"books/?{DAYS}"))

    for row, cells in page.context["rows"]:
        amounts = [_listed(read, told.manager, url) for _amount, url in cells]
        assert amounts == [*row.parts, row.paid_fen]
    assert [row.parts for row, _cells in page.context["rows"]][-1] == (33_900, 10_000, 7_000, 6_000)


def test_agents_and_reasons_are_the_sums_of_their_orders(read, told: Told) -> None:
    page = read(told.manager, told.url(f"books/?{DAYS}"))
    parts = [*page.context["agents"], *page.context["reasons"]]

    assert [(label, orders, amount) for label, orders, amount, _url in parts] == [
        ("xiaomei", 2, "¥259.00"),
        ("xiaolan", 1, "¥80.00"),
        ("Unlinked: masked nick", 1, "¥70.00"),
        ("Excluded: memo", 1, "¥60.00"),
    ]
    for _label, orders, amount, url in parts:
        sums = read(told.manager, url).context["sums"]
        assert (sums["paid"], f"¥{sums['paid_fen'] / 100:.2f}") == (orders, amount)


def test_a_ruling_moves_the_money_and_the_links_follow(read, tell) -> None:
    shop = tell(
        "10:00 t**1 orders A1 ¥70",
        "10:01 A1 paid",
        "11:00 eve orders A2 ¥60 memo 刷单",
        "11:01 A2 paid",
        "12:00 lily > xiaomei: 有货吗",
        "12:00:10 xiaomei > lily: 有",
        "12:10 lily orders A3 ¥50",
        "12:11 A3 paid",
        "A1 is xiaoqi's",
        "A3 is nobody's",
    )
    refresh.refresh_all(shop.shop)
    told = read_by(shop.shop)
    page = read(told.manager, told.url("books/?from=2026-05-11&to=2026-05-11"))
    row, cells = page.context["rows"][0]

    assert row.parts == (7_000, 5_000, 0, 6_000)
    assert [_listed(read, told.manager, url) for _amount, url in cells] == [7_000, 5_000, 0, 6_000, 18_000]
    assert row.balances


def test_agent_rows_that_do_not_add_up_are_told(read, told: Told) -> None:
    AgentDay.objects.filter(day=MONDAY, sales_fen__gt=0).update(sales_fen=1)
    page = read(told.manager, told.url(f"books/?{DAYS}"))

    assert [row.balances for row, _cells in page.context["rows"]] == [False, True, False]
    assert "1 day does not balance: 2026-05-11" in page.content.decode()


def test_orders_that_no_bucket_holds_are_the_difference(read, told: Told) -> None:
    Order.objects.filter(order_no="A2").update(amount_fen=10_500)
    page = read(told.manager, told.url(f"books/?{DAYS}"))

    assert [row.difference_fen for row, _cells in page.context["rows"]] == [500, 0, 500]
    assert not page.context["whole"].balances


def test_the_file_holds_what_the_page_shows(read, told: Told) -> None:
    answer = read(told.manager, told.url(f"books/file.xlsx?{DAYS}"))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]

    assert [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ["2026-05-11", 139, 100, 70, 60, 369, 0],
        ["2026-05-12", 200, 0, 0, 0, 200, 0],
        ["Span", 339, 100, 70, 60, 569, 0],
    ]


def test_an_empty_span_says_what_to_do_next(read, told: Told) -> None:
    page = read(told.manager, told.url("books/?from=2020-01-01&to=2020-01-07")).content.decode()

    assert "Nothing was paid in this span" in page
    assert "Import files" in page


def test_more_days_and_orders_take_no_more_queries(queries, told: Told) -> None:
    few, more = (told.url(f"books/?{span}") for span in (DAYS, "from=2026-05-01&to=2026-05-31"))
    assert queries(told.manager, few) == queries(told.manager, more)


def test_a_link_keeps_to_its_day(read, told: Told) -> None:
    page = read(told.manager, told.url(f"books/?{DAYS}"))
    _row, cells = page.context["rows"][1]

    tuesday = (MONDAY + dt.timedelta(days=1)).isoformat()
    assert f"from={tuesday}&to={tuesday}" in urlsplit(cells[0][1]).query
