"""Closers, chasers, classes, credit and books worked out by hand (D2.7, D5, D7)."""

import datetime as dt

import pytest

from tests.story import story

ASKED = ("10:02 lily > xiaomei: 有货吗", "10:03 xiaomei > lily: 有的亲")


def test_an_order_after_a_chat_is_consulted(look):
    shop = look(story(*ASKED, "10:20 lily orders A1 ¥59", "10:21 A1 paid"))
    assert shop.rows("orders") == [
        {
            "order_no": "A1",
            "buyer": "lily",
            "created_at": "2026-05-11 10:20:00",
            "paid_at": "2026-05-11 10:21:00",
            "amount_fen": 5900,
            "refunded_fen": 0,
            "class": "consulted",
            "order_closer": "xiaomei",
            "payment_closer": "xiaomei",
            "chaser": None,
            "credited_agent": "xiaomei",
            "ruling": None,
            "order_evidence_at": "2026-05-11 10:03:00",
            "payment_evidence_at": "2026-05-11 10:03:00",
            "chase_evidence_at": None,
            "rule_version": 1,
        }
    ]


@pytest.mark.parametrize(("created", "closer"), [("10:03:00", "xiaomei"), ("10:03:01", None)])
def test_a_touch_counts_for_48_hours_with_both_ends_included(look, created, closer):
    """The buyer's word at 10:03:00, in the second of the touch, lies in the same window."""
    lines = ("10:03 lily > xiaomei: 有货吗", "10:03 xiaomei > lily: 有的亲")
    shop = look(story(*lines, f"05-13 {created} lily orders A1 ¥59"))
    assert shop.orders("order_closer") == {"A1": closer}


@pytest.mark.parametrize(("created", "closer"), [("10:02:00", "xiaomei"), ("10:02:01", None)])
def test_the_buyers_word_must_lie_in_the_window_too(look, created, closer):
    shop = look(story(*ASKED, f"05-13 {created} lily orders A1 ¥59"))
    assert shop.orders("order_closer") == {"A1": closer}


def test_a_touch_in_the_second_of_the_order_counts_and_one_later_does_not(look):
    lines = ("10:00 lily > xiaomei: 1", "10:00 lily > xiaoqi: 1")
    at = (*lines, "10:05:00 xiaomei > lily: 2", "10:05:01 xiaoqi > lily: 2", "10:05:00 lily orders A1 ¥1")
    assert look(story(*at)).order("A1")["order_closer"] == "xiaomei"


def test_a_broadcast_earns_nothing_but_a_word_to_the_robot_is_a_word(look):
    shop = look(
        story(
            "10:00 xiaomei > lily: 新品上架",
            "10:00 xiaomei > rose: 新品上架",
            "10:01 rose > zhushou: 多少钱",
            "10:10 lily orders A1 ¥1",
            "10:10 A1 paid",
            "10:10 rose orders A2 ¥1",
            "10:10 A2 paid",
        )
    )
    assert shop.orders("class") == {"A1": "silent", "A2": "consulted"}
    assert shop.orders("credited_agent") == {"A1": None, "A2": "xiaomei"}


def test_the_latest_touch_wins_then_more_touches_then_the_smaller_nick(look):
    words = [f"09:00 {buyer} > {agent}: ?" for buyer in ("a", "b", "c") for agent in ("xiaomei", "xiaoqi")]
    shop = look(
        story(
            *words,
            "09:01:00 xiaomei > a: 1",
            "09:01:01 xiaoqi > a: 1",
            "09:00:30 xiaoqi > b: 1",
            "09:01:00 xiaoqi > b: 1",
            "09:01:00 xiaomei > b: 1",
            "09:01:00 xiaoqi > c: 1",
            "09:01:00 xiaomei > c: 1",
            "09:30 a orders A1 ¥1",
            "09:30 b orders A2 ¥1",
            "09:30 c orders A3 ¥1",
        )
    )
    assert shop.orders("order_closer") == {"A1": "xiaoqi", "A2": "xiaoqi", "A3": "xiaomei"}


