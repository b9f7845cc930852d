"""The page of one agent: what changes only how she is listed, and what computes every figure anew."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Agent, AgentNick
from chats.models import BuyerAlias, DirtyDay, Job
from tests.cast import Cast


@pytest.fixture
def wu(cast: Cast, client: Client) -> Client:
    client.force_login(cast.manager)
    return client


def save(wu: Client, cast: Cast, agent: Agent | None, **told: object):
    """Send the form as the page would, with some fields changed."""
    data = (
        {"name": agent.name, "kind": agent.kind, "team": agent.team_id or ""} if agent else {"kind": "human"}
    )
    path = f"{agent.pk}/" if agent else "new/"
    return wu.post(f"/s/{cast.shop.pk}/people/agents/{path}", data | told)


def recomputed(cast: Cast) -> tuple[bool, int]:
    """Whether everything is marked, and how many refresh jobs wait."""
    marks = DirtyDay.objects.filter(shop=cast.shop, source=DirtyDay.Source.EVERYTHING)
    return marks.exists(), Job.objects.filter(shop=cast.shop, kind="refresh").count()


def nicks(agent: Agent) -> set[str]:
    return set(AgentNick.objects.filter(agent=agent).values_list("nick", flat=True))


def test_name_team_period_and_account_change_no_figure(cast: Cast, wu: Client) -> None:
    told = {"name": "小七七", "team": cast.team.pk, "active_to": "2026-05-31", "user": cast.supervisor.pk}

    assert save(wu, cast, cast.xiaoqi, active_from="2026-01-01", **told).status_code == 302

    cast.xiaoqi.refresh_from_db()
    found = cast.xiaoqi
    assert (found.name, found.team, found.user) == ("小七七", cast.team, cast.supervisor)
    assert (found.active_from, found.active_to) == (dt.date(2026, 1, 1), dt.date(2026, 5, 31))
    assert nicks(found) == {"示例旗舰店:小七"}
    assert recomputed(cast) == (False, 0)


def test_a_team_period_and_account_can_be_taken_away(cast: Cast, wu: Client) -> None:
    Agent.objects.filter(pk=cast.xiaomei.pk).update(active_to=dt.date(2026, 5, 1))

    save(wu, cast, cast.xiaomei, team="")

    cast.xiaomei.refresh_from_db()
    assert (cast.xiaomei.team, cast.xiaomei.user, cast.xiaomei.active_to) == (None, None, None)


def test_a_robot_makes_every_figure_be_computed_anew(cast: Cast, wu: Client) -> None:
    save(wu, cast, cast.xiaomei, kind="robot")

    cast.xiaomei.refresh_from_db()
    assert cast.xiaomei.kind == "robot"
    assert recomputed(cast) == (True, 1)


def test_a_nick_of_somebody_else_moves_only_when_told_to(cast: Cast, wu: Client) -> None:
    page = save(wu, cast, cast.xiaomei, more_nicks="示例旗舰店：小七")

    assert "belongs to 小七" in page.content.decode()
    assert recomputed(cast) == (False, 0)

    save(wu, cast, cast.xiaomei, more_nicks="示例旗舰店：小七", move="on")

    assert nicks(cast.xiaomei) == {"示例旗舰店:小美", "示例旗舰店:小七"}
    assert nicks(cast.xiaoqi) == set()
    assert Agent.objects.filter(pk=cast.xiaoqi.pk).exists()
    assert recomputed(cast) == (True, 1)


def test_the_first_nick_stays_the_first(cast: Cast, wu: Client) -> None:
    save(wu, cast, cast.xiaomei, more_nicks="aaa")

    cast.xiaomei.refresh_from_db()
    assert cast.xiaomei.first_nick == "示例旗舰店:小美"


def test_an_agent_met_in_chats_joins_the_one_to_whom_the_nick_moves(cast: Cast, wu: Client) -> None:
    met = Agent.objects.create(shop=cast.shop, name="夜班", first_nick="夜班")
    AgentNick.objects.create(shop=cast.shop, agent=met, nick="夜班", written="夜班")

    save(wu, cast, cast.xiaomei, more_nicks="夜班", move="on")

    assert nicks(cast.xiaomei) == {"示例旗舰店:小美", "夜班"}
    assert not Agent.objects.filter(pk=met.pk).exists()


def test_an_agent_met_in_chats_gets_a_name_and_keeps_her_nick(cast: Cast, wu: Client) -> None:
    met = Agent.objects.create(shop=cast.shop, name="夜班", first_nick="夜班")
    AgentNick.objects.create(shop=cast.shop, agent=met, nick="夜班", written="夜班")

    save(wu, cast, met, name="小王", team=cast.team.pk)

    met.refresh_from_db()
    assert (met.name, met.in_roster, met.team, met.first_nick) == ("小王", True, cast.team, "夜班")
    assert recomputed(cast) == (False, 0)


def test_a_new_agent_has_name_and_nicks_and_leaves_all_others_alone(cast: Cast, wu: Client) -> None:
    save(wu, cast, None, name="小兰", more_nicks="示例旗舰店:兰\n示例旗舰店:兰2", team=cast.team.pk)

    new = Agent.objects.get(name="小兰")
    assert (new.team, new.first_nick, nicks(new)) == (
        cast.team,
        "示例旗舰店:兰",
        {"示例旗舰店:兰", "示例旗舰店:兰2"},
    )
    assert Agent.objects.filter(shop=cast.shop).count() == 3
    assert recomputed(cast) == (False, 0)


def test_a_new_agent_may_take_the_nick_of_another_who_stays(cast: Cast, wu: Client) -> None:
    save(wu, cast, None, name="小兰", more_nicks="示例旗舰店:小七", move="on")

    new = Agent.objects.get(name="小兰")
    assert (new.first_nick, nicks(new)) == ("示例旗舰店:小七", {"示例旗舰店:小七"})
    cast.xiaoqi.refresh_from_db()
    assert (cast.xiaoqi.name, nicks(cast.xiaoqi)) == ("小七", set())


def test_an_agent_without_nicks_can_be_renamed_and_get_one_back(cast: Cast, wu: Client) -> None:
    save(wu, cast, cast.xiaomei, more_nicks="示例旗舰店:小七", move="on")
    cast.xiaoqi.refresh_from_db()

    save(wu, cast, cast.xiaoqi, name="小七七", more_nicks="示例旗舰店:小七", move="on")

    cast.xiaoqi.refresh_from_db()
    assert (cast.xiaoqi.name, nicks(cast.xiaoqi)) == ("小七七", {"示例旗舰店:小七"})
    assert nicks(cast.xiaomei) == {"示例旗舰店:小美"}


def test_a_nick_known_as_a_buyers_makes_every_figure_be_computed_anew(cast: Cast, wu: Client) -> None:
    BuyerAlias.objects.create(shop=cast.shop, nick="lily", written="lily")

    save(wu, cast, cast.xiaomei, more_nicks="Lily")

    assert recomputed(cast) == (True, 1)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"name": "小美"}, "an agent of this name already"),
        ({"more_nicks": "t**1"}, "is no nick of an agent"),
        ({"active_from": "2026-05-02", "active_to": "2026-05-01"}, "lies before the first"),
        ({"name": ""}, "required"),
    ],
)
def test_what_cannot_be_is_said_in_words(cast: Cast, wu: Client, told: dict, said: str) -> None:
    assert said in save(wu, cast, cast.xiaoqi, **told).content.decode()
    cast.xiaoqi.refresh_from_db()
    assert cast.xiaoqi.name == "小七"


def test_a_new_agent_needs_a_nick(cast: Cast, wu: Client) -> None:
    assert save(wu, cast, None, name="小兰").status_code == 200
    assert not Agent.objects.filter(name="小兰").exists()


def test_teams_and_members_of_another_shop_are_no_choice(cast: Cast, wu: Client) -> None:
    save(wu, cast, cast.xiaoqi, user=cast.stranger.pk)

    cast.xiaoqi.refresh_from_db()
    assert cast.xiaoqi.user is None
