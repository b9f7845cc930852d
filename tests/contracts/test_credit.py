"""Who earned an order, on the edges of every window (D5, D7); expected values worked out on paper."""

import pytest

from tests.contracts.shell import ShopShell, answered, order, said

MAY = ("2026-05-01", "2026-05-31")


def orders_by_number(shop: ShopShell) -> dict[str, dict]:
    return {row["order_no"]: row for row in shop.figures("orders", *MAY)}


def test_the_order_window_includes_both_ends_and_not_a_second_more(shop: ShopShell):
    shop.chats(
        said("first", "10:00:00"), answered("first", "10:00:00"),
        said("before", "09:59:59"), answered("before", "09:59:59"),
        said("wordless", "09:59:59"), answered("wordless", "10:00:00"),
        said("last", "10:00:00", day="2026-05-03"), answered("last", "10:00:00", day="2026-05-03"),
        said("late", "10:00:00", day="2026-05-03"), answered("late", "10:00:01", day="2026-05-03"),
    )  # fmt: skip
    buyers = ("first", "before", "wordless", "last", "late")
    shop.orders(*(order(buyer, buyer, "2026-05-03 10:00:00") for buyer in buyers))
    rows = orders_by_number(shop)
    assert {buyer: rows[buyer]["order_closer"] for buyer in buyers} == {
        "first": "店:小美", "before": None, "wordless": None, "last": "店:小美", "late": None,
    }  # fmt: skip
    assert rows["first"]["order_evidence_at"] == "2026-05-01 10:00:00"


def test_a_word_to_a_robot_lets_an_agents_outreach_count_but_a_word_to_a_colleague_does_not(shop: ShopShell):
    shop.roster(("店:机器", "机器", "", "robot"))
    shop.chats(
        said("a", "10:00:00", agent="店:机器"), answered("a", "10:10:00"),
        said("b", "10:00:00", agent="店:小琪"), answered("b", "10:10:00"),
    )  # fmt: skip
    shop.orders(order("A", "a", "2026-05-01 11:00:00"), order("B", "b", "2026-05-01 11:00:00"))
    rows = orders_by_number(shop)
    assert (rows["A"]["order_closer"], rows["B"]["order_closer"]) == ("店:小美", None)


def test_after_an_order_closer_every_touch_up_to_the_payment_counts_without_a_word(shop: ShopShell):
    shop.chats(
        said("a", "10:00:00"), answered("a", "10:00:05"),
        answered("a", "10:00:11", agent="店:小琪"),
    )  # fmt: skip
    shop.orders(order("A", "a", "2026-05-01 10:00:10", "2026-05-01 10:00:11"))
    row = orders_by_number(shop)["A"]
    assert (row["order_closer"], row["payment_closer"], row["credited_agent"]) == (
        "店:小美",
        "店:小琪",
        "店:小美",
    )
    assert (row["chaser"], row["class"]) == (None, "consulted")
    shop.rules("judge_rule=payment")
    shop.refresh()
    assert orders_by_number(shop)["A"]["credited_agent"] == "店:小琪"


def test_without_an_order_closer_only_a_touch_after_the_guard_brings_the_payment(shop: ShopShell):
    shop.chats(
        answered("at", "10:10:00"),
        answered("after", "10:10:01"),
        answered("paying", "10:20:00"),
        answered("paid", "10:20:01"),
    )
    shop.orders(
        *(
            order(b, b, "2026-05-01 10:00:00", "2026-05-01 10:20:00")
            for b in ("at", "after", "paying", "paid")
        )
    )
    rows = orders_by_number(shop)
    found = {b: (row["chaser"], row["payment_closer"], row["class"]) for b, row in rows.items()}
    chased, silent = ("店:小美", "店:小美", "chased"), (None, None, "silent")
    assert found == {"at": silent, "after": chased, "paying": chased, "paid": silent}


@pytest.mark.parametrize(
    ("rule", "credited"), [("order_first", "店:小美"), ("order", "店:小美"), ("payment", None)]
)
def test_an_unpaid_order_shows_its_order_closer_unless_payments_are_judged(shop: ShopShell, rule, credited):
    shop.rules(f"judge_rule={rule}")
    shop.chats(said("a", "10:00:00"), answered("a", "10:00:05"), answered("b", "11:00:00"))
    shop.orders(order("A", "a", "2026-05-01 10:30:00"), order("B", "b", "2026-05-01 10:00:00"))
    rows = orders_by_number(shop)
    assert (rows["A"]["credited_agent"], rows["A"]["class"]) == (credited, "consulted")
    assert rows["A"]["payment_closer"] is None
    assert (rows["B"]["credited_agent"], rows["B"]["chaser"], rows["B"]["class"]) == (
        None,
        "店:小美",
        "silent",
    )


def test_a_chase_counts_up_to_the_end_of_the_third_day_and_recovers_only_until_then(shop: ShopShell):
    shop.chats(
        answered("open", "10:00:00", day="2026-05-04"),
        answered("gone", "10:00:01", day="2026-05-04"),
        answered("just", "11:00:00"),
        answered("over", "11:00:00"),
    )
    created = "2026-05-01 10:00:00"
    shop.orders(
        order("open", "open", created),
        order("gone", "gone", created),
        order("just", "just", created, "2026-05-04 10:00:00"),
        order("over", "over", created, "2026-05-04 10:00:01"),
    )
    rows = orders_by_number(shop)
    assert {b: row["chaser"] for b, row in rows.items()} == {
        "open": "店:小美", "gone": None, "just": "店:小美", "over": "店:小美",
    }  # fmt: skip
    day = shop.one("agent_days", "2026-05-01", agent="店:小美", as_of="2026-05-04T10:00:00")
    assert (day["chase_orders"], day["recovered_orders"], day["recovered_fen"]) == (3, 1, 10000)
    assert (day["mature_chase_orders"], day["mature_recovered_orders"]) == (3, 1)
    day = shop.one("agent_days", "2026-05-01", agent="店:小美", as_of="2026-05-04T09:59:59")
    assert (day["mature_chase_orders"], day["mature_recovered_orders"]) == (0, 0)


