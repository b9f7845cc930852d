"""Which receptions a filter picks, and what they add up to: the rows behind service and inquiry figures."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable, Expression
from django.db.models.functions import Cast, ExtractIsoWeekDay, Mod
from django.utils.translation import gettext_lazy as _

from accounts.models import Shop
from chats.attribution.filters import FILTER_NAMES, MONOLOGUE, NONE
from chats.models import Reception
from chats.spans import ONE_DAY, Span
from reports.metrics.columns import SERVICE_SUMS

HOUR = 3600
ANY = "any"  # receptions that count, and those that a filter left out
FILTERED_LABELS = {
    ANY: _("Left out or not"),
    "internal": _("Own accounts"),
    "blocked_buyer": _("Blocked buyers"),
    "excluded_agent": _("Excluded agents"),
    "watchword": _("With a watchword"),
    "monologue": _("Outreach: the buyer said nothing"),
}
LOST = Q(inquiry=True, mature=True, paid_final=False)
OPEN = Q(inquiry=True, mature=False, paid_final=False)
# What a reception can be asked for by; the order is that of the filter on the page.
STATES: dict[str, Q] = {
    "replied": Q(replied=True),
    "unreplied": Q(replied=False),
    "on_target": Q(within_target=True),
    "unanswered": Q(unanswered_rounds__gt=0),
    "slow": Q(slow_response_rounds__gt=0),
    "long": Q(long=True),
    "inquiry": Q(inquiry=True),
    "mature": Q(inquiry=True, mature=True),
    "ordered_same_day": Q(inquiry=True, ordered_same_day=True),
    "ordered_final": Q(inquiry=True, ordered_final=True),
    "ordered_mature": Q(inquiry=True, mature=True, ordered_final=True),
    "paid_same_day": Q(inquiry=True, paid_same_day=True),
    "paid_next_day": Q(inquiry=True, paid_next_day=True),
    "paid_final": Q(inquiry=True, paid_final=True),
    "own_paid": Q(inquiry=True, own_paid_final=True),
    "lost": LOST,
    "open": OPEN,
}
OUTCOMES = (
    "ordered_same_day",
    "ordered_final",
    "paid_same_day",
    "paid_next_day",
    "paid_final",
    "own_paid_final",
)
MATURE_OUTCOMES = ("ordered_final", "paid_final", "own_paid_final")
# A stored reception has the unanswered rounds in place of the answered ones.
ADDED = tuple(name for name in SERVICE_SUMS if name != "answered_rounds")


def filter_receptions(
    rows: QuerySet[Reception], wanted: Mapping[str, Any], span: Span
) -> QuerySet[Reception]:
    """The receptions of a span that the filters ask for; those that count, unless a reason (or ANY) is named.

    With `once` a state is asked of a buyer and day as a whole, as the shop's row counts them (D6.6).
    """
    rows = rows.filter(day__range=(span.first, span.last))
    reason = wanted.get("filtered")
    if reason != ANY:
        rows = rows.filter(filtered=FILTER_NAMES.index(reason) if reason else NONE)
    if wanted.get("agent"):
        rows = rows.filter(agent=wanted["agent"])
    if wanted.get("agents"):
        rows = rows.filter(agent__in=[agent.pk for agent in wanted["agents"]])
    if wanted.get("team"):
        rows = rows.filter(agent__team=wanted["team"])
    if wanted.get("weekday") is not None:
        rows = rows.annotate(weekday=ExtractIsoWeekDay("day")).filter(weekday=wanted["weekday"])
    if wanted.get("wait_from") is not None:
        rows = rows.filter(first_response_seconds__gte=wanted["wait_from"])
    if wanted.get("wait_to") is not None:
        rows = rows.filter(first_response_seconds__lt=wanted["wait_to"])
    return _in_state(rows, wanted.get("state"), bool(wanted.get("once")))


def _in_state(rows: QuerySet[Reception], state: str | None, once_a_day: bool) -> QuerySet[Reception]:
    if not state:
        return rows
    return rows.filter(_of_the_day(state) if once_a_day else STATES[state])


def _of_the_day(state: str) -> Q:
    """A state of all inquiries of a buyer and day: one conversion suffices, all must be mature (D6.6)."""
    same = Reception.objects.filter(
        shop=OuterRef("shop"), day=OuterRef("day"), buyer=OuterRef("buyer"), inquiry=True
    )
    condition = Q(inquiry=True)
    for part in STATES[state].children:
        assert isinstance(part, tuple), part  # no state is nested
        name, wanted = part
        if name == "mature":
            immature = Exists(same.filter(mature=False))
            condition &= ~Q(immature) if wanted else Q(immature)
        elif name != "inquiry":
            found = Exists(same.filter(**{name: True}))
            condition &= Q(found) if wanted else ~Q(found)
    return condition


def in_hour(rows: QuerySet[Reception], shop: Shop, span: Span, hour: int) -> QuerySet[Reception]:
    """Receptions that began in an hour of the day, shop time."""
    return rows.annotate(hour=hour_of("first_at", shop, span)).filter(hour=hour)


def hour_of(field: str, shop: Shop, span: Span) -> Expression:
    """The hour on the shop's clock of an instant of the span."""
    ahead = Case(
        *(
            When(**{f"{field}__lt": instant}, then=Value(offset))
            for instant, offset in _changes(ZoneInfo(shop.timezone), span)
        ),
        default=Value(_ahead(ZoneInfo(shop.timezone), span.last + 2 * ONE_DAY)),
        output_field=BigIntegerField(),
    )
    wall: Combinable = Cast(F(field), BigIntegerField()) + ahead
    seconds = Mod(wall, Value(24 * HOUR), output_field=BigIntegerField())
    return (seconds - Mod(seconds, Value(HOUR), output_field=BigIntegerField())) / Value(HOUR)


