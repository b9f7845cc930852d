"""Promotions: who had read them when, changes that ask again, and the days they cover."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.audit.actor import Actor
from accounts.models import Agent, User
from reports.library.promotions import calendar as promotion_calendar
from reports.library.promotions import verbs as promotions
from reports.models import (
    LostSaleEntry,
    LostSaleForm,
    Promotion,
    PromotionRead,
)
from reports.reasons import taxonomy as reasons
from tests.cast import Cast, make_cast
from tests.reports.library.readers import client, url

DAY = dt.date(2026, 5, 11)
NOON = dt.datetime(2026, 5, 11, 4, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    found = make_cast()
    reasons.ensure(found.shop)
    return found


@pytest.fixture
def promo(cast: Cast) -> Promotion:
    """满减, of the 11th to the 13th, written down a day before."""
    kept = Promotion(
        shop=cast.shop,
        title="满减",
        text="满199减20",
        first_day=DAY,
        last_day=DAY + 2 * ONE_DAY,
        author=cast.manager,
    )
    promotions.save_promotion(kept, Actor.of(cast.manager))
    Promotion.objects.update(created_at=NOON - ONE_DAY)
    kept.refresh_from_db()
    return kept


def read_at(promotion: Promotion, user: User, at: dt.datetime) -> None:
    PromotionRead.objects.create(promotion=promotion, user=user, read_at=at)


def known(agent: Agent, day: dt.date = DAY, at: dt.datetime = NOON) -> list[str]:
    """What an agent knew of promotions whose talk began then, of a row with such a reason."""
    form = LostSaleForm(shop=agent.shop, agent=agent, day=day)
    row = LostSaleEntry(form=form, first_at=at, reason=reasons.by_code(agent.shop)["promo.unknown"])
    promotions.brief([row])
    return [one.state for one in row.briefed]


def test_what_was_confirmed_by_then_counts_and_what_came_later_does_not(cast: Cast, promo: Promotion) -> None:
    assert known(cast.xiaomei) == ["unread"]
    read_at(promo, cast.agent, NOON + HOUR)
    assert known(cast.xiaomei) == ["unread"]
    assert known(cast.xiaomei, at=NOON + HOUR) == ["read"]
    assert known(cast.xiaomei, at=NOON - 2 * ONE_DAY) == ["later"]
    assert known(cast.xiaoqi) == ["no_account"]


def test_only_promotions_of_the_day_that_still_held_are_told(cast: Cast, promo: Promotion) -> None:
    assert known(cast.xiaomei, DAY - ONE_DAY) == []
    assert known(cast.xiaomei, DAY + 2 * ONE_DAY) == ["unread"]
    assert known(cast.xiaomei, DAY + 3 * ONE_DAY) == []
    Promotion.objects.update(withdrawn_at=NOON)
    assert known(cast.xiaomei) == []
    assert known(cast.xiaomei, at=NOON - HOUR) == ["unread"]


def test_a_change_must_be_confirmed_anew_and_what_she_knew_before_stays_known(
    cast: Cast, promo: Promotion
) -> None:
    read_at(promo, cast.agent, NOON - 3 * HOUR)
    Promotion.objects.update(changed_at=NOON - HOUR)
    assert known(cast.xiaomei, at=NOON - 2 * HOUR) == ["read"]
    assert known(cast.xiaomei) == ["older"]

    read_at(promo, cast.agent, NOON + HOUR)
    assert known(cast.xiaomei) == ["older"]
    assert known(cast.xiaomei, at=NOON + 2 * HOUR) == ["read"]
    assert known(cast.xiaomei, at=NOON - 2 * HOUR) == ["read"]


def test_a_reviewer_sees_beside_a_promotion_reason_what_the_agent_had_read(
    cast: Cast, promo: Promotion
) -> None:
    codes = reasons.by_code(cast.shop)
    form = LostSaleForm.objects.create(shop=cast.shop, agent=cast.xiaomei, day=DAY, status="submitted")
    for name, code in (("lily", "promo.unknown"), ("tom", "price.above")):
        LostSaleEntry.objects.create(
            form=form, buyer_name=name, first_at=NOON, last_at=NOON, reason=codes[code]
        )
    lan = client(cast.supervisor)
    said = lan.get(f"/s/{cast.shop.pk}/lost-sales/reviews/").content.decode()
    assert said.count("not confirmed by then") == 1

    read_at(promo, cast.agent, NOON - HOUR)
    rows = f"/s/{cast.shop.pk}/lost-sales/causes/rows/?from={DAY}&to={DAY}"
    for address in (f"/s/{cast.shop.pk}/lost-sales/reviews/", rows):
        assert lan.get(address).content.decode().count("confirmed 05-11 11:00") == 1, address


def test_an_agent_confirms_what_stood_on_her_page(cast: Cast, promo: Promotion) -> None:
    xiaomei, page = client(cast.agent), url(cast, f"promotions/{promo.pk}/read/")
    Promotion.objects.update(changed_at=NOON)
    xiaomei.post(page, {"seen": ""})
    assert not PromotionRead.objects.exists()

    for _twice in range(2):
        xiaomei.post(page, {"seen": NOON.isoformat()})
    assert PromotionRead.objects.get().user == cast.agent
    assert client(cast.supervisor).post(page, {"seen": NOON.isoformat()}).status_code == 404


def test_a_change_asks_again_unless_it_was_a_slip_of_the_pen(cast: Cast, promo: Promotion) -> None:
    today = timezone.localdate()
    lan, page = client(cast.supervisor), url(cast, f"promotions/{promo.pk}/change/")
    told = {"title": "满减", "text": "满199减20", "items": "", "first_day": DAY, "last_day": today}

    def save(**changed: object) -> dt.datetime | None:
        assert lan.post(page, told | changed).status_code == 302
        promo.refresh_from_db()
        return promo.changed_at

    assert save(text="满199减20。") is None
    assert save(text="满199减30", again="on") is not None
    agents = promotions.readers(cast.supervisor, cast.shop, [promo], today)[0][1]
    assert [one.name for one in agents.unread] == ["小美"]
    assert [one.name for one in agents.no_account] == ["小七"]
    promotions.confirm(promo, cast.agent)
    [(_promo, agents)] = promotions.readers(cast.supervisor, cast.shop, [promo], today)
    assert ([one.name for one, _at in agents.read], agents.count) == (["小美"], 2)
    changed = promo.changed_at
    assert save(text="满199减30", again="on") == changed  # nothing changed


def test_a_promotion_does_not_end_before_it_begins(cast: Cast) -> None:
    told = {"title": "x", "text": "x", "first_day": "2026-05-11", "last_day": "2026-05-10"}
    answer = client(cast.manager).post(url(cast, "promotions/new/"), told)

    assert "The last day lies before the first." in answer.content.decode()
    assert not Promotion.objects.exists()


def test_a_withdrawn_promotion_waits_for_nobody_and_comes_back_to_be_confirmed(
    cast: Cast, promo: Promotion
) -> None:
    lan, page = client(cast.supervisor), url(cast, f"promotions/{promo.pk}/withdraw/")
    assert lan.get(page).status_code == 200
    promo.refresh_from_db()
    assert promo.withdrawn_at is None

    lan.post(page)
    read = url(cast, f"promotions/{promo.pk}/read/")
    assert client(cast.agent).post(read, {"seen": ""}).status_code == 404
    lan.post(page)
    promo.refresh_from_db()
    assert promo.withdrawn_at is None
    assert promo.changed_at is not None


def test_a_month_shows_the_days_that_a_promotion_covers(promo: Promotion) -> None:
    month = promotion_calendar.lay_out(promotion_calendar.month_of("2026-05", DAY), [promo], DAY)

    assert (month.span.days, month.before, month.after, month.today) == (31, "2026-04", "2026-06", 10)
    assert [(bar.start, bar.width) for bar in month.bars] == [(10, 3)]
    assert month.weekends[:2] == [1, 2]  # May 2026 begins on a Friday
    promo.first_day, promo.last_day = dt.date(2026, 4, 20), dt.date(2026, 6, 2)
    month = promotion_calendar.lay_out(month.span, [promo], dt.date(2026, 6, 1))
    assert [(bar.start, bar.width) for bar in month.bars] == [(0, 31)]
    assert month.today is None
    assert promotion_calendar.month_of("nonsense", DAY).first == dt.date(2026, 5, 1)