def test_most_rounds_prefers_the_agent_who_answered_more(look):
    lines = (
        "09:00 lily > xiaomei: 1",
        "09:01 xiaomei > lily: 1",
        "09:02 lily > xiaomei: 2",
        "09:03 xiaomei > lily: 2",
        "09:04 lily > xiaoqi: 3",
        "09:05 xiaoqi > lily: 3",
        "09:06 xiaoqi > lily: 3",
        "09:30 lily orders A1 ¥1",
    )
    assert look(story(*lines)).order("A1")["order_closer"] == "xiaoqi"
    shop = look(story(*lines, rules={"tie_break": "most_rounds"}))
    assert (shop.order("A1")["order_closer"], shop.order("A1")["order_evidence_at"]) == (
        "xiaomei",
        "2026-05-11 09:03:00",
    )


def test_with_an_order_closer_touches_up_to_the_payment_decide_the_payment_closer(look):
    shop = look(
        story(
            *ASKED,
            "10:20 lily orders A1 ¥59",
            "10:21 xiaoqi > lily: 亲还没付款哦",  # no word to her, within the guard: still counts
            "10:22 A1 paid",
            rules={"judge_rule": "payment"},
        )
    )
    order = shop.order("A1")
    assert (order["order_closer"], order["payment_closer"], order["chaser"]) == ("xiaomei", "xiaoqi", None)
    assert order["credited_agent"] == "xiaoqi"
    assert order["payment_evidence_at"] == "2026-05-11 10:21:00"
    assert shop.agents("agent", "sales_fen", "assist_orders", "assist_payments") == [
        ("xiaomei", 0, 1, 0),
        ("xiaoqi", 5900, 0, 0),
    ]


def test_a_touch_after_the_order_counts_however_long_before_the_payment(look):
    shop = look(
        story(
            *ASKED,
            "10:20 lily orders A1 ¥59",
            "10:30 xiaoqi > lily: 亲",
            "05-14 10:00 A1 paid",  # 71.5 hours after xiaoqi; the order's chat is out of the window
        )
    )
    assert shop.order("A1")["payment_closer"] == "xiaoqi"


@pytest.mark.parametrize(("paid", "closer"), [("10:02:00", "xiaomei"), ("10:02:01", None)])
def test_the_payments_window_needs_word_and_touch_as_well(look, paid, closer):
    shop = look(story(*ASKED, "10:20 lily orders A1 ¥59", f"05-13 {paid} A1 paid"))
    assert shop.order("A1")["payment_closer"] == closer
    assert shop.order("A1")["credited_agent"] == "xiaomei"


@pytest.mark.parametrize(
    ("touch", "order_class", "chaser"), [("10:30:00", "silent", None), ("10:30:01", "chased", "xiaomei")]
)
def test_a_chase_comes_later_than_the_guard_of_ten_minutes(look, touch, order_class, chaser):
    shop = look(story("10:20 lily orders A1 ¥59", f"{touch} xiaomei > lily: 亲付款吗", "10:40 A1 paid"))
    order = shop.order("A1")
    assert (order["class"], order["chaser"], order["credited_agent"]) == (order_class, chaser, chaser)


def test_a_chase_in_the_second_of_the_payment_counts_and_one_later_does_not(look):
    lines = ("10:20 lily orders A1 ¥59", "10:40:00 xiaomei > lily: 1", "10:40:01 xiaoqi > lily: 2")
    shop = look(story(*lines, "10:40:00 A1 paid"))
    assert shop.order("A1")["chaser"] == "xiaomei"
    assert shop.order("A1")["chase_evidence_at"] == "2026-05-11 10:40:00"


@pytest.mark.parametrize(("touch", "chaser"), [("10:20:00", "xiaomei"), ("10:20:01", None)])
def test_an_unpaid_order_can_be_chased_for_three_days(look, touch, chaser):
    shop = look(story("10:20 lily orders A1 ¥59", f"05-14 {touch} xiaomei > lily: 亲"))
    assert shop.order("A1")["chaser"] == chaser
    assert shop.order("A1")["class"] == "silent"


