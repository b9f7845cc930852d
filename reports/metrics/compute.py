"""Sums of daily facts → figures, for any grouping: facts add, ratios divide last (D1.5, D4–D8)."""

import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from reports.metrics.metric import Metric, terms

Sums = Mapping[str, int | None]
Figure = int | float | None

LARGEST = frozenset({"peak_concurrency"})  # the largest day counts, not the sum of days (D4.6)


def total(expression: str, sums: Sums) -> int | None:
    """The value of a numerator or denominator; None where one of its sums is unknown."""
    parts = [(sign, sums.get(name)) for sign, name in terms(expression)]
    known = [sign * value for sign, value in parts if value is not None]
    return sum(known) if len(known) == len(parts) else None


def value(metric: Metric, sums: Sums) -> Figure:
    """One figure of some sums; None where there is nothing to divide by (D1.5)."""
    if metric.source != "sums":
        raise ValueError(f"{metric.code} does not come from daily sums but from {metric.source}")
    numerator = total(metric.numerator, sums)
    if not metric.denominator or numerator is None:
        return numerator
    denominator = total(metric.denominator, sums)
    return numerator / denominator if denominator is not None and denominator > 0 else None


def values(metrics: Iterable[Metric], sums: Sums) -> dict[str, Figure]:
    """Code → figure of those metrics that come from daily sums."""
    return {metric.code: value(metric, sums) for metric in metrics if metric.source == "sums"}


def add_up(facts: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """One row a group: the sums of daily facts; of a peak the largest day. An empty `by` is one group."""
    names = [name for name in facts.columns if name not in ("day", "agent", *by)]
    how = {name: "max" if name in LARGEST else "sum" for name in names}
    if by:
        return facts.groupby(list(by), sort=True, as_index=False).agg(how)
    return pd.DataFrame([{name: facts[name].agg(how[name]) for name in names}])


def figures(facts: pd.DataFrame, by: Sequence[str], metrics: Sequence[Metric]) -> pd.DataFrame:
    """One row a group of daily facts: the columns of `by` and one a metric, None where there is no data."""
    sums = add_up(facts, by)
    rows = [
        {name: row[name] for name in by} | values(metrics, {str(k): v for k, v in row.items()})
        for row in sums.to_dict("records")
    ]
    codes = [metric.code for metric in metrics if metric.source == "sums"]
    return pd.DataFrame(rows, columns=[*by, *codes], dtype=object)


def nearest_rank(ordered: Sequence[float], percent: int) -> float | None:
    """The smallest value with at least `percent` % of the ascending values at or below it (D4.7)."""
    if not ordered:
        return None
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]


def nearest_rank_counted(counted: Sequence[tuple[float, int]], percent: int) -> float | None:
    """As `nearest_rank`, of ascending (value, how often it occurs) (D4.7)."""
    wanted = max(math.ceil(sum(count for _value, count in counted) * percent / 100), 1)
    so_far = 0
    for figure, count in counted:
        so_far += count
        if so_far >= wanted:
            return figure
    return None
