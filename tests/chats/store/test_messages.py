"""Messages: each once, in whatever files it comes (D2.4)."""

import itertools

import pytest

from accounts.models import Agent, Shop
from chats.attribution.columns import AUTO, OUT
from chats.models import BuyerAlias, Message
from tests.chats.store.builders import answered, counts, marks, said, take, texts

HELLO, REPLY = said("在吗", "10:00:00"), answered("在的亲", "10:00:08")


def test_a_file_is_stored_whole(shop: Shop):
    result = take(shop, messages=[HELLO, REPLY])
    assert counts(result) == (2, 0, 0)
    assert result.new_agents == ["店:小美"]
    first, second = Message.objects.order_by("sent_at")
    assert (first.text, first.chars, first.direction, first.source_hash) == ("在吗", 2, 0, None)
    assert (second.text, second.chars, second.direction) == ("在的亲", 3, OUT)
    assert first.sent_at.isoformat() == "2026-05-09T02:00:00+00:00"


def test_the_same_file_twice_adds_nothing(shop: Shop):
    take(shop, messages=[HELLO, REPLY])
    marks(shop)
    result = take(shop, messages=[HELLO, REPLY])
    assert counts(result) == (0, 0, 2)
    assert result.new_agents == []
    assert marks(shop) == set()


def test_two_files_that_overlap_give_their_union(shop: Shop):
    bye = said("谢谢", "10:05:00")
    take(shop, messages=[HELLO, REPLY])
    assert counts(take(shop, messages=[REPLY, bye])) == (1, 0, 1)
    assert texts(shop) == sorted(["在吗", "在的亲", "谢谢"])


def test_two_equal_question_marks_in_one_second_both_survive(shop: Shop):
    take(shop, messages=[said("?"), said("?")])
    assert counts(take(shop, messages=[said("?"), said("?")])) == (0, 0, 2)
    assert texts(shop) == ["?", "?"]


def test_equal_rows_of_two_files_are_as_many_as_the_file_with_more_of_them_has(shop: Shop):
    take(shop, messages=[said("?")])
    assert counts(take(shop, messages=[said("?")] * 3)) == (2, 0, 1)
    assert counts(take(shop, messages=[said("?")] * 2)) == (0, 0, 2)


def test_nicks_are_compared_normalised(shop: Shop):
    take(shop, messages=[said("?", agent="cntaobao店：小美", buyer="Lily")])
    assert counts(take(shop, messages=[said("?", agent="店:小美", buyer="lily")])) == (0, 0, 1)
    assert Agent.objects.get().name == "cntaobao店：小美"
    assert BuyerAlias.objects.get().written == "Lily"


@pytest.mark.parametrize(
    "part", [{"buyer": "lucy"}, {"agent": "店:小七"}, {"direction": OUT}, {"kind": AUTO}]
)
def test_a_message_that_differs_in_one_part_is_another(shop: Shop, part: dict):
    take(shop, messages=[said("?")])
    assert counts(take(shop, messages=[said("?", **part)])) == (1, 0, 0)


def test_a_row_with_an_id_takes_over_an_equal_one_without(shop: Shop):
    take(shop, messages=[said("?")])
    marks(shop)
    assert counts(take(shop, messages=[said("?", id="m1")])) == (0, 0, 1)
    assert Message.objects.get().source_hash is not None
    assert marks(shop) == set()


def test_a_row_without_an_id_finds_the_equal_one_with(shop: Shop):
    take(shop, messages=[said("?", id="m1")])
    assert counts(take(shop, messages=[said("?")])) == (0, 0, 1)


def test_different_ids_are_different_messages(shop: Shop):
    take(shop, messages=[said("?", id="m1")])
    assert counts(take(shop, messages=[said("?", id="m2"), said("?", id="m1")])) == (1, 0, 1)
    assert texts(shop) == ["?", "?"]


def test_an_id_in_one_file_twice_is_one_message(shop: Shop):
    assert counts(take(shop, messages=[said("?", id="m1"), said("?", id="m1")])) == (1, 0, 1)


def test_an_id_is_known_at_whatever_time_and_text(shop: Shop):
    take(shop, messages=[said("在吗", id="m1"), said("?", "09:00:00")])
    assert counts(take(shop, messages=[said("在嗎", "23:00:00", id="m1")])) == (0, 0, 1)


FILES = {
    "one without id": [said("?")],
    "three without": [said("?")] * 3,
    "ids 1 and 2": [said("?", id="m1"), said("?", id="m2")],
    "ids 2 and 3, and one without": [said("?", id="m2"), said("?", id="m3"), said("?")],
}


@pytest.mark.parametrize("order", list(itertools.permutations(FILES)))
def test_in_any_order_there_are_as_many_as_ids_or_as_equals_in_one_file(shop: Shop, order: tuple[str, ...]):
    for name in order:
        take(shop, messages=FILES[name])
    stored = Message.objects.filter(shop=shop)
    assert stored.count() == 3  # three ids; at most three without an id in one file
    assert stored.exclude(source_hash=None).count() == 3


def test_text_that_no_database_can_hold_is_cleaned(shop: Shop):
    take(shop, messages=[said("a\0b"), said("c\ud800", "10:00:01")])
    assert texts(shop) == ["ab", "c?"]
    assert counts(take(shop, messages=[said("a\0b"), said("c\ud800", "10:00:01")])) == (0, 0, 2)


def test_new_messages_mark_their_business_day(shop: Shop):
    take(shop, messages=[said("夜", "23:59:59"), said("晨", "2026-05-10 00:00:00")])
    assert marks(shop) == {("2026-05-09", "messages"), ("2026-05-10", "messages")}


def test_another_shop_is_another_world(shop: Shop):
    other = Shop.objects.create(name="别家")
    take(shop, messages=[HELLO])
    assert counts(take(other, messages=[HELLO])) == (1, 0, 0)


def test_few_rows_over_a_long_time_find_their_like_among_many(shop: Shop):
    many = [
        said(str(minute), f"11:{minute:02}:{second:02}") for minute in range(60) for second in range(0, 60, 5)
    ]
    take(shop, messages=many)
    ends = [many[0], many[-1], said("neu", "11:30:30")]
    assert counts(take(shop, messages=ends)) == (1, 0, 2)


def test_an_empty_file_of_messages_is_nothing(shop: Shop):
    assert counts(take(shop, messages=[])) == (0, 0, 0)


def test_a_platform_robot_and_one_shown_by_the_file_are_robots(shop: Shop):
    rows = [answered("您好", agent="店:服务助手"), answered("您好", agent="店:小蜜"), HELLO]
    take(shop, messages=rows, robots=frozenset({"店:小蜜"}))
    kinds = dict(Agent.objects.values_list("first_nick", "kind"))
    assert kinds == {"店:服务助手": "robot", "店:小蜜": "robot", "店:小美": "human"}


def test_an_agent_that_turns_out_to_be_a_robot_changes_everything(shop: Shop):
    take(shop, messages=[answered("您好", agent="店:小蜜")])
    marks(shop)
    take(shop, messages=[answered("您好", agent="店:小蜜")], robots=frozenset({"店:小蜜"}))
    assert Agent.objects.get().kind == "robot"
    assert ("1970-01-01", "everything") in marks(shop)


def test_a_new_agent_who_was_a_buyer_so_far_changes_everything(shop: Shop):
    take(shop, messages=[said("转接", buyer="店:小七")])
    marks(shop)
    take(shop, messages=[said("在吗", agent="店:小七")])
    assert ("1970-01-01", "everything") in marks(shop)
