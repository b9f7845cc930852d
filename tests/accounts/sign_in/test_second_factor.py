"""The second factor: setting it up, signing in with it, losing it, and shops that require it."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import Shop, User
from tests.accounts.sign_in.factors import SECRET, code, with_factor
from tests.cast import Cast

PASSWORD = "right-horse-9"
ACTIVATE = "/account/second-factor/"


@pytest.fixture(autouse=True)
def english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


def sign_in(client: Client, user: User, **more: str):
    return client.post("/sign-in/", {"login": user.username, "password": PASSWORD} | more)


def required(shop: Shop) -> None:
    Shop.objects.filter(pk=shop.pk).update(two_factor_required=True)


@pytest.fixture
def xiaomei(cast: Cast, client: Client) -> Client:
    sign_in(client, cast.agent)
    return client


def test_it_is_set_up_after_the_password_and_a_first_code(cast: Cast, xiaomei: Client) -> None:
    confirm = xiaomei.get(ACTIVATE, follow=True)
    assert confirm.wsgi_request.path == "/account/confirm/"
    page = xiaomei.post(confirm.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert secret in page.content.decode()

    wrong = xiaomei.post(ACTIVATE, {"code": "000000"})
    done = xiaomei.post(ACTIVATE, {"code": code(secret)}, follow=True)

    assert "This code is not right." in wrong.content.decode()
    assert done.wsgi_request.path == "/account/recovery-codes/"
    assert len(done.context["unused_codes"]) == 10
    assert "Second factor" in xiaomei.get("/account/").content.decode()


def test_signing_in_asks_for_the_code_before_anything_opens(cast: Cast, client: Client) -> None:
    with_factor(cast.agent)
    answer = sign_in(client, cast.agent)

    assert answer.url.startswith("/sign-in/code/")
    assert client.get(f"/s/{cast.shop.pk}/").url.startswith("/sign-in/")
    assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 200
    assert client.post("/sign-in/code/", {"code": code(SECRET)}).url == "/"
    assert client.get(f"/s/{cast.shop.pk}/").status_code == 200


def test_a_recovery_code_opens_once(cast: Cast) -> None:
    with_factor(cast.agent)
    row = Authenticator.objects.get(user=cast.agent, type=Authenticator.Type.RECOVERY_CODES)
    [spare, *_others] = row.wrap().get_unused_codes()
    for opens in (True, False):
        client = Client()
        sign_in(client, cast.agent)
        client.post("/sign-in/code/", {"code": spare})
        assert (client.get("/").url != "/sign-in/?next=/") is opens


def test_guessing_codes_is_slowed_down(cast: Cast, client: Client) -> None:
    with_factor(cast.agent)
    sign_in(client, cast.agent)
    for _ in range(10):
        client.post("/sign-in/code/", {"code": "000000"})

    page = client.post("/sign-in/code/", {"code": code(SECRET)})

    assert "Too many failed attempts" in page.content.decode()
    assert client.get("/").status_code == 302


def test_a_link_for_a_new_password_does_not_pass_by_the_second_factor(cast: Cast, client: Client) -> None:
    with_factor(cast.agent)
    wu = Client()
    wu.force_login(cast.manager)
    link = wu.post(f"/s/{cast.shop.pk}/people/members/{cast.agent.pk}/password/").context["link"]

    new = {"new_password1": "other-horse-7", "new_password2": "other-horse-7"}
    assert client.post(link.removeprefix("http://testserver"), new).url.startswith("/sign-in/code/")
    assert client.get(f"/s/{cast.shop.pk}/").status_code == 302


def test_an_invitation_does_not_pass_by_it_either(cast: Cast, client: Client) -> None:
    required(cast.shop)
    wu = Client()
    wu.force_login(with_factor(cast.manager))
    data = {"label": "新人", "role": "agent"}
    link = wu.post(f"/s/{cast.shop.pk}/people/invitations/new/", data).context["link"]
    account = {
        "username": "new",
        "first_name": "",
        "password1": "right-horse-9",
        "password2": "right-horse-9",
    }

    client.post(link.removeprefix("http://testserver"), account)

    assert client.get(f"/s/{cast.shop.pk}/").url == ACTIVATE


def test_a_manager_takes_a_lost_second_factor_away(cast: Cast, client: Client) -> None:
    with_factor(cast.agent)
    wu = Client()
    wu.force_login(cast.manager)

    wu.post(f"/s/{cast.shop.pk}/people/members/{cast.agent.pk}/second-factor/")

    assert sign_in(client, cast.agent).url == "/"


def test_nobody_takes_it_from_an_account_that_opens_more(cast: Cast) -> None:
    with_factor(User.objects.create_superuser("root", password="x"))
    root = User.objects.get(username="root")
    root.memberships.create(shop=cast.shop, role="agent")
    wu = Client()
    wu.force_login(cast.manager)

    answer = wu.post(f"/s/{cast.shop.pk}/people/members/{root.pk}/second-factor/")

    assert answer.status_code == 404
    assert Authenticator.objects.filter(user=root).exists()


def test_it_is_switched_off_unless_a_shop_requires_it(cast: Cast, xiaomei: Client) -> None:
    with_factor(cast.agent)
    address = xiaomei.get("/account/second-factor/off/").url
    xiaomei.post(address, {"password": PASSWORD})
    required(cast.shop)
    assert "A shop that you work in requires" in xiaomei.post("/account/second-factor/off/").content.decode()
    assert Authenticator.objects.filter(user=cast.agent).exists()

    Shop.objects.update(two_factor_required=False)
    xiaomei.post("/account/second-factor/off/")

    assert not Authenticator.objects.filter(user=cast.agent).exists()


def test_a_manager_requires_it_and_is_asked_first(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)

    client.post(f"/s/{cast.shop.pk}/people/settings/", {"two_factor_required": "on"})

    assert client.get(f"/s/{cast.shop.pk}/people/").url == ACTIVATE


def test_where_it_is_required_whoever_has_it_gets_in(cast: Cast, client: Client) -> None:
    required(cast.shop)
    with_factor(cast.agent)
    sign_in(client, cast.agent)
    client.post("/sign-in/code/", {"code": code(SECRET)})

    assert client.get(f"/s/{cast.shop.pk}/").status_code == 200


def test_a_page_that_changes_in_place_leads_there_whole(cast: Cast, client: Client) -> None:
    required(cast.shop)
    client.force_login(cast.agent)

    answer = client.get(f"/s/{cast.shop.pk}/", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == ACTIVATE


def test_another_shop_of_the_same_person_stays_open(cast: Cast, client: Client) -> None:
    required(cast.other_shop)
    cast.agent.memberships.create(shop=cast.other_shop, role="agent")
    client.force_login(cast.agent)

    assert client.get(f"/s/{cast.shop.pk}/").status_code == 200
    assert client.get(f"/s/{cast.other_shop.pk}/").url == ACTIVATE
