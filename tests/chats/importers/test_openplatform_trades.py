import json

import pytest

from chats.importers.base import FileRefused, Parsed
from tests.chats.importers.telling import SHOP, codes, notices, read, wall

TRADE = {
    **{"tid": 452000000000801, "created": "2026-05-09 10:00:00", "pay_time": "2026-05-09 10:01:00"},
    **{
        "modified": "2026-05-10 08:00:00",
        "payment": "59.80",
        "total_fee": "70.00",
        "status": "WAIT_SELLER_SEND_GOODS",
    },
    **{"buyer_nick": "tb1", "seller_nick": "测试店", "seller_flag": 1, "seller_memo": "已催 小明", "num": 3},
    **{
        "title": "测试店",
        "receiver_name": "张三",
        "receiver_mobile": "13800000000",
        "buyer_email": "a@example.com",
    },
    "orders": {
        "order": [
            {
                "oid": "9001",
                "num": 1,
                "payment": "19.80",
                "title": "袜子",
                "num_iid": 7,
                "status": "X",
                "price": "19.80",
            },
            {
                "oid": 9002,
                "num": 2,
                "payment": 40,
                "title": "帽子",
                "sku_properties_name": "颜色:红",
                "refund_status": "SUCCESS",
            },
        ]
    },
}


def full(**changed: object) -> str:
    return json.dumps({"trade_fullinfo_get_response": {"trade": {**TRADE, **changed}}}, ensure_ascii=False)


def without(*names: str) -> dict:
    return {name: value for name, value in TRADE.items() if name not in names}


def order(parsed: Parsed) -> dict:
    [row] = parsed.orders.to_dict("records")
    return row


def test_a_trade_becomes_an_order_with_its_items():
    parsed = read(full())
    row = order(parsed)
    assert (wall(row.pop("created_at")), wall(row.pop("paid_at"))) == ("05-09 10:00:00", "05-09 10:01:00")
    assert wall(row.pop("version")) == "05-10 08:00:00"
    assert row == {
        **{"order_no": "452000000000801", "buyer": "tb1", "open_uid": "", "status": "WAIT_SELLER_SEND_GOODS"},
        **{"closed": False, "amount_fen": 5980, "refunded_fen": 4000, "items": 3, "flag": 1},
        **{"memo": "已催 小明", "title": "袜子 帽子", "line": 1},
    }
    items = parsed.items[["item_key", "title", "sku", "quantity", "amount_fen", "item_no"]].values.tolist()
    assert items == [["9001", "袜子", "", 1, 1980, "7"], ["9002", "帽子", "颜色:红", 2, 4000, ""]]
    assert (parsed.read, notices(parsed)) == (1, [])


def test_nothing_about_the_receiver_is_kept():
    parsed = read(json.dumps([{**TRADE}, {**TRADE, "created": "gestern"}], ensure_ascii=False))
    kept = parsed.orders.to_csv() + parsed.items.to_csv() + str(parsed.refusals)
    assert not any(secret in kept for secret in ("张三", "13800000000", "a@example.com"))
    assert parsed.refusals[0].raw["tid"] == "452000000000801"


@pytest.mark.parametrize("trades", [[TRADE, {**TRADE, "tid": "2"}], [TRADE]], ids=["two", "one in a list"])
def test_a_page_of_sold_trades(trades: list):
    text = json.dumps({"trades_sold_get_response": {"trades": {"trade": trades}, "has_next": True}})
    parsed = read(text)
    assert len(parsed.orders) == len(trades)
    assert notices(parsed) == ["more-pages-follow"]


def test_a_page_with_one_trade_as_an_object():
    assert order(read(json.dumps({"trades_sold_get_response": {"trades": {"trade": TRADE}}})))["line"] == 1


def test_one_answer_a_line_with_a_broken_and_a_failed_one():
    lines = [
        full(),
        "",
        '{"trade_fullinfo_get_response": {"tra',
        '{"error_response": {"code": 7}}',
        full(tid="2"),
    ]
    parsed = read("\n".join(lines))
    assert parsed.orders[["order_no", "line"]].values.tolist() == [["452000000000801", 1], ["2", 5]]
    assert codes(parsed) == [(3, "broken-json-line"), (4, "platform-error-answer")]
    assert parsed.read == 4


def test_the_newest_version_of_an_order_counts():
    older = {**TRADE, "modified": "2026-05-09 09:00:00", "status": "WAIT_BUYER_PAY"}
    parsed = read(json.dumps([older, TRADE, older]))
    assert order(parsed)["status"] == "WAIT_SELLER_SEND_GOODS"
    assert (parsed.read, parsed.repeated) == (3, 2)


def test_a_trade_without_modified_has_the_latest_instant_of_the_file():
    text = json.dumps([without("modified"), {**TRADE, "tid": "2", "end_time": "2026-05-20 00:00:00"}])
    assert wall(read(text).orders["version"][0]) == "05-20 00:00:00"


