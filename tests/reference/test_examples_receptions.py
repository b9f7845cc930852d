"""Receptions and service figures worked out by hand (D1, D2, D3, D4)."""

import datetime as dt

import pytest

from tests.story import story


def test_a_question_and_its_answer(look):
    shop = look(
        story(
            "10:02:00 lily > xiaomei: 有货吗",
            "10:02:07 xiaomei > lily: 有的亲",
            "10:05:00 lily > xiaomei: 好",
        )
    )
    assert shop.rows("receptions") == [
        {
            "day": "2026-05-11",
            "agent": "xiaomei",
            "buyer": "lily",
            "filtered_reason": None,
            "started_by": "buyer",
            "buyer_messages": 2,
            "human_messages": 1,
            "rounds": 2,
            "unanswered_rounds": 1,
            "wait_seconds": 7,
            "replied": 1,
            "first_response_seconds": 7,
            "inquiry": 1,
            "ordered_same_day": 0,
            "ordered_final": 0,
            "paid_same_day": 0,
            "paid_next_day": 0,
            "paid_final": 0,
            "mature": 0,
            "lost_stage": None,
        }
    ]


def test_a_chat_across_midnight_is_one_reception_while_gaps_are_30_minutes(look):
    shop = look(
        story(
            "23:50:00 lily > xiaomei: 在吗",
            "05-12 00:20:00 xiaomei > lily: 在的",  # 30:00 after: same run
            "00:50:01 lily > xiaomei: 好的",  # 30:01 after: a run of the new day
        )
    )
    assert shop.receptions("day", "buyer_messages", "human_messages", "replied") == [
        ("2026-05-11", 1, 1, 1),
        ("2026-05-12", 1, 0, 0),
    ]


def test_the_morning_answer_to_a_night_question_is_outreach_of_the_next_day(look):
    shop = look(story("22:00 lily > xiaomei: 在吗", "05-12 09:00 xiaomei > lily: 早上好"))
    assert shop.receptions("day", "filtered_reason", "started_by", "rounds", "replied") == [
        ("2026-05-11", None, "buyer", 1, 0),
        ("2026-05-12", "monologue", "agent", 0, 0),
    ]
    assert shop.agents("day", "receptions", "outreach", "replied", "human_messages") == [
        ("2026-05-11", 1, 0, 0, 0),
        ("2026-05-12", 0, 1, 0, 0),
    ]


def test_two_runs_of_one_day_are_one_reception(look):
    shop = look(
        story("09:00 lily > xiaomei: 在吗", "14:00 xiaomei > lily: 在的", "14:10 lily > xiaomei: 谢谢")
    )
    columns = ("started_by", "buyer_messages", "human_messages", "rounds", "wait_seconds")
    assert shop.receptions(*columns) == [("buyer", 2, 1, 2, 5 * 3600)]


def test_at_the_same_second_the_buyer_comes_first(look):
    shop = look(story("10:00:00 xiaomei > lily: 您好", "10:00:00 lily > xiaomei: 你好"))
    columns = ("started_by", "replied", "first_response_seconds", "rounds", "wait_seconds")
    assert shop.receptions(*columns) == [("buyer", 1, 0, 1, 0)]


def test_a_night_shift_belongs_to_the_day_on_which_it_began(look):
    shop = look(
        story(
            "05-12 01:59:59 lily > xiaomei: 在吗",
            "05-12 02:00:00 rose > xiaomei: 在吗",
            rules={"day_start": "02:00"},
        )
    )
    assert shop.receptions("day", "buyer") == [("2026-05-11", "lily"), ("2026-05-12", "rose")]


def test_automatic_and_system_messages_and_robots_answer_nobody(look):
    shop = look(
        story(
            "10:00 lily > xiaomei [card]: https://item/1",
            "10:00 xiaomei > lily [auto]: 您好",
            "10:01 xiaomei > lily [system]: 转接",
            "10:02 rose > zhushou: 在吗",
            "10:02 zhushou > rose: 在的",
            "10:03 rose > xiaoqi [system]: 由 zhushou 转交",
        )
    )
    assert shop.receptions("agent", "buyer", "replied", "human_messages") == [("xiaomei", "lily", 0, 0)]