@pytest.mark.parametrize(("paid", "recovered"), [("10:20:00", 1), ("10:20:01", 0)])
def test_recovered_means_paid_within_three_days_and_stands_on_the_creation_day(look, paid, recovered):
    world = story("10:20 lily orders A1 ¥59", "11:00 xiaomei > lily: 亲", f"05-14 {paid} A1 paid")
    shop = look(world, dt.datetime(2026, 5, 14, 10, 20))
    columns = ("chase_orders", "recovered_orders", "recovered_fen")
    mature = ("mature_chase_orders", "mature_recovered_orders")
    assert shop.agents("day", *columns, *mature, "sales_fen") == [
        ("2026-05-11", 1, recovered, 5900 * recovered, 1, recovered, 0),
        ("2026-05-14", 0, 0, 0, 0, 0, 5900),
    ]
    early = look(world, dt.datetime(2026, 5, 14, 10, 19, 59))
    assert early.agents(*mature)[0] == (0, 0)


def test_a_chase_may_need_a_phrase(look):
    lines = (
        "10:20 lily orders A1 ¥59",
        "10:31 xiaomei > lily: 亲，还没ＰＡＹ吗",
        "10:32 xiaoqi > lily: 早",
    )
    rules = {"chase_needs_phrase": "on", "chase_phrases": "付款,pay"}
    assert look(story(*lines, "11:00 A1 paid", rules=rules)).order("A1")["payment_closer"] == "xiaomei"
    assert look(story(*lines, "11:00 A1 paid")).order("A1")["payment_closer"] == "xiaoqi"


def test_an_unpaid_order_shows_its_order_closer_except_under_the_payment_rule(look):
    lines = (*ASKED, "10:20 lily orders A1 ¥59")
    assert look(story(*lines)).order("A1")["credited_agent"] == "xiaomei"
    assert look(story(*lines, rules={"judge_rule": "payment"})).order("A1")["credited_agent"] is None


def test_under_the_order_rule_a_chased_sale_is_credited_to_nobody(look):
    lines = ("10:20 lily orders A1 ¥59", "10:31 xiaomei > lily: 亲", "10:40 A1 paid")
    shop = look(story(*lines, rules={"judge_rule": "order"}))
    assert (shop.order("A1")["class"], shop.order("A1")["credited_agent"]) == ("chased", None)
    day = shop.shop("2026-05-11")
    assert (day["paid_fen"], day["agents_fen"], day["silent_fen"]) == (5900, 0, 5900)
    assert (day["chased_orders"], day["silent_orders"]) == (1, 0)


def test_every_class_and_the_books(look):
    shop = look(
        story(
            *ASKED,
            "10:20 lily orders A1 ¥59.50 x2",
            "10:21 A1 paid",
            "10:22 A1 refunded ¥10",
            "10:20 rose orders A2 ¥20",
            "10:31 xiaoqi > rose: 亲",
            "10:40 A2 paid",
            "10:20 kate orders A3 ¥7",
            "10:20 A3 paid",
            "10:20 n**a orders A4 ¥3",
            "10:20 A4 paid",
            "10:20 lily orders A5 ¥100 memo 老板补单勿发",
            "10:20 A5 paid",
            "10:20 XiaoQi orders A6 ¥1000",
            "10:20 A6 paid",
            "10:20 kate orders A7 ¥9",
            "10:20 n**a orders A8 ¥50",
        )
    )
    assert shop.orders("class") == {
        "A1": "consulted",
        "A2": "chased",
        "A3": "silent",
        "A4": "unlinked",
        "A5": "excluded",
        "A6": "excluded",
        "A7": "silent",
        "A8": "unlinked",
    }
    day = shop.shop("2026-05-11")
    assert {name: day[name] for name in day if name.endswith("_fen")} == {
        "sales_fen": 7950,
        "refunded_fen": 1000,
        "recovered_fen": 2000,
        "paid_fen": 118950,
        "agents_fen": 7950,
        "silent_fen": 700,
        "unlinked_fen": 300,
        "excluded_fen": 110000,
        "ordered_fen": 5950 + 2000 + 700 + 300 + 900 + 5000,
    }
    assert [day[name + "_orders"] for name in ("consulted", "chased", "silent", "unlinked", "excluded")] == [
        *(1, 1, 1, 1, 2)
    ]
    people = ("consulting", "consulting_paying", "silent_paying", "paying", "ordering", "sale")
    assert [day[name + "_buyers"] for name in people] == [2, 2, 1, 3, 3, 2]
    assert (day["paid_orders"], day["items"]) == (2, 3)