def test_an_order_uses_the_rules_of_its_creation_day_whenever_it_is_paid(shop: ShopShell):
    shop.rules("judge_rule=order")
    shop.rules("judge_rule=payment", since="2026-05-02")
    shop.chats(
        said("a", "23:50:00"), answered("a", "23:50:05"), answered("a", "23:59:59", agent="店:小琪"),
    )  # fmt: skip
    shop.orders(
        order("A", "a", "2026-05-01 23:59:58", "2026-05-02 00:10:00"),
        order("B", "a", "2026-05-02 00:00:00", "2026-05-02 00:10:00"),
    )
    rows = orders_by_number(shop)
    assert (rows["A"]["rule_version"], rows["A"]["credited_agent"]) == (1, "店:小美")
    # At B's creation Xiaomei spoke with the buyer; the last touch up to the payment was Xiaoqi's, but
    # within the window before it she was never written to: her touch is before the creation.
    assert (rows["B"]["rule_version"], rows["B"]["credited_agent"]) == (2, "店:小美")


def test_flags_and_memos_exclude_backwards_once_days_are_computed(shop: ShopShell):
    shop.orders(
        order("A", "a", "2026-05-01 10:00:00", "2026-05-01 10:00:09", memo="亲友价"),
        order("B", "b", "2026-05-01 10:00:00", "2026-05-01 10:00:09", memo="内部单 Ａ"),
    )
    classes = lambda: {n: row["class"] for n, row in orders_by_number(shop).items()}  # noqa: E731
    assert classes() == {"A": "silent", "B": "excluded"}
    shop.rules("excluded_memo_phrases=亲友，朋友")
    assert classes() == {"A": "silent", "B": "excluded"}
    shop.refresh()
    assert classes() == {"A": "excluded", "B": "silent"}
    shop.rules("excluded_memo_phrases=a")  # full-width, other case
    shop.refresh("--all")
    assert classes() == {"A": "silent", "B": "excluded"}
    shop.rules("excluded_memo_phrases=")
    shop.refresh("--from", "2026-05-01", "--to", "2026-05-01")
    assert classes() == {"A": "silent", "B": "silent"}


def test_versions_of_an_order_give_the_same_in_both_orders_of_import(shop: ShopShell, tmp_path):
    old = order("A", "a", "2026-05-01 10:00:00", modified="2026-05-01 10:00:00")
    new = order(
        "A", "a", "2026-05-01 10:00:00", "2026-05-01 12:00:00", refund="40", modified="2026-05-02 10:00:00"
    )
    other = ShopShell(tmp_path / "other", "女装")
    shop.orders(old), shop.orders(new)
    other.orders(new)
    assert other.orders(old)[0]["unchanged"] == 1
    assert shop.text("orders", *MAY) == other.text("orders", *MAY)
    row = orders_by_number(shop)["A"]
    assert (row["amount_fen"], row["refunded_fen"], row["paid_at"]) == (10000, 4000, "2026-05-01 12:00:00")


def test_at_equal_versions_a_payment_time_beats_none(shop: ShopShell, tmp_path):
    unpaid = order("A", "a", "2026-05-01 10:00:00", modified="2026-05-02 10:00:00")
    paid = order("A", "a", "2026-05-01 10:00:00", "2026-05-01 12:00:00", modified="2026-05-02 10:00:00")
    shop.orders(paid)
    shop.orders(unpaid)
    assert orders_by_number(shop)["A"]["paid_at"] == "2026-05-01 12:00:00"


def test_the_books_balance_with_every_kind_of_order(shop: ShopShell):
    shop.chats(said("a", "10:00:00"), answered("a", "10:00:05"))
    at = ("2026-05-01 10:00:10", "2026-05-01 10:00:20")
    shop.orders(
        order("1", "a", *at, "100.01", "100.01"), order("2", "s", *at, "20"), order("3", "x**x", *at, "3.03"),
        order("4", "", *at, "0.4"), order("5", "a", *at, "5", memo="补单"), order("6", "a", at[0], "", "6"),
        order("7", "店:小美", *at, "7"),
    )  # fmt: skip
    day = shop.one("shop_days", "2026-05-01")
    assert (day["agents_fen"], day["silent_fen"], day["unlinked_fen"], day["excluded_fen"]) == (
        10001,
        2000,
        343,
        1200,
    )
    assert day["paid_fen"] == 10001 + 2000 + 343 + 1200
    assert (day["refunded_fen"], day["sales_fen"]) == (10001, 10001)
    assert (
        day["silent_orders"],
        day["consulted_orders"],
        day["unlinked_orders"],
        day["excluded_orders"],
    ) == (1, 1, 2, 2)
    assert (day["paying_buyers"], day["ordering_buyers"], day["ordered_fen"]) == (
        2,
        2,
        10001 + 2000 + 600 + 343,
    )