def test_an_error_answer_refuses_the_file_in_its_words():
    text = json.dumps(
        {"error_response": {"code": 15, "msg": "Remote service error", "sub_code": "isv.trade-not-exist"}}
    )
    with pytest.raises(FileRefused, match="platform-error-answer") as refused:
        read(text)
    assert refused.value.params["sub_code"] == "isv.trade-not-exist"


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"tid": ""}, "tid", "missing-value"),
        ({"created": None}, "created", "missing-value"),
        ({"created": "2026-02-30 10:00:00"}, "created", "bad-time"),
        ({"pay_time": "soon"}, "pay_time", "bad-time"),
        ({"pay_time": "2026-05-09 09:00:00"}, "pay_time", "paid-before-created"),
        ({"payment": "viel"}, "payment", "bad-amount"),
        ({"payment": "1.234"}, "payment", "not-whole-fen"),
        ({"payment": None}, "payment", "missing-value"),
        ({"num": "x"}, "num", "bad-count"),
        ({"buyer_nick": "x" * 121}, "buyer_nick", "too-long"),
    ],
)
def test_a_bad_trade_is_refused_by_key_and_the_others_land(changed: dict, column: str, code: str):
    parsed = read(json.dumps([{**TRADE, **changed}, {**TRADE, "tid": "2"}]))
    [refusal] = parsed.refusals
    assert (refusal.line, refusal.column, refusal.code) == (1, column, code)
    assert parsed.orders["order_no"].tolist() == ["2"]
    with pytest.raises(FileRefused, match="no-trades"):
        read(full(**changed))


def test_ids_that_went_through_a_spreadsheet_refuse_the_file():
    for broken in (4.52e17, "4.52E+17"):
        with pytest.raises(FileRefused, match="broken-ids"):
            read(full(tid=broken))


@pytest.mark.parametrize(
    ("changed", "fen"),
    [
        ({"status": "TRADE_CLOSED"}, 4000),
        ({"refund_fee": "12.50"}, 1250),
        (
            {
                "orders": {
                    "order": {
                        "oid": 1,
                        "payment": "99.00",
                        "divide_order_fee": "30.00",
                        "refund_status": "SUCCESS",
                    }
                }
            },
            3000,
        ),
        ({"orders": {"order": {"oid": 1, "payment": "99.00", "refund_status": "SUCCESS"}}}, 5980),
        ({"orders": None}, 0),
        ({"pay_time": None}, 0),
    ],
    ids=["a closed trade tells no amount", "told", "share", "never more than paid", "no items", "unpaid"],
)
def test_what_went_back(changed: dict, fen: int):
    assert order(read(full(**changed)))["refunded_fen"] == fen


def test_money_may_be_a_number_and_words_are_kept():
    parsed = read(
        full(payment=59.8, status="SOMETHING_NEW", seller_flag=9, buyer_open_uid="AAA", buyer_nick="t**1")
    )
    row = order(parsed)
    assert (row["amount_fen"], row["status"], row["flag"], row["open_uid"]) == (
        5980,
        "SOMETHING_NEW",
        0,
        "AAA",
    )
    assert notices(parsed) == ["unknown-statuses"]


def test_masked_buyers_and_other_shops_are_noticed():
    parsed = read(full(buyer_nick="t**1", seller_nick="别家店"), SHOP)
    assert notices(parsed) == ["masked-nicks", "several-shops"]


def test_the_quantity_is_summed_where_the_trade_does_not_say():
    assert order(read(full(num=None)))["items"] == 3
    assert order(read(full(num=None, orders=None)))["items"] == -1


def test_an_empty_page_is_a_quiet_day():
    parsed = read('{"trades_sold_get_response": {"total_results": 0, "has_next": false}}')
    assert (parsed.read, notices(parsed)) == (0, ["empty-answer"])


def test_what_no_trade_tells_is_absent():
    told_little = without("seller_memo", "seller_flag", "orders", "num")
    parsed = read(json.dumps([told_little]))
    assert parsed.absent == {"open_uid", "memo", "flag", "items", "refunded_fen"}
    assert read(full()).absent == {"open_uid"}


@pytest.mark.parametrize(
    "answer", [[1, {**TRADE}], [{"trade_get_response": "busy"}, {"trade_get_response": {"trade": TRADE}}]]
)
def test_what_holds_no_trade_is_passed_over(answer: list):
    assert order(read(json.dumps(answer)))["order_no"] == "452000000000801"


def test_a_number_that_no_trade_can_have_is_refused():
    parsed = read(json.dumps([{**TRADE, "tid": "12 34"}, TRADE]))
    [refusal] = parsed.refusals
    assert (refusal.line, refusal.column, refusal.code) == (1, "tid", "bad-order-no")
