"""Links that let people in or renew a password: what they open, once, for how long, and for whom."""

import datetime as dt
import hashlib

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Agent, Invitation, Membership, Role, Team, User
from accounts.sign_in.throttle import MOST_PER_ADDRESS
from tests.cast import Cast, member

ACCOUNT = {
    "username": "newcomer",
    "first_name": "新人",
    "password1": "right-horse-9",
    "password2": "right-horse-9",
}
NEW_PASSWORD = {"new_password1": "other-horse-7", "new_password2": "other-horse-7"}


@pytest.fixture(autouse=True)
def english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def wu(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.manager)
    return client


def invite(wu: Client, cast: Cast, **told: object) -> str:
    """The path of the link that the page shows."""
    data = {"label": "新人", "role": "agent"} | told
    page = wu.post(f"/s/{cast.shop.pk}/people/invitations/new/", data)
    return page.context["link"].removeprefix("http://testserver")


def renew(wu: Client, cast: Cast, person: User) -> str:
    page = wu.post(f"/s/{cast.shop.pk}/people/members/{person.pk}/password/")
    assert page.status_code == 200
    return page.context["link"].removeprefix("http://testserver")


def roles(username: str) -> dict[str, list[str]]:
    """Shop -> roles."""
    found: dict[str, list[str]] = {}
    for one in Membership.objects.filter(user__username=username).order_by("pk"):
        found.setdefault(one.shop.name, []).append(one.role)
    return found


def test_a_newcomer_makes_an_account_and_is_in(cast: Cast, wu: Client, client: Client) -> None:
    link = invite(wu, cast, agents=[cast.xiaoqi.pk])

    assert cast.shop.name in client.get(link).content.decode()
    response = client.post(link, ACCOUNT)

    assert response.url == f"/s/{cast.shop.pk}/"
    assert client.get(response.url).status_code == 200
    assert roles("newcomer") == {cast.shop.name: ["agent"]}
    assert Agent.objects.get(user__username="newcomer") == cast.xiaoqi
    assert not User.objects.get(username="newcomer").is_staff


def test_only_a_hash_of_the_link_is_kept(cast: Cast, wu: Client) -> None:
    token = invite(wu, cast).strip("/").removeprefix("join/")

    [made] = Invitation.objects.all()
    assert made.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in wu.get(f"/s/{cast.shop.pk}/people/").content.decode()


def test_a_supervisor_is_invited_to_teams(cast: Cast, wu: Client, client: Client) -> None:
    client.post(invite(wu, cast, role="supervisor", teams=[cast.team.pk]), ACCOUNT)

    assert list(Membership.objects.get(user__username="newcomer").teams.all()) == [cast.team]


def test_somebody_signed_in_joins_with_the_account_she_has(cast: Cast, wu: Client, client: Client) -> None:
    link = invite(wu, cast)
    client.force_login(cast.stranger)

    assert "You are signed in as stranger" in client.get(link).content.decode()
    assert client.post(link).url == f"/s/{cast.shop.pk}/"
    assert roles("stranger") == {"别家旗舰店": ["manager"], "示例旗舰店": ["agent"]}


def test_a_supervisor_is_invited_to_every_team(cast: Cast, wu: Client, client: Client) -> None:
    client.post(invite(wu, cast, role="supervisor", all_teams="on"), ACCOUNT)

    assert Membership.objects.get(user__username="newcomer").all_teams


def test_a_supervisor_of_nobody_is_not_invited(cast: Cast, wu: Client) -> None:
    data = {"label": "新人", "role": "supervisor"}
    page = wu.post(f"/s/{cast.shop.pk}/people/invitations/new/", data)

    assert "tick teams, or every team" in page.content.decode()
    assert not Invitation.objects.exists()


def test_the_flag_means_nothing_in_an_agents_invitation(cast: Cast, wu: Client, client: Client) -> None:
    client.post(invite(wu, cast, role="agent", all_teams="on"), ACCOUNT)

    assert not Membership.objects.get(user__username="newcomer").all_teams


def test_a_promised_team_that_is_deleted_meanwhile_widens_nothing(
    cast: Cast, wu: Client, client: Client
) -> None:
    link = invite(wu, cast, role="supervisor", teams=[cast.team.pk])
    cast.team.delete()
    client.post(link, ACCOUNT)

    found = Membership.objects.get(user__username="newcomer")
    assert (found.all_teams, list(found.teams.all())) == (False, [])


def test_a_second_invitation_adds_a_role_and_never_narrows_one(
    cast: Cast, wu: Client, client: Client
) -> None:
    client.force_login(cast.supervisor)  # of every team

    client.post(invite(wu, cast, role="supervisor", teams=[cast.team.pk]))
    client.post(invite(wu, cast, role="agent"))

    assert roles("lan") == {cast.shop.name: ["supervisor", "agent"]}
    assert Membership.objects.get(user=cast.supervisor, role="supervisor").all_teams


def test_an_agent_taken_meanwhile_stays_with_her_account(cast: Cast, wu: Client, client: Client) -> None:
    link = invite(wu, cast, agents=[cast.xiaoqi.pk])
    Agent.objects.filter(pk=cast.xiaoqi.pk).update(user=cast.supervisor)

    client.post(link, ACCOUNT)

    assert Agent.objects.get(pk=cast.xiaoqi.pk).user == cast.supervisor


