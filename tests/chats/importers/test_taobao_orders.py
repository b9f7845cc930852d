"""Taobao order exports of every generation (D2.6), beyond what the golden files show."""

import datetime as dt

import pytest

from chats.attribution.columns import NEVER
from tests.chats.importers.builders import read, refusal, table, workbook

HEADER = (
    "订单编号",
    "买家会员名",
    "总金额",
    "买家实际支付金额",
    "退款金额",
    "订单状态",
    "订单创建时间",
    "订单付款时间",
)
ITEM_HEADER = (
    *("子订单编号", "主订单编号", "买家会员名", "商品标题", "商品属性", "购买数量", "商品ID", "订单状态"),
    *("买家应付货款", "买家实付金额", "退款金额", "分阶段信息", "订单创建时间", "订单付款时间"),
)
CREATED, PAID = "2026-06-28 10:00:00", "2026-06-28 10:02:11"


def order(no: str, **changed: str) -> list[str]:
    values = dict(zip(HEADER, (no, "lily", "59.00", "59.00", "0.00", "交易成功", CREATED, PAID), strict=True))
    return list({**values, **changed}.values())


def item(sub: str, main: str, **changed: str) -> list[str]:
    values = dict.fromkeys(ITEM_HEADER, "")
    values |= {
        "子订单编号": sub,
        "主订单编号": main,
        "买家会员名": "lily",
        "商品标题": "榉木床",
        "购买数量": "1",
        "订单状态": "交易成功",
        "买家应付货款": "100.00",
        "买家实付金额": "90.00",
        "订单创建时间": CREATED,
        "订单付款时间": PAID,
    }
    return list({**values, **changed}.values())


def one(parsed) -> dict:
    [row] = parsed.orders.to_dict("records")
    return row


def test_columns_are_found_by_name_in_any_order():
    backwards = table(HEADER[::-1], order("35000000000000017")[::-1])
    forwards = table(HEADER, order("35000000000000017"))
    assert one(read("a.csv", backwards)) == one(read("b.csv", forwards))


def test_header_cells_may_be_padded_even_with_wide_spaces():
    padded = table([f"\u3000{name} " for name in HEADER], order("35000000000000017"))
    assert one(read("a.csv", padded))["amount_fen"] == 5900


def test_a_fully_refunded_order_is_paid_and_keeps_its_amount():
    row = one(read("a.csv", table(HEADER, order("1", 买家实际支付金额="0.00", 退款金额="59.00"))))
    assert (row["amount_fen"], row["refunded_fen"], row["paid_at"] != NEVER) == (5900, 5900, True)


def test_an_unpaid_order_is_worth_what_is_due():
    row = one(read("a.csv", table(HEADER, order("1", 买家实际支付金额="0.00", 订单付款时间="NULL"))))
    assert (row["amount_fen"], row["paid_at"]) == (5900, NEVER)


def test_of_an_order_that_stands_twice_the_paid_row_counts_wherever_it_stands():
    unpaid = order("1", 订单付款时间="", 订单状态="等待买家付款")
    parsed = read("a.csv", table(HEADER, order("1"), unpaid))
    assert (one(parsed)["status"], parsed.repeated, parsed.read) == ("交易成功", 1, 2)


def test_a_modification_time_is_the_version_of_its_row():
    header = [*HEADER, "修改时间"]
    rows = [[*order("1"), "2026-07-01 00:00:00"], [*order("2"), ""]]
    versions = read("a.csv", table(header, *rows)).orders["version"].tolist()
    latest = int(dt.datetime(2026, 6, 30, 16, 0, tzinfo=dt.UTC).timestamp())
    assert versions == [latest, latest]


def test_expiry_times_say_nothing_of_a_files_age():
    header = [*HEADER, "虚拟号过期时间", "体验期结束时间"]
    row = [*order("1"), "2030-01-01 00:00:00", "2031-01-01 00:00:00"]
    assert (
        one(read("a.csv", table(header, row)))["version"]
        == one(read("a.csv", table(HEADER, order("1"))))["version"]
    )


@pytest.mark.parametrize("number", ["9.00E+16", "9E16", "1.23456e+17"])
def test_ids_destroyed_by_a_spreadsheet_refuse_the_whole_file(number: str):
    refused = refusal("a.csv", table(HEADER, order("35000000000000017"), order(number)))
    assert (refused.code, refused.line, refused.column) == ("broken-ids", 3, "订单编号")


def test_an_id_that_is_a_float_cell_refuses_the_whole_file():
    assert refusal("a.xlsx", workbook(export=[HEADER, [9e16, *order("")[1:]]])).code == "broken-ids"


