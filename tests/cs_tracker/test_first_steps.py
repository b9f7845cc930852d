"""The way of a new shop to its first figures: what is said to whom, and what is ticked when."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from accounts.models import Agent, Invitation, Shop
from chats.models import DailyTraffic, Order
from reports.home.first_steps import are_open, first_steps
from reports.models import AgentDay
from tests.cast import Cast, member

IMPORTS = ["Import chats", "Import orders"]
PEOPLE = ["Name your agents", "Invite your colleagues"]
NOON = dt.datetime(2026, 5, 11, 4, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def shop(db) -> Shop:
    """A shop on its first day, with its manager."""
    shop = Shop.objects.create(name="新店", main_account="新店")
    member("boss", shop, "manager")
    return shop


def done(shop: Shop) -> list[str]:
    return [step.title for step in first_steps(shop, manager=True) if step.done]


def test_files_come_first_then_people_then_figures(shop: Shop) -> None:
    assert [step.title for step in first_steps(shop, manager=True)] == [
        *IMPORTS,
        *PEOPLE,
        "Look at the figures",
        "Import daily traffic",
    ]
    assert done(shop) == []


def test_a_supervisor_is_not_sent_to_what_only_managers_may(shop: Shop) -> None:
    titles = [step.title for step in first_steps(shop, manager=False)]

    assert titles == [*IMPORTS, "Look at the figures", "Import daily traffic"]


def test_an_order_a_roster_and_a_link_are_each_ticked(shop: Shop) -> None:
    Order.objects.create(shop=shop, order_no="A1", created_at=NOON, amount_fen=1, version=NOON)
    assert done(shop) == ["Import orders"]

    met = Agent.objects.create(shop=shop, name="met", first_nick="met")
    assert "Name your agents" not in done(shop)
    Agent.objects.filter(pk=met.pk).update(in_roster=True)
    Invitation.objects.create(
        shop=shop,
        role="agent",
        token_hash="x",
        created_by=shop.memberships.get().user,
        expires_at=timezone.now(),
    )
    assert done(shop) == ["Import orders", *PEOPLE]


def test_the_list_goes_when_all_but_the_traffic_is_there(cast: Cast) -> None:
    Order.objects.create(shop=cast.shop, order_no="A1", created_at=NOON, amount_fen=1, version=NOON)
    AgentDay.objects.create(shop=cast.shop, agent=cast.xiaomei, day=NOON.date())
    steps = first_steps(cast.shop, manager=True)

    assert [step.title for step in steps if not step.done] == ["Import chats", "Import daily traffic"]
    assert are_open(steps)
    assert not are_open([step for step in steps if step.title != "Import chats"])
    assert not DailyTraffic.objects.exists()


def test_another_shops_data_tick_nothing(shop: Shop, cast: Cast) -> None:
    Order.objects.create(shop=cast.shop, order_no="A1", created_at=NOON, amount_fen=1, version=NOON)
    AgentDay.objects.create(shop=cast.shop, agent=cast.xiaomei, day=NOON.date())

    assert done(shop) == []
