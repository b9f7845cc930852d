"""Which weeks are due, when, and that a tick asked twice has nothing built twice (D10.2)."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import Shop
from chats.attribution.rules import BEGINNING, Rules, RuleVersion
from chats.attribution.versions import RuleBook
from chats.jobs import queue as jobs
from chats.models import Job, ShopState
from reports.models import WeeklyReport
from reports.weekly import due, weeks
from tests.story import MONDAY

WEEK = dt.timedelta(7)
SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = dt.time(20)


def shop_of(weeks: int, name: str = "晓美家") -> Shop:
    """A shop whose data fill so many weeks from MONDAY on; no row in them matters here."""
    shop = Shop.objects.create(name=name, main_account=name)
    last = MONDAY + weeks * WEEK - dt.timedelta(1)
    now = timezone.now()
    ShopState.objects.create(shop=shop, first_day=MONDAY, last_day=last, as_of=now, refreshed_at=now)
    return shop


def told(shop: Shop) -> list[dt.date]:
    return sorted(WeeklyReport.objects.filter(shop=shop).values_list("monday", flat=True))


def after(weeks: int) -> dt.datetime:
    """The evening of the Monday after so many weeks."""
    return dt.datetime.combine(MONDAY + weeks * WEEK, EVENING, SHANGHAI)


def test_a_report_is_due_on_monday_at_six_shop_time_unless_the_rules_say_otherwise() -> None:
    usual = RuleBook((RuleVersion(1, BEGINNING, Rules()),), "Asia/Shanghai")
    assert due.due_at(usual, MONDAY) == dt.datetime(2026, 5, 17, 22, 0, tzinfo=dt.UTC)
    own = RuleBook(
        (RuleVersion(1, BEGINNING, Rules(report_day=3, report_time=9 * 60 + 30)),), "Europe/Berlin"
    )
    assert due.due_at(own, MONDAY) == dt.datetime(2026, 5, 20, 7, 30, tzinfo=dt.UTC)


def test_a_week_is_not_due_before_its_time(db: None) -> None:
    shop = shop_of(1)
    assert due.missed_weeks(shop, dt.datetime(2026, 5, 18, 5, 59, tzinfo=SHANGHAI)) == []
    assert due.missed_weeks(shop, dt.datetime(2026, 5, 18, 6, 0, tzinfo=SHANGHAI)) == [MONDAY]


def test_after_three_missed_weeks_exactly_three_are_built_and_a_second_run_changes_nothing(
    db: None, work_off: Callable[[], int]
) -> None:
    shop = shop_of(1)
    due.tick(after(1))
    work_off()
    assert told(shop) == [MONDAY]

    ShopState.objects.filter(shop=shop).update(last_day=MONDAY + 4 * WEEK - dt.timedelta(1))
    assert len(due.tick(after(4))) == 3
    assert work_off() == 3
    assert told(shop) == [MONDAY + number * WEEK for number in range(4)]

    assert due.tick(after(4)) == []
    assert work_off() == 0
    assert WeeklyReport.objects.count() == 4


def test_a_new_shop_with_a_year_of_data_gets_its_last_nine_weeks(db: None) -> None:
    shop = shop_of(52)
    assert due.missed_weeks(shop, after(52)) == [MONDAY + number * WEEK for number in range(43, 52)]


def test_a_week_that_the_data_do_not_reach_waits_for_them(db: None) -> None:
    assert due.missed_weeks(shop_of(2), after(6)) == [MONDAY, MONDAY + WEEK]


def test_a_shop_without_data_has_nothing_due(db: None) -> None:
    shop = Shop.objects.create(name="空店")
    assert (due.missed_weeks(shop, after(1)), due.tick(after(1))) == ([], [])


def test_asking_for_a_report_that_waits_already_makes_no_second_job(db: None) -> None:
    shop = shop_of(1)
    assert due.request(shop, MONDAY) == due.request(shop, MONDAY)
    assert Job.objects.count() == 1


def test_while_figures_are_about_to_change_nothing_is_built(db: None) -> None:
    shop = shop_of(1)
    jobs.enqueue(shop, "refresh")
    assert due.tick(after(1)) == []


def test_what_failed_is_not_tried_again_at_every_tick_but_a_day_later(db: None) -> None:
    shop_of(1)
    (job,) = due.tick(after(1))
    Job.objects.filter(pk=job.pk).update(status="failed", finished_at=after(1))

    assert due.tick(after(1) + dt.timedelta(hours=1)) == []
    assert [one.kind for one in due.tick(after(1) + dt.timedelta(hours=25))] == [job.kind]


def test_weeks_of_one_shop_are_claimed_side_by_side_and_each_of_them_once(db: None) -> None:
    shop = shop_of(2)
    first, second = due.request(shop, MONDAY), due.request(shop, MONDAY + WEEK)
    rival = Job.objects.create(shop=shop, kind=first.kind, payload=first.payload)

    assert jobs.claim(first.pk) is not None
    assert jobs.claim(second.pk) is not None
    assert jobs.claim(rival.pk) is None


def test_a_report_that_is_built_twice_is_stored_once(db: None, work_off: Callable[[], int]) -> None:
    shop = shop_of(1)
    for _ in range(2):
        Job.objects.create(shop=shop, kind=due.kind_of(MONDAY), payload={"monday": MONDAY.isoformat()})
    assert work_off() == 2
    assert WeeklyReport.objects.count() == 1


def test_a_week_without_data_fails_with_a_sentence(db: None, work_off: Callable[[], int]) -> None:
    shop = shop_of(1)
    job = due.request(shop, MONDAY - WEEK)
    work_off()
    job.refresh_from_db()
    assert (job.status, job.message[:26]) == ("failed", "There are no data of this ")


@pytest.mark.parametrize(("day", "monday"), [(dt.date(2026, 1, 4), dt.date(2025, 12, 29)), (MONDAY, MONDAY)])
def test_weeks_begin_on_mondays_also_across_the_new_year(day: dt.date, monday: dt.date) -> None:
    assert due.monday_of(day) == monday


def test_a_week_is_over_when_it_is_over_in_the_shop(db: None) -> None:
    shop, sunday = shop_of(weeks=1), MONDAY + dt.timedelta(6)
    still_sunday = dt.datetime.combine(sunday, dt.time(23, 59), SHANGHAI)
    assert weeks.mondays(shop, still_sunday) == []
    # In Greenwich it is Sunday evening.
    assert weeks.mondays(shop, still_sunday + dt.timedelta(minutes=1)) == [MONDAY]
