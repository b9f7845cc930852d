"""Scorecards: weighted points on a few metrics (D10.1).

A line's points run from 60 at one value to 100 at another, on the same straight line below and above, and
are cut off at 0 and 100 (a sales target at 120). A line that cannot be judged drops out, its weight is
shared by the others, and the reason is kept so that the card can show it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from reports.metrics.compute import nearest_rank, of_values, total, value
from reports.metrics.definitions import METRICS
from reports.metrics.metric import LOW, ORDERS, Metric

SALES_TARGET, FORM_COMPLETION = "sales_target_completion", "form_completion"
FROM_ELSEWHERE = (SALES_TARGET, FORM_COMPLETION)  # measured from targets and forms, not from daily sums

FIXED, TEAM, LAST_MONTH = "fixed", "team", "last_month"
BANDS = (FIXED, TEAM, LAST_MONTH)

NO_DATA, BELOW_GATE, NO_SPREAD, NO_LAST_MONTH, NO_TARGET = (
    "no_data",
    "below_gate",
    "no_spread",
    "no_last_month",
    "no_target",
)

AT_LOW, AT_HIGH = 60, 100
MOST_POINTS = {SALES_TARGET: 120}


class BadLine(ValueError):
    """A line that no card can have; `code` says why, `metric` which."""

    def __init__(self, code: str, metric: str) -> None:
        super().__init__(f"{metric}: {code}")
        self.code, self.metric = code, metric


@dataclass(frozen=True)
class Line:
    """One metric of a card. `at_60` and `at_100` are

    - `fixed`: values in the metric's unit (rates as shares, times in seconds),
    - `team`: percentiles of the team's own values (50 is the median),
    - `last_month`: factors of the agent's own value in the last calendar month.

    `gate` is the smallest count (denominator) with which the metric is judged.
    """

    metric: str
    weight: int
    at_60: float
    at_100: float
    gate: int = 0
    band: str = FIXED


@dataclass(frozen=True)
class Measured:
    """A value and the count it rests on."""

    value: float | None
    count: int = 0


@dataclass(frozen=True)
class Judged:
    """A line with how its points came about; `points` is None where it `dropped` out, with the reason.

    `at_60` and `at_100` are the values meant here, `share` is the weight after dropped lines were left out.
    """

    line: Line
    value: float | None
    count: int
    at_60: float | None
    at_100: float | None
    points: float | None
    share: float
    dropped: str = ""


@dataclass(frozen=True)
class Card:
    """What an agent reached: `points` is the weighted mean of the judged lines, None without any."""

    lines: tuple[Judged, ...]
    points: float | None


DEFAULT = (
    Line("inquiry_conversion_rate", 30, 0.35, 0.50, 30),
    Line(SALES_TARGET, 20, 0.70, 1.00),
    Line("first_response_seconds", 10, 30, 10),
    Line("average_response_seconds", 10, 45, 20),
    Line("reply_rate", 10, 0.92, 0.98),
    Line("chase_success_rate", 10, 50, 90, 10, TEAM),
    Line("items_per_buyer", 5, 1.0, 1.1, 0, LAST_MONTH),
    Line(FORM_COMPLETION, 5, 0.80, 1.00),
)


def weighted(**weights: int) -> tuple[Line, ...]:
    """The default card with other weights; a metric that is not named keeps its own."""
    return tuple(replace(one, weight=weights.get(one.metric, one.weight)) for one in DEFAULT)


# Each puts 70 of 100 on the side that is weak (D10.1).
PRESETS: dict[str, tuple[Line, ...]] = {
    "balanced": DEFAULT,
    "knowledge": weighted(
        inquiry_conversion_rate=45,
        items_per_buyer=15,
        form_completion=10,
        sales_target_completion=10,
        first_response_seconds=5,
        average_response_seconds=5,
        reply_rate=5,
        chase_success_rate=5,
    ),
    "selling": weighted(
        sales_target_completion=30,
        chase_success_rate=20,
        items_per_buyer=20,
        inquiry_conversion_rate=15,
        first_response_seconds=5,
        average_response_seconds=0,
        reply_rate=5,
    ),
    "attitude": weighted(
        reply_rate=30,
        first_response_seconds=20,
        average_response_seconds=20,
        inquiry_conversion_rate=10,
        sales_target_completion=10,
        chase_success_rate=5,
        items_per_buyer=0,
    ),
}


def checked(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, if a card can have them. Raises BadLine."""
    seen: set[str] = set()
    for line in lines:
        if line.metric not in FROM_ELSEWHERE and not _measurable(line.metric):
            raise BadLine("unknown_metric", line.metric)
        if line.metric in seen:
            raise BadLine("metric_twice", line.metric)
        if line.band not in BANDS or (line.band != FIXED and line.metric in FROM_ELSEWHERE):
            raise BadLine("unknown_band", line.metric)
        if line.weight < 0 or line.gate < 0:
            raise BadLine("negative", line.metric)
        if line.at_60 == line.at_100:
            raise BadLine("same_values", line.metric)
        if line.band == TEAM and not all(1 <= one <= 100 for one in (line.at_60, line.at_100)):
            raise BadLine("no_percentile", line.metric)
        seen.add(line.metric)
    if not sum(line.weight for line in lines):
        raise BadLine("no_weight", "")
    return tuple(lines)


