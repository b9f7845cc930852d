"""What an import answers: counts, lines and columns of refused rows, and the same again for nothing."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.contracts.shell import MESSAGE_COLUMNS, ORDER_COLUMNS, ShopShell, answered, order, said, table

WHATS = ("orders", "receptions", "agent_days", "shop_days")
CHINESE = ("客服", "买家", "方向", "时间", "类型", "内容")
ROWS = (
    ("店:小美", "lily", "买家", "2026/5/1 9:58", "", "有货吗"),
    ("店:小美", "lily", "客服", "2026/5/1 9:59", "文字", "有"),
)


def counts(one: dict) -> tuple:
    return tuple(one[name] for name in ("read", "added", "changed", "unchanged", "refused"))


def workbook(path: Path, *rows: tuple) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_file_is_the_same_in_every_encoding_language_and_container(shop: ShopShell):
    assert counts(shop.chats(*ROWS, columns=CHINESE)[0]) == (2, 2, 0, 0, 0)
    same = [
        shop.chats(*ROWS, columns=CHINESE, encoding=encoding, tab=tab)
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16")
        for tab in (False, True)
    ]
    same.append(
        shop.chats(*(row[::-1] for row in ROWS), columns=tuple(f" {name}　" for name in CHINESE[::-1]))
    )
    english = [("cntaobao店：小美", "LILY", way, when, kind, text) for (_, _, _, when, kind, text), way in
               zip(ROWS, ("in", "OUT"), strict=True)]  # fmt: skip
    same.append(shop.chats(*english, columns=MESSAGE_COLUMNS))
    first = ("店:小美", "lily", "买家", dt.datetime(2026, 5, 1, 9, 58), "", "有货吗")
    same.append(shop.take(workbook(shop.path("chats.xlsx"), CHINESE, first, ROWS[1])))
    assert [counts(one) for (one,) in same] == [(2, 0, 0, 2, 0)] * len(same)


def test_bad_rows_are_named_by_line_and_column_and_good_ones_land(shop: ShopShell):
    (told,) = shop.chats(
        ("", "lily", "in", "2026-05-01 10:00:00", "", "x"),
        ("店:小美", "", "in", "2026-05-01 10:00:00", "", "x"),
        ("店:小美", "lily", "sideways", "2026-05-01 10:00:00", "", "x"),
        ("店:小美", "lily", "in", "2026-02-30 10:00:00", "", "two\nlines"),
        ("店:小美", "lily", "in", "2026-05-01 10:00:00", "song", "x"),
        ("店:小美", "lily", "in", "2026-05-01 10:00:00", "", "x", "one cell too many"),
        said("lily", "10:00:00"),
    )
    assert counts(told) == (7, 1, 0, 0, 6)
    assert [(error["line"], error["column"]) for error in told["errors"]] == [
        (2, "agent"), (3, "buyer"), (4, "direction"), (5, "sent_at"), (7, "kind"), (8, ""),
    ]  # fmt: skip
    assert all(error["code"] and error["message"] for error in told["errors"])


def test_the_same_files_again_change_nothing_byte_by_byte(shop: ShopShell):
    paid = order("1", "a", "2026-05-01 10:01:00", "2026-05-01 10:02:00")
    messages = (said("a", "10:00:00"), answered("a", "10:00:05"), said("a", "25:00:00"))
    files = [
        table(shop.path("chats.csv"), MESSAGE_COLUMNS, *messages),
        table(shop.path("orders.csv"), ORDER_COLUMNS, paid, order("2", "a", "soon")),
        table(shop.path("agents.csv"), ("nick", "name"), ("店:小美", "小美")),
        table(shop.path("traffic.csv"), ("日期", "访客数"), ("2026-05-01", "1,000")),
    ]
    shop.take(*files)
    before = [shop.text(what, "2026-04-30", "2026-05-03") for what in WHATS]
    again = shop.take(*files)
    assert [(one["added"], one["changed"]) for one in again] == [(0, 0)] * 4
    assert [shop.text(what, "2026-04-30", "2026-05-03") for what in WHATS] == before


def test_folders_and_zips_name_what_is_inside(shop: ShopShell):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("c.csv", "date,visitors\n2026-05-03,3\n")
    folder = shop.path("x").parent
    (folder / "sub").mkdir()
    (folder / "sub" / "a.csv").write_text("date,visitors\n2026-05-01,1\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("内/b.csv", "date,visitors\n2026-05-02,2\n")
        archive.writestr("more.zip", inner.getvalue())
        archive.writestr("broken.json", "{")
    told = {one["path"].removeprefix(f"{folder}/"): one["added"] for one in shop.take(folder, status=1)}
    assert told == {"sub/a.csv": 1, "z.zip/内/b.csv": 1, "z.zip/more.zip/c.csv": 1, "z.zip/broken.json": 0}


def test_equal_messages_of_one_second_survive_and_overlaps_give_the_union(shop: ShopShell):
    columns = (*MESSAGE_COLUMNS, "message_id")
    ask = (*said("a", "10:00:00", "?"), "")
    added = [
        shop.chats(*rows, columns=columns)[0]["added"]
        for rows in ([ask] * 2, [ask] * 3, [ask], [(*ask[:6], f"M{n}") for n in range(4)])
    ]
    assert added == [2, 1, 0, 1]
    assert shop.one("receptions", "2026-05-01")["buyer_messages"] == 4


def test_visitors_that_come_again_replace_the_day(shop: ShopShell):
    columns = ("date", "visitors", "page_views", "bounced_visitors")
    files = [
        table(shop.path("t.csv"), columns, ("2026-05-01", visitors, "5000", "300"))
        for visitors in ("1000", "1100")
    ]
    assert [counts(shop.take(file)[0]) for file in (*files, files[0])] == [
        (1, 1, 0, 0, 0), (1, 0, 1, 0, 0), (1, 0, 1, 0, 0),
    ]  # fmt: skip
    assert shop.one("shop_days", "2026-05-01")["visitors"] == 1000


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            "订单编号,买家公司名,买家会员名,货品总价（元）,运费(元),实付款(元),订单状态,订单创建时间,订单付款时间",
            "1688",
        ),
        ("订单号,商品ID,商品名称,订购数量,下单时间,应付金额,订单状态,下单帐号,付款确认时间", "京东"),
        (
            "订单成交时间,商品,订单号,订单状态,商品总价(元),用户实付金额(元),商家实收金额(元),商品数量(件)",
            "拼多多",
        ),
    ],
)
def test_orders_of_other_platforms_are_refused_by_name(shop: ShopShell, header: str, name: str):
    path = shop.path("ExportOrderList1.csv")
    path.write_bytes(f"{header}\n1,1,1\n".encode("gb18030"))
    (told,) = shop.take(path, status=1)
    assert name in told["errors"][0]["message"]


def test_order_numbers_that_excel_destroyed_refuse_the_whole_file(shop: ShopShell):
    whole, broken = (order(number, "a", "2026/5/1 10:00") for number in ("90000000000000013", "9.00E+16"))
    (told,) = shop.take(table(shop.path("orders.csv"), ORDER_COLUMNS, whole, broken), status=1)
    (error,) = told["errors"]
    assert (counts(told), error["line"], error["code"]) == ((0, 0, 0, 0, 0), 3, "broken-ids")


def test_an_unknown_table_says_what_it_is_nearest_to_and_what_it_lacks(shop: ShopShell):
    (told,) = shop.take(
        table(
            shop.path("x.csv"),
            ("订单编号", "买家会员名", "总金额", "订单状态", "宝贝标题", "宝贝总数量"),
            ("1",),
        ),
        status=1,
    )
    assert "订单创建时间" in told["errors"][0]["message"]


def test_an_error_answer_or_a_bad_return_code_refuses_the_file(shop: ShopShell):
    answers = {
        "e.json": json.dumps({"error_response": {"code": 27, "msg": "Invalid session"}}),
        "e.xml": "<error_response><code>27</code><msg>Invalid session</msg></error_response>",
        "c.xml": "<chatlog_get_response><ret>50000</ret></chatlog_get_response>",
    }
    for name, text in answers.items():
        path = shop.path(name)
        path.write_text(text, encoding="utf-8")
        (told,) = shop.take(path, status=1)
        assert told["errors"][0]["message"]


def test_orders_of_a_version_without_a_column_keep_what_an_older_one_told(shop: ShopShell):
    shop.orders(order("1", "a", "2026-05-01 10:00:00", "2026-05-01 10:00:05", "10", "4", memo="补单"))
    columns = (
        "订单编号",
        "买家会员名",
        "总金额",
        "买家实际支付金额",
        "订单状态",
        "订单创建时间",
        "订单付款时间",
        "修改时间",
    )
    row = (
        "1",
        "a",
        "10",
        "6",
        "交易成功",
        "2026-05-01 10:00:00",
        "2026-05-01 10:00:05",
        "2026-05-09 00:00:00",
    )
    shop.orders(row, columns=columns)
    told = shop.one("orders", "2026-05-01")
    assert (told["class"], told["amount_fen"], told["refunded_fen"]) == ("excluded", 1000, 400)
