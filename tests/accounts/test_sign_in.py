"""Signing in and out: the right password, the wrong one, too many wrong ones, and where one lands."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.throttle import MOST_PER_NAME
from tests.cast import Cast

ADDRESS = "/sign-in/"
RIGHT = {"username": "wu", "password": "right-horse-9"}
WRONG = {"username": "wu", "password": "wrong"}


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


def test_too_many_wrong_passwords_block_the_right_one_too(cast: Cast, client: Client) -> None:
    for _ in range(MOST_PER_NAME):
        client.post(ADDRESS, WRONG)

    response = client.post(ADDRESS, RIGHT)

    assert "Too many failed attempts" in response.content.decode()
    assert not response.wsgi_request.user.is_authenticated


def test_a_block_holds_for_the_guessed_name_only(cast: Cast, client: Client) -> None:
    for _ in range(MOST_PER_NAME):
        client.post(ADDRESS, WRONG)

    assert client.post(ADDRESS, RIGHT | {"username": "lan"}).status_code == 302


def test_a_sign_in_that_worked_starts_the_count_anew(cast: Cast, client: Client) -> None:
    for _ in range(2):
        for _ in range(MOST_PER_NAME - 1):
            client.post(ADDRESS, WRONG)
        assert client.post(ADDRESS, RIGHT).status_code == 302
        client.logout()


def test_signing_out_takes_a_post_and_ends_the_session(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    assert client.get("/sign-out/").status_code == 405

    assert client.post("/sign-out/").url == ADDRESS
    assert client.get("/").status_code == 302


def test_somebody_signed_in_needs_no_sign_in_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)

    assert client.get(ADDRESS).url == reverse("home")
