"""What an agent's own forms tell: reasons and conversion by week, best answers, what came back."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from accounts.models import Shop
from chats.spans import ONE_DAY, Span
from reports.facts import maturity
from reports.lost_sales.causes import figures
from reports.lost_sales.causes import list as lost_sale_list
from reports.lost_sales.causes.figures import Part
from reports.metrics import reasons as metrics
from reports.models import AgentDay, LostSaleEntry, LostSaleForm, LostSaleReason
from reports.pages.charts import Chart, Series
from reports.reasons import taxonomy as reasons

WEEK_DAYS = 7
WEEKS = 10
TOP_REASONS = 5
TONES = ("accent", "info", "warn", "good", "bad")
BEST_SHOWN, BACK_SHOWN = 8, 20


@dataclass(frozen=True)
class Line:
    """One reason in the weeks: its rows, each with the way to exactly these rows."""

    reason: LostSaleReason
    cells: list[tuple[int, str]]
    total: tuple[int, str]


@dataclass(frozen=True)
class Mine:
    """The page of an agent's own lost sales."""

    weeks: list[Span]
    reasons_chart: Chart
    conversion_chart: Chart
    lines: list[Line]
    suggestions: Part
    agreement: Part
    rows: int
    rows_url: str
    suggestions_url: str
    agreement_url: str


def weeks_until(day: dt.date) -> list[Span]:
    """The ISO weeks up to the one of a day, oldest first."""
    monday = day - day.weekday() * ONE_DAY
    starts = [monday - number * WEEK_DAYS * ONE_DAY for number in reversed(range(WEEKS))]
    return [Span(start, start + (WEEK_DAYS - 1) * ONE_DAY) for start in starts]


def mine(shop: Shop, agents: Collection[int], until: dt.date) -> Mine:
    """The weeks up to a day."""
    weeks = weeks_until(until)
    span = Span(weeks[0].first, weeks[-1].last)
    entries = figures.entries_frame(shop, span, agents)
    rows = metrics.counted(entries)
    counts = _counts(rows, weeks)
    ranked = metrics.shares(rows)["group"].tolist()
    heads = {row.pk: row for row in LostSaleReason.objects.filter(shop=shop, parent=None)}
    return Mine(
        weeks,
        _reasons_chart(weeks, counts, [heads[pk] for pk in ranked], shop),
        _conversion_chart(shop, weeks, agents),
        [_line(shop, agents, heads[pk], counts, weeks, span) for pk in ranked],
        figures.suggestions_taken(figures.span_rows(shop, span, agents)),
        Part(*metrics.agreed(entries)),
        len(rows),
        lost_sale_list.url(shop, span, agent=list(agents)),
        lost_sale_list.url(
            shop, span, agent=list(agents), suggestion=lost_sale_list.TAKEN, figure=lost_sale_list.FOLLOWED
        ),
        lost_sale_list.url(shop, span, agent=list(agents), review="accepted", figure=lost_sale_list.AGREED),
    )


def _counts(rows: pd.DataFrame, weeks: Sequence[Span]) -> dict[tuple[int, int], int]:
    """(number of the week, reason of the first level) → rows."""
    first = weeks[0].first
    number = [(day - first).days // WEEK_DAYS for day in rows["day"]]
    grouped: Mapping[Any, Any] = rows.assign(week=number).groupby(["week", "group"]).size().to_dict()
    return {(int(week), int(group)): int(count) for (week, group), count in grouped.items()}


def _line(
    shop: Shop,
    agents: Collection[int],
    reason: LostSaleReason,
    counts: dict[tuple[int, int], int],
    weeks: Sequence[Span],
    span: Span,
) -> Line:
    wanted = {"agent": list(agents), "reason": reason.pk}
    cells = [
        (counts.get((number, reason.pk), 0), lost_sale_list.url(shop, week, **wanted))
        for number, week in enumerate(weeks)
    ]
    total = (sum(count for count, _url in cells), lost_sale_list.url(shop, span, **wanted))
    return Line(reason, cells, total)


def _labels(weeks: Sequence[Span]) -> list[str]:
    return [f"{week.first:%m-%d}" for week in weeks]


def _reasons_chart(
    weeks: Sequence[Span],
    counts: dict[tuple[int, int], int],
    ranked: Sequence[LostSaleReason],
    shop: Shop,
) -> Chart:
    """The rows of each week, stacked by the reasons given most; the others are one piece."""

    def column(wanted: Sequence[LostSaleReason]) -> list[float | None]:
        return [sum(counts.get((number, one.pk), 0) for one in wanted) for number, _week in enumerate(weeks)]

    top, others = ranked[:TOP_REASONS], ranked[TOP_REASONS:]
    series = [Series(reasons.name(one), column([one]), tone) for one, tone in zip(top, TONES, strict=False)]
    if others:
        series.append(Series(_("Others"), column(others), "quiet"))
    links = [lost_sale_list.url(shop, week) for week in weeks]
    return Chart(
        "my-reasons",
        _("My reasons by week"),
        _("Week from"),
        _labels(weeks),
        series,
        kind="stacked",
        links=links,
        note=_("Rows submitted and still lost"),
    )


def _conversion_chart(shop: Shop, weeks: Sequence[Span], agents: Collection[int]) -> Chart:
    """The inquiry conversion of each week (D6.3), booked on the day of the inquiry."""
    days = AgentDay.objects.filter(
        shop=shop, agent__in=agents, day__range=(weeks[0].first, weeks[-1].last)
    ).values_list("day", "mature_inquiries", "mature_paid_final")
    sums = [[0, 0] for _week in weeks]
    for day, inquiries, paid in days:
        week = sums[(day - weeks[0].first).days // WEEK_DAYS]
        week[0] += inquiries
        week[1] += paid
    series = [
        Series(_("Inquiry conversion"), [metrics.rate(paid, all_) for all_, paid in sums]),
        Series(_("Mature inquiries"), [n for n, _paid in sums], "quiet", "bar", "count", right=True),
    ]
    return Chart(
        "my-conversion",
        _("My inquiry conversion by week"),
        _("Week from"),
        _labels(weeks),
        series if any(n for n, _paid in sums) else [],  # bars of nothing would make axes of nothing
        unit="rate",
        kind="line",
        provisional_from=maturity.open_from(shop, weeks),
    )


def best_answers(agents: Collection[int]) -> QuerySet[LostSaleForm]:
    """The agent's latest best answers."""
    return LostSaleForm.objects.filter(agent__in=agents).exclude(best_answer="").order_by("-day")[:BEST_SHOWN]


def came_back(agents: Collection[int]) -> list[LostSaleEntry]:
    """The agent's rows that a reviewer returned or gave another reason, latest decision first."""
    decided = (LostSaleEntry.Review.RETURNED, LostSaleEntry.Review.CHANGED)
    rows = LostSaleEntry.objects.filter(form__agent__in=agents, review__in=decided)
    rows = rows.annotate(shows_buyer=Value(True))  # the agent talked with them
    related = ("form__agent", "form__shop", "buyer", "reviewer", "reason__parent", "reviewed_reason__parent")
    return list(rows.select_related(*related).order_by("-reviewed_at", "-pk")[:BACK_SHOWN])