def _ahead(zone: ZoneInfo, day: dt.date) -> int:
    return _offset(dt.datetime(day.year, day.month, day.day, 12, tzinfo=zone))


def _offset(instant: dt.datetime) -> int:
    """Seconds by which the clock of an aware instant is ahead of UTC."""
    offset = instant.utcoffset()
    assert offset is not None, instant
    return int(offset.total_seconds())


def _changes(zone: ZoneInfo, span: Span) -> list[tuple[dt.datetime, int]]:
    """(instant, seconds ahead of UTC until then) of every change of the clock around a span."""
    found, day = [], span.first - ONE_DAY
    while day <= span.last + ONE_DAY:
        before, after = _ahead(zone, day), _ahead(zone, day + ONE_DAY)
        if before != after:
            found.append((_moment(zone, day, before), before))
        day += ONE_DAY
    return found


def _moment(zone: ZoneInfo, day: dt.date, ahead: int) -> dt.datetime:
    """The minute after noon of a day from which the clock is no longer `ahead` of UTC."""
    low = dt.datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(dt.UTC)
    for minutes in range(0, 25 * 60, 15):
        moment = low + dt.timedelta(minutes=minutes)
        if _offset(moment.astimezone(zone)) != ahead:
            return moment
    return low + ONE_DAY


def sums(rows: QuerySet[Reception], once_a_day: bool = False) -> dict[str, int]:
    """What the receptions add up to, by the names of the daily facts; with `once_a_day` only their inquiries,
    those of a buyer and day as one, as the shop's row counts them (D6.6)."""
    if once_a_day:
        return _buyer_days(rows)
    found = _bare(rows.aggregate(**_named(_service_sums()), **_named(_inquiry_sums())))
    found["answered_rounds"] = found["rounds"] - found.pop("unanswered")
    return found


def _named(sums: Mapping[str, Expression]) -> dict[str, Expression]:
    """Aggregates under names that no column has, so that their filters find the columns."""
    return {f"sum_{name}": expression for name, expression in sums.items()}


def _bare(found: Mapping[str, int | None]) -> dict[str, int]:
    return {name.removeprefix("sum_"): value or 0 for name, value in found.items()}


def _service_sums() -> dict[str, Expression]:
    counted = Q(filtered=NONE)
    return {
        "receptions": Count("pk", filter=counted),
        "outreach": Count("pk", filter=Q(filtered=MONOLOGUE)),
        "replied": Count("pk", filter=counted & Q(replied=True)),
        "first_response_seconds_sum": Sum("first_response_seconds", filter=counted & Q(replied=True)),
        "first_response_within_target": Count("pk", filter=counted & Q(within_target=True)),
        "long_receptions": Count("pk", filter=counted & Q(long=True)),
        "unanswered": Sum("unanswered_rounds", filter=counted),
        **{name: Sum(name, filter=counted) for name in ADDED},
    }


def _inquiry_sums() -> dict[str, Expression]:
    asked = Q(inquiry=True)
    ready = asked & Q(mature=True)
    return {
        "inquiries": Count("pk", filter=asked),
        "mature_inquiries": Count("pk", filter=ready),
        **{name: Count("pk", filter=asked & Q(**{name: True})) for name in OUTCOMES},
        **{f"mature_{name}": Count("pk", filter=ready & Q(**{name: True})) for name in MATURE_OUTCOMES},
    }


def _buyer_days(rows: QuerySet[Reception]) -> dict[str, int]:
    def as_number(name: str) -> Cast:
        return Cast(name, IntegerField())

    days = rows.filter(inquiry=True).order_by().values("day", "buyer_id")
    days = days.annotate(
        is_mature=Min(as_number("mature")), **{f"is_{name}": Max(as_number(name)) for name in OUTCOMES}
    )
    ready = Q(is_mature=1)
    became = {name: Q(**{f"is_{name}": 1}) for name in OUTCOMES}
    counts = {
        "inquiries": Count("buyer_id"),
        "mature_inquiries": Count("buyer_id", filter=ready),
        **{name: Count("buyer_id", filter=became[name]) for name in OUTCOMES},
        **{f"mature_{name}": Count("buyer_id", filter=ready & became[name]) for name in MATURE_OUTCOMES},
    }
    return _bare(days.aggregate(**_named(counts)))
