"""Whether the shop's data are whole: days, hours, people and files that the figures are missing (D1.5)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Count

from accounts.models import Agent, AgentKind, Shop
from chats import frames
from chats.attribution.clock import day_number, wall_to_epoch
from chats.attribution.receptions import in_service_hours
from chats.attribution.versions import RuleBook
from chats.models import Credit, ImportBatch, Message, Reception, ShopState
from chats.spans import ONE_DAY, Span
from chats.store import bulk
from reports.facts import queries

MESSAGE_TABLE = Message._meta.db_table
DAY, HOUR = 86400, 3600
USUAL_SHARE = 0.8  # an hour usually has messages if it has some on so many of the days with chats
LEAST_DAYS_TO_TELL = 5
MOST_FILES = 20


@dataclass
class DayHealth:
    """What is there of one business day; None where nobody can expect anything (outside the data)."""

    day: dt.date
    receptions: int = 0
    orders: int = 0
    visitors: int | None = None
    final_on: dt.date | None = None  # only while the day is provisional
    silent_hours: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Health:
    """The page: days from the first of the shop's data on, and what is wrong beside them."""

    span: Span
    days: list[DayHealth]
    has_traffic: bool  # ever, in the span; else it is one thing to say and not one a day
    unlinked_share: float | None
    unlinked_fen: int
    without_user: list[Agent]
    not_in_roster: list[Agent]
    files: list[ImportBatch]

    @property
    def without_chats(self) -> list[DayHealth]:
        return [day for day in self.days if not day.receptions]

    @property
    def without_orders(self) -> list[DayHealth]:
        return [day for day in self.days if not day.orders]

    @property
    def without_traffic(self) -> list[DayHealth]:
        return [day for day in self.days if day.visitors is None]

    @property
    def provisional(self) -> list[DayHealth]:
        return [day for day in self.days if day.final_on]

    @property
    def silent_hours(self) -> int:
        return sum(len(day.silent_hours) for day in self.days)


def build_health(shop: Shop, span: Span) -> Health:
    """How whole the data of a span are. A constant number of queries."""
    state = ShopState.objects.filter(shop=shop).first()
    book = frames.rule_book(shop)
    days = _days(shop, span, state)
    _fill(shop, days, book)
    sums = queries.span_totals(shop, span.first, span.last)
    paid, unlinked = sums["paid_fen"] or 0, sums["unlinked_fen"] or 0
    agents = Agent.objects.filter(shop=shop, kind=AgentKind.HUMAN).order_by("name")
    return Health(
        span,
        list(days.values()),
        any(day.visitors is not None for day in days.values()),
        unlinked / paid if paid else None,
        unlinked,
        _working(list(agents.filter(user=None, in_roster=True)), span.last),
        list(agents.filter(in_roster=False)),
        _bad_files(shop),
    )


def _days(shop: Shop, span: Span, state: ShopState | None) -> dict[dt.date, DayHealth]:
    """The span's days on which the shop has data at all: between its first and its last."""
    if state is None or state.first_day is None or state.last_day is None:
        return {}
    first, last = max(span.first, state.first_day), min(span.last, state.last_day)
    return {
        day: DayHealth(day) for day in (first + number * ONE_DAY for number in range((last - first).days + 1))
    }


def _fill(shop: Shop, days: Mapping[dt.date, DayHealth], book: RuleBook) -> None:
    if not days:
        return
    span = Span(min(days), max(days))
    between = (span.first, span.last)
    receptions = Reception.objects.filter(shop=shop, day__range=between)
    for day, count in receptions.values_list("day").annotate(Count("day")).order_by():
        days[day].receptions = count
    orders = Credit.objects.filter(shop=shop, created_day__range=between)
    for day, count in orders.values_list("created_day").annotate(Count("created_day")).order_by():
        days[day].orders = count
    for day, sums in queries.traffic_days(shop, span).items():
        days[day].visitors = sums["visitors"]
    for day, sums in queries.shop_days(shop, span).items():
        if (sums["inquiries"] or 0) > (sums["mature_inquiries"] or 0):
            days[day].final_on = queries.final_on(book, day)
    for day, hours in _silent_hours(shop, days, book).items():
        days[day].silent_hours = hours


def _silent_hours(shop: Shop, days: Mapping[dt.date, DayHealth], book: RuleBook) -> dict[dt.date, list[int]]:
    """Hours of the wall clock inside the service hours without any message on a day with chats, where
    the same hour has some on most other days."""
    known = [day for day, health in days.items() if health.receptions]
    if len(known) < LEAST_DAYS_TO_TELL:
        return {}
    spoken = _hours_with_messages(shop, known, range(24))
    usual = [
        hour for hour in range(24) if sum((day, hour) in spoken for day in known) >= USUAL_SHARE * len(known)
    ]
    until, _order = frames.latest_instants(shop)
    over = frames.instant(until or 0).astimezone(ZoneInfo(shop.timezone))
    found: dict[dt.date, list[int]] = defaultdict(list)
    for day in known:
        hours = book.rules_on(day_number(day)).service_hours
        for hour in usual:
            inside = in_service_hours(np.array([hour * HOUR]), hours)[0]
            is_over = (day, hour) < (over.date(), over.hour)
            if inside and is_over and (day, hour) not in spoken:
                found[day].append(hour)
    return found


def _hours_with_messages(
    shop: Shop, days: Sequence[dt.date], hours: Sequence[int]
) -> set[tuple[dt.date, int]]:
    """The (date, hour) of the shop's wall clock in which anything was said; one look into the key each."""
    asked = [(day, hour) for day in days for hour in hours]
    wall = np.array([day_number(day) * DAY + hour * HOUR for day, hour in asked], np.int64)
    starts = wall_to_epoch(wall, shop.timezone).tolist()
    listed = "unnest(%s::bigint[]) AS hours (value)" if bulk.is_postgres() else "json_each(%s)"
    found = bulk.rows(
        f"SELECT value FROM {listed} WHERE EXISTS (SELECT 1 FROM {MESSAGE_TABLE}"  # noqa: S608 (our names)
        f" WHERE shop_id = %s AND sent_at >= value AND sent_at < value + {HOUR})",
        [bulk.listed(starts), shop.pk],
    )
    spoken = {start for (start,) in found}
    return {one for one, start in zip(asked, starts, strict=True) if start in spoken}


def _working(agents: list[Agent], day: dt.date) -> list[Agent]:
    """Those who have not left by a day."""
    return [agent for agent in agents if agent.active_to is None or agent.active_to >= day]


def _bad_files(shop: Shop) -> list[ImportBatch]:
    """The latest files that were refused or wait for a word, or of which rows were refused."""
    files = ImportBatch.objects.filter(shop=shop).order_by("-pk")
    refused = files.filter(status__in=(ImportBatch.Status.REFUSED, ImportBatch.Status.NEEDS_MAPPING))
    return list((refused | files.filter(refused__gt=0))[:MOST_FILES])
