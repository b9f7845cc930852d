"""A file is known by its content; what we do not take is refused by name, with what to bring instead."""

import pytest

from tests.chats.importers.builders import read, refusal, table, workbook

JD = ("订单号", "商品ID", "下单时间", "应付金额", "订单状态", "下单帐号", "付款确认时间")
ALIBABA = ("订单编号", "买家会员名", "货品总价（元）", "订单状态", "订单创建时间", "订单付款时间")
PINDUODUO = ("订单成交时间", "商品", "订单号", "订单状态", "商家实收金额(元)")
CHITU = ("客服昵称", "接待人数", "平均响应(秒)", "回复率")
SCORES = "<r><staff_eval_details><eval_detail><eval_code>1</eval_code></eval_detail></staff_eval_details></r>"
CLASSIC = "----------------------- 2012-05-12 -----------------------\n小王 (2012-05-12 10:11:12):\n在吗\n\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (table(JD, ["1"] * 7), "platform-jd"),
        (table(ALIBABA, ["1"] * 6), "platform-1688"),
        (table(PINDUODUO, ["1"] * 5), "platform-pinduoduo"),
        (workbook(Sheet1=[CHITU, ["ava", 1, 2, 3]]), "performance-report"),
        (SCORES.encode(), "satisfaction-scores"),
        ((CLASSIC * 2).encode("gb18030"), "wangwang-classic"),
        ("\n".join(["s1\t买家\t你好在吗", "s1\t客服\t在的亲"] * 4).encode(), "no-times"),
        ("# 说明\n这是一个文件夹的说明。".encode(), "unknown-text"),
    ],
)
def test_what_we_do_not_take_is_refused_by_name(data: bytes, code: str):
    assert refusal("ExportOrderList1.csv", data).code == code


def test_the_nearest_kind_is_named_with_what_it_lacks():
    refused = refusal("x.csv", table(("订单编号", "买家会员名", "总金额"), ("1", "lily", "5")))
    assert refused.code == "unknown-columns"
    assert refused.params["kind"] == "taobao_orders"
    assert refused.params["missing"] == "订单创建时间、订单付款时间、订单状态"
    assert refused.params["columns"] == "订单编号、买家会员名、总金额"


def test_a_report_that_lacks_the_figure_it_is_about_is_nearest_its_own_kind():
    refused = refusal("x.csv", table(("商品名称", "商品编号", "咨询人数"), ("耳钉", "900000000801", "12")))
    assert (refused.code, refused.params["kind"]) == ("unknown-columns", "shop_item_inquiries")
    assert refused.params["missing"] == "询单人数"


def test_a_chat_history_is_found_below_a_banner():
    rows = [["导出的聊天记录"], ["客户ID", "聊天记录"], ["lily", "2026-05-09 10:02:00\nlily: 有货吗"]]
    parsed = read("x.xlsx", workbook(Sheet1=rows))
    assert (parsed.kind, parsed.messages["text"].tolist()) == ("qianniu_web_table", ["有货吗"])


def test_a_workbook_without_any_known_column_lists_what_it_has():
    refused = refusal("x.xlsx", workbook(Sheet1=[["水果", "斤"], ["苹果", 3]]))
    assert (refused.code, refused.params["columns"]) == ("unknown-table", "水果、斤")


def test_a_table_without_a_header_is_refused_and_nothing_of_it_is_repeated():
    refused = refusal(
        "x.xlsx", workbook(Sheet1=[["张三", "13800000000", "杭州市"], ["李四", "13900000000", "北京市"]])
    )
    assert (refused.code, refused.params) == ("no-header", {})


def test_the_name_of_a_file_decides_nothing():
    data = table(("date", "visitors"), ("2026-05-09", "10"))
    assert read("ExportOrderList201707080105.csv", data).kind == "traffic_template"


INQUIRIES = [
    ["下载数据最多5000条"],
    [],
    [],
    [],
    [],
    ["商品名称", "商品编号", "咨询人数", "询单人数", "询单转化率"],
]
ITEM = ["耳钉", "900000000801", "12", "延迟统计", "28.57%"]


def test_item_inquiries_are_kept_by_item_and_metric():
    sheet = [*INQUIRIES, ITEM, ["平均值", "-", "8.5", "-", "-"], ["汇总值", "-", "17", "-", "-"]]
    parsed = read("生意参谋_询单_商品_2026-09-26.xlsx", workbook(询单=sheet))
    rows = parsed.platform[["subject", "label", "metric", "value", "line"]].to_numpy().tolist()
    assert rows == [
        ["900000000801", "耳钉", "咨询人数", "12", 7],
        ["900000000801", "耳钉", "询单人数", "", 7],
        ["900000000801", "耳钉", "询单转化率", "28.57%", 7],
    ]
    assert {str(day) for day in (*parsed.platform["first_day"], *parsed.platform["last_day"])} == {
        "2026-09-26"
    }


def test_an_item_that_stands_twice_is_repeated_and_the_later_row_counts():
    later = [*ITEM[:2], "13", "9", "30%"]
    parsed = read("询单_2026-09-26.xlsx", workbook(询单=[*INQUIRIES, ITEM, later]))
    assert (parsed.read, parsed.repeated, parsed.platform["value"].tolist()) == (2, 1, ["13", "9", "30%"])


def test_a_second_sheet_of_the_same_form_is_named_because_it_is_not_read():
    sheet = [["日期", "访客数"], ["2026-05-09", 10]]
    parsed = read("x.xlsx", workbook(五月=sheet, 六月=sheet))
    assert [(one.code, dict(one.params)) for one in parsed.notices] == [
        ("sheets-not-read", {"read": "五月", "found": "六月"})
    ]


def test_a_report_without_a_day_in_its_name_is_refused():
    refused = refusal("询单.xlsx", workbook(询单=[*INQUIRIES, ITEM]))
    assert (refused.code, refused.params["found"]) == ("date-not-in-name", "询单.xlsx")


def test_traffic_sources_are_kept_by_source_and_detail():
    sheet = [
        ["banner"],
        ["来源", "来源明细", "访客数", "变化", "跳失率"],
        ["淘内免费", "手淘搜索", "100", "+5%", "-"],
    ]
    parsed = read("【生意参谋平台】无线店铺流量来源-2018-05-01_2018-05-07.xlsx", workbook(s=sheet))
    assert parsed.platform[["subject", "label", "metric", "value"]].to_numpy().tolist() == [
        ["淘内免费 / 手淘搜索", "淘内免费", "访客数", "100"],
        ["淘内免费 / 手淘搜索", "淘内免费", "跳失率", ""],
    ]
    assert (str(parsed.platform["first_day"][0]), str(parsed.platform["last_day"][0])) == (
        "2018-05-01",
        "2018-05-07",
    )
