"""Who may see what: an agent her own, a supervisor the teams', a manager all, a stranger nothing."""

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accounts.access import (
    agent_or_404,
    current_shop,
    may_see_top_three,
    roles_of,
    sees_whole_shop,
    shop_or_404,
    shops_of,
    visible_agents,
)
from accounts.models import Agent, Membership, Role, User
from tests.cast import Cast, agent_of, member, supervises


def names(agents) -> set[str]:
    return {agent.name for agent in agents}


def test_an_agent_sees_herself_only(cast: Cast) -> None:
    assert names(visible_agents(cast.agent, cast.shop)) == {"小美"}


def test_a_supervisor_of_every_team_sees_all_agents(cast: Cast) -> None:
    assert names(visible_agents(cast.supervisor, cast.shop)) == {"小美", "小七"}
    assert sees_whole_shop(cast.supervisor, cast.shop)


def test_a_supervisor_without_teams_sees_nobody_but_herself(cast: Cast) -> None:
    agent_of(cast.shop, "兰", user=cast.supervisor)
    Membership.objects.filter(user=cast.supervisor).update(all_teams=False)

    assert names(visible_agents(cast.supervisor, cast.shop)) == {"兰"}
    assert not sees_whole_shop(cast.supervisor, cast.shop)


def test_deleting_a_team_widens_nobodys_view(cast: Cast) -> None:
    supervises(cast.supervisor, cast.team)
    cast.team.delete()

    assert names(visible_agents(cast.supervisor, cast.shop)) == set()
    assert not sees_whole_shop(cast.supervisor, cast.shop)


def test_the_flag_of_another_shop_opens_nothing_here(cast: Cast) -> None:
    supervises(cast.supervisor, cast.team)
    Membership.objects.create(
        user=cast.supervisor, shop=cast.other_shop, role=Role.SUPERVISOR, all_teams=True
    )

    assert names(visible_agents(cast.supervisor, cast.shop)) == {"小美"}
    assert not sees_whole_shop(cast.supervisor, cast.shop)


def test_the_top_three_are_shown_where_the_shop_says_so_and_to_its_members(cast: Cast) -> None:
    assert not may_see_top_three(cast.agent, cast.shop)
    cast.shop.show_top_three = True

    assert may_see_top_three(cast.agent, cast.shop)
    assert not may_see_top_three(cast.stranger, cast.shop)


def test_a_supervisor_of_a_team_sees_its_agents_only(cast: Cast) -> None:
    supervises(cast.supervisor, cast.team)

    assert names(visible_agents(cast.supervisor, cast.shop)) == {"小美"}


def test_a_supervisor_who_also_answers_sees_her_own_besides_the_team(cast: Cast) -> None:
    agent_of(cast.shop, "兰", user=cast.supervisor)
    supervises(cast.supervisor, cast.team)

    assert names(visible_agents(cast.supervisor, cast.shop)) == {"小美", "兰"}


def test_a_manager_sees_all_agents_of_her_shop_and_none_of_others(cast: Cast) -> None:
    agent_of(cast.other_shop, "别人")

    assert names(visible_agents(cast.manager, cast.shop)) == {"小美", "小七"}
    assert names(visible_agents(cast.manager, cast.other_shop)) == set()


def test_the_highest_of_several_roles_counts(cast: Cast) -> None:
    Membership.objects.create(user=cast.agent, shop=cast.shop, role=Role.MANAGER)

    assert names(visible_agents(cast.agent, cast.shop)) == {"小美", "小七"}
    assert roles_of(cast.agent, cast.shop) == {Role.AGENT, Role.MANAGER}


def test_an_agent_whose_account_left_the_shop_sees_nothing_there(cast: Cast) -> None:
    Membership.objects.filter(user=cast.agent).delete()

    assert names(visible_agents(cast.agent, cast.shop)) == set()
    assert list(shops_of(cast.agent)) == []


def test_a_superuser_is_a_manager_everywhere(cast: Cast) -> None:
    root = User.objects.create_superuser("root", password="x")

    assert set(shops_of(root)) == {cast.shop, cast.other_shop}
    assert roles_of(root, cast.other_shop) == {Role.MANAGER}
    assert visible_agents(root, cast.shop).count() == 2


def test_a_shop_is_listed_once_for_a_user_with_two_roles(cast: Cast) -> None:
    Membership.objects.create(user=cast.manager, shop=cast.shop, role=Role.AGENT)

    assert list(shops_of(cast.manager)) == [cast.shop]


def test_a_stranger_learns_nothing_of_a_shop(cast: Cast) -> None:
    with pytest.raises(Http404):
        shop_or_404(cast.stranger, cast.shop.pk)


def test_a_role_that_is_not_enough_is_answered_like_a_stranger(cast: Cast) -> None:
    with pytest.raises(Http404):
        shop_or_404(cast.agent, cast.shop.pk, Role.SUPERVISOR, Role.MANAGER)


def test_a_colleague_agent_is_not_found(cast: Cast) -> None:
    assert agent_or_404(cast.agent, cast.shop, cast.xiaomei.pk) == cast.xiaomei
    with pytest.raises(Http404):
        agent_or_404(cast.agent, cast.shop, cast.xiaoqi.pk)


def test_an_agent_of_another_shop_is_not_found_by_its_id(cast: Cast) -> None:
    theirs = agent_of(cast.other_shop, "别人")

    with pytest.raises(Http404):
        agent_or_404(cast.manager, cast.shop, theirs.pk)


def test_the_shop_last_visited_is_current_until_the_user_leaves_it(cast: Cast, rf) -> None:
    both = Membership.objects.create(user=cast.manager, shop=cast.other_shop, role=Role.AGENT)
    request = rf.get("/")
    request.user, request.session = cast.manager, {"shop": cast.other_shop.pk}
    assert current_shop(request) == cast.other_shop

    both.delete()

    assert current_shop(request) == cast.shop


def test_without_any_shop_there_is_no_current_one(db, rf) -> None:
    request = rf.get("/")
    request.user, request.session = User.objects.create_user("nobody"), {}

    with pytest.raises(Http404):
        current_shop(request)


def test_an_account_that_was_switched_off_is_signed_out(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)

    assert client.get(reverse("shop_home", args=[cast.shop.pk])).status_code == 302


def test_agents_met_in_another_shop_are_not_counted(cast: Cast) -> None:
    assert Agent.objects.count() == visible_agents(cast.manager, cast.shop).count()


def test_a_new_member_gets_exactly_her_role(cast: Cast) -> None:
    assert roles_of(member("new", cast.shop, Role.SUPERVISOR), cast.shop) == {Role.SUPERVISOR}
