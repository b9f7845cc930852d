"""Buyers' nicks: in full for whoever talked with the buyer or is credited, shortened for all others."""

import csv
import io

import pytest

from accounts.models import Agent, Membership, Role, Shop, User
from accounts.nicks import mask_nick
from chats.models import Reception
from tests.reports.told import WEEK, Told


def on_page(read, user: User, told: Told, query: str = WEEK) -> dict[str, str]:
    """Order -> buyer as the list shows it."""
    table = read(user, told.url(f"orders/?{query}")).context["table"]
    return {row.record.order.order_no: row.get_cell_value("buyer") for row in table.rows}


def in_file(read, user: User, told: Told) -> dict[str, str]:
    """Order -> buyer as the download holds it."""
    answer = read(user, told.url(f"orders/file.csv?{WEEK}"))
    lines = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    return {order: buyer for order, buyer, *_ in list(lines)[1:]}


def open_to_all(told: Told) -> None:
    Shop.objects.filter(pk=told.shop.pk).update(show_buyer_nicks=True)


@pytest.mark.parametrize(
    ("nick", "seen"),
    [
        ("lily", "l**y"),
        ("tb900800001", "t**1"),
        ("王小明", "王**明"),
        ("ab", "a**"),
        ("a", "a**"),
        ("t**1", "t**1"),
        ("", ""),
    ],
)
def test_a_nick_keeps_its_ends(nick: str, seen: str) -> None:
    assert mask_nick(nick) == seen


def test_managers_and_supervisors_see_shortened_nicks_on_page_and_in_file(read, told: Told) -> None:
    seen = {"A1": "l**y", "A2": "a**n", "A3": "b**b", "A4": "t**1", "A5": "e**e", "A6": "k**m"}

    assert on_page(read, told.manager, told) == in_file(read, told.manager, told) == seen
    assert on_page(read, told.head, told) == seen


def test_an_agent_sees_in_full_with_whom_she_talked(read, told: Told) -> None:
    seen = {"A1": "lily", "A6": "kim"}

    assert on_page(read, told.xiaomei, told) == in_file(read, told.xiaomei, told) == seen
    assert on_page(read, told.xiaoqi, told) == {"A6": "kim"}  # not credited, but she talked with kim


def test_credit_alone_is_enough(read, told: Told) -> None:
    Reception.objects.filter(agent__user=told.xiaolan).delete()

    assert on_page(read, told.xiaolan, told) == {"A3": "bob"}


def test_a_supervisor_who_also_answers_sees_her_own_buyers_in_full(read, told: Told) -> None:
    Agent.objects.filter(shop=told.shop, name="xiaomei").update(user=told.head)

    assert on_page(read, told.head, told)["A1"] == "lily"
    assert on_page(read, told.head, told)["A3"] == "b**b"


def test_an_agent_who_left_and_came_back_as_manager_without_agents_sees_none(read, told: Told) -> None:
    Agent.objects.filter(shop=told.shop, user=told.xiaomei).update(user=None)
    Membership.objects.filter(user=told.xiaomei).update(role=Role.MANAGER)

    assert on_page(read, told.xiaomei, told)["A1"] == "l**y"


def test_the_shop_may_show_nicks_to_all(read, told: Told) -> None:
    open_to_all(told)

    assert on_page(read, told.manager, told)["A1"] == in_file(read, told.manager, told)["A1"] == "lily"


def test_the_orders_page_keeps_to_the_same(read, told: Told) -> None:
    page = read(told.manager, told.order("A1")).content.decode()

    assert "l**y" in page
    assert "lily" not in page
    assert "lily" in read(told.xiaomei, told.order("A1")).content.decode()


def test_a_search_does_not_guess_a_hidden_nick_letter_by_letter(read, told: Told) -> None:
    assert on_page(read, told.manager, told, "q=lil") == {}
    assert on_page(read, told.manager, told, "q=lily") == {"A1": "l**y"}
    assert on_page(read, told.xiaomei, told, "q=lil") == {"A1": "lily"}

    open_to_all(told)

    assert on_page(read, told.manager, told, "q=lil") == {"A1": "lily"}
