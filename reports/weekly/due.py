"""Which reports are due: weeks that ended, missed ones, and those that late data changed (D10.2)."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.models import Agent, Shop, User
from chats.attribution.clock import day_number, wall_to_epoch
from chats.attribution.rules import DAY
from chats.attribution.versions import RuleBook
from chats.frames import rule_book
from chats.jobs import queue as jobs
from chats.models import Job, ShopState
from chats.spans import ONE_DAY
from reports.facts import queries
from reports.models import WeeklyReport
from reports.weekly import revisions
from reports.weekly.content import final_figures
from reports.weekly.content.build import rules_digest, week_span

KIND = "weekly_report"
WEEK = 7 * ONE_DAY
FIRST_WEEKS = 9  # so many a shop without any report gets by itself; the others when somebody asks
LONGEST_ABSENCE_WEEKS = 53
FAILED_RESTS = ONE_DAY  # what failed is tried again a day later, or when somebody asks
BUSY_KINDS = ("import", "refresh", "rules")


def kind_of(monday: dt.date) -> str:
    """The kind of the job of a week: a lane of its own, so that weeks are built side by side."""
    return f"{KIND}{jobs.LANE}{monday:%G-W%V}"


def monday_of(day: dt.date) -> dt.date:
    """The Monday of a day's ISO week."""
    return day - day.weekday() * ONE_DAY


def due_at(book: RuleBook, monday: dt.date) -> dt.datetime:
    """When the report of a week is made: `report_day` and `report_time` of the week after, in shop time.

    The rules that hold when the week is over decide.
    """
    after = day_number(monday + WEEK)
    rules = book.rules_on(after)
    wall = np.array([(after + rules.report_day - 1) * DAY + rules.report_time * 60], np.int64)
    return dt.datetime.fromtimestamp(int(wall_to_epoch(wall, book.timezone)[0]), ZoneInfo(book.timezone))


def last_week_over(shop: Shop, now: dt.datetime) -> dt.date:
    """The Monday of the latest week whose report is due."""
    book = rule_book(shop)
    monday = monday_of(now.astimezone(ZoneInfo(book.timezone)).date()) - WEEK
    return monday if due_at(book, monday) <= now else monday - WEEK


def missed_weeks(shop: Shop, now: dt.datetime) -> list[dt.date]:
    """Mondays of weeks whose time has come and that have no report, the oldest first.

    From the shop's first report on, else the latest FIRST_WEEKS; only weeks that the data reach.
    """
    state = ShopState.objects.filter(shop=shop).first()
    span = state.span if state else None
    if span is None:
        return []
    book = rule_book(shop)
    known = set(WeeklyReport.objects.filter(shop=shop).values_list("monday", flat=True))
    first, last = monday_of(span.first), monday_of(span.last)
    weeks = [first + number * WEEK for number in range((last - first).days // 7 + 1)]
    over = [monday for monday in weeks if due_at(book, monday) <= now][-LONGEST_ABSENCE_WEEKS:]
    begins = min(known) if known else (over[-FIRST_WEEKS:] or [last])[0]
    return [monday for monday in over if monday >= begins and monday not in known]


def outdated_weeks(shop: Shop) -> list[dt.date]:
    """Mondays of reports that late data changed, or whose last inquiry became mature since.

    Reports of days whose rules changed stay as they are until somebody asks (D7.7).
    """
    state, book = ShopState.objects.filter(shop=shop).first(), rule_book(shop)
    if state is None:
        return []
    agents = list(Agent.objects.filter(shop=shop).values_list("pk", flat=True))
    return sorted(
        report.monday for report in revisions.latest(shop) if _is_outdated(shop, book, state, agents, report)
    )


def _is_outdated(
    shop: Shop, book: RuleBook, state: ShopState, agents: list[int], report: WeeklyReport
) -> bool:
    content = revisions.content_of(report)
    meta = content["meta"]
    if meta["rules_digest"] != rules_digest(book, report.sunday):
        return False
    is_final = state.as_of is not None and state.as_of >= queries.final_at(book, report.sunday)
    if is_final and not meta["final"]:
        return True
    now = final_figures.of_facts(shop, week_span(report.monday), agents, meta["final"])
    return now != final_figures.of_content(content)


def request(shop: Shop, monday: dt.date, user: User | None = None, again: bool = False) -> Job:
    """The job that builds a week's report: the one that waits or runs already, else a new one."""
    with transaction.atomic():
        Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
        mine = Job.objects.filter(shop=shop, kind=kind_of(monday))
        there = mine.filter(status__in=Job.PENDING).first()
        payload = {"monday": monday.isoformat(), "again": again}
        return there or jobs.enqueue(shop, kind_of(monday), payload, user)


def tick(now: dt.datetime | None = None) -> list[Job]:
    """Ask our own tables what is due in any shop, and have it built; asked twice it does nothing more."""
    moment = now or timezone.now()
    shops = Shop.objects.filter(state__isnull=False).order_by("pk")
    return [job for shop in shops if not _busy(shop) for job in _due(shop, moment)]


def _busy(shop: Shop) -> bool:
    """Whether figures are about to change anyway: the next tick sees them at rest."""
    return Job.objects.filter(shop=shop, kind__in=BUSY_KINDS, status__in=Job.PENDING).exists()


def _due(shop: Shop, now: dt.datetime) -> list[Job]:
    weeks = missed_weeks(shop, now)
    if not _was_checked(shop):
        weeks += outdated_weeks(shop)
        _note_checked(shop)
    resting = _resting(shop, now)
    return [request(shop, monday) for monday in weeks if kind_of(monday) not in resting]


def _resting(shop: Shop, now: dt.datetime) -> set[str]:
    """Kinds of jobs that failed a short time ago."""
    failed = Job.objects.filter(shop=shop, kind__startswith=KIND, status=Job.Status.FAILED)
    return set(failed.filter(finished_at__gt=now - FAILED_RESTS).values_list("kind", flat=True))


def _mark(shop: Shop) -> tuple[str, str | None]:
    """Key and value of the mark that reports were compared with these figures. Losing it costs a look."""
    refreshed = ShopState.objects.filter(shop=shop).values_list("refreshed_at", flat=True).first()
    rules = rule_book(shop)
    written = f"{refreshed.isoformat()} {hash_of(rules)}" if refreshed else None
    return f"weekly-reports-compared-{shop.pk}", written


def hash_of(book: RuleBook) -> str:
    """Stands for all rules of a shop."""
    return rules_digest(book, dt.date.max)


def _was_checked(shop: Shop) -> bool:
    key, wanted = _mark(shop)
    return wanted is not None and cache.get(key) == wanted


def _note_checked(shop: Shop) -> None:
    key, value = _mark(shop)
    cache.set(key, value, timeout=None)
