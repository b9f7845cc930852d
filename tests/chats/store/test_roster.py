"""The roster says whose the nicks are (D2.1)."""

import datetime as dt

import pytest

from accounts.models import Agent, AgentNick, Shop, User
from chats.models import Order, Ruling
from tests.chats.store.builders import answered, bought, counts, marks, take, working

EVERYTHING = ("1970-01-01", "everything")


def agents() -> dict[str, tuple]:
    """Name -> first nick, kind, team, all nicks."""
    return {
        agent.name: (
            agent.first_nick,
            agent.kind,
            agent.team and agent.team.name,
            sorted(agent.nicks.values_list("nick", flat=True)),
        )
        for agent in Agent.objects.select_related("team")
    }


def test_rows_of_one_name_are_one_agent_under_the_first_nick(shop: Shop):
    rows = [
        working("店：小美", "小美", "一组"),
        working("店:小美2", "小美", "一组"),
        working("店:小蜜", "小蜜", kind="robot"),
    ]
    assert counts(take(shop, agents=rows)) == (3, 0, 0)
    assert agents() == {
        "小美": ("店:小美", "human", "一组", ["店:小美", "店:小美2"]),
        "小蜜": ("店:小蜜", "robot", None, ["店:小蜜"]),
    }
    assert AgentNick.objects.get(nick="店:小美").written == "店：小美"
    assert Agent.objects.get(name="小美").in_roster


def test_the_same_roster_twice_changes_nothing(shop: Shop):
    rows = [
        working("店:小美", "小美", "一组", active_from=dt.date(2026, 1, 5)),
        working("店:小美2", "小美", "一组"),
    ]
    take(shop, agents=rows)
    marks(shop)
    assert counts(take(shop, agents=rows)) == (0, 0, 2)
    assert marks(shop) == set()


def test_an_agent_met_in_a_chat_gets_the_name_and_keeps_its_history(shop: Shop):
    take(shop, messages=[answered("在", agent="店:小美")])
    met = Agent.objects.get()
    marks(shop)
    assert counts(take(shop, agents=[working("店:小美", "王美")])) == (0, 1, 0)
    assert Agent.objects.get() == met
    assert agents() == {"王美": ("店:小美", "human", None, ["店:小美"])}
    assert marks(shop) == set()  # only the name differs


def test_two_agents_met_in_chats_become_one(shop: Shop):
    take(shop, messages=[answered("在", agent="店:小美"), answered("在", agent="店:小美2")])
    marks(shop)
    take(shop, agents=[working("店:小美", "小美"), working("店:小美2", "小美")])
    assert agents() == {"小美": ("店:小美", "human", None, ["店:小美", "店:小美2"])}
    assert EVERYTHING in marks(shop)


def test_what_was_ruled_for_an_agent_that_goes_moves_along(shop: Shop):
    take(
        shop,
        messages=[answered("在", agent="店:小美"), answered("在", agent="店:小美2")],
        orders=[bought("A1")],
    )
    gone, author = Agent.objects.get(first_nick="店:小美2"), User.objects.create(username="lan")
    Ruling.objects.create(order=Order.objects.get(), agent=gone, reason="她成交的", author=author)
    take(shop, agents=[working("店:小美", "小美"), working("店:小美2", "小美")])
    assert Ruling.objects.get().agent.name == "小美"


def test_a_nick_moves_to_another_agent_of_the_roster(shop: Shop):
    take(shop, agents=[working("店:1", "小美"), working("店:2", "小美"), working("店:3", "小七")])
    marks(shop)
    assert counts(take(shop, agents=[working("店:3", "小七"), working("店:1", "小七")])) == (0, 1, 1)
    assert agents() == {
        "小美": ("店:2", "human", None, ["店:2"]),
        "小七": ("店:3", "human", None, ["店:1", "店:3"]),
    }
    assert EVERYTHING in marks(shop)


def test_two_agents_can_swap_their_nicks(shop: Shop):
    take(shop, agents=[working("店:1", "小美"), working("店:2", "小七")])
    take(shop, agents=[working("店:2", "小美"), working("店:1", "小七")])
    assert {name: first for name, (first, *_) in agents().items()} == {"小美": "店:2", "小七": "店:1"}


def test_a_name_that_is_no_longer_used_is_a_rename(shop: Shop):
    take(shop, agents=[working("店:1", "小美", "一组")])
    before = Agent.objects.get()
    take(shop, agents=[working("店:1", "王小美")])
    assert agents() == {"王小美": ("店:1", "human", "一组", ["店:1"])}
    assert Agent.objects.get() == before


def test_a_second_roster_that_names_only_a_new_nick_keeps_the_first(shop: Shop):
    take(shop, agents=[working("店:1", "小美")])
    take(shop, agents=[working("店:2", "小美")])
    assert agents() == {"小美": ("店:1", "human", None, ["店:1", "店:2"])}


@pytest.mark.parametrize(("change", "everything"), [({"kind": "robot"}, True), ({"team": "二组"}, False)])
def test_what_decides_figures_marks_everything(shop: Shop, change: dict, everything: bool):
    take(shop, agents=[working("店:1", "小美", "一组")])
    marks(shop)
    assert counts(take(shop, agents=[working("店:1", "小美", **({"team": "一组"} | change))])) == (0, 1, 0)
    assert (EVERYTHING in marks(shop)) is everything