def test_a_weak_password_or_a_taken_name_makes_no_account(cast: Cast, wu: Client, client: Client) -> None:
    link = invite(wu, cast)

    for wrong in (
        {"password1": "12345678", "password2": "12345678"},
        {"password2": "different-horse-1"},
        {"username": "wu"},
    ):
        assert client.post(link, ACCOUNT | wrong).status_code == 200
    assert not User.objects.filter(username="newcomer").exists()
    assert client.post(link, ACCOUNT).status_code == 302


def _used(link: str, wu: Client, cast: Cast) -> None:
    Client().post(link, ACCOUNT | {"username": "first"})


def _withdrawn(link: str, wu: Client, cast: Cast) -> None:
    wu.post(f"/s/{cast.shop.pk}/people/invitations/{Invitation.objects.get().pk}/withdraw/")


def _run_out(link: str, wu: Client, cast: Cast) -> None:
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))


def _manager_gone(link: str, wu: Client, cast: Cast) -> None:
    Membership.objects.filter(user=cast.manager).update(role=Role.AGENT)


@pytest.mark.parametrize("spoil", [_used, _withdrawn, _run_out, _manager_gone])
def test_a_link_that_does_not_hold_any_more_lets_nobody_in(
    cast: Cast, wu: Client, client: Client, spoil
) -> None:
    link = invite(wu, cast)
    spoil(link, wu, cast)

    assert "does not work" in client.get(link).content.decode()
    assert client.post(link, ACCOUNT).status_code == 404
    assert not User.objects.filter(username="newcomer").exists()


def test_guessing_links_is_slowed_down(cast: Cast, wu: Client, client: Client) -> None:
    link = invite(wu, cast)
    for number in range(MOST_PER_ADDRESS):
        client.get(f"/join/guess{number}/")

    assert "Too many failed attempts" in client.get(link).content.decode()


def test_open_links_are_listed_until_used(cast: Cast, wu: Client, client: Client) -> None:
    page = f"/s/{cast.shop.pk}/people/"
    link = invite(wu, cast, label="夜班小王")
    assert "夜班小王" in wu.get(page).content.decode()

    client.post(link, ACCOUNT)

    assert "夜班小王" not in wu.get(page).content.decode()


def test_the_link_is_mailed_where_mail_is_set_up(cast: Cast, wu: Client) -> None:
    link = invite(wu, cast, email="new@example.com")

    [sent] = mail.outbox
    assert sent.to == ["new@example.com"]
    assert link in sent.body


def test_without_mail_no_address_is_asked(cast: Cast, wu: Client, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    page = wu.get(f"/s/{cast.shop.pk}/people/invitations/new/")

    assert "email" not in page.context["form"].fields


def test_a_mail_server_that_is_away_leaves_the_link_on_the_page(cast: Cast, wu: Client, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    data = {"label": "x", "role": "agent", "email": "new@example.com"}
    page = wu.post(f"/s/{cast.shop.pk}/people/invitations/new/", data)

    assert "could not be sent" in page.content.decode()
    assert "/join/" in page.context["link"]


def test_teams_of_another_shop_cannot_be_promised(cast: Cast, wu: Client) -> None:
    theirs = Team.objects.create(shop=cast.other_shop, name="x")

    wu.post(
        f"/s/{cast.shop.pk}/people/invitations/new/",
        {"label": "x", "role": "supervisor", "teams": [theirs.pk]},
    )

    assert not Invitation.objects.exists()


def test_a_member_sets_a_new_password_with_a_managers_link(cast: Cast, wu: Client, client: Client) -> None:
    before = Client()
    before.force_login(cast.agent)
    link = renew(wu, cast, cast.agent)

    assert client.get(link).status_code == 200
    assert client.post(link, NEW_PASSWORD).url == "/"
    assert client.get("/", follow=True).wsgi_request.user == cast.agent
    assert Client().login(username="xiaomei", password="other-horse-7")
    assert before.get(f"/s/{cast.shop.pk}/").status_code == 302  # the other device is signed out
    assert client.post(link, NEW_PASSWORD).status_code == 404


def test_a_newer_password_link_ends_the_older(cast: Cast, wu: Client, client: Client) -> None:
    first, second = renew(wu, cast, cast.agent), renew(wu, cast, cast.agent)

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_a_manager_renews_no_password_that_opens_more_than_he_manages(cast: Cast, wu: Client) -> None:
    for username in ("both", "root", "staff"):
        member(username, cast.shop, Role.AGENT)
    Membership.objects.create(user=User.objects.get(username="both"), shop=cast.other_shop, role=Role.AGENT)
    User.objects.filter(username="root").update(is_superuser=True)
    User.objects.filter(username="staff").update(is_staff=True)

    for username in ("both", "root", "staff", "wu", "stranger"):
        person = User.objects.get(username=username)
        answer = wu.post(f"/s/{cast.shop.pk}/people/members/{person.pk}/password/")
        assert answer.status_code == 404, username
    assert not Invitation.objects.exists()


def test_a_password_link_ends_when_the_person_joins_another_shop(
    cast: Cast, wu: Client, client: Client
) -> None:
    link = renew(wu, cast, cast.agent)
    Membership.objects.create(user=cast.agent, shop=cast.other_shop, role=Role.AGENT)

    assert client.get(link).status_code == 404