def test_the_first_filter_that_fits_wins(look):
    shop = look(
        story(
            "10:00 ourshop > xiaomei: 加微信",
            "10:00 peer > xiaomei: 加微信",
            "10:00 lily > xiaolan: 加微信",
            "10:00 xiaomei > rose: 加ＷＥＩＸＩＮ吗",
            "10:00 xiaomei > kate: 您好",
            "10:00 lily > xiaomei: 您好",
            rules={"watchwords": "加微信,WeiXin", "blocked_buyers": "Peer", "excluded_agents": "xiaolan"},
        )
    )
    assert shop.receptions("agent", "buyer", "filtered_reason") == [
        ("xiaolan", "lily", "excluded_agent"),
        ("xiaomei", "kate", "monologue"),
        ("xiaomei", "lily", None),
        ("xiaomei", "ourshop", "internal"),
        ("xiaomei", "peer", "blocked_buyer"),
        ("xiaomei", "rose", "watchword"),
    ]


def test_an_agent_who_writes_to_an_agent_is_internal(look):
    shop = look(story("10:00 xiaoqi > xiaomei: 帮我看下", "10:01 lily > xiaomei: 在吗"))
    assert shop.receptions("agent", "buyer", "filtered_reason") == [
        ("xiaomei", "lily", None),
        ("xiaoqi", "xiaomei", "internal"),
    ]


def test_rounds_and_their_waits(look):
    shop = look(
        story(
            "10:00:00 lily > xiaomei: 有货吗",
            "10:00:30 lily > xiaomei: 在吗",  # the round is open already
            "10:01:40 xiaomei > lily: 有的",  # waits 100: not slow
            "10:02:00 xiaomei > lily: 要几件",  # closes nothing
            "10:03:00 lily > xiaomei: 一件",
            "10:04:41 xiaomei > lily: 好的",  # waits 101: slow
            "10:05:00 lily > xiaomei:  谢谢 ",  # a closing phrase opens nothing
            rules={"closing_phrases": "谢谢,好的"},
        )
    )
    columns = ("rounds", "answered_rounds", "wait_seconds", "slow_response_rounds")
    assert shop.agents(*columns, "first_response_seconds_sum") == [(2, 2, 201, 1, 100)]
    assert shop.agents("buyer_messages", "human_messages", "agent_chars") == [(4, 3, 7)]


def test_only_rounds_opened_in_service_hours_count_for_the_platform(look):
    shop = look(
        story(
            "07:59:59 lily > xiaomei: 早",  # outside
            "08:00:10 xiaomei > lily: 早",
            "08:00:20 lily > xiaomei: 1",
            "08:03:20 xiaomei > lily: 1",  # 180: within three minutes
            "09:00:00 lily > xiaomei: 2",
            "09:03:01 xiaomei > lily: 2",  # 181: not
            "12:00:00 lily > xiaomei: 3",
            "13:00:00 xiaomei > lily: 3",  # 3600 counts as 600
            "22:59:59 lily > xiaomei: 4",  # unanswered counts as 600
            "05-12 23:00:00 rose > xiaomei: 5",  # outside
        )
    )
    columns = ("rounds", "service_rounds", "within_3min_rounds", "platform_wait_seconds", "wait_seconds")
    assert shop.agents(*columns) == [
        (5, 4, 1, 180 + 181 + 600 + 600, 11 + 180 + 181 + 3600),
        (1, 0, 0, 0, 0),
    ]


def test_service_hours_wrap_over_midnight(look):
    lines = [
        "05-11 21:59:59 lily > xiaomei: 1",
        "22:00:00 rose > xiaomei: 2",
        "05-12 05:59:59 kate > xiaomei: 3",
        "06:00:00 nina > xiaomei: 4",
    ]
    shop = look(story(*lines, rules={"service_hours": "22:00-06:00"}))
    assert shop.agents("day", "service_rounds") == [("2026-05-11", 1), ("2026-05-12", 1)]


@pytest.mark.parametrize(("seconds", "within"), [(10, 1), (11, 0)])
def test_first_response_within_ten_seconds(look, seconds, within):
    shop = look(story("10:00:00 lily > xiaomei: 在吗", f"10:00:{seconds} xiaomei > lily: 在"))
    assert shop.agents("replied", "first_response_within_target") == [(1, within)]


@pytest.mark.parametrize(("last", "long"), [("10:30:00", 0), ("10:30:01", 1)])
def test_a_long_reception_has_a_run_of_more_than_thirty_minutes(look, last, long):
    shop = look(story("10:00 lily > xiaomei: 在吗", "10:20 xiaomei > lily: 在", f"{last} lily > xiaomei: 好"))
    assert shop.agents("long_receptions") == [(long,)]


