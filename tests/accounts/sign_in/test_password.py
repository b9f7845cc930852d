"""Changing one's own password."""

import pytest
from django.test import Client

from tests.cast import Cast

NEW = {"oldpassword": "right-horse-9", "password1": "other-horse-7", "password2": "other-horse-7"}
MOST = 10  # tries a quarter of an hour


@pytest.fixture
def xiaomei(cast: Cast, client: Client) -> Client:
    client.force_login(cast.agent)
    return client


def test_the_new_password_holds_and_one_stays_signed_in(cast: Cast, xiaomei: Client) -> None:
    assert xiaomei.post("/password/", NEW).url == "/account/"
    assert xiaomei.get(f"/s/{cast.shop.pk}/").status_code == 200
    assert Client().login(username="xiaomei", password="other-horse-7")


def test_the_old_password_must_be_right(xiaomei: Client) -> None:
    xiaomei.post("/password/", NEW | {"oldpassword": "wrong"})

    assert not Client().login(username="xiaomei", password="other-horse-7")


def test_guessing_the_old_password_is_slowed_down(xiaomei: Client) -> None:
    for _ in range(MOST):
        xiaomei.post("/password/", NEW | {"oldpassword": "wrong"})

    assert "Too many failed attempts" in xiaomei.post("/password/", NEW).content.decode()


def test_a_weak_password_is_refused(xiaomei: Client) -> None:
    xiaomei.post("/password/", NEW | {"password1": "xiaomei1", "password2": "xiaomei1"})

    assert not Client().login(username="xiaomei", password="xiaomei1")