def test_flags_exclude_only_when_the_rules_say_so(look):
    lines = ("10:00 lily orders A1 ¥1 flag 2", "10:00 A1 paid", "10:00 rose orders A2 ¥1", "10:00 A2 paid")
    assert look(story(*lines)).orders("class") == {"A1": "silent", "A2": "silent"}
    flagged = look(story(*lines, rules={"excluded_flags": "2,4"}))
    assert flagged.orders("class") == {"A1": "excluded", "A2": "silent"}


def test_rulings_move_the_money_and_leave_the_facts(look):
    shop = look(
        story(
            *ASKED,
            "10:20 lily orders A1 ¥59",
            "10:21 A1 paid",
            "10:20 rose orders A2 ¥20",
            "10:21 A2 paid",
            "A1 is nobody's",
            "A2 is xiaoqi's",
        )
    )
    for column, expected in {
        "class": {"A1": "consulted", "A2": "silent"},
        "order_closer": {"A1": "xiaomei", "A2": None},
        "credited_agent": {"A1": None, "A2": "xiaoqi"},
        "ruling": {"A1": "nobody", "A2": "xiaoqi"},
    }.items():
        assert shop.orders(column) == expected
    day = shop.shop("2026-05-11")
    assert (day["agents_fen"], day["silent_fen"], day["paid_fen"]) == (2000, 5900, 7900)
    assert shop.agents("agent", "sales_fen", "assist_orders") == [("xiaomei", 0, 1), ("xiaoqi", 2000, 0)]


def test_assists_need_no_word_and_count_paid_orders_on_the_payment_day(look):
    shop = look(
        story(
            *ASKED,
            "10:05 xiaoqi > lily: 上新",
            "10:20 lily orders A1 ¥59",
            "10:20 lily orders A2 ¥59",
            "10:21 xiaoqi > lily: 亲",
            "05-12 09:00 A1 paid",
        )
    )
    assert shop.order("A1")["credited_agent"] == "xiaomei"
    assert shop.agents("day", "agent", "assist_orders", "assist_payments", "sales_fen") == [
        ("2026-05-11", "xiaomei", 0, 0, 0),
        ("2026-05-11", "xiaoqi", 0, 0, 0),
        ("2026-05-12", "xiaomei", 0, 0, 5900),
        ("2026-05-12", "xiaoqi", 1, 1, 0),
    ]


def test_filtered_touches_earn_nothing(look):
    lines = (*ASKED, "10:20 lily orders A1 ¥59", "10:21 A1 paid")
    blocked = look(story(*lines, rules={"blocked_buyers": "lily"}))
    assert blocked.orders("class") == {"A1": "silent"}


def test_an_order_uses_the_rules_of_its_creation_day(look):
    world = story(
        "05-11 22:00 lily > xiaomei: 1",
        "22:00 xiaomei > lily: 1",
        "23:30 lily orders A1 ¥1",
        "05-12 00:30 lily orders A2 ¥1",
        versions=[(dt.date(2026, 5, 12), {"inquiry_window_hours": "2"})],
    )
    shop = look(world)
    assert shop.orders("order_closer") == {"A1": "xiaomei", "A2": None}
    assert shop.orders("rule_version") == {"A1": 1, "A2": 2}


def test_orders_of_the_span_are_those_created_or_paid_in_it(look):
    world = story("05-09 10:00 lily orders A1 ¥1", "05-10 10:00 lily orders A2 ¥1", "05-11 10:00 A2 paid")
    shop = look(world)
    shop.first = dt.date(2026, 5, 11)
    assert shop.orders("paid_at") == {"A2": "2026-05-11 10:00:00"}
    shop.first, shop.last = dt.date(2026, 5, 12), dt.date(2026, 5, 13)
    assert shop.rows("orders") == []
