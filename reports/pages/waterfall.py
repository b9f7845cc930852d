"""A waterfall: how one amount becomes another, step by step, as shapes without text."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 0.6  # per cent of the width, so that the smallest step can be seen
MARK = 0.8


@dataclass(frozen=True)
class Step:
    """A bar lying in a row of 100 units, from `x` on; `kind` is total, up, down or flat."""

    x: str
    width: str
    kind: str


def waterfall(start: int, steps: Sequence[int]) -> list[Step]:
    """Marks of the first and last amount, and between them one bar a step from where the last one ended.

    The row reaches from the smallest amount met on the way to the largest: steps are small beside
    the amounts, and drawn from zero nobody would see them.
    """
    met = [start]
    for step in steps:
        met.append(met[-1] + step)
    low, width = min(met), max(met) - min(met)

    def at(amount: int) -> float:
        return (amount - low) / width * (100 - MARK) if width else (100 - MARK) / 2

    bars = [
        _step(at(before), at(after), step) for before, after, step in zip(met, met[1:], steps, strict=False)
    ]
    return [_mark(at(start)), *bars, _mark(at(met[-1]))]


def _mark(place: float) -> Step:
    return Step(f"{place:.2f}", f"{MARK:.2f}", "total")


def _step(one: float, other: float, step: int) -> Step:
    left, size = min(one, other), max(abs(other - one), SMALLEST)
    kind = "up" if step > 0 else "down" if step < 0 else "flat"
    return Step(f"{left:.2f}", f"{size:.2f}", kind)
