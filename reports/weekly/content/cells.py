"""Figures of a report as cells: now, before, and what a ratio is made of (schema.py)."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, overload

from reports.facts.span_facts import SpanFacts
from reports.metrics.compute import Figure, Sums, total, value
from reports.metrics.definitions import metrics
from reports.metrics.metric import SUMS, Metric
from reports.weekly.content.schema import PLACES

Cell = dict[str, Any]
Cells = dict[str, Cell]


@overload
def plain(figure: float) -> float: ...
@overload
def plain(figure: Figure) -> Figure: ...
def plain(figure: Figure) -> Figure:
    """A figure as the content holds it: floats rounded, so that the order of adding cannot show."""
    return round(figure, PLACES) if isinstance(figure, float) else figure


def rounded(part: Any) -> Any:
    """A part of the content with every float in it rounded."""
    if isinstance(part, dict):
        return {name: rounded(value) for name, value in part.items()}
    return [rounded(one) for one in part] if isinstance(part, list) else plain(part)


def cell(now: Figure, before: Figure) -> Cell:
    """A figure that stands for itself."""
    return {"now": plain(now), "before": plain(before)}


def ratio(now: Sequence[int | None], before: Sequence[int | None]) -> Cell:
    """A figure that is a numerator over a denominator, each given as such a pair."""
    return {**cell(_divided(now), _divided(before)), "of": list(now), "of_before": list(before)}


def _divided(of: Sequence[int | None]) -> float | None:
    part, whole = of
    return part / whole if part is not None and whole else None


def of_sums(codes: Iterable[str], now: Sums, before: Sums) -> Cells:
    """Code → cell of those figures that daily sums give."""
    return {metric.code: _of_sums(metric, now, before) for metric in metrics(*codes) if metric.source == SUMS}


def of_receptions(codes: Iterable[str], facts: SpanFacts, agents: Collection[int] | None = None) -> Cells:
    """Code → cell of those figures that the values of receptions give, of these agents or of all."""
    wanted = metrics(*codes)
    now, before = (one.from_rows(wanted, agents) for one in (facts, facts.before))
    return {code: cell(figure, before[code]) for code, figure in now.items()}


def _of_sums(metric: Metric, now: Sums, before: Sums) -> Cell:
    found = cell(value(metric, now), value(metric, before))
    if metric.denominator:
        found["of"], found["of_before"] = (
            [total(metric.numerator, sums), total(metric.denominator, sums)] for sums in (now, before)
        )
    return found


def in_order(codes: Iterable[str], cells: Cells) -> Cells:
    """The cells in the order of the declared codes; those that are not there are left out."""
    return {code: cells[code] for code in codes if code in cells}
