"""Receptions, inquiries and people, on the edges of their rules (D1–D4, D6); worked out on paper."""

import pytest

from tests.contracts.shell import ORDER_COLUMNS, ShopShell, answered, order, said

DAY = "2026-05-01"


def test_closing_phrases_open_no_round_and_a_new_version_counts_from_its_day(shop: ShopShell):
    for day in ("2026-05-01", "2026-05-02"):
        thanks = said("a", "10:00:09", "好的", day=day)
        shop.chats(said("a", "10:00:00", day=day), answered("a", "10:00:05", day=day), thanks)
    shop.rules("closing_phrases=好的，谢谢", since="2026-05-02")
    shop.refresh()
    first, second = shop.one("receptions", "2026-05-01"), shop.one("receptions", "2026-05-02")
    assert (first["rounds"], first["unanswered_rounds"], first["wait_seconds"]) == (2, 1, 5)
    assert (second["rounds"], second["unanswered_rounds"], second["wait_seconds"]) == (1, 0, 5)


def test_a_watchword_filters_backwards_and_lets_go_again(shop: ShopShell):
    shop.chats(said("a", "10:00:00", "你们ＨＲ招聘吗"), answered("a", "10:00:05"))
    shop.orders(order("A", "a", "2026-05-01 11:00:00", "2026-05-01 11:00:05"))
    shop.rules("watchwords=hr招聘")
    shop.refresh()
    row = shop.one("receptions", DAY)
    assert (row["filtered_reason"], row["buyer_messages"], row["inquiry"], row["paid_final"]) == (
        "watchword",
        1,
        0,
        None,
    )
    assert shop.one("orders", DAY)["class"] == "silent"
    shop.rules("watchwords=")
    shop.refresh()
    row = shop.one("receptions", DAY)
    assert (row["filtered_reason"], row["inquiry"], row["paid_final"]) == (None, 1, 1)
    assert shop.one("orders", DAY)["class"] == "consulted"


def test_a_roster_that_comes_later_makes_one_agent_of_two_nicks_under_the_first(shop: ShopShell):
    shop.chats(
        said("a", "10:00:00"),
        answered("a", "10:00:05", agent="店:小美2"),
        said("b", "10:00:00", agent="店:小美2"),
    )
    assert len(shop.figures("receptions", DAY)) == 3
    told = shop.roster(("店:小美", "小美", "", ""), ("店:小美2", "小美", "", ""))
    assert told[0]["new_agents"] == []
    rows = shop.figures("receptions", DAY)
    assert [(r["agent"], r["buyer"], r["replied"]) for r in rows] == [
        ("店:小美", "a", 1),
        ("店:小美", "b", 0),
    ]


def test_an_agent_whom_a_later_roster_calls_a_robot_has_no_receptions(shop: ShopShell):
    shop.chats(said("a", "10:00:00"), answered("a", "10:00:05"))
    shop.orders(order("A", "a", "2026-05-01 10:01:00", "2026-05-01 10:01:09"))
    assert shop.one("orders", DAY)["credited_agent"] == "店:小美"
    shop.roster(("店:小美", "小美", "", "robot"))
    assert shop.figures("receptions", DAY) == []
    assert shop.one("orders", DAY)["class"] == "silent"
    assert shop.figures("agent_days", DAY) == []
    shop.roster(("店:小美", "小美", "", "human"))
    assert shop.one("orders", DAY)["credited_agent"] == "店:小美"


def test_an_open_uid_binds_nicks_backwards_across_files(shop: ShopShell):
    columns = ("agent", "buyer", "direction", "sent_at", "text", "buyer_open_uid")
    shop.chats(
        ("店:小美", "", "in", f"{DAY} 10:00:00", "在吗", "U1"),
        ("店:小美", "", "out", f"{DAY} 10:00:05", "在", "U1"),
        columns=columns,
    )
    shop.orders(order("A", "lily", "2026-05-01 10:01:00", "2026-05-01 10:01:09"))
    assert shop.one("orders", DAY)["class"] == "silent"
    shop.chats(("店:小美", "Lily", "in", "2026-05-09 10:00:00", "查件", "U1"), columns=columns)
    assert shop.one("orders", DAY)["credited_agent"] == "店:小美"
    assert shop.one("receptions", DAY)["buyer"] == "lily"