def test_runs_that_touch_in_one_second_are_open_together(look):
    shop = look(
        story(
            "10:00:00 lily > xiaomei: 1",
            "10:10:00 xiaomei > lily: 2",
            "10:10:00 rose > xiaomei: 3",
            "10:10:01 kate > xiaomei: 4",
            "10:10:00 nina > xiaoqi: 5",
        )
    )
    assert shop.agents("agent", "peak_concurrency") == [("xiaomei", 2), ("xiaoqi", 1)]
    assert shop.shop("2026-05-11")["peak_concurrency"] == 3


def test_equal_rows_survive_and_rows_with_one_id_are_one(look):
    world = story(
        "10:00 lily > xiaomei: ?",
        "10:00 lily > xiaomei: ?",
        "10:05 rose > xiaomei: ?",
        "10:05 rose > xiaomei: ?",
    )
    world.messages[2].source_id = world.messages[3].source_id = "m1"
    assert look(world).receptions("buyer", "buyer_messages") == [("lily", 2), ("rose", 1)]


def test_nicks_are_compared_without_prefix_case_and_width(look):
    world = story("10:00 Lily > xiaomei: 1", "10:01 cntaobaoLILY > xiaomei: 2", "10:02 ｌily > xiaomei: 3")
    assert look(world).receptions("buyer", "buyer_messages") == [("lily", 3)]


def test_two_nicks_of_an_agent_are_one_pair(look):
    world = story("10:00 lily > xiaomei: 1", "10:01 lily > xiaoqi: 2")
    world.agents[0].nicks, world.agents[1].nicks = ["shop:mei", "xiaomei", "xiaoqi"], []
    world.agents.pop(1)
    assert look(world).receptions("agent", "buyer_messages", "rounds") == [("shop:mei", 2, 1)]


def test_an_open_uid_binds_a_masked_nick_backwards_and_masked_nicks_stay_apart(look):
    world = story(
        "10:00 l**y > xiaomei: 1",
        "10:01 lily > xiaomei: 2",
        "10:02 lily > xiaoqi: 3",
        "10:03 l**y > xiaoqi: 4",
        "10:04 l**y > xiaomei: 5",
    )
    world.messages[0].open_uid = world.messages[2].open_uid = "AAH1"
    assert look(world).receptions("agent", "buyer", "buyer_messages", "inquiry") == [
        ("xiaomei", "l**y", 1, 0),
        ("xiaomei", "lily", 2, 1),
        ("xiaoqi", "l**y", 1, 0),
        ("xiaoqi", "lily", 1, 1),
    ]
    assert look(world).shop("2026-05-11")["consulting_buyers"] == 1


def test_autumn_night_in_berlin_means_the_first_of_two_times(look):
    """02:30 comes twice; the first is meant, so from 02:30 to 03:05 the clock hides an hour."""
    world = story(
        "02:30 lily > xiaomei: 1",
        "03:05 lily > xiaomei: 2",
        "03:10 xiaomei > lily: 3",
        timezone="Europe/Berlin",
        day=dt.date(2026, 10, 25),
    )
    october = look(world)
    october.first, october.last = dt.date(2026, 10, 25), dt.date(2026, 10, 25)
    assert october.receptions("rounds", "wait_seconds") == [(1, 100 * 60)]


def test_spring_night_in_berlin_moves_a_missing_time_forward(look):
    """02:30 does not exist on 2026-03-29 and means 03:30, two minutes before 03:32."""
    world = story(
        "02:30 lily > xiaomei: 1",
        "03:32 xiaomei > lily: 2",
        timezone="Europe/Berlin",
        day=dt.date(2026, 3, 29),
    )
    march = look(world)
    march.first, march.last = dt.date(2026, 3, 29), dt.date(2026, 3, 29)
    assert march.receptions("rounds", "wait_seconds") == [(1, 120)]


def test_a_new_rule_version_counts_from_its_day_on(look):
    world = story(
        "10:00 lily > xiaomei: 广告",
        "05-12 10:00 rose > xiaomei: 广告",
        versions=[(dt.date(2026, 5, 12), {"watchwords": "广告"})],
    )
    assert look(world).receptions("buyer", "filtered_reason") == [("lily", None), ("rose", "watchword")]
