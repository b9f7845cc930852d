"""Inquiries, conversion, maturity and the shop's funnel worked out by hand (D1.5, D6, D8)."""

import datetime as dt

import pytest

from tests.story import story

ASKED = ("10:00 lily > xiaomei: 有货吗", "10:01 xiaomei > lily: 有的亲")
CONVERSIONS = ("ordered_same_day", "ordered_final", "paid_same_day", "paid_next_day", "paid_final")
LATE = dt.datetime(2026, 5, 31)


@pytest.mark.parametrize(
    ("created", "paid", "expected"),
    [
        ("05-11 11:00:00", "05-11 11:01:00", (1, 1, 1, 1, 1)),
        ("05-11 11:00:00", "05-12 23:59:59", (1, 1, 0, 1, 1)),
        ("05-11 11:00:00", "05-13 00:00:00", (1, 1, 0, 0, 1)),
        ("05-12 11:00:00", "05-12 11:00:00", (0, 1, 0, 1, 1)),
        ("05-11 11:00:00", "05-14 11:00:00", (1, 1, 0, 0, 1)),
        ("05-11 11:00:00", "05-14 11:00:01", (1, 1, 0, 0, 0)),
        ("05-13 10:00:00", "05-13 10:00:00", (0, 1, 0, 0, 1)),
        ("05-13 10:00:01", "05-13 10:00:01", (0, 0, 0, 0, 0)),
        ("05-11 10:00:00", "05-11 10:00:00", (1, 1, 1, 1, 1)),
    ],
)
def test_conversions_of_an_inquiry(look, created, paid, expected):
    shop = look(story(*ASKED, f"{created} lily orders A1 ¥1", f"{paid} A1 paid"), LATE)
    assert shop.receptions(*CONVERSIONS) == [expected]


def test_an_order_a_second_before_the_question_makes_it_after_sales(look):
    shop = look(story(*ASKED, "09:59:59 lily orders A1 ¥1", "11:00 A1 paid"))
    assert shop.receptions("inquiry", *CONVERSIONS, "mature", "lost_stage") == [
        (0, *[None] * len(CONVERSIONS), None, None)
    ]
    assert shop.agents("receptions", "inquiries") == [(1, 0)]


@pytest.mark.parametrize(
    ("created", "paid", "inquiry"),
    [
        ("05-01 09:00:00", "05-05 10:00:00", 0),  # paid exactly 15 days before
        ("05-01 09:00:00", "05-05 09:59:59", 1),
        ("05-17 10:00:00", None, 0),  # created exactly 3 days before, unpaid
        ("05-17 09:59:59", None, 1),
        ("05-17 10:00:00", "05-20 10:00:00", 0),  # not paid before m
        ("05-17 09:59:59", "05-20 09:59:59", 0),
    ],
)
def test_after_sales_looks_back_15_days_for_payments_and_3_for_unpaid_orders(look, created, paid, inquiry):
    lines = ["05-20 10:00 lily > xiaomei: 在吗", f"{created} lily orders A1 ¥1"]
    shop = look(story(*lines, *([f"{paid} A1 paid"] if paid else [])))
    assert shop.receptions("inquiry") == [(inquiry,)]


def test_excluded_orders_make_no_after_sales_and_alone_no_inquiry(look):
    before = look(story(*ASKED, "09:00 lily orders A1 ¥1 memo 刷单", "09:00 A1 paid"))
    assert before.receptions("inquiry") == [(1,)]
    after = look(story(*ASKED, "11:00 lily orders A1 ¥1 memo 刷单", "11:00 A1 paid"))
    assert after.receptions("inquiry") == [(0,)]
    both = look(story(*ASKED, "11:00 lily orders A1 ¥1 memo 刷单", "12:00 lily orders A2 ¥1"))
    assert both.receptions("inquiry", "ordered_final", "paid_final") == [(1, 1, 0)]


def test_an_inquiry_matures_after_the_window_and_the_unpaid_days(look):
    world = story(*ASKED, "10:30 lily orders A1 ¥1")
    due = dt.datetime(2026, 5, 16, 10, 0, 0)
    columns = ("mature", "lost_stage")
    assert look(world, due).receptions(*columns) == [(1, "not_paid")]
    assert look(world, due - dt.timedelta(seconds=1)).receptions(*columns) == [(0, None)]
    assert look(story(*ASKED), due).receptions(*columns) == [(1, "no_order")]


def test_now_is_the_earlier_of_the_latest_message_and_the_latest_order(look):
    """xiaomei's inquiry matures on 05-16 at 10:00; an automatic message is a message too."""
    auto = "05-16 10:00 xiaomei > rose [auto]: 您好"
    kept = look(story(*ASKED, auto, "05-16 10:00 kate orders A9 ¥1"))
    assert kept.receptions("mature", "lost_stage") == [(1, "no_order")]
    orders_missing = look(story(*ASKED, auto, "05-16 09:59:59 kate orders A9 ¥1"))
    assert orders_missing.receptions("mature") == [(0,)]
    paid_later = look(story(*ASKED, auto, "05-12 10:00 kate orders A9 ¥1", "05-16 10:00 A9 paid"))
    assert paid_later.receptions("mature") == [(1,)]
    assert look(story(*ASKED, auto)).receptions("mature") == [(0,)]