def test_a_masked_nick_is_a_reception_and_nothing_else(shop: ShopShell):
    shop.chats(
        said("l**y", "10:00:00"), answered("l**y", "10:00:05"), said("l**y", "11:00:00", agent="店:小琪")
    )
    shop.orders(order("A", "l**y", "2026-05-01 12:00:00", "2026-05-01 12:00:05"))
    rows = shop.figures("receptions", DAY)
    assert [(r["agent"], r["buyer"], r["replied"], r["inquiry"]) for r in rows] == [
        ("店:小琪", "l**y", 0, 0), ("店:小美", "l**y", 1, 0),
    ]  # fmt: skip
    day = shop.one("shop_days", DAY)
    assert (day["receptions"], day["inquiries"], day["consulting_buyers"], day["unlinked_fen"]) == (
        2,
        0,
        0,
        10000,
    )


def test_a_night_shift_and_a_chat_across_its_edge(shop: ShopShell):
    shop.rules("day_start=02:00")
    shop.chats(
        said("a", "01:59:59", day="2026-05-02"), answered("a", "02:00:04", day="2026-05-02"),
        said("b", "02:00:00", day="2026-05-02"),
    )  # fmt: skip
    rows = shop.figures("receptions", "2026-05-01", "2026-05-02")
    assert [(r["day"], r["buyer"], r["first_response_seconds"]) for r in rows] == [
        ("2026-05-01", "a", 5), ("2026-05-02", "b", None),
    ]  # fmt: skip


def test_wall_clocks_that_exist_twice_or_never(db: None, tmp_path):
    shop = ShopShell(tmp_path, "Paris", "--timezone", "Europe/Paris")
    night, spring = "2026-10-25", "2026-03-29"
    shop.chats(
        said("a", "02:30:00", day=night), answered("a", "03:00:00", day=night),
        said("b", "02:30:00", day=spring), answered("b", "03:30:10", day=spring),
    )  # fmt: skip
    # 02:30 is meant as summer time, 03:00 is an hour and a half later; in spring 02:30 becomes 03:30.
    assert shop.one("receptions", night)["buyer_messages"] == 1
    rows = shop.figures("receptions", night)
    assert (rows[0]["first_response_seconds"], rows[0]["replied"]) == (5400, 1)
    assert shop.one("receptions", spring)["first_response_seconds"] == 10


def test_an_inquiry_matures_at_the_second_and_as_of_hides_nothing(shop: ShopShell):
    shop.chats(
        said("a", "10:00:00"), answered("a", "10:00:05"), said("b", "10:00:00"), answered("b", "10:00:05")
    )
    shop.orders(
        order("A", "a", "2026-05-03 10:00:00", "2026-05-06 10:00:00"), order("B", "b", "2026-05-03 10:00:01")
    )
    before, after = "2026-05-06T09:59:59", "2026-05-06T10:00:00"
    cells = lambda buyer, when: tuple(  # noqa: E731
        shop.one("receptions", DAY, as_of=when, buyer=buyer)[name]
        for name in (
            "inquiry",
            "ordered_final",
            "paid_same_day",
            "paid_next_day",
            "paid_final",
            "mature",
            "lost_stage",
        )
    )
    assert cells("a", before) == (1, 1, 0, 0, 1, 0, None)
    assert cells("a", after) == (1, 1, 0, 0, 1, 1, None)
    assert cells("b", before) == (1, 0, 0, 0, 0, 0, None)
    assert cells("b", after) == (1, 0, 0, 0, 0, 1, "no_order")


