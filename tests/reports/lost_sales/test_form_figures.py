"""Form completion by hand: on time, late, missing, still in time, and what needs nothing (D9.6, D10.1)."""

import datetime as dt

import pytest

from chats.models import BuyerAlias
from chats.spans import Span
from reports.lost_sales.causes import figures as lost_sale_figures
from reports.lost_sales.desk import completion as form_figures
from reports.metrics import reasons as metrics
from reports.models import LostSaleEntry, LostSaleForm
from reports.reasons import taxonomy as reasons
from tests.cast import Cast, make_cast

MONDAY = dt.date(2026, 5, 11)
WEEK = Span(MONDAY, MONDAY + dt.timedelta(days=6))
THURSDAY_MORNING = dt.datetime(2026, 5, 14, 1, tzinfo=dt.UTC)  # 09:00: forms up to Tuesday are due


@pytest.fixture
def cast(db: None) -> Cast:
    """Xiaomei: Monday on time with 2 of 2 rows (1 more bought), Tuesday late with 1 row. Xiaoqi: Monday
    missing with 1 of 3 rows begun, Tuesday all bought before she handed in, Wednesday still in time.
    """
    found = make_cast()
    reasons.ensure(found.shop)
    _form(found, found.xiaomei, 0, "submitted", explained=2, bought=1)
    _form(found, found.xiaomei, 1, "submitted", late=True, explained=1)
    _form(found, found.xiaoqi, 0, "open", late=True, explained=1, bare=2)
    _form(found, found.xiaoqi, 1, "open", late=True, bought=2)
    _form(found, found.xiaoqi, 2, "open", bare=1)
    return found


def _form(
    cast: Cast,
    agent,
    day: int,
    status: str,
    late: bool = False,
    explained: int = 0,
    bare: int = 0,
    bought: int = 0,
) -> None:
    form = LostSaleForm.objects.create(
        shop=cast.shop, agent=agent, day=MONDAY + dt.timedelta(days=day), status=status, late=late
    )
    at = dt.datetime(2026, 5, 11 + day, 4, tzinfo=dt.UTC)
    price = reasons.by_code(cast.shop)["price.above"]
    kinds = [(price, "open")] * explained + [(None, "open")] * bare + [(None, "recovered")] * bought
    for number, (reason, state) in enumerate(kinds):
        nick = f"b{form.pk}-{number}"
        buyer = BuyerAlias.objects.create(shop=cast.shop, nick=nick, written=nick)
        LostSaleEntry.objects.create(
            form=form, buyer=buyer, first_at=at, last_at=at, reason=reason, state=state
        )


def test_completion_counts_forms_whose_deadline_has_passed(cast: Cast) -> None:
    agents = [cast.xiaomei.pk, cast.xiaoqi.pk]
    found = form_figures.completion(cast.shop, WEEK, agents, THURSDAY_MORNING)
    mei, qi = found[cast.xiaomei.pk], found[cast.xiaoqi.pk]
    assert (mei.due, mei.on_time, mei.late, mei.missing, mei.on_time_rate) == (2, 1, 1, 0, 0.5)
    assert (mei.rows_done, mei.rows_due, mei.rate) == (3, 3, 1.0)
    assert (qi.due, qi.on_time, qi.late, qi.missing, qi.on_time_rate) == (1, 0, 0, 1, 0.0)
    assert (qi.rows_done, qi.rows_due, qi.rate) == (0, 3, 0.0)


def test_an_agent_without_due_forms_has_no_completion(cast: Cast) -> None:
    monday_noon = dt.datetime(2026, 5, 11, 4, tzinfo=dt.UTC)
    assert form_figures.completion(cast.shop, WEEK, [cast.xiaoqi.pk], monday_noon) == {}


def test_states_tell_every_form(cast: Cast) -> None:
    agents = [cast.xiaomei.pk, cast.xiaoqi.pk]
    told = [
        (one.form.agent.name, one.form.day.day, one.state, one.is_due)
        for one in form_figures.forms(cast.shop, WEEK, agents, THURSDAY_MORNING)
    ]
    assert sorted(told) == [
        ("小七", 11, "missing", True),
        ("小七", 12, "nothing", False),
        ("小七", 13, "waiting", False),
        ("小美", 11, "on_time", True),
        ("小美", 12, "late", True),
    ]


def test_the_desks_on_time_rate_says_the_same(cast: Cast) -> None:
    agents = [cast.xiaomei.pk, cast.xiaoqi.pk]
    forms = lost_sale_figures.forms_frame(cast.shop, WEEK, agents, THURSDAY_MORNING)
    assert metrics.on_time(forms) == (1, 3)
