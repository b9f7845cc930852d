"""What the audit trail keeps of sign-ins, passwords, second factors, people and settings."""

import pytest
from django.test import Client

from accounts.models import AuditEntry, Membership, Role
from tests.accounts.people.test_invitations import ACCOUNT
from tests.cast import Cast

NEW = {"oldpassword": "right-horse-9", "password1": "other-horse-7", "password2": "other-horse-7"}


@pytest.fixture
def wu(cast: Cast, client: Client) -> Client:
    client.force_login(cast.manager)
    AuditEntry.objects.all()._raw_delete("default")  # the sign-in itself
    return client


def trail(**found: object) -> list[tuple[str, str, str]]:
    """(who, what, about), oldest first."""
    rows = AuditEntry.objects.filter(**found).order_by("pk")
    return [(row.actor_name, row.action, row.about) for row in rows]


def test_a_sign_in_a_failure_and_a_sign_out_are_kept_with_the_address(cast: Cast, client: Client) -> None:
    client.post("/sign-in/", {"login": "wu", "password": "wrong"}, REMOTE_ADDR="10.1.2.3")
    client.post("/sign-in/", {"login": "wu", "password": "right-horse-9"}, REMOTE_ADDR="10.1.2.3")
    client.post("/sign-out/", REMOTE_ADDR="10.1.2.3")

    assert trail(shop=cast.shop, address="10.1.2.3") == [
        ("", "sign_in_failed", "wu"),
        ("wu", "signed_in", "wu"),
        ("wu", "signed_out", "wu"),
    ]


def test_every_shop_of_the_account_keeps_it(cast: Cast, client: Client) -> None:
    Membership.objects.create(user=cast.manager, shop=cast.other_shop, role=Role.AGENT)
    client.post("/sign-in/", {"login": "wu", "password": "right-horse-9"})

    assert trail(shop=cast.other_shop) == [("wu", "signed_in", "wu")]


def test_what_was_typed_as_an_unknown_name_is_not_kept(cast: Cast, client: Client) -> None:
    client.post("/sign-in/", {"login": "right-horse-9", "password": "wu"})

    assert trail() == [("", "sign_in_failed", "")]


def test_a_changed_password_is_kept_without_its_words(cast: Cast, wu: Client) -> None:
    wu.post("/password/", NEW)

    assert trail(shop=cast.shop) == [("wu", "password_changed", "wu")]
    assert "horse" not in str(AuditEntry.objects.values_list("details", flat=True))


def test_a_member_is_changed_from_what_to_what(cast: Cast, wu: Client) -> None:
    data = {"roles": ["supervisor"], "teams": [cast.team.pk]}
    wu.post(f"/s/{cast.shop.pk}/people/members/{cast.agent.pk}/", data)

    [row] = AuditEntry.objects.filter(action="user_changed")
    before = {"roles": ["agent"], "teams": [], "all_teams": False, "agents": ["小美"]}
    after = {"roles": ["supervisor"], "teams": ["售前一组"], "all_teams": False, "agents": []}
    assert row.details == {"before": before, "after": after}


def test_inviting_joining_and_leaving_are_kept(cast: Cast, wu: Client) -> None:
    data = {"label": "新人", "role": "agent"}
    link = wu.post(f"/s/{cast.shop.pk}/people/invitations/new/", data).context["link"]
    Client().post(link.removeprefix("http://testserver"), ACCOUNT)
    wu.post(f"/s/{cast.shop.pk}/people/members/{cast.agent.pk}/end/", {"last_day": "2026-05-31"})

    assert trail(shop=cast.shop) == [
        ("wu", "user_invited", "新人"),
        ("新人", "user_changed", "newcomer"),
        ("新人", "signed_in", "newcomer"),
        ("wu", "access_ended", "xiaomei"),
    ]
    assert "/join/" not in str(AuditEntry.objects.values_list("details", flat=True))


def test_teams_agents_and_settings_are_kept(cast: Cast, wu: Client) -> None:
    shop = f"/s/{cast.shop.pk}/people"
    wu.post(f"{shop}/teams/new/", {"name": "夜班组", "agents": [cast.xiaoqi.pk]})
    wu.post(f"{shop}/teams/{cast.team.pk}/end/")
    wu.post(f"{shop}/agents/{cast.xiaoqi.pk}/", {"name": "小柒", "kind": "human"})
    wu.post(f"{shop}/settings/", {"show_top_three": "on"})
    wu.post(f"{shop}/settings/", {"show_top_three": "on"})  # nothing changed

    assert trail(shop=cast.shop) == [
        ("wu", "team_changed", "夜班组"),
        ("wu", "team_changed", "售前一组"),
        ("wu", "agent_changed", "小柒"),
        ("wu", "settings_changed", ""),
    ]
    assert AuditEntry.objects.latest("pk").details["after"]["show_top_three"] is True


def test_a_deleted_team_leaves_its_agents(cast: Cast, wu: Client) -> None:
    wu.post(f"/s/{cast.shop.pk}/people/teams/{cast.team.pk}/end/")

    cast.xiaomei.refresh_from_db()
    assert cast.xiaomei.team is None
