"""The very first start: one manager and one shop, and never again."""

import pytest
from django.test import Client

from accounts.models import Membership, Role, Shop, User
from tests.cast import Cast

ANSWERS = {
    "username": "wu",
    "password1": "right-horse-9",
    "password2": "right-horse-9",
    "shop_name": "示例旗舰店",
    "main_account": "示例旗舰店",
    "timezone": "Asia/Shanghai",
}


@pytest.fixture(autouse=True)
def english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


def test_without_any_user_signing_in_leads_to_the_setup(db, client: Client) -> None:
    assert client.get("/sign-in/").url == "/setup/"


def test_the_setup_makes_a_manager_who_is_signed_in_at_the_new_shop(db, client: Client) -> None:
    response = client.post("/setup/", ANSWERS, follow=True)

    shop = Shop.objects.get()
    user = User.objects.get()
    assert (shop.name, shop.main_account, shop.timezone) == ("示例旗舰店", "示例旗舰店", "Asia/Shanghai")
    assert Membership.objects.get().role == Role.MANAGER
    assert (user.username, user.is_superuser, user.is_staff) == ("wu", False, False)
    assert response.wsgi_request.path == f"/s/{shop.pk}/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"password2": "other-horse-9"},
        {"password1": "123", "password2": "123"},
        {"shop_name": " "},
        {"username": ""},
        {"timezone": "Mars/Olympus"},
    ],
)
def test_a_wrong_answer_makes_nothing(db, client: Client, wrong: dict[str, str]) -> None:
    assert client.post("/setup/", ANSWERS | wrong).status_code == 200

    assert not User.objects.exists()
    assert not Shop.objects.exists()


def test_there_is_no_setup_once_anybody_has_an_account(cast: Cast, client: Client) -> None:
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", ANSWERS | {"username": "thief"}).status_code == 404
    assert not User.objects.filter(username="thief").exists()
