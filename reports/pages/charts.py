"""Charts: what a Chart.js drawing shows with its table, and small inline drawings made on the server.

A page draws a chart in three steps. The view makes a `Chart` and puts it into the context; the page has
css/charts.css in its block head and {% include "components/chart_scripts.html" %} in its block scripts, and
{% include "components/chart.html" with chart=chart %} where the chart stands. Data go to the browser through
json_script, colours come from the tokens (the theme switch included), and below each chart stand its
figures as a table that can be downloaded. The inline shapes below carry no text and no style, so that they
scale and print.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.ui import formats

HEIGHT = 100.0
BAR_SHARE = 0.7
WIDEST_BAR = 6.0
MOST_LOW_BARS = 7


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
class Series:
    """One row of figures of a chart, None where there is no data.

    `tone` names its colour: accent, info, warn, good, bad or quiet. `kind` is bar or line where it differs
    from the chart's; `unit` where it differs, and then `right` puts it on an axis of its own.
    """

    name: str
    values: Sequence[float | None]
    tone: str = "accent"
    kind: str = ""
    unit: str = ""
    right: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawing with the table of its figures. `code` is unique on the page; `corner` heads the labels.

    `unit` is money (fen), rate, count, decimal or duration. `provisional_from` is the place of the first
    label whose figures can still change; `marks` are (place, words) of upright lines, such as the day on
    which an action began. `links` lead to the rows behind a label: from its
    figure where there is one series, else from the label. `kind` is line, bar or
    stacked; `lying` turns bars to the right, for long labels.
    """

    code: str
    title: str
    corner: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = "count"
    kind: str = "line"
    lying: bool = False
    note: str = ""
    provisional_from: int | None = None
    marks: Sequence[tuple[int, str]] = field(default_factory=tuple)
    links: Sequence[str] = field(default_factory=tuple)

    @property
    def element(self) -> str:
        """The id of the element that holds the data."""
        return f"chart-{self.code}"

    @property
    def tall(self) -> bool:
        """Whether its bars lie and are so many that a low drawing would press their names together."""
        return self.lying and len(self.labels) > MOST_LOW_BARS

    @property
    def has_data(self) -> bool:
        return any(value is not None for one in self.series for value in one.values)

    @property
    def data(self) -> dict[str, object]:
        """What the browser draws; every figure comes with its words."""
        return {
            "kind": self.kind,
            "lying": self.lying,
            "corner": self.corner,
            "title": self.title,
            "unit": self.unit,
            "labels": list(self.labels),
            "provisionalFrom": self.provisional_from,
            "marks": [{"at": place, "words": words} for place, words in self.marks],
            "links": list(self.links),
            "series": [self._drawn(one) for one in self.series],
        }

    def _drawn(self, one: Series) -> dict[str, object]:
        unit = one.unit or self.unit
        return {
            "name": one.name,
            "values": list(one.values),
            "written": self._written(one),
            "tone": one.tone,
            "kind": one.kind or ("line" if self.kind == "line" else "bar"),
            "unit": unit,
            "right": one.right,
            "dashed": one.dashed,
        }

    def _written(self, one: Series) -> list[str]:
        return [formats.FORMATS[one.unit or self.unit](value) for value in one.values]

    @property
    def rows(self) -> list[tuple[str, str, bool, list[str]]]:
        """(label, link, whether it can still change, the written figures) of every line of the table."""
        columns = [self._written(one) for one in self.series]
        links = list(self.links) or [""] * len(self.labels)
        start = len(self.labels) if self.provisional_from is None else self.provisional_from
        return [
            (label, links[place], place >= start, [column[place] for column in columns])
            for place, label in enumerate(self.labels)
        ]


@dataclass(frozen=True)
class Spark:
    """A sparkline: polylines through the known days, the last known point, and the words for both."""

    lines: list[str]
    last: tuple[str, str] | None
    title: str


def spark(values: Sequence[float | None], title: str) -> Spark:
    """The line of a span's days, scaled to its own range so that a change can be seen."""
    known = [value for value in values if value is not None]
    if not known:
        return Spark([], None, title)
    low, high = min(known), max(known)
    shifted = [None if value is None else value - low for value in values]
    if high == low:
        shifted = [None if value is None else 1.0 for value in values]
        lines = [points.replace(",0.00", ",50.00") for points in line(shifted)]
    else:
        lines = line(shifted)
    end = lines[-1].split(" ")[-1].split(",")
    return Spark(lines, (end[0], end[1]), title)
