"""What the first page after signing in shows: the latest day and week against those before, with lines."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Agent, Shop
from accounts.ui import formats
from chats.frames import rule_book
from chats.models import ShopState
from chats.spans import ONE_DAY, Span, last_days
from reports.facts.queries import (
    WEEK_DAYS,
    Sums,
    agent_days,
    latest_complete_day,
    least_to_compare,
    shop_days,
    today,
)
from reports.figures import labels, rows_behind
from reports.leaderboard.board import sums_needed
from reports.leaderboard.tables import ONCE
from reports.metrics.compute import Peak, Unknown, added, value
from reports.metrics.definitions import METRICS, metrics
from reports.metrics.metric import Metric
from reports.pages import charts

SERVICE = metrics(
    "inquiry_conversion_rate", "inquiries", "receptions", "reply_rate", "first_response_seconds"
)
SHOP_WEEK = (*metrics("paid_fen", "agents_fen", "service_share"), *SERVICE)
AGENT_WEEK = (*metrics("sales_fen", "paid_orders"), *SERVICE)
SHOP_DAY = metrics("paid_fen", "agents_fen", "inquiries", "receptions")
AGENT_DAY = metrics("sales_fen", "paid_orders", "inquiries", "receptions")
CONVERSION = METRICS["inquiry_conversion_rate"]
LINE_DAYS = 14

Days = Mapping[dt.date, Sums]


@dataclass(frozen=True)
class Tile:
    """One stat tile: figure and change written out, the address of its rows, and the line of its days."""

    label: str
    value: str
    change: formats.Change | None
    note: str
    hint: str
    rule: str
    url: str
    spark: charts.Spark | None


@dataclass(frozen=True)
class Latest:
    """The latest day with data, perhaps not over; `until` is how far its data are known."""

    day: dt.date
    is_today: bool
    until: dt.datetime | None
    tiles: list[Tile]


def week(shop: Shop, agents: Sequence[Agent] | None = None) -> tuple[Span, list[Tile]] | None:
    """The latest complete 7 days and their tiles against the 7 days before; None without data.

    Of the shop, where people count once a day, or of some agents together.
    """
    until = latest_complete_day(shop)
    if until is None:
        return None
    span = last_days(WEEK_DAYS, until)
    known = Span(span.before.first, until)
    days = _days(shop, known, agents)
    now, before = (_sum(days, one) for one in (span, span.before))
    enough = least_to_compare(rule_book(shop), until)
    shown = SHOP_WEEK if agents is None else AGENT_WEEK
    return span, [_tile(shop, metric, span, (now, before), agents, days, enough) for metric in shown]


def latest(shop: Shop, agents: Sequence[Agent] | None = None) -> Latest | None:
    """The latest day with data against the same day of the week before; None without data."""
    state = ShopState.objects.filter(shop=shop).first()
    if state is None or state.last_day is None:
        return None
    running = today(shop)
    day = min(state.last_day, running)
    span, earlier = Span(day, day), Span(day - WEEK_DAYS * ONE_DAY, day - WEEK_DAYS * ONE_DAY)
    days = _days(shop, Span(earlier.first, day), agents)
    pair = (_sum(days, span), _sum(days, earlier))
    shown = SHOP_DAY if agents is None else AGENT_DAY
    return Latest(
        day,
        day == running,
        state.as_of,
        [_tile(shop, metric, span, pair, agents, None, 0) for metric in shown],
    )


def _days(shop: Shop, span: Span, agents: Sequence[Agent] | None) -> Days:
    if agents is None:
        return shop_days(shop, span)
    of_day: dict[dt.date, list[Sums]] = {}
    for (day, _who), sums in agent_days(shop, span, [agent.pk for agent in agents]).items():
        of_day.setdefault(day, []).append(sums)
    return {day: _together(some) for day, some in of_day.items()}


def _together(some: Iterable[Sums]) -> Sums:
    return added(some, unknown=Unknown.COUNTS_AS_ZERO, peak=Peak.LARGEST)


def _sum(days: Days, span: Span) -> Sums:
    """The sums of a span; days without any row add nothing, so that what adds up is 0 and not unknown."""
    return _together([_nothing(), *(sums for day, sums in days.items() if span.first <= day <= span.last)])


def _nothing() -> Sums:
    return dict.fromkeys(sums_needed((*SHOP_WEEK, *AGENT_WEEK)), 0)


def _tile(
    shop: Shop,
    metric: Metric,
    span: Span,
    pair: tuple[Sums, Sums],
    agents: Sequence[Agent] | None,
    days: Days | None,
    enough: int,
) -> Tile:
    now, before = pair
    ours, theirs = value(metric, now), value(metric, before)
    if metric is CONVERSION and min(one["mature_inquiries"] or 0 for one in pair) < enough:
        # Of few inquiries any change is chance, and an arrow beside it would be read as praise or blame.
        theirs = None
    whole = agents is None
    one = agents[0] if agents and len(agents) == 1 else None
    url = rows_behind.address(shop, metric.code, span, agent=one, once_a_day=whole and metric.code in ONCE)
    return Tile(
        labels.name(metric),
        labels.figure_text(metric, ours),
        labels.change(metric, ours, theirs),
        _note(metric, now),
        labels.explanation(metric),
        metric.rule,
        url if ours is not None else "",
        _line(metric, days, span) if days is not None else None,
    )


def _note(metric: Metric, sums: Sums) -> str:
    """Of how many things a share is."""
    wholes = {"inquiry_conversion_rate": "mature_inquiries", "reply_rate": "receptions"}
    if metric.code not in wholes:
        return ""
    name = wholes[metric.code]
    count = formats.count(sums[name])
    if name == "receptions":
        return _("of %(count)s receptions") % {"count": count}
    return _("of %(count)s mature inquiries") % {"count": count}


def _line(metric: Metric, days: Days, span: Span) -> charts.Spark:
    first = span.last - (LINE_DAYS - 1) * ONE_DAY
    shown = [first + place * ONE_DAY for place in range(LINE_DAYS)]
    title = _("%(figure)s of the last 14 days") % {"figure": labels.name(metric)}
    return charts.spark([value(metric, days[day]) if day in days else None for day in shown], title)
