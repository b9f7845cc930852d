"""Sums of daily facts → figures, for any grouping: facts add, ratios divide last (D1.5, D4–D8)."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import partial

from reports.metrics.metric import SUMS, Metric, terms

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
    if metric.source != SUMS:
        raise ValueError(f"{metric.code} does not come from daily sums but from {metric.source}")
    numerator = total(metric.numerator, sums)
    if not metric.denominator or numerator is None:
        return numerator
    denominator = total(metric.denominator, sums)
    return numerator / denominator if denominator is not None and denominator > 0 else None


def values(metrics: Iterable[Metric], sums: Sums) -> dict[str, Figure]:
    """Code → figure of those metrics that come from daily sums."""
    return {metric.code: value(metric, sums) for metric in metrics if metric.source == SUMS}


class Unknown(Enum):
    """What a part that does not know a sum (None, or no such name) does to the sum of all parts."""

    COUNTS_AS_ZERO = "counts as zero"
    MAKES_UNKNOWN = "makes unknown"


class Peak(Enum):
    """What becomes of a peak, which no adding gives: of several days the largest counts (D4.6); of several
    agents it is over all their runs together, which their own peaks do not tell (D6.6)."""

    LARGEST = "largest"
    UNKNOWN = "unknown"


def added(parts: Iterable[Sums], *, unknown: Unknown, peak: Peak) -> dict[str, int | None]:
    """Every sum of any part, added over all parts (days, agents); nothing of no parts."""
    known = list(parts)
    names = dict.fromkeys(name for sums in known for name in sums)
    return {name: _added([sums.get(name) for sums in known], name, unknown, peak) for name in names}


def _added(amounts: Sequence[int | None], name: str, unknown: Unknown, peak: Peak) -> int | None:
    if unknown is Unknown.MAKES_UNKNOWN and None in amounts:
        return None
    numbers = [amount or 0 for amount in amounts]
    if name not in LARGEST:
        return sum(numbers)
    return max(numbers) if peak is Peak.LARGEST else None


def nearest_rank(ordered: Sequence[float], percent: int) -> float | None:
    """The smallest value with at least `percent` % of the ascending values at or below it (D4.7)."""
    if not ordered:
        return None
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]


def percentile(percent: int) -> Callable[[Sequence[float]], float | None]:
    """How a figure of receptions is made of their values: the nearest rank, exact (D4.7)."""
    return partial(nearest_rank, percent=percent)


def of_values(metric: Metric, ordered: Sequence[float]) -> Figure:
    """One figure of the ascending values of receptions; None without any. Raises ValueError for others."""
    if metric.how is None:
        raise ValueError(f"{metric.code} does not come from values of receptions but from {metric.source}")
    return metric.how(ordered)
