"""One agent's page: key figures against the median, trends, first responses, hours, lost reasons."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractIsoWeekDay
from django.utils.translation import gettext as _

from accounts.models import Agent, AgentKind, Shop
from chats.attribution.filters import NONE
from chats.models import Contest, Reception
from chats.spans import Span
from reports.facts import queries
from reports.facts.span_facts import SpanFacts
from reports.figures import labels, rows_behind
from reports.leaderboard.board import SMALLEST_GROUP, VIEWS, columns_of, sums_needed
from reports.lost_sales.causes import figures as lost_sale_figures
from reports.lost_sales.causes import list as lost_sale_list
from reports.metrics import reasons as reason_figures
from reports.metrics.columns import AGENT_DAY_SUMS
from reports.metrics.compute import Figure, Peak, Unknown, added, nearest_rank, of_values, value, values
from reports.metrics.definitions import METRICS, metrics, row_metrics
from reports.metrics.metric import INQUIRY_DAY, SUMS, Metric
from reports.models import LostSaleReason
from reports.pages import downloads
from reports.pages.charts import Chart, Series
from reports.reasons import taxonomy as reasons
from reports.receptions import queries as reception_list

KEY = metrics(
    "receptions",
    "reply_rate",
    "first_response_seconds",
    "average_response_seconds",
    "inquiries",
    "inquiry_conversion_rate",
    "sales_fen",
    "paid_orders",
    "order_value",
    "items_per_buyer",
    "chase_orders",
    "chase_success_rate",
)
TRENDS = metrics(
    "inquiry_conversion_rate",
    "sales_fen",
    "first_response_seconds",
    "receptions",
    "reply_rate",
    "chase_success_rate",
)
WAITS = (0, 5, 10, 20, 30, 60, 120, 300)  # seconds at which a bar of the histogram begins
SUMMED = {"count", "money"}

Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class Line:
    """One key figure: own, in the span before, and the unnamed median of the others' and the own."""

    metric: Metric
    own: Figure
    before: Figure
    median: Figure
    url: str


def facts_beside_peers(shop: Shop, span: Span, agent: Agent) -> SpanFacts:
    """The facts of the agent and of those the medians are of: the team, or all of a shop without teams."""
    peers = Agent.objects.filter(shop=shop, kind=AgentKind.HUMAN)
    peers = peers.filter(team=agent.team_id) if agent.team_id else peers
    return SpanFacts(shop, span, {*peers.values_list("pk", flat=True), agent.pk})


def key_figures(facts: SpanFacts, agent: Agent) -> list[Line]:
    """The agent's key figures beside the median of the team (of the shop for an agent without a team).

    Of fewer than three agents with a figure there is no median: it would tell the others' figures.
    """
    before = values(KEY, _own_before(facts, agent).sums.get(agent.pk, {}))
    own = values(KEY, facts.sums.get(agent.pk, {}))
    everybody = [values(KEY, sums) for sums in facts.sums.values()]
    return _lines(facts, agent, KEY, own, before, everybody)


def _own_before(facts: SpanFacts, agent: Agent) -> SpanFacts:
    """The agent's own facts of the span before; nothing is said of the others then."""
    return SpanFacts(facts.shop, facts.span.before, [agent.pk])


def row_figures(facts: SpanFacts, agent: Agent) -> list[Line]:
    """Medians and percentiles, from single receptions and not from daily sums (D4.7)."""
    shown = row_metrics()
    before, own = (one.from_rows(shown, [agent.pk]) for one in (_own_before(facts, agent), facts))
    everybody = [facts.from_rows(shown, [one]) for one in facts.sums]
    return _lines(facts, agent, shown, own, before, everybody)


def _lines(
    facts: SpanFacts,
    agent: Agent,
    shown: Sequence[Metric],
    own: Figures,
    before: Figures,
    everybody: Sequence[Figures],
) -> list[Line]:
    return [
        Line(
            metric,
            own[metric.code],
            before[metric.code],
            _median([one[metric.code] for one in everybody]),
            rows_behind.address(facts.shop, metric.code, facts.span, agent=agent),
        )
        for metric in shown
    ]


