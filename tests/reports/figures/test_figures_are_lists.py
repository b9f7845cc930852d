"""Figures of the funnel, the books and the order pages add up, and files hold them, for each role.

That each figure is the sum of its list is held by test_every_figure.py; here are spans of every length.
"""

import csv
import re
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse

from accounts.models import User
from reports.books.rows import book_rows
from reports.models import AgentDay
from tests.reports.full_shop import full_shop
from tests.reports.told import Told

SPANS = ("from=2026-05-11&to=2026-05-11", "from=2026-05-11&to=2026-05-14", "from=2026-05-01&to=2026-05-31")
LEADERS = ("manager", "head")
EVERYBODY = ("manager", "head", "supervisor", "xiaomei", "xiaoqi", "xiaolan")


@pytest.fixture
def full(db: None, tmp_path) -> Told:
    return full_shop(tmp_path / "files")


def _fen(written: str) -> int:
    return int(re.sub(r"[^\d]", "", written))


def test_the_parts_of_the_books_add_up(read, full: Told) -> None:
    for reader, span in product(LEADERS, SPANS):
        context = read(getattr(full, reader), full.url(f"books/?{span}")).context
        assert all(row.balances for row, _cells in context["rows"])
        assert sum(_fen(one[2]) for one in context["agents"]) == context["whole"].parts[0]
        assert sum(_fen(one[2]) for one in context["reasons"]) == sum(context["whole"].parts[2:])


def test_the_shop_has_every_bucket_and_reason(read, full: Told) -> None:
    """What these tests would miss, they would miss silently."""
    context = read(full.manager, full.url(f"books/?{SPANS[2]}")).context
    reasons = {
        parse_qs(urlsplit(url).query)["reason"][0] for _label, _orders, _fen, url in context["reasons"]
    }

    assert all(context["whole"].parts)
    assert reasons == {"masked", "no_nick", "flag", "memo", "own_account", "manual"}
    assert {label for label, *_more in context["agents"]} == {"xiaomei", "xiaoqi", "xiaolan"}


def test_every_layer_of_the_funnel(read, full: Told) -> None:
    for reader, span in product(LEADERS, SPANS):
        _check_funnel(read, full, getattr(full, reader), span)


def _check_funnel(read, full: Told, user: User, span: str) -> None:
    context = read(user, full.url(f"funnel/?{span}")).context
    linked = 0
    for metric, figure, _share, _length, url in context["steps"]:
        if url:
            page = read(user, url)
            assert page.context["page"].paginator.count == context["funnel"].figure(metric.code), metric.code
            assert str(page.context["page"].paginator.count) == figure
            linked += 1
    assert linked == 4  # all but the visitors, whom nobody knows
    assert [one.holds for _text, one, _both in context["identities"]] == [True, True, True]
    change = context["change"]
    assert sum(cause.fen for cause in change.causes) == (
        book_rows(context["funnel"])[-1].paid_fen - book_rows(context["before"])[-1].paid_fen
    )


def test_the_sums_above_the_order_list_are_those_of_its_file(read, full: Told) -> None:
    for reader in EVERYBODY:
        _check_sums(read, full, getattr(full, reader))


def _check_sums(read, full: Told, user: User) -> None:
    for query in ("clock=paid", "clock=created", "clock=paid&bucket=agents", "kind=consulted", "reason=flag"):
        address = f"?{SPANS[2]}&{query}"
        page = read(user, full.url(f"orders/{address}")).context
        lines = _csv(read(user, full.url(f"orders/file.csv{address}")))
        paid = [line for line in lines if line[3]]
        assert len(lines) == page["table"].paginator.count
        assert page["sums"]["paid"] == len(paid)
        assert page["sums"]["paid_fen"] == sum(_fen(line[4]) for line in paid)


def test_the_sales_of_each_agent_are_her_orders(read, full: Told) -> None:
    for reader in EVERYBODY:
        _check_sales(read, full, getattr(full, reader))


def _check_sales(read, full: Told, user: User) -> None:
    for agent in full.shop.agents.filter(kind="human"):
        page = read(user, full.url(f"orders/?{SPANS[2]}&clock=paid&bucket=agents&agent={agent.pk}")).context
        facts = sum(day.sales_fen for day in AgentDay.objects.filter(shop=full.shop, agent=agent))
        listed = page["sums"]["paid_fen"]
        asked = page["wanted"].get("agent") == agent  # else she may not ask for this agent
        assert not asked or listed == facts, (agent.name, user)
        if user.username in (agent.name, "wu", "head"):
            assert asked


def test_who_does_not_see_the_whole_shop_sees_none_of_these_figures(read, full: Told) -> None:
    pages = ("books/", "funnel/", "funnel/buyers/", "books/unlinked/", "health/")
    for reader, page in product(("supervisor", "xiaomei", "stranger"), pages):
        assert read(getattr(full, reader), full.url(page)).status_code == 404


def _csv(answer: HttpResponse) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))[1:]