def test_after_sales_begins_with_the_payment_and_ends_after_fifteen_days(shop: ShopShell):
    shop.orders(
        order("A", "edge", "2026-05-01 09:00:00", "2026-05-01 10:00:00"),
        order("B", "over", "2026-05-01 09:00:00", "2026-05-01 09:59:59"),
        order("C", "open", "2026-05-13 10:00:00"),
        order("D", "past", "2026-05-13 09:59:59"),
    )
    shop.chats(*(said(buyer, "10:00:00", day="2026-05-16") for buyer in ("edge", "over", "open", "past")))
    rows = shop.figures("receptions", "2026-05-16")
    assert {r["buyer"]: r["inquiry"] for r in rows} == {"edge": 0, "over": 1, "open": 0, "past": 1}


def test_a_chat_that_came_late_makes_the_same_figures_as_in_good_time(shop: ShopShell, tmp_path):
    days = {day: (said("a", "10:00:00", day=day), answered("a", "10:00:07", day=day)) for day in
            ("2026-05-01", "2026-05-02", "2026-05-03")}  # fmt: skip
    orders = (
        order("A", "a", "2026-05-02 11:00:00", "2026-05-03 11:00:00"),
        order("B", "b", "2026-05-03 11:00:00"),
    )
    good = ShopShell(tmp_path / "good", "good")
    for rows in days.values():
        good.chats(*rows)
    good.orders(*orders)
    shop.orders(*orders)
    for day in sorted(days, reverse=True):
        shop.chats(*days[day])
    for what in ("orders", "receptions", "agent_days", "shop_days"):
        assert shop.text(what, "2026-04-29", "2026-05-05") == good.text(what, "2026-04-29", "2026-05-05")


@pytest.mark.parametrize("main", ["", "店"])
def test_the_main_account_chats_as_an_own_account_and_buys_as_one(db: None, tmp_path, main):
    shop = ShopShell(tmp_path, "s", *(("--main-account", main) if main else ()))
    shop.chats(said("店", "10:00:00"), answered("店", "10:00:05"))
    shop.orders(order("A", "店", "2026-05-01 10:01:00", "2026-05-01 10:01:09"))
    assert shop.one("receptions", DAY)["filtered_reason"] == ("internal" if main else None)
    assert shop.one("orders", DAY)["class"] == ("excluded" if main else "consulted")


def test_day_figures_of_an_orders_only_and_of_a_chats_only_shop(shop: ShopShell, tmp_path):
    shop.orders(order("A", "a", "2026-05-01 10:00:00", "2026-05-02 10:00:00"))
    one, two = shop.figures("shop_days", "2026-05-01", "2026-05-02")
    assert (one["ordering_buyers"], one["paying_buyers"], two["paying_buyers"], two["silent_fen"]) == (
        1,
        0,
        1,
        10000,
    )
    assert shop.figures("receptions", "2026-05-01", "2026-05-02") == []
    chats = ShopShell(tmp_path / "c", "c")
    chats.chats(said("a", "10:00:00"), answered("a", "10:00:05"))
    day = chats.one("shop_days", DAY)
    assert (day["inquiries"], day["mature_inquiries"], day["paid_fen"], day["visitors"]) == (1, 0, 0, None)
    assert chats.figures("orders", DAY) == []


def test_items_of_a_report_count_whether_it_comes_before_or_after_the_orders(shop: ShopShell, tmp_path):
    columns = ("订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "订单状态", "商家编码")
    items = [("A", "T", "10", count, "", "", "交易成功", "") for count in ("2", "3")]
    orders = tuple(name for name in ORDER_COLUMNS if name != "宝贝总数量")
    row = order("A", "a", "2026-05-01 10:01:00", "2026-05-01 10:02:00")
    row = row[:7] + row[8:]
    for number, first in enumerate(("items", "orders")):
        one = ShopShell(tmp_path / str(number), f"s{number}")
        one.chats(said("a", "10:00:00"), answered("a", "10:00:05"))
        for _ in range(2):
            one.orders(*items, columns=columns) if first == "items" else one.orders(row, columns=orders)
            first = "orders" if first == "items" else "items"
        assert one.one("agent_days", DAY)["items"] == 5