def _measurable(code: str) -> bool:
    return code in METRICS and METRICS[code].source != ORDERS


def measured(
    metrics: Iterable[Metric], sums: Mapping[str, int | None], values: Mapping[str, Sequence[float]]
) -> dict[str, Measured]:
    """The metrics with the counts they rest on: a plain sum rests on itself, a figure from receptions on
    its `values` (code → ascending values)."""
    found = {}
    for metric in metrics:
        if metric.is_of_receptions:
            own = values[metric.code]
            found[metric.code] = Measured(of_values(metric, own), len(own))
        else:
            count = total(metric.denominator or metric.numerator, sums)
            found[metric.code] = Measured(value(metric, sums), count or 0)
    return found


def judge(
    lines: Sequence[Line],
    own: Mapping[str, Measured],
    team: Mapping[str, Sequence[Measured]],
    last_month: Mapping[str, Measured],
) -> Card:
    """The card of one agent (D10.1).

    `own`, `last_month`: metric → the agent's value in the span and in the calendar month before it.
    `team`: metric → the values of everybody in the team, the agent included; only those that reach the
    line's gate make its median.
    """
    bare = [_judged(line, own, team, last_month) for line in lines if line.weight]
    kept = sum(one.line.weight for one in bare if not one.dropped)
    judged = tuple(replace(one, share=0.0 if one.dropped else one.line.weight / kept) for one in bare)
    points = sum(one.share * one.points for one in judged if one.points is not None) if kept else None
    return Card(judged, points)


def _judged(
    line: Line,
    own: Mapping[str, Measured],
    team: Mapping[str, Sequence[Measured]],
    last_month: Mapping[str, Measured],
) -> Judged:
    mine = own.get(line.metric, Measured(None))
    low, high = _meant(line, team, last_month)
    dropped = _why_dropped(line, mine, low, high)
    points = None
    if not dropped and mine.value is not None and low is not None and high is not None:
        points = points_of(mine.value, low, high, MOST_POINTS.get(line.metric, 100))
    return Judged(line, mine.value, mine.count, low, high, points, 0.0, dropped)


def _why_dropped(line: Line, mine: Measured, low: float | None, high: float | None) -> str:
    """Why a line has no points; empty where value and both ends are known and the ends differ."""
    if mine.value is None:
        return NO_TARGET if line.metric == SALES_TARGET else NO_DATA
    if mine.count < line.gate:
        return BELOW_GATE
    if low is None or high is None:
        return NO_LAST_MONTH if line.band == LAST_MONTH else NO_DATA
    return NO_SPREAD if low == high else ""


def _meant(
    line: Line, team: Mapping[str, Sequence[Measured]], last_month: Mapping[str, Measured]
) -> tuple[float | None, float | None]:
    """The values that stand for 60 and 100 points here."""
    if line.band == TEAM:
        values = sorted(
            one.value
            for one in team.get(line.metric, ())
            if one.value is not None and one.count >= max(line.gate, 1)
        )
        if METRICS[line.metric].better == LOW:
            values.reverse()  # percentiles count from the worse end, so that 90 is among the best
        return nearest_rank(values, int(line.at_60)), nearest_rank(values, int(line.at_100))
    if line.band == LAST_MONTH:
        base = last_month.get(line.metric, Measured(None)).value
        return (None, None) if base is None else (base * line.at_60, base * line.at_100)
    return line.at_60, line.at_100


def points_of(value: float, at_60: float, at_100: float, most: float = 100) -> float:
    """Points on the line through (at_60, 60) and (at_100, 100), cut off at 0 and `most`."""
    run = AT_LOW + (AT_HIGH - AT_LOW) * (value - at_60) / (at_100 - at_60)
    return min(max(run, 0.0), float(most))


def to_json(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines as a card's version stores them."""
    return [asdict(line) for line in lines]


def from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The lines that `to_json` wrote."""
    return tuple(Line(**one) for one in stored)