def test_sums_of_mature_and_provisional_inquiries(look):
    world = story(
        *ASKED,
        "10:30 lily orders A1 ¥1",
        "10:31 A1 paid",
        "11:00 rose > xiaomei: 在吗",
        "12:00 rose orders A2 ¥1",
    )
    columns = ("inquiries", "mature_inquiries", "ordered_final", "paid_final")
    more = ("mature_ordered_final", "mature_paid_final", "own_paid_final", "mature_own_paid_final")
    assert look(world, dt.datetime(2026, 5, 16, 10)).agents(*columns, *more) == [(2, 1, 2, 1, 1, 1, 1, 1)]
    assert look(world, dt.datetime(2026, 5, 16, 9)).agents(*columns, *more) == [(2, 0, 2, 1, 0, 0, 1, 0)]


def test_a_buyer_who_asks_two_agents_is_one_inquiry_of_the_shop(look):
    world = story(
        *ASKED,
        "10:02 lily > xiaoqi: 有货吗",
        "10:03 xiaoqi > lily: 有",
        "10:30 lily orders A1 ¥1",
        "10:31 A1 paid",
    )
    shop = look(world, dt.datetime(2026, 5, 16, 10, 1))  # xiaoqi's matures a minute later
    columns = ("inquiries", "mature_inquiries", "paid_final", "own_paid_final", "mature_own_paid_final")
    assert shop.agents("agent", *columns) == [("xiaomei", 1, 1, 1, 0, 0), ("xiaoqi", 1, 0, 1, 1, 0)]
    day = shop.shop("2026-05-11")
    assert [day[column] for column in columns] == [1, 0, 1, 1, 0]
    assert (day["receptions"], day["consulting_buyers"]) == (2, 1)


def test_conversion_counts_any_order_and_own_conversion_only_the_agents(look):
    """The answer of xiaoqi, who was asked later, takes the order; both inquiries are converted."""
    world = story(*ASKED, "10:10 lily > xiaoqi: 1", "10:30 lily orders A1 ¥1", "10:31 A1 paid")
    columns = ("inquiries", "paid_final", "own_paid_final")
    assert look(world).agents("agent", *columns) == [("xiaomei", 1, 1, 1), ("xiaoqi", 1, 1, 0)]


def test_an_accepted_invalid_reason_takes_the_inquiry_away(look):
    world = story(*ASKED)
    world.invalid = {("xiaomei", "lily", dt.date(2026, 5, 11))}
    assert look(world).receptions("inquiry", "filtered_reason") == [(0, None)]


def test_a_cross_midnight_question_counts_from_its_first_buyer_message(look):
    """The run began on the 11th; the buyer first wrote on the 12th, so nothing is same-day."""
    world = story(
        "23:55 xiaomei > lily: 在吗",
        "05-12 00:05 lily > xiaomei: 在",
        "00:10 lily orders A1 ¥1",
        "00:11 A1 paid",
    )
    assert look(world).receptions("day", *CONVERSIONS) == [("2026-05-11", 0, 1, 0, 1, 1)]


def test_the_funnel_of_a_day_with_and_without_traffic(look):
    """lily asks and buys, rose asks only for her parcel after a silent sale, kate buys silently."""
    world = story(
        *ASKED,
        "10:30 lily orders A1 ¥59",
        "10:31 A1 paid",
        "09:00 rose orders A2 ¥20",
        "09:01 A2 paid",
        "12:00 rose > xiaomei: 什么时候发货",
        "09:00 kate orders A3 ¥10",
        "09:01 A3 paid",
        "13:00 nina orders A4 ¥5",
        visitors={dt.date(2026, 5, 11): (100, 250, 40)},
    )
    day = look(world).shop("2026-05-11")
    people = ("consulting", "consulting_paying", "silent_paying", "paying", "ordering")
    assert [day[name + "_buyers"] for name in people] == [2, 1, 2, 3, 4]
    assert (day["visitors"], day["page_views"], day["bounced_visitors"]) == (100, 250, 40)
    assert day["ordered_fen"] == 9400
    quiet = look(world).shop("2026-05-12")
    assert (quiet["visitors"], quiet["paid_fen"], quiet["receptions"]) == (None, 0, 0)


def test_a_shop_has_a_row_for_every_day_and_agents_only_where_something_is(look):
    shop = look(story(*ASKED))
    assert len(shop.rows("shop_days")) == 31
    assert shop.agents("day", "agent") == [("2026-05-11", "xiaomei")]
