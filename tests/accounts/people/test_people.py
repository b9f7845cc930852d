"""The people page: who is listed for whom, roles, teams, leaving, buyers' nicks."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import shops_of, visible_agents
from accounts.models import Agent, Membership, Role, Team, User
from tests.cast import Cast, agent_of, member, supervises


@pytest.fixture
def wu(cast: Cast, client: Client) -> Client:
    client.force_login(cast.manager)
    return client


def url(cast: Cast, path: str = "") -> str:
    return f"/s/{cast.shop.pk}/people/{path}"


def listed(response) -> tuple[set[str], set[str]]:
    """Agents and members that the page lists."""
    found = response.context
    return {agent.name for agent in found["agents"]}, {one.user.username for one in found["members"]}


def test_a_manager_sees_every_agent_and_member_of_her_shop(cast: Cast, wu: Client) -> None:
    assert listed(wu.get(url(cast))) == ({"小美", "小七"}, {"xiaomei", "lan", "wu"})


def test_a_supervisor_of_a_team_reads_about_its_people_and_herself(cast: Cast, client: Client) -> None:
    supervises(cast.supervisor, cast.team)
    member("xiaoqi", cast.shop, Role.AGENT)
    client.force_login(cast.supervisor)

    response = client.get(url(cast))

    assert listed(response) == ({"小美"}, {"xiaomei", "lan"})
    assert list(response.context["teams"]) == [cast.team]
    assert "/people/agents/" not in response.content.decode()
    assert "invitations" not in response.context


def test_agents_whom_no_roster_named_come_first(cast: Cast, wu: Client) -> None:
    Agent.objects.create(shop=cast.shop, name="met", first_nick="met")
    Agent.objects.filter(pk=cast.xiaomei.pk).update(active_to=dt.date(2026, 1, 31))

    page = wu.get(url(cast))

    assert [agent.name for agent in page.context["agents"]] == ["met", "小七", "小美"]
    assert "met in chats" in page.content.decode()


def test_ten_more_agents_and_members_take_no_more_queries(cast: Cast, wu: Client) -> None:
    wu.get(url(cast))  # the first view of a shop notes it in the session
    with CaptureQueriesContext(connection) as few:
        wu.get(url(cast))
    for number in range(10):
        agent_of(cast.shop, f"a{number}", cast.team, member(f"u{number}", cast.shop, Role.AGENT))
    with CaptureQueriesContext(connection) as many:
        wu.get(url(cast))

    assert len(many) == len(few)


def save(client: Client, cast: Cast, user: User, **data: object):
    return client.post(url(cast, f"members/{user.pk}/"), data)


def test_a_member_gets_exactly_the_roles_teams_and_agents_that_are_ticked(cast: Cast, wu: Client) -> None:
    save(wu, cast, cast.agent, roles=["supervisor"], teams=[cast.team.pk], agents=[cast.xiaoqi.pk])

    [membership] = Membership.objects.filter(user=cast.agent)
    assert (membership.role, list(membership.teams.all())) == (Role.SUPERVISOR, [cast.team])
    assert list(Agent.objects.filter(user=cast.agent)) == [cast.xiaoqi]


def test_every_team_is_given_and_taken_by_its_own_tick(cast: Cast, wu: Client) -> None:
    for sent, kept in (({"all_teams": "on"}, True), ({"teams": [cast.team.pk]}, False)):
        save(wu, cast, cast.supervisor, roles=["supervisor"], **sent)
        assert Membership.objects.get(user=cast.supervisor).all_teams is kept

    save(wu, cast, cast.agent, roles=["agent"], all_teams="on")
    assert not Membership.objects.get(user=cast.agent).all_teams


def test_a_supervisor_of_nobody_is_not_saved(cast: Cast, wu: Client) -> None:
    supervises(cast.supervisor, cast.team)

    page = save(wu, cast, cast.supervisor, roles=["supervisor"])

    assert "tick teams, or every team" in page.content.decode()
    assert list(Membership.objects.get(user=cast.supervisor).teams.all()) == [cast.team]


def test_teams_count_for_supervisors_only(cast: Cast, wu: Client) -> None:
    save(wu, cast, cast.agent, roles=["agent"], teams=[cast.team.pk])

    assert list(Membership.objects.get(user=cast.agent).teams.all()) == []


def test_a_member_without_any_role_is_not_saved(cast: Cast, wu: Client) -> None:
    assert "at least one role" in save(wu, cast, cast.agent).content.decode()
    assert Membership.objects.filter(user=cast.agent).exists()


def test_an_agent_who_belongs_to_somebody_cannot_be_taken(cast: Cast, wu: Client) -> None:
    save(wu, cast, cast.supervisor, roles=["supervisor"], agents=[cast.xiaomei.pk])

    cast.xiaomei.refresh_from_db()
    assert cast.xiaomei.user == cast.agent


def test_agents_and_teams_of_another_shop_cannot_be_given(cast: Cast, wu: Client) -> None:
    theirs, team = agent_of(cast.other_shop, "别人"), Team.objects.create(shop=cast.other_shop, name="x")

    save(wu, cast, cast.agent, roles=["supervisor"], agents=[theirs.pk], teams=[team.pk])

    theirs.refresh_from_db()
    assert theirs.user is None
    assert Membership.objects.get(user=cast.agent).role == Role.AGENT


def test_the_last_manager_stays_one(cast: Cast, wu: Client) -> None:
    demoted = save(wu, cast, cast.manager, roles=["agent"])
    left = wu.post(url(cast, f"members/{cast.manager.pk}/end/"))

    for page in (demoted, left):
        assert "last manager" in page.content.decode()
    assert Membership.objects.get(user=cast.manager).role == Role.MANAGER


def test_a_second_manager_may_leave(cast: Cast, wu: Client) -> None:
    member("wu2", cast.shop, Role.MANAGER)

    assert wu.post(url(cast, f"members/{cast.manager.pk}/end/")).url == "/"
    assert list(shops_of(cast.manager)) == []


def test_a_leaver_is_out_at_once_and_her_history_stays(cast: Cast, wu: Client) -> None:
    hers = Client()
    hers.force_login(cast.agent)
    assert hers.get(f"/s/{cast.shop.pk}/").status_code == 200

    wu.post(url(cast, f"members/{cast.agent.pk}/end/"), {"last_day": "2026-05-31"})

    assert hers.get(f"/s/{cast.shop.pk}/").status_code == 404
    assert not visible_agents(cast.agent, cast.shop).exists()
    cast.xiaomei.refresh_from_db()
    assert (cast.xiaomei.user, cast.xiaomei.active_to) == (None, dt.date(2026, 5, 31))
    assert cast.xiaomei in visible_agents(cast.manager, cast.shop)
    assert User.objects.filter(pk=cast.agent.pk, is_active=True).exists()


def test_a_leaver_keeps_the_last_day_that_was_known(cast: Cast, wu: Client) -> None:
    Agent.objects.filter(pk=cast.xiaomei.pk).update(active_to=dt.date(2026, 5, 1))

    wu.post(url(cast, f"members/{cast.agent.pk}/end/"), {"last_day": "2026-05-31"})

    cast.xiaomei.refresh_from_db()
    assert cast.xiaomei.active_to == dt.date(2026, 5, 1)


def test_a_team_is_added_with_its_agents(cast: Cast, wu: Client) -> None:
    wu.post(url(cast, "teams/new/"), {"name": "夜班组", "agents": [cast.xiaomei.pk, cast.xiaoqi.pk]})

    assert set(Agent.objects.filter(team__name="夜班组")) == {cast.xiaomei, cast.xiaoqi}


def test_a_team_is_renamed_and_loses_whom_nobody_ticked(cast: Cast, wu: Client) -> None:
    wu.post(url(cast, f"teams/{cast.team.pk}/"), {"name": "晚班组", "agents": [cast.xiaoqi.pk]})

    cast.team.refresh_from_db()
    assert cast.team.name == "晚班组"
    assert list(cast.team.agents.all()) == [cast.xiaoqi]


def test_two_teams_of_one_name_are_refused(cast: Cast, wu: Client) -> None:
    page = wu.post(url(cast, "teams/new/"), {"name": cast.team.name})

    assert "a team of this name already" in page.content.decode()
    assert wu.post(url(cast, f"teams/{cast.team.pk}/"), {"name": cast.team.name}).status_code == 302


def test_a_manager_decides_whether_buyers_nicks_are_shown(cast: Cast, wu: Client) -> None:
    for sent, kept in (({"show_buyer_nicks": "on"}, True), ({}, False)):
        wu.post(url(cast, "settings/"), sent)
        cast.shop.refresh_from_db()
        assert cast.shop.show_buyer_nicks is kept


def test_many_agents_come_by_the_template_that_the_page_offers(cast: Cast, wu: Client, work_off) -> None:
    page = wu.get(url(cast)).content.decode()
    address = f"/s/{cast.shop.pk}/imports/"
    assert f"{address}template/agents/" in page
    assert f'enctype="multipart/form-data" action="{address}"' in page
    roster = (
        "nick,name,team,active_to\n示例旗舰店:小美,小美,夜班组,2026-05-31\n示例旗舰店:小新,小新,夜班组,\n"
    )

    wu.post(address, {"files": SimpleUploadedFile("agents.csv", roster.encode())})
    work_off()

    cast.xiaomei.refresh_from_db()
    assert (cast.xiaomei.team.name, cast.xiaomei.active_to) == ("夜班组", dt.date(2026, 5, 31))
    assert cast.xiaomei.user == cast.agent  # the account stays hers until a manager ends it
    assert {agent.name for agent in Agent.objects.filter(shop=cast.shop)} == {"小美", "小七", "小新"}
    assert "has left, but may still sign in" in wu.get(url(cast)).content.decode()


def test_an_agent_on_her_last_day_has_not_left_yet(cast: Cast, wu: Client) -> None:
    Agent.objects.filter(pk=cast.xiaomei.pk).update(active_to=timezone.localdate())

    assert "has left, but may still sign in" not in wu.get(url(cast)).content.decode()


def test_a_manager_shows_agents_the_top_three(cast: Cast, wu: Client) -> None:
    wu.post(url(cast, "settings/"), {"show_top_three": "on"})

    cast.shop.refresh_from_db()
    assert (cast.shop.show_top_three, cast.shop.show_buyer_nicks) == (True, False)
