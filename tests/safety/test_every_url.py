"""Every address of the project, asked for by every kind of reader: who gets in, who finds nothing.

A new page fails here until somebody says in tests/safety/addresses.py who may see it.
"""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Role, Shop, User
from tests.cast import member
from tests.safety.addresses import ADMIN, ALLOWED, EVERY, OPEN, READERS, SENT, THINGS, parameters
from tests.safety.world import World, undone


def ask(reader: User | None, name: str, address: str) -> HttpResponse:
    client = Client()
    if reader:
        client.force_login(reader)
    return client.post(address, SENT[name]) if name in SENT else client.get(address)


def outcome(answer: HttpResponse) -> str:
    """What became of a request: let in, sent to sign in, or nothing there."""
    if answer.status_code == 302 and answer.url.startswith(reverse("accounts:sign_in")):
        return "sign in"
    known = {404: "nothing", 403: "forbidden", 405: "wrong method"}
    return known.get(answer.status_code, "in" if answer.status_code < 500 else "broken")


def expected(name: str, reader: str) -> str:
    if reader in ALLOWED[name]:
        return "in"
    return "sign in" if reader == "anonymous" and name not in OPEN else "nothing"


def test_somebody_said_of_every_address_who_may_see_it() -> None:
    names = EVERY.keys() - ADMIN

    assert names - ALLOWED.keys() == set(), "say in ALLOWED who may see these pages"
    assert ALLOWED.keys() - names == set(), "these pages are gone"


@pytest.mark.parametrize("name", ALLOWED)
def test_each_reader_gets_in_or_finds_nothing(world: World, name: str, settings) -> None:
    settings.LOGOUT_REDIRECT_URL = "home"  # elsewhere than where people are sent to sign in
    found = {}
    for reader in READERS:
        with undone():
            found[reader] = outcome(ask(world.readers[reader], name, world.address(name)))

    assert found == {reader: expected(name, reader) for reader in READERS}


def test_no_page_of_a_shop_that_requires_a_second_factor_opens_without_one(world: World) -> None:
    shop = Shop.objects.get(pk=world.ids["shop_id"])
    Shop.objects.filter(pk=shop.pk).update(two_factor_required=True)
    everything = member("everything", shop, Role.MANAGER)
    for role in (Role.SUPERVISOR, Role.AGENT):
        Membership.objects.create(user=everything, shop=shop, role=role)
    client = Client()
    client.force_login(everything)
    names = [name for name in EVERY if "shop_id" in parameters(name)]

    assert len(names) > 30
    for name in names:
        answer = client.get(world.address(name))
        if answer.status_code == 405:
            answer = client.post(world.address(name), SENT.get(name, {}))
        assert answer.get("Location") == reverse("mfa_activate_totp"), name


OBJECTS = [name for name in ALLOWED if any(one in THINGS for one in parameters(name))]


@pytest.mark.parametrize("name", OBJECTS)
def test_a_thing_of_another_shop_is_not_found_under_ones_own(world: World, name: str) -> None:
    rival = member("rival", world.other, Role.MANAGER)
    Membership.objects.create(user=rival, shop=world.other, role=Role.AGENT)

    assert outcome(ask(rival, name, world.address(name, shop_id=world.other.pk))) == "nothing"


@pytest.mark.parametrize("name", sorted(ADMIN - {"admin:login"}))
def test_the_administration_opens_for_none_of_them(world: World, name: str) -> None:
    told = {"app_label": "accounts"}
    kwargs = {key: told.get(key, "1") for key in parameters(name)}
    nameless = re.sub(r"<.*?>|\(.*\)\$", "1", name)
    address = reverse(name, kwargs=kwargs) if EVERY[name].name else f"/{nameless}"
    for reader in READERS:
        answer = ask(world.readers[reader], name, address)

        assert answer.status_code == 302, reader
        assert answer.url.startswith(reverse("admin:index")), reader


def test_the_administration_has_no_sign_in_of_its_own(world: World) -> None:
    answer = Client().get(reverse("admin:index"), follow=True)

    assert answer.redirect_chain[-1][0] == "/sign-in/?next=/admin/"
    assert Client().post("/admin/login/", {"username": "wu", "password": "right-horse-9"}).status_code == 405
