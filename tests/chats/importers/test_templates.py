"""Templates parse without a refusal; refused rows can be mended and uploaded again."""

import csv
import io

import pytest

from chats.importers.templates import EXAMPLES, safe_cell, template, template_like
from tests.chats.importers.builders import read, table
from tests.chats.importers.test_taobao_orders import HEADER, ITEM_HEADER, item, order


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_template_has_two_example_rows_that_are_taken(name: str, language: str):
    file_name, data = template(name, language)
    parsed = read(file_name, data)
    assert (parsed.kind, parsed.read, parsed.refusals) == (f"{name}_template", 2, [])


def test_the_chinese_chats_template_has_the_columns_of_the_contract():
    header = template("chats", "zh-hans")[1].decode("utf-8-sig").splitlines()[0]
    assert header == "客服,买家,方向,时间,类型,内容,消息编号,买家OpenUID"


BROKEN = {
    "chats_template": (
        ("agent", "buyer", "direction", "sent_at", "text"),
        ("店:小美", "lily", "in", "WRONG", "=1+1"),
    ),
    "traffic_template": (("日期", "访客数"), ("WRONG", "100")),
    "shop_daily_sheet": (("日期", "UV"), ("WRONG", "100")),
    "agents_template": (("子账号", "姓名", "入职"), ("店:小美", "小美", "WRONG")),
    "taobao_orders": (HEADER, order("35000000000000017", 订单付款时间="WRONG")),
    "taobao_items": (("订单编号", "标题", "购买数量"), ("35000000000000017", "雪平锅", "WRONG")),
}
MENDED = {
    "traffic_template": "2026-05-09",
    "shop_daily_sheet": "2026-05-09",
    "agents_template": "2026-01-05",
    "taobao_items": "2",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_refused_row_can_be_mended_and_uploaded_again(kind: str):
    header, row = BROKEN[kind]
    refused = read("x.csv", table(header, row)).refusals
    again = template_like(one.raw for one in refused)
    mended = again.decode("utf-8-sig").replace("WRONG", MENDED.get(kind, "2026-06-28 10:02:11"))
    parsed = read("fixed.csv", mended.encode())
    assert (parsed.kind, parsed.read, parsed.refusals) == (kind, 1, [])


def test_an_order_of_several_items_can_be_mended_as_a_whole():
    rows = [item("611", "61"), item("612", "61", 买家实付金额="WRONG")]
    refused = read("x.csv", table(ITEM_HEADER, *rows)).refusals
    mended = template_like(one.raw for one in refused).decode("utf-8-sig").replace("WRONG", "60.00")
    assert read("fixed.csv", mended.encode()).orders["amount_fen"].tolist() == [15000]


def test_long_numbers_and_formulas_survive_a_spreadsheet():
    rows = list(
        csv.reader(
            io.StringIO(
                template_like([{"订单编号": "35000000000000017", "备注": "=1+1"}]).decode("utf-8-sig")
            )
        )
    )
    assert rows == [["订单编号", "备注"], ['="35000000000000017"', "'=1+1"]]
    assert safe_cell("plain") == "plain"
    assert safe_cell("") == ""
