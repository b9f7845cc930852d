"""The order list: filters, search, order, pages, who sees which order, and how many queries it takes."""

import datetime as dt

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chats.models import Credit, Order, Ruling
from tests.reports.told import WEEK, Told


def _numbers(read, user, told: Told, query: str = WEEK) -> list[str]:
    table = read(user, told.url(f"orders/?{query}")).context["table"]
    return [row.record.order.order_no for row in table.rows]


def test_a_manager_sees_every_order_of_the_span_newest_first(read, told: Told) -> None:
    assert _numbers(read, told.manager, told) == ["A6", "A5", "A4", "A3", "A2", "A1"]


def test_the_sums_of_the_list_are_those_of_its_orders(read, told: Told) -> None:
    page = read(told.manager, told.url(f"orders/?{WEEK}"))

    assert page.context["sums"] == {"paid": 6, "paid_fen": 56_900}
    assert "¥569.00" in page.content.decode()


def test_each_filter_picks_its_orders(read, told: Told) -> None:
    for query, numbers in {
        "kind=consulted": ["A6", "A1"],
        "kind=chased": ["A3"],
        "kind=silent": ["A2"],
        "kind=unlinked": ["A4"],
        "kind=excluded": ["A5"],
        "state=chased": ["A3"],
        "state=recovered": ["A3"],
        "state=unpaid": [],
        f"agent={told.credit('A3').effective_id}": ["A3"],
        "kind=consulted&state=paid": ["A6", "A1"],
    }.items():
        assert _numbers(read, told.manager, told, f"{WEEK}&{query}") == numbers, query


def test_the_span_is_of_placing_or_of_payment(read, told: Told) -> None:
    late = "from=2026-05-20&to=2026-05-20"

    assert _numbers(read, told.manager, told, f"{late}&clock=created") == ["A7"]
    assert _numbers(read, told.manager, told, f"{late}&clock=paid") == []
    assert _numbers(read, told.manager, told, f"{late}&state=unpaid") == ["A7"]


def test_a_search_looks_at_all_days(read, told: Told) -> None:
    assert _numbers(read, told.manager, told, f"{WEEK}&q=A7") == ["A7"]
    assert _numbers(read, told.manager, told, f"{WEEK}&q=KIM") == ["A6"]
    assert _numbers(read, told.manager, told, f"{WEEK}&q=%27%3B--") == []


def test_the_list_sorts_in_the_database(read, told: Told) -> None:
    assert _numbers(read, told.manager, told, f"{WEEK}&sort=amount_fen") == [
        "A1",
        "A5",
        "A4",
        "A3",
        "A2",
        "A6",
    ]
    everything = "from=2026-05-11&to=2026-05-21"
    assert _numbers(read, told.manager, told, f"{everything}&sort=-paid_at")[-1] == "A7"
    assert _numbers(read, told.manager, told, f"{everything}&sort=paid_at")[-1] == "A7"


def test_masked_and_excluded_orders_are_explained(read, told: Told) -> None:
    text = read(told.manager, told.url(f"orders/?{WEEK}")).content.decode()

    assert "t**1" in text
    assert "masked" in text
    assert "never called silent" in text


def test_agents_see_orders_in_which_they_have_a_part(read, told: Told) -> None:
    assert _numbers(read, told.xiaomei, told) == ["A6", "A1"]
    assert _numbers(read, told.xiaoqi, told) == ["A6"]  # she assists
    assert _numbers(read, told.xiaolan, told, "from=2026-05-11&to=2026-05-21") == ["A7", "A3"]


def test_supervisors_see_their_teams_orders(read, told: Told) -> None:
    assert _numbers(read, told.supervisor, told) == ["A6", "A1"]
    assert _numbers(read, told.head, told) == ["A6", "A5", "A4", "A3", "A2", "A1"]


def test_a_ruling_opens_the_order_to_the_agent_and_shows_in_the_list(read, told: Told) -> None:
    credit = told.credit("A2")
    xiaoqi = told.credit("A6").order_runner_up_id
    Ruling.objects.create(order=credit.order, agent_id=xiaoqi, reason="phoned", author=told.manager)
    Credit.objects.filter(pk=credit.pk).update(effective_id=xiaoqi)

    assert _numbers(read, told.xiaoqi, told) == ["A6", "A2"]
    assert _numbers(read, told.manager, told, f"{WEEK}&state=ruled") == ["A2"]
    assert "ruling" in read(told.manager, told.url(f"orders/?{WEEK}&state=ruled")).content.decode()


def test_a_stranger_finds_no_orders(read, told: Told) -> None:
    assert read(told.stranger, told.url("orders/")).status_code == 404
    assert read(told.stranger, told.url("orders/file.xlsx")).status_code == 404


def _more_orders(told: Told, count: int) -> None:
    first = told.credit("A1")
    for number in range(count):
        order = Order.objects.get(pk=first.order_id)
        order.pk, order.order_no = None, f"M{number}"
        order.created_at += dt.timedelta(seconds=number)
        order.save()
        Credit.objects.create(
            order=order,
            shop=told.shop,
            created_day=first.created_day,
            paid_day=first.paid_day,
            class_code=1,
            effective_id=first.effective_id,
            rule_version=1,
        )


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


def test_ten_more_orders_take_no_more_queries(told: Told) -> None:
    client = Client()
    client.force_login(told.supervisor)
    before = _queries(client, told.url(f"orders/?{WEEK}"))
    _more_orders(told, 10)

    assert _queries(client, told.url(f"orders/?{WEEK}")) == before


def test_a_long_list_has_pages_that_keep_the_filters(read, told: Told) -> None:
    _more_orders(told, 60)
    page = read(told.manager, told.url(f"orders/?{WEEK}&kind=consulted&page=2"))

    assert len(list(page.context["table"].page.object_list)) == 12
    assert "kind=consulted&amp;page=1" in page.content.decode()
    assert read(told.manager, told.url(f"orders/?{WEEK}&page=99")).status_code == 200