def test_date_cells_and_number_cells_of_a_workbook_are_read():
    row = [
        "35000000000000017",
        "lily",
        178.8,
        0.3,
        178.5,
        "交易成功",
        dt.datetime(2026, 5, 9),
        dt.datetime(2026, 5, 9, 0, 0, 8),
    ]
    read_row = one(read("a.xlsx", workbook(export=[HEADER, row])))
    assert (read_row["amount_fen"], read_row["refunded_fen"]) == (17880, 17850)
    assert read_row["paid_at"] - read_row["created_at"] == 8


def test_item_rows_of_one_order_are_summed():
    rows = [
        item("611", "61", 退款金额="无退款申请", 订单状态="卖家已发货，等待买家确认"),
        item("612", "61", 买家实付金额="0.00", 退款金额="150.00", 订单状态="交易关闭", 购买数量="2"),
    ]
    parsed = read("a.xlsx", workbook(export=[ITEM_HEADER, *rows]))
    row = one(parsed)
    assert (row["amount_fen"], row["refunded_fen"], row["items"]) == (24000, 15000, 3)
    assert (row["status"], row["closed"]) == ("卖家已发货，等待买家确认", False)
    assert (parsed.read, parsed.items["item_key"].tolist()) == (2, ["611", "612"])
    assert parsed.items["amount_fen"].tolist() == [9000, 15000]


def test_a_refused_item_row_takes_its_order_with_it():
    rows = [item("611", "61"), item("612", "61", 买家实付金额="九十"), item("621", "62")]
    parsed = read("a.xlsx", workbook(export=[ITEM_HEADER, *rows]))
    assert parsed.orders["order_no"].tolist() == ["62"]
    assert [(one.line, one.code) for one in parsed.refusals] == [(2, "order-incomplete"), (3, "bad-amount")]
    assert parsed.items["order_no"].tolist() == ["62"]


def test_a_deposit_counts_as_paid_and_is_told():
    row = item("1", "1", 订单状态="等待买家付款", 买家实付金额="200.00", 分阶段信息="订金已付;尾款未付")
    parsed = read("a.xlsx", workbook(export=[ITEM_HEADER, row]))
    assert (one(parsed)["amount_fen"], one(parsed)["paid_at"] != NEVER) == (20000, True)
    assert [notice.code for notice in parsed.notices] == ["deposit-counts-as-paid"]


def test_three_sheets_give_orders_and_items_and_the_receivers_are_not_read():
    sheets = {
        "订单报表": [HEADER, order("61")],
        "销售明细": [
            ["主订单编号", "子订单编号", "商品标题", "购买数量", "订单状态"],
            ["61", "611", "榉木床", "1", "交易成功"],
        ],
        "发货报表": [["订单编号", "收货人姓名"], ["61", "张三"]],
    }
    parsed = read("a.xlsx", workbook(**sheets))
    assert (parsed.read, one(parsed)["order_no"], parsed.items["item_key"].tolist()) == (2, "61", ["611"])


def test_seven_columns_without_buyer_or_status_are_taken_and_told():
    header = [name for name in HEADER if name not in ("买家会员名", "订单状态")]
    row = dict(zip(HEADER, order("1"), strict=True))
    parsed = read("a.csv", table(header, [row[name] for name in header]))
    assert [notice.code for notice in parsed.notices] == ["no-buyer-column", "no-status-column"]
    assert {"buyer", "status", "closed"} <= parsed.absent


def test_several_shops_in_one_file_are_told():
    rows = [[*order("1"), "甲店"], [*order("2"), "乙店"]]
    notices = read("a.csv", table([*HEADER, "店铺名称"], *rows)).notices
    assert [(notice.code, dict(notice.params)) for notice in notices] == [
        ("several-shops", {"found": "乙店、甲店"})
    ]


def test_an_order_list_without_a_payment_column_is_refused():
    header = HEADER[:-1]
    refused = refusal("a.csv", table(header, order("1")[:-1]))
    assert (refused.code, refused.params["missing"]) == ("missing-column", "订单付款时间")


def test_a_refused_row_keeps_nothing_personal():
    header = [*HEADER, "收货人姓名", "收货地址", "联系手机", "买家留言", "买家支付宝账号"]
    row = [
        *order("1", 订单创建时间="昨天", 总金额="张三"),
        "张三",
        "杭州市",
        "13800000000",
        "请打给我",
        "a@example.com",
    ]
    [one_refused] = read("a.csv", table(header, row)).refusals
    assert set(one_refused.raw) == set(HEADER)
    assert one_refused.params == {"found": "昨…"}
    assert one_refused.raw["总金额"] == "张…"


def test_a_comma_that_shifts_the_row_is_refused():
    [refused] = read("a.csv", table(HEADER, [*order("1"), "x"])).refusals
    assert (refused.code, dict(refused.params)) == ("too-many-cells", {"found": "9", "expected": "8"})


