"""Numbers as the shapes of small inline drawings: no text, no style, so that they scale and print."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 100.0
BAR_SHARE = 0.7
WIDEST_BAR = 6.0


@dataclass(frozen=True)
class Piece:
    """A rectangle of a stacked bar, in per cent of width and height; `part` is its place in the stack."""

    x: str
    y: str
    width: str
    height: str
    part: int


@dataclass(frozen=True)
class Bar:
    """One day's stack with the words that stand for it."""

    pieces: list[Piece]
    title: str


def stacked(stacks: Sequence[tuple[str, Sequence[int]]]) -> list[Bar]:
    """One bar a stack (title, parts); the tallest fills the height. Negative parts are left out."""
    tallest = max((sum(max(part, 0) for part in parts) for _title, parts in stacks), default=0)
    step = 100 / len(stacks) if stacks else 0
    width = min(step * BAR_SHARE, WIDEST_BAR)
    bars = []
    for place, (title, parts) in enumerate(stacks):
        left, top, pieces = place * step + (step - width) / 2, HEIGHT, []
        for number, part in enumerate(parts):
            height = max(part, 0) / tallest * HEIGHT if tallest else 0
            top -= height
            if height:
                pieces.append(Piece(f"{left:.3f}", f"{top:.3f}", f"{width:.3f}", f"{height:.3f}", number))
        bars.append(Bar(pieces, title))
    return bars


def line(values: Sequence[float | None]) -> list[str]:
    """The points of one or more polylines through the known values, from 0 at the bottom to the
    largest at the top; a gap where there is no data."""
    largest = max((value for value in values if value is not None), default=0) or 1
    step = 100 / max(len(values) - 1, 1)
    lines, points = [], []
    for place, value in enumerate([*values, None]):
        if value is not None:
            points.append(f"{place * step:.2f},{HEIGHT - value / largest * HEIGHT:.2f}")
        elif points:
            lines.append(" ".join(points if len(points) > 1 else points * 2))
            points = []
    return lines


@dataclass(frozen=True)
class Pareto:
    """Bars side by side, the tallest as high as its share of all, and the running share above them."""

    bars: list[Piece]
    running: str


def pareto(counts: Sequence[int]) -> Pareto:
    """Bars of the counts in per cent of their sum, and the polyline of the running share."""
    total = sum(counts)
    step = 100 / len(counts) if counts else 0
    bars, points, so_far = [], [], 0
    for place, count in enumerate(counts):
        height, so_far = count / total * HEIGHT, so_far + count
        left = place * step + step * (1 - BAR_SHARE) / 2
        width = step * BAR_SHARE
        bars.append(Piece(f"{left:.3f}", f"{HEIGHT - height:.3f}", f"{width:.3f}", f"{height:.3f}", 0))
        points.append(f"{left + width / 2:.3f},{HEIGHT - so_far / total * HEIGHT:.3f}")
    return Pareto(bars, " ".join(points))
