"""One today: the business day that runs where the shop is (D1.2), also where it starts at 05:00."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.audit.actor import Actor
from accounts.audit.trail import note
from accounts.models import Shop
from chats.models import BuyerAlias, ShopState
from chats.rules.versions import set_rules
from chats.spans import Span
from reports.facts import queries
from reports.home import latest as home
from reports.home.attention import latest_day
from reports.models import ChatCase
from reports.weekly.weeks import mondays
from tests.cast import Cast

NOVEMBER_27 = dt.date(2026, 11, 27)  # a Friday
NOVEMBER_28 = dt.date(2026, 11, 28)
NOVEMBER_29 = dt.date(2026, 11, 29)
NOVEMBER_30 = dt.date(2026, 11, 30)


def _at(wall: str, zone: str = "Asia/Shanghai") -> dt.datetime:
    return dt.datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def _night_shop(shop: Shop, as_of: str, last_day: dt.date) -> Shop:
    """The day starts at 05:00; data of three weeks, known until an instant."""
    set_rules(shop, {"day_start": "05:00"})
    first_day = last_day - dt.timedelta(days=20)
    ShopState.objects.create(shop=shop, first_day=first_day, last_day=last_day, as_of=_at(as_of))
    return shop


@pytest.mark.parametrize(
    ("now", "today", "complete"),
    [
        ("2026-11-29 02:00", NOVEMBER_28, NOVEMBER_27),
        ("2026-11-29 04:59:59", NOVEMBER_28, NOVEMBER_27),
        ("2026-11-29 05:00", NOVEMBER_29, NOVEMBER_28),
        ("2026-11-29 23:59:59", NOVEMBER_29, NOVEMBER_28),
    ],
)
def test_a_day_that_starts_at_five_runs_until_five(
    cast: Cast, now: str, today: dt.date, complete: dt.date
) -> None:
    shop = _night_shop(cast.shop, as_of=now, last_day=today)
    with time_machine.travel(_at(now)):
        assert queries.today(shop) == today
        assert queries.latest_complete_day(shop) == complete
        span, presets = queries.usual_span(shop)
        assert span == Span(complete - dt.timedelta(days=6), complete)
        assert presets[0].span == Span(today, today)
        assert home.latest(shop).day == today and home.latest(shop).is_today
        assert latest_day(shop) == today


def test_data_known_until_two_at_night_do_not_begin_the_next_day(cast: Cast) -> None:
    """Asked at noon: the last order of 11-29 02:00 belongs to the 28th, so nothing of the 29th is known."""
    shop = _night_shop(cast.shop, as_of="2026-11-29 02:00", last_day=NOVEMBER_29)
    with time_machine.travel(_at("2026-11-30 12:00")):
        assert queries.latest_complete_day(shop) == NOVEMBER_28


def test_the_week_is_over_when_its_sunday_is(cast: Cast) -> None:
    """Sunday the 29th ends on Monday at 05:00."""
    shop = _night_shop(cast.shop, as_of="2026-11-30 04:00", last_day=NOVEMBER_29)
    before, after = mondays(shop, _at("2026-11-30 04:59:59")), mondays(shop, _at("2026-11-30 05:00"))
    assert (before[0], after[0]) == (dt.date(2026, 11, 16), dt.date(2026, 11, 23))


def test_pages_that_count_back_from_today_end_with_the_running_day(cast: Cast) -> None:
    shop = _night_shop(cast.shop, as_of="2026-11-29 02:00", last_day=NOVEMBER_28)
    client = Client()
    with time_machine.travel(_at("2026-11-29 02:00")):
        client.force_login(cast.manager)
        page = client.get(reverse("reports:rulings", args=[shop.pk]))
        assert page.context["span"].last == NOVEMBER_28


def test_what_is_done_at_night_stands_on_the_page_of_the_running_day(cast: Cast) -> None:
    """Starred at 02:00 of the 29th, which is still the 28th: in the library, its file and the audit trail."""
    shop = _night_shop(cast.shop, as_of="2026-11-29 01:00", last_day=NOVEMBER_28)
    client = Client()
    with time_machine.travel(_at("2026-11-29 02:00")):
        client.force_login(cast.manager)
        night = timezone.now()
        case = ChatCase(shop=shop, author=cast.manager, agent=cast.xiaomei, comment="kind")
        case.buyer = BuyerAlias.objects.create(shop=shop, nick="night owl")
        case.first_at = case.last_at = night
        case.save()
        note(Actor.of(cast.manager), shop, "library_changed", "starred at night")
        library = client.get(reverse("reports:cases", args=[shop.pk]))
        file = client.get(reverse("reports:cases_file", args=[shop.pk, "csv"]))
        trail = client.get(reverse("reports:audit", args=[shop.pk]))
    assert [row.case.pk for row in library.context["rows"]] == [case.pk]
    assert "kind" in b"".join(file).decode("utf-8-sig")
    assert "starred at night" in trail.content.decode()


@pytest.mark.parametrize(
    ("zone", "now", "today"),
    [
        # Clocks go from 02:00 to 03:00: 05:00 of the wall is 03:00 UTC, one hour earlier than the day before.
        ("Europe/Berlin", "2027-03-28T02:59:59+00:00", dt.date(2027, 3, 27)),
        ("Europe/Berlin", "2027-03-28T03:00:00+00:00", dt.date(2027, 3, 28)),
        # Back from 03:00 to 02:00: 05:00 of the wall is 04:00 UTC.
        ("Europe/Berlin", "2027-10-31T03:59:59+00:00", dt.date(2027, 10, 30)),
        ("Europe/Berlin", "2027-10-31T04:00:00+00:00", dt.date(2027, 10, 31)),
        # Forward: 05:00 of the wall is 09:00 UTC; back: 10:00 UTC.
        ("America/New_York", "2027-03-14T08:59:59+00:00", dt.date(2027, 3, 13)),
        ("America/New_York", "2027-03-14T09:00:00+00:00", dt.date(2027, 3, 14)),
        ("America/New_York", "2027-11-07T09:59:59+00:00", dt.date(2027, 11, 6)),
        ("America/New_York", "2027-11-07T10:00:00+00:00", dt.date(2027, 11, 7)),
    ],
)
def test_the_day_starts_by_the_wall_clock_where_clocks_change(
    cast: Cast, zone: str, now: str, today: dt.date
) -> None:
    cast.shop.timezone = zone
    cast.shop.save()
    set_rules(cast.shop, {"day_start": "05:00"})
    with time_machine.travel(dt.datetime.fromisoformat(now)):
        assert queries.today(cast.shop) == today