def _median(figures: Sequence[Figure]) -> Figure:
    known = sorted(figure for figure in figures if figure is not None)
    return nearest_rank(known, 50) if len(known) >= SMALLEST_GROUP else None


def trends(shop: Shop, span: Span, agent: Agent, view: str) -> list[Chart]:
    """A chart of each figure of a view, by day or, in a long span, by week."""
    columns = TRENDS if view == "overview" else columns_of(view)
    shown = [metric for metric in columns if metric.source == SUMS]
    days = queries.agent_days(shop, span, [agent.pk], sums_needed(shown))
    parts = span.parts
    sums = [_of_part(days, agent.pk, part) for part in parts]
    by_week = span.is_long
    names = [f"{part.first:%m-%d}" + (f" – {part.last:%m-%d}" if by_week else "") for part in parts]
    return [_trend(shop, metric, agent, parts, names, sums, by_week) for metric in shown]


def _of_part(days: Mapping[tuple[dt.date, int], queries.Sums], agent: int, part: Span) -> queries.Sums:
    found = [days[day, agent] for day in part.dates if (day, agent) in days]
    return added(found, unknown=Unknown.COUNTS_AS_ZERO, peak=Peak.LARGEST)


def _trend(
    shop: Shop,
    metric: Metric,
    agent: Agent,
    parts: list[Span],
    names: list[str],
    sums: list[queries.Sums],
    by_week: bool,
) -> Chart:
    nothing = 0 if metric.unit in SUMMED and any(sums) else None
    known = [value(metric, one) if one else nothing for one in sums]
    open_from = None
    if metric.clock == INQUIRY_DAY:
        waiting = [(one.get("inquiries") or 0) > (one.get("mature_inquiries") or 0) for one in sums]
        open_from = waiting.index(True) if True in waiting else None
    return Chart(
        code=metric.code,
        title=labels.name(metric),
        corner=_("Week") if by_week else _("Day"),
        labels=names,
        series=[Series(labels.name(metric), known)],
        unit=metric.unit,
        kind="bar" if metric.unit in SUMMED else "line",
        note=labels.booking_day(metric),
        provisional_from=open_from,
        links=[rows_behind.address(shop, metric.code, part, agent=agent) for part in parts],
    )


@dataclass(frozen=True)
class FromRows:
    """A figure worked out from single receptions, how many there were, and the address of their list."""

    metric: Metric
    figure: Figure
    count: int
    url: str


def waits(facts: SpanFacts, agent: Agent) -> tuple[Chart, list[FromRows]]:
    """How long buyers waited for the first answer, and every figure of single receptions (D4.7)."""
    shop, span = facts.shop, facts.span
    own = SpanFacts(shop, span, [agent.pk])
    known = own.values(METRICS["first_response_median"])
    counts = [0] * len(WAITS)
    for seconds in known:
        counts[bisect_right(WAITS, seconds) - 1] += 1
    list_address = rows_behind.address(shop, "receptions", span, agent=agent) + "&state=replied"
    ends = [*WAITS[1:], None]
    chart = Chart(
        code="waits",
        title=_("First response"),
        corner=_("Seconds"),
        labels=[f"{start}–{end}" if end else f"≥ {start}" for start, end in zip(WAITS, ends, strict=True)],
        series=[Series(_("Receptions"), counts)] if known else [],
        kind="bar",
        note=_("seconds from the buyer's first words to a person's answer"),
        links=[
            f"{list_address}&wait_from={start}" + (f"&wait_to={end}" if end else "")
            for start, end in zip(WAITS, ends, strict=True)
        ],
    )
    return chart, [
        FromRows(
            metric,
            of_values(metric, own.values(metric)),
            len(own.values(metric)),
            rows_behind.address(shop, metric.code, span, agent=agent),
        )
        for metric in row_metrics()
    ]


