"""Home by role: a week's key figures of the shop, the teams or the agent, or what to do first."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from accounts.models import Agent, Shop, User
from chats.models import ShopState
from chats.spans import Span
from reports.home import latest as home
from reports.models import AgentDay, ShopDay
from tests.cast import Cast, supervises

DAY = dt.date(2026, 5, 14)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def agent_day(shop: Shop, agent: Agent, day: dt.date, **sums: int) -> None:
    AgentDay.objects.create(shop=shop, agent=agent, day=day, **sums)


def data_until(shop: Shop, day: dt.date, as_of: dt.datetime | None = None) -> None:
    first = day - dt.timedelta(days=20)
    ShopState.objects.create(shop=shop, first_day=first, last_day=day, as_of=as_of)


def written(found: tuple[Span, list[home.Tile]]) -> dict[str, tuple[str, str]]:
    """Label -> figure and change."""
    return {tile.label: (tile.value, tile.change.text if tile.change else "") for tile in found[1]}


def test_the_week_ends_with_the_last_day_of_data(cast: Cast) -> None:
    data_until(cast.shop, DAY)

    assert home.week(cast.shop)[0] == Span(dt.date(2026, 5, 8), DAY)


def test_a_day_whose_orders_are_not_here_yet_is_not_complete(cast: Cast) -> None:
    data_until(cast.shop, DAY, as_of=dt.datetime(2026, 5, 12, 15, 59, tzinfo=dt.UTC))  # 23:59 in the shop

    assert home.latest_complete_day(cast.shop) == dt.date(2026, 5, 12)


def test_today_is_never_complete(cast: Cast) -> None:
    data_until(cast.shop, dt.date(2999, 1, 1))

    with time_machine.travel(dt.datetime(2026, 11, 28, 16, 0, tzinfo=dt.UTC)):  # 11-29 00:00 in the shop
        assert home.latest_complete_day(cast.shop) == dt.date(2026, 11, 28)


def test_without_data_there_is_no_week(cast: Cast) -> None:
    assert home.week(cast.shop) is None


def test_an_agents_week_holds_her_own_sums_against_the_week_before(cast: Cast) -> None:
    data_until(cast.shop, DAY)
    for day in (DAY, dt.date(2026, 5, 8)):
        agent_day(
            cast.shop,
            cast.xiaomei,
            day,
            sales_fen=10_000,
            paid_orders=2,
            receptions=10,
            replied=9,
            first_response_seconds_sum=90,
            inquiries=6,
            mature_inquiries=5,
            mature_paid_final=2,
        )
    agent_day(
        cast.shop,
        cast.xiaomei,
        dt.date(2026, 5, 7),
        sales_fen=16_000,
        receptions=8,
        replied=8,
        first_response_seconds_sum=96,
        mature_inquiries=4,
        mature_paid_final=1,
    )
    agent_day(cast.shop, cast.xiaoqi, DAY, sales_fen=99_999, receptions=50)

    assert written(home.week(cast.shop, [cast.xiaomei])) == {
        "Sales": ("¥200.00", "+25.0\u00a0%"),
        "Paid orders": ("4", ""),
        "Inquiry conversion": ("40.0\u00a0%", ""),
        "Inquiries": ("12", ""),
        "Receptions": ("20", "+150.0\u00a0%"),
        "Reply rate": ("90.0\u00a0%", "−10.0 pp"),
        "First response": ("10 s", "−2 s"),
    }


@pytest.mark.parametrize(("mature", "change"), [(30, "+10.0 pp"), (29, "")])
def test_a_conversion_is_compared_only_from_thirty_mature_inquiries_on(
    cast: Cast, mature: int, change: str
) -> None:
    data_until(cast.shop, DAY)
    agent_day(cast.shop, cast.xiaomei, DAY, mature_inquiries=30, mature_paid_final=12)
    earlier = {"mature_inquiries": mature, "mature_paid_final": mature * 3 // 10}
    agent_day(cast.shop, cast.xiaomei, DAY - dt.timedelta(days=7), **earlier)

    assert written(home.week(cast.shop, [cast.xiaomei]))["Inquiry conversion"] == ("40.0\xa0%", change)


def test_the_shops_week_counts_buyers_once_and_shows_the_share_of_service(cast: Cast) -> None:
    data_until(cast.shop, DAY)
    ShopDay.objects.create(
        shop=cast.shop,
        day=DAY,
        paid_fen=100_000,
        agents_fen=45_000,
        unlinked_fen=6_000,
        excluded_fen=4_000,
        inquiries=3,
    )
    agent_day(cast.shop, cast.xiaomei, DAY, inquiries=2)
    agent_day(cast.shop, cast.xiaoqi, DAY, inquiries=2)

    found = written(home.week(cast.shop))

    assert found["Paid in the shop"] == ("¥1,000.00", "")
    assert found["Share of service"] == ("50.0\u00a0%", "")  # 450 of 1000 − 60 − 40
    assert found["Inquiries"] == ("3", "")
    assert found["Reply rate"] == ("—", "")


def test_home_leads_to_the_shop(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)

    assert client.get("/").url == f"/s/{cast.shop.pk}/"


def test_a_new_shop_shows_its_manager_the_first_steps_with_templates(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    page = client.get(f"/s/{cast.shop.pk}/").content.decode()

    assert "Get started" in page
    for name in ("chats", "traffic"):
        assert f"/s/{cast.shop.pk}/imports/template/{name}/" in page


def test_an_agent_sees_no_figures_of_the_shop_and_no_steps(cast: Cast, client: Client) -> None:
    data_until(cast.shop, DAY)
    client.force_login(cast.agent)
    page = client.get(f"/s/{cast.shop.pk}/").content.decode()

    assert "Paid orders" in page
    assert "Paid in the shop" not in page
    assert "Import" not in page


def test_a_supervisor_of_a_team_sees_the_teams_sums_only(cast: Cast, client: Client) -> None:
    supervises(cast.supervisor, cast.team)
    data_until(cast.shop, DAY)
    agent_day(cast.shop, cast.xiaomei, DAY, sales_fen=12_300)
    agent_day(cast.shop, cast.xiaoqi, DAY, sales_fen=99_900)
    client.force_login(cast.supervisor)
    page = client.get(f"/s/{cast.shop.pk}/").content.decode()

    assert "¥123.00" in page
    assert "The agents of your teams." in page
    assert "Paid in the shop" not in page


def test_an_account_without_an_agent_is_told_whom_to_ask(cast: Cast, client: Client) -> None:
    Agent.objects.update(user=None)
    client.force_login(cast.agent)

    assert "not linked to an agent" in client.get(f"/s/{cast.shop.pk}/").content.decode()


def test_a_person_without_a_shop_is_told_whom_to_ask(db, client: Client) -> None:
    client.force_login(User.objects.create_user("nobody", language="en"))
    answer = client.get("/")

    assert answer.status_code == 200
    assert "not a member of any shop" in answer.content.decode()
