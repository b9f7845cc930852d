"""The list of a shop's weeks: which have a report, which wait for one, what is being built or failed."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from accounts.models import Shop
from chats.jobs import queue as jobs
from chats.models import Job, ShopState
from chats.spans import ONE_DAY, month_span
from reports.facts import queries
from reports.models import WeeklyReport
from reports.weekly import due, revisions
from reports.weekly.content.build import Content

THURSDAY = 3 * ONE_DAY  # decides to which month and year an ISO week belongs


@dataclass(frozen=True)
class Week:
    """One week with its last revision and its last job, where there are any."""

    monday: dt.date
    report: WeeklyReport | None
    job: Job | None

    @property
    def label(self) -> str:
        return f"{self.monday:%G-W%V}"

    @property
    def sunday(self) -> dt.date:
        return self.monday + 6 * ONE_DAY

    @property
    def month(self) -> dt.date:
        return (self.monday + THURSDAY).replace(day=1)

    @property
    def busy(self) -> bool:
        return self.job is not None and self.job.status in Job.PENDING

    @property
    def failed(self) -> bool:
        """Whether the last job failed and no report came after it."""
        if self.job is None or self.job.status != Job.Status.FAILED:
            return False
        ended = self.job.finished_at
        return self.report is None or (ended is not None and self.report.built_at < ended)

    @cached_property
    def content(self) -> Content | None:
        return revisions.content_of(self.report) if self.report else None


def mondays(shop: Shop, now: dt.datetime | None = None) -> list[dt.date]:
    """Mondays of the weeks that are over and of which there are data, the latest first; and those of every
    report there is."""
    told = set(WeeklyReport.objects.filter(shop=shop).values_list("monday", flat=True))
    state = ShopState.objects.filter(shop=shop).first()
    if state and state.first_day and state.last_day:
        first, last = due.monday_of(state.first_day), due.monday_of(state.last_day)
        over = due.monday_of(queries.today(shop, now)) - due.WEEK
        count = (min(last, over) - first).days // 7 + 1
        told |= {first + number * due.WEEK for number in range(count)}
    return sorted(told, reverse=True)


def weeks(shop: Shop, wanted: list[dt.date]) -> list[Week]:
    """These weeks, in the given order."""
    reports = {one.monday: one for one in revisions.latest(shop).filter(monday__in=wanted)}
    kinds = {due.kind_of(monday): monday for monday in wanted}
    last = {kinds[job.kind]: job for job in Job.objects.filter(shop=shop, kind__in=kinds).order_by("pk")}
    return [Week(monday, reports.get(monday), last.get(monday)) for monday in wanted]


def any_busy(shop: Shop) -> bool:
    """Whether any week's report of the shop waits or is being built."""
    lane = due.KIND + jobs.LANE
    return Job.objects.filter(shop=shop, kind__startswith=lane, status__in=Job.PENDING).exists()


def of_month(shop: Shop, month: dt.date) -> list[WeeklyReport]:
    """The last revisions of the weeks whose Thursday lies in the month, the first week first."""
    span = month_span(month)
    mondays_of = (span.first - THURSDAY, span.last - THURSDAY)
    return list(revisions.latest(shop).filter(monday__range=mondays_of).order_by("monday"))