@dataclass(frozen=True)
class Hours:
    """Receptions by day of the week and hour in which they began; `rows` are (weekday 1–7, cells)."""

    hours: list[int]
    rows: list[tuple[int, list["Cell"]]]
    total: int


@dataclass(frozen=True)
class Cell:
    """One hour of one weekday; `step` 0–4 is the lightness, 4 the busiest."""

    count: int
    step: int
    url: str


def hours(shop: Shop, span: Span, agent: Agent) -> Hours:
    """When the agent's receptions begin, in shop time."""
    rows = Reception.objects.filter(
        shop=shop, day__range=(span.first, span.last), agent=agent, filtered=NONE
    ).annotate(weekday=ExtractIsoWeekDay("day"), hour=reception_list.hour_of("first_at", shop, span))
    counted = rows.order_by().values_list("weekday", "hour").annotate(count=Count("pk"))
    found = {(weekday, hour): count for weekday, hour, count in counted}
    if not found:
        return Hours([], [], 0)
    shown = list(range(min(hour for _day, hour in found), max(hour for _day, hour in found) + 1))
    most = max(found.values())
    address = rows_behind.address(shop, "receptions", span, agent=agent)

    def cell(weekday: int, hour: int) -> Cell:
        count = found.get((weekday, hour), 0)
        step = -(-4 * count // most)
        return Cell(count, step, f"{address}&weekday={weekday}&hour={hour}" if count else "")

    lines = [(weekday, [cell(weekday, hour) for hour in shown]) for weekday in range(1, 8)]
    return Hours(shown, lines, sum(found.values()))


def lost_reasons(shop: Shop, span: Span, agent: Agent) -> Chart:
    """Why sales were lost, by reasons of the first level, as the forms say (D9.6)."""
    entries = lost_sale_figures.entries_frame(shop, span, [agent.pk])
    shares = reason_figures.shares(reason_figures.counted(entries))
    heads = {row.pk: row for row in LostSaleReason.objects.filter(shop=shop, parent=None)}
    rows = [(heads[group], count) for group, count in shares[["group", "rows"]].itertuples(index=False)]
    return Chart(
        code="reasons",
        title=_("Why sales were lost"),
        corner=_("Reason"),
        labels=[reasons.name(reason) for reason, _count in rows],
        series=[Series(_("Rows"), [count for _reason, count in rows])] if rows else [],
        kind="bar",
        lying=True,
        note=_("rows of the submitted forms"),
        links=[lost_sale_list.url(shop, span, agent=agent.pk, reason=one.pk) for one, _count in rows],
    )


# Part in an order → the sum of the daily facts that counts such orders.
PARTS = {
    "credited": "paid_orders",
    "assisted_order": "assist_orders",
    "assisted_payment": "assist_payments",
    "chased": "chase_orders",
}


def orders(facts: SpanFacts, agent: Agent) -> dict[str, int]:
    """Part → orders of the span in which the agent has it: credited and assisted ones by payment, chased
    and contested ones by creation."""
    shop, span, sums = facts.shop, facts.span, facts.sums.get(agent.pk, {})
    claims = Contest.objects.filter(
        shop=shop, agent=agent, order__credit__created_day__range=(span.first, span.last)
    ).exclude(status=Contest.Status.WITHDRAWN)
    contested = claims.values("order").distinct().count()
    return {part: sums.get(name) or 0 for part, name in PARTS.items()} | {"contested": contested}


def filed() -> list[Metric]:
    """The columns of the page's file of days: every figure of a view that daily sums give."""
    columns = dict.fromkeys(metric for view in VIEWS for metric in columns_of(view))
    return [metric for metric in columns if metric.source == SUMS]


def file_days(shop: Shop, span: Span, agents: Collection[int]) -> list[list[downloads.Cell]]:
    """One line a day with any figure: the day and every figure of the agent's that daily sums give."""
    days = queries.agent_days(shop, span, agents, AGENT_DAY_SUMS)
    return [[day.isoformat(), *values(filed(), sums).values()] for (day, _agent), sums in days.items()]
