"""Pages of contests and rulings: who reads what, what is answered, which files hold it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.audit.actor import Actor
from accounts.models import Agent, User
from chats.credit import rulings
from chats.models import Contest, Order, Ruling
from reports.facts import queries, refresh
from tests.reports.told import WEEK, Told


def _post(user: User, address: str, **data: str):
    client = Client()
    client.force_login(user)
    return client.post(address, data, follow=True)


def _claim(told: Told, number: str, sentence: str = "我先报的价") -> Contest:
    agent = Agent.objects.get(shop=told.shop, name="xiaoqi")
    return rulings.contest(
        Actor.of(told.xiaoqi), agent, Order.objects.get(shop=told.shop, order_no=number), sentence
    )


def _lines(response) -> list[list[str]]:
    return [line.split(",") for line in b"".join(response).decode("utf-8-sig").splitlines()]


def test_an_agent_contests_on_the_orders_page_and_comes_back_to_it(told: Told) -> None:
    pk = told.credit("A6").pk
    page = _post(told.xiaoqi, told.url("contests/mine/"), order_no="A6", sentence="我的", from_order=str(pk))

    assert page.redirect_chain == [(told.order("A6"), 302)]
    assert "Waiting for a decision" in page.content.decode()
    assert Contest.objects.get().author == told.xiaoqi


def test_a_number_of_another_shop_and_one_that_nobody_has_get_the_same_answer(told: Told) -> None:
    other = told.stranger.memberships.get().shop
    Order.objects.create(
        shop=other,
        order_no="B1",
        created_at=told.credit("A1").order.created_at,
        amount_fen=1,
        version=told.credit("A1").order.created_at,
    )
    said = [
        _post(told.xiaoqi, told.url("contests/mine/"), order_no=number, sentence="我的")
        .context["form"]
        .errors
        for number in ("B1", "12345")
    ]
    assert said[0] == said[1]
    assert "cannot be contested" in str(said[0])
    assert not Contest.objects.exists()


def test_a_contested_order_that_she_may_not_see_stays_closed(read, told: Told) -> None:
    page = _post(told.xiaoqi, told.url("contests/mine/"), order_no="A2", sentence="电话成交").content.decode()

    assert "A2" in page
    assert "¥100" not in page
    assert told.order("A2") not in page
    assert read(told.xiaoqi, told.order("A2")).status_code == 404


def test_people_who_are_no_agent_contest_nothing(told: Told) -> None:
    page = _post(told.manager, told.url("contests/mine/"), order_no="A2", sentence="x")

    assert page.status_code == 200
    assert page.context["form"] is None
    assert not Contest.objects.exists()


def test_a_supervisor_of_one_side_is_told_who_can_decide(read, told: Told) -> None:
    claim = _claim(told, "A6")
    page = read(told.supervisor, told.url("contests/")).content.decode()
    assert "xiaoqi: not of your teams." in page
    assert 'name="reason"' not in page

    page = _post(told.supervisor, told.url(f"contests/{claim.pk}/"), winner="nobody", reason="x")
    assert "xiaoqi: not of your teams." in page.content.decode()
    assert not Ruling.objects.exists()


def test_candidates_are_those_involved_with_their_parts(read, told: Told) -> None:
    _claim(told, "A6")
    (card,) = read(told.head, told.url("contests/")).context["cards"]

    assert [(one.name, one.parts) for one in card["case"].candidates] == [
        ("xiaoqi", ("contests it", "assisted before the order")),
        ("xiaomei", ("credited", "closed the order", "closed the payment")),
    ]
    assert [name for _pk, name in card["case"].others] == ["xiaolan"]


@pytest.mark.parametrize(
    ("winner", "reason", "sentence"),
    [
        ("", "x", "Choose who is credited."),
        ("99999", "x", "Choose who is credited."),
        ("nobody", " ", "Say why"),
    ],
)
def test_half_a_decision_is_none(told: Told, winner: str, reason: str, sentence: str) -> None:
    claim = _claim(told, "A6")
    page = _post(told.head, told.url(f"contests/{claim.pk}/"), winner=winner, reason=reason)

    assert sentence in page.content.decode()
    assert Contest.objects.get().status == "open"


def test_a_leader_decides_and_takes_back_on_the_orders_page(told: Told) -> None:
    xiaolan = Agent.objects.get(shop=told.shop, name="xiaolan")
    page = _post(
        told.head, told.order("A2") + "decide/", winner="other", other=str(xiaolan.pk), reason="电话成交"
    )
    assert "Order A2 is credited to xiaolan." in page.content.decode()
    assert "Figures are being recomputed." in page.content.decode()
    refresh.refresh(told.shop)

    ruling = Ruling.objects.get()
    page = _post(told.head, told.url(f"rulings/{ruling.pk}/withdraw/"))
    assert "The ruling on A2 is withdrawn." in page.content.decode()
    ruling.refresh_from_db()
    assert ruling.withdrawn_at


def test_a_page_that_waits_hears_when_the_figures_are_there(read, told: Told) -> None:
    rulings.decide(
        told.credit("A2").order, Agent.objects.get(shop=told.shop, name="xiaolan"), "x", Actor.of(told.head)
    )
    assert "being recomputed" in read(told.xiaomei, told.url("contests/waiting/")).content.decode()
    refresh.refresh(told.shop)
    assert "up to date" in read(told.xiaomei, told.url("contests/waiting/")).content.decode()


def test_files_hold_decided_contests_and_rulings(read, told: Told) -> None:
    claim = _claim(told, "A6")
    rulings.decide(claim, claim.agent, "先答", Actor.of(told.head))
    refresh.refresh(told.shop)

    decided = _lines(read(told.head, told.url("contests/decided/file.csv?from=2020-01-01&to=2020-01-02")))
    assert len(decided) == 1
    began = queries.today(told.shop, claim.created_at)
    ended = queries.today(told.shop)
    span = f"?from={began}&to={ended}"
    (row,) = _lines(read(told.head, told.url(f"contests/decided/file.csv{span}&outcome=granted")))[1:]
    assert row[:6] == ["A6", "200.00", "xiaoqi", "我先报的价", "Granted", "先答"]
    assert len(_lines(read(told.head, told.url(f"contests/decided/file.csv{span}&outcome=refused")))) == 1
    (row,) = _lines(read(told.head, told.url(f"rulings/file.csv{span}")))[1:]
    assert row[:7] == ["A6", "200.00", "xiaomei", "xiaoqi", "先答", "xiaoqi", "head"]
    orders = _lines(read(told.head, told.url(f"orders/file.csv?{WEEK}")))
    assert any("xiaoqi (ruling)" in line for line in orders)


def test_ten_more_contests_ask_no_more_of_the_database(told: Told) -> None:
    client = Client()
    client.force_login(told.head)

    def asked() -> int:
        client.get(told.url("contests/"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(told.url("contests/")).status_code == 200
        return len(queries)

    _claim(told, "A6")
    few = asked()
    for number in ("A1", "A2", "A3", "A4", "A5", "A7"):
        _claim(told, number)
    for name, number in (("xiaomei", "A2"), ("xiaomei", "A3"), ("xiaolan", "A1"), ("xiaolan", "A6")):
        agent = Agent.objects.get(shop=told.shop, name=name)
        order = Order.objects.get(shop=told.shop, order_no=number)
        rulings.contest(Actor.of(getattr(told, name)), agent, order, "我的")
    assert asked() == few
