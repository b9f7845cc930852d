"""Changing one's own password."""

import pytest
from django.test import Client

from accounts.throttle import MOST_PER_NAME
from tests.cast import Cast

NEW = {"old_password": "right-horse-9", "new_password1": "other-horse-7", "new_password2": "other-horse-7"}


@pytest.fixture
def xiaomei(cast: Cast, client: Client) -> Client:
    client.force_login(cast.agent)
    return client


def test_the_new_password_holds_and_one_stays_signed_in(cast: Cast, xiaomei: Client) -> None:
    assert xiaomei.post("/password/", NEW).url == "/"
    assert xiaomei.get(f"/s/{cast.shop.pk}/").status_code == 200
    assert Client().login(username="xiaomei", password="other-horse-7")


def test_the_old_password_must_be_right(xiaomei: Client) -> None:
    xiaomei.post("/password/", NEW | {"old_password": "wrong"})

    assert not Client().login(username="xiaomei", password="other-horse-7")


def test_guessing_the_old_password_is_slowed_down(xiaomei: Client) -> None:
    for _ in range(MOST_PER_NAME):
        xiaomei.post("/password/", NEW | {"old_password": "wrong"})

    assert "Too many failed attempts" in xiaomei.post("/password/", NEW).content.decode()


def test_a_weak_password_is_refused(xiaomei: Client) -> None:
    xiaomei.post("/password/", NEW | {"new_password1": "xiaomei1", "new_password2": "xiaomei1"})

    assert not Client().login(username="xiaomei", password="xiaomei1")
