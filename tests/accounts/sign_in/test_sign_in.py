"""Signing in and out: the right password, the wrong one, too many wrong ones, and where one lands."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.cast import Cast

ADDRESS = "/sign-in/"
RIGHT = {"login": "wu", "password": "right-horse-9"}
MOST = 10  # wrong passwords a quarter of an hour, of one name from one address
WRONG = {"login": "wu", "password": "wrong"}


@pytest.fixture(autouse=True)
def english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


def test_the_right_password_leads_home(cast: Cast, client: Client) -> None:
    response = client.post(ADDRESS, RIGHT, follow=True)

    assert response.redirect_chain[0][0] == reverse("home")
    assert response.wsgi_request.path == f"/s/{cast.shop.pk}/"


def test_the_wrong_password_is_refused_in_words(cast: Cast, client: Client) -> None:
    response = client.post(ADDRESS, WRONG)

    assert "do not match" in response.content.decode()
    assert not response.wsgi_request.user.is_authenticated


def test_signing_in_leads_back_to_the_page_asked_for(cast: Cast, client: Client) -> None:
    wanted = f"/s/{cast.shop.pk}/imports/"

    assert client.post(ADDRESS, RIGHT | {"next": wanted}).url == wanted


def test_signing_in_never_leads_to_another_site(cast: Cast, client: Client) -> None:
    assert client.post(ADDRESS, RIGHT | {"next": "https://evil.example/"}).url == reverse("home")


def fail(client: Client, times: int, **more: str) -> None:
    for _ in range(times):
        client.post(ADDRESS, WRONG, **more)


def test_the_mail_address_does_as_well_as_the_name(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.manager.pk).update(email="wu@example.com")

    assert client.post(ADDRESS, RIGHT | {"login": "WU@example.com"}).url == reverse("home")


def test_too_many_wrong_passwords_block_the_right_one_too(cast: Cast, client: Client) -> None:
    fail(client, MOST)

    response = client.post(ADDRESS, RIGHT)

    assert "Too many failed attempts" in response.content.decode()
    assert not response.wsgi_request.user.is_authenticated


def test_the_door_of_the_administration_is_the_same_one(cast: Cast, client: Client) -> None:
    User.objects.create_superuser("root", password="right-horse-9")
    door = client.get("/admin/login/?next=/admin/").url
    for _ in range(MOST):
        client.post(door, {"login": "root", "password": "wrong"})

    page = client.post(door, {"login": "root", "password": "right-horse-9"})

    assert "Too many failed attempts" in page.content.decode()
    assert client.get("/admin/").status_code == 302


def test_a_block_holds_for_the_guessed_name_only(cast: Cast, client: Client) -> None:
    fail(client, MOST)

    assert client.post(ADDRESS, RIGHT | {"login": "lan"}).status_code == 302


def test_nobody_locks_a_colleague_out_from_another_address(cast: Cast, client: Client) -> None:
    fail(client, MOST, REMOTE_ADDR="10.0.0.7")

    assert client.post(ADDRESS, RIGHT).status_code == 302


def test_one_address_that_tries_many_names_is_blocked_for_all(cast: Cast, client: Client) -> None:
    for number in range(60):
        client.post(ADDRESS, WRONG | {"login": f"guess{number}"})

    assert "Too many failed attempts" in client.post(ADDRESS, RIGHT).content.decode()


def test_a_sign_in_that_worked_is_not_counted(cast: Cast, client: Client) -> None:
    fail(client, MOST - 1)
    for _ in range(3):
        assert client.post(ADDRESS, RIGHT).status_code == 302
        client.logout()


def test_an_account_that_is_switched_off_does_not_get_in(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)

    client.post(ADDRESS, RIGHT, follow=True)

    assert client.get("/").status_code == 302


def test_nobody_signs_up(cast: Cast, client: Client) -> None:
    for address in ("/signup/", "/accounts/signup/", "/sign-up/"):
        assert client.get(address).status_code == 404


def test_signing_out_takes_a_post_and_ends_the_session(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    assert client.get("/sign-out/").status_code == 405

    assert client.post("/sign-out/").url == ADDRESS
    assert client.get("/").status_code == 302


def test_somebody_signed_in_needs_no_sign_in_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)

    assert client.get(ADDRESS).url == reverse("home")