@pytest.mark.parametrize(
    ("word", "flag"),
    [("红", 1), ("黄旗", 2), ("绿色", 3), ("4", 4), ("紫", 5), ("", 0), ("灰", 0), ("彩虹", 0)],
)
def test_flags_are_colours_or_numbers(word: str, flag: int):
    parsed = read("a.csv", table([*HEADER, "插旗"], [*order("1"), word]))
    assert one(parsed)["flag"] == flag
    assert [notice.code for notice in parsed.notices] == (["unknown-flags"] if word == "彩虹" else [])


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"订单编号": "12 34"}, "订单编号", "bad-order-no"),
        ({"订单编号": "1" * 65}, "订单编号", "bad-order-no"),
        ({"买家会员名": "x" * 121}, "买家会员名", "too-long"),
        ({"订单创建时间": ""}, "订单创建时间", "missing-value"),
        ({"退款金额": "1.234"}, "退款金额", "not-whole-fen"),
        ({"总金额": "", "订单付款时间": "", "买家实际支付金额": ""}, "总金额", "missing-amount"),
    ],
)
def test_a_row_is_refused_by_the_column_at_fault_and_the_others_land(changed: dict, column: str, code: str):
    parsed = read("a.csv", table(HEADER, order("1", **changed), order("2")))
    [refused] = parsed.refusals
    assert (refused.line, refused.column, refused.code) == (2, column, code)
    assert parsed.orders["order_no"].tolist() == ["2"]


def test_what_is_received_is_the_amount_where_nothing_says_what_is_due():
    paid, unpaid = (
        order("1", 总金额="", 退款金额=""),
        order("2", 总金额="", 订单付款时间="", 买家实际支付金额="3.00"),
    )
    assert read("a.csv", table(HEADER, paid, unpaid)).orders["amount_fen"].tolist() == [5900, 300]


def test_a_file_of_goods_and_postage_is_due_their_sum():
    header = ["订单编号", "订单状态", "订单创建时间", "订单付款时间", "买家应付货款", "买家应付邮费"]
    rows = [
        ["1", "等待买家付款", CREATED, "", "10.00", "2.50"],
        ["2", "等待买家付款", CREATED, "", "10.00", ""],
    ]
    assert read("a.csv", table(header, *rows)).orders["amount_fen"].tolist() == [1250, 1000]


def test_an_item_row_that_stands_twice_is_repeated():
    parsed = read("a.xlsx", workbook(export=[ITEM_HEADER, item("611", "61"), item("611", "61")]))
    assert (parsed.read, parsed.repeated, one(parsed)["amount_fen"]) == (2, 1, 9000)


def test_an_order_all_of_whose_items_are_closed_is_closed():
    rows = [item("611", "61", 订单状态="交易关闭"), item("612", "61", 订单状态="已退款", 购买数量="")]
    refused = read("a.xlsx", workbook(export=[ITEM_HEADER, *rows])).refusals
    assert [(one.line, one.column, one.code) for one in refused] == [
        (2, "", "order-incomplete"),
        (3, "购买数量", "missing-value"),
    ]
    rows = [item("611", "61", 订单状态="交易关闭"), item("612", "61", 订单状态="已退款")]
    row = one(read("a.xlsx", workbook(export=[ITEM_HEADER, *rows])))
    assert (row["status"], row["closed"]) == ("交易关闭", True)


def test_a_displaced_row_of_a_file_with_receivers_keeps_nothing():
    """A cell too many or too few moves a receiver's data under another header."""
    header = [*HEADER, "收货人姓名"]
    longer = [*order("1"), "13800000000", "张三"]
    shorter = order("2", 总金额="杭州市")
    refused = read("a.csv", table(header, longer, shorter)).refusals
    assert [(one.line, one.column, one.code, dict(one.params), dict(one.raw)) for one in refused] == [
        (2, "", "too-many-cells", {"found": "10", "expected": "9"}, {}),
        (3, "总金额", "bad-amount", {"found": "…"}, {}),
    ]


def test_a_cell_too_long_for_any_order_is_refused_with_its_line():
    refused = refusal("a.csv", table(HEADER, order("1"), order("2", 订单状态="x" * 100_001)))
    assert (refused.code, refused.line) == ("cell-too-long", 3)


def test_an_item_of_a_report_that_stands_twice_is_repeated():
    header = ["主订单编号", "子订单编号", "标题", "购买数量", "价格"]
    rows = [
        ["61", "611", "袜子", "2", "5.00"],
        ["61", "611", "袜子", "2", "5.00"],
        ["62", "621", "袜子", "1", ""],
    ]
    parsed = read("a.csv", table(header, *rows))
    assert (parsed.kind, parsed.read, parsed.repeated) == ("taobao_items", 3, 1)
    assert parsed.items["amount_fen"].tolist() == [1000, -1]
