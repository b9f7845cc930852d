"""The very first start: one manager and one shop, and never again."""

import threading

import pytest
from django.db import connection
from django.test import Client

from accounts.demo import DEMO_SHOP
from accounts.models import Membership, Role, Shop, User
from tests.cast import Cast, member

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


def test_the_demos_people_leave_the_setup_open(db, client: Client) -> None:
    demo = Shop.objects.create(name=DEMO_SHOP)
    member("demo-manager", demo, Role.MANAGER)
    assert "/setup/" not in client.get("/sign-in/").content.decode()  # not with a password of her own

    assert client.get("/setup/").status_code == 200
    client.post("/setup/", ANSWERS)

    assert Membership.objects.get(user__username="wu").shop.name == "示例旗舰店"
    assert Client().get("/setup/").status_code == 404


@pytest.mark.parametrize("real", ["a superuser", "in another shop", "in no shop"])
def test_one_real_account_beside_the_demo_closes_it(db, client: Client, real: str) -> None:
    demo = Shop.objects.create(name=DEMO_SHOP)
    user = member("somebody", demo, Role.MANAGER)
    if real == "a superuser":
        User.objects.filter(pk=user.pk).update(is_superuser=True)
    elif real == "in another shop":
        Membership.objects.create(user=user, shop=Shop.objects.create(name="x"), role=Role.AGENT)
    else:
        User.objects.create_user("nobody")

    assert client.get("/setup/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite in memory has one writer; run make services-test"
)
def test_of_two_who_send_it_at_once_one_becomes_the_manager() -> None:
    start = threading.Barrier(4)
    answers: list[int] = []

    def send(name: str) -> None:
        start.wait()
        told = ANSWERS | {"username": name, "shop_name": name}
        answers.append(Client().post("/setup/", told).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=(f"first{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [302, 404, 404, 404]
    assert (User.objects.count(), Shop.objects.count(), Membership.objects.count()) == (1, 1, 1)
