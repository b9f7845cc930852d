"""The first page: what waits for whom."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Agent, User
from chats.models import Contest
from reports.home import attention
from reports.models import LostSaleEntry, LostSaleForm, Promotion, PromotionRead, ShopDay
from tests.reports.told import MONDAY, Told


def _found(user: User, told: Told) -> dict[str, str]:
    return {one.code: one.number for one in attention.of(user, told.shop)}


@pytest.fixture
def waiting(told: Told) -> Told:
    """The fortnight ends on the 20th: zoe's order is unpaid and her inquiry open; she was answered."""
    mei = told.xiaomei.agents.get()
    Contest.objects.create(
        shop=told.shop, order=told.credit("A3").order, agent=mei, author=told.xiaomei, sentence="mine"
    )
    today = timezone.localdate()
    late = LostSaleForm.objects.create(shop=told.shop, agent=mei, day=today - dt.timedelta(days=2), late=True)
    now = timezone.now()
    LostSaleEntry.objects.create(form=late, buyer_name="tom", first_at=now, last_at=now)
    Promotion.objects.create(
        shop=told.shop, title="双旦", text="满300减30", first_day=today, last_day=today, author=told.manager
    )
    return told


def test_each_reader_is_told_what_waits_for_her(waiting: Told) -> None:
    told = waiting
    # A4's buyer is masked, but paid in a week long before the latest one.
    assert _found(told.manager, told) == {"unpaid": "1", "forms": "1", "contests": "1", "provisional": "1"}
    assert _found(told.supervisor, told) == {"forms": "1", "contests": "1"}
    assert _found(told.xiaomei, told) == {"forms": "1", "contests": "1", "promotions": "1"}
    assert _found(told.xiaolan, told) == {"unpaid": "1", "promotions": "1", "provisional": "1"}
    assert _found(told.stranger, told) == {}

    PromotionRead.objects.create(promotion=Promotion.objects.get(), user=told.xiaolan, read_at=timezone.now())
    assert "promotions" not in _found(told.xiaolan, told)
    Promotion.objects.update(changed_at=timezone.now() + dt.timedelta(minutes=1))
    assert _found(told.xiaolan, told)["promotions"] == "1"


def test_an_agent_hears_for_three_days_that_her_contest_was_answered(waiting: Told) -> None:
    told, now = waiting, timezone.now()
    Contest.objects.update(status="refused", answer="no", decided_at=now - dt.timedelta(days=2))
    assert _found(told.xiaomei, told) == {"forms": "1", "answers": "1", "promotions": "1"}
    assert "answers" not in _found(told.supervisor, told)

    Contest.objects.update(decided_at=now - dt.timedelta(days=4))
    assert "answers" not in _found(told.xiaomei, told)


def test_books_that_do_not_balance_are_told_with_their_days(told: Told) -> None:
    assert attention.books_not_balanced(told.shop) == []

    ShopDay.objects.filter(shop=told.shop, day=MONDAY).update(silent_fen=0)
    assert attention.books_not_balanced(told.shop) == [MONDAY]
    first = attention.of(told.manager, told.shop)[0]
    assert (first.code, first.number) == ("books", "1")
    assert first.url.endswith("books/?from=2026-05-11&to=2026-05-11")
    assert "books" not in _found(told.supervisor, told)


def test_ten_more_agents_take_no_more_queries(told: Told) -> None:
    def count() -> int:
        client = Client()
        client.force_login(told.manager)
        client.get(told.url())
        with CaptureQueriesContext(connection) as found:
            client.get(told.url())
        return len(found)

    before = count()
    Agent.objects.bulk_create(
        Agent(shop=told.shop, name=f"more {number}", first_nick=f"more{number}") for number in range(10)
    )
    assert count() == before
