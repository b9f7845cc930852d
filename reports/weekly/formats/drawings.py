"""A report's charts as shapes that the server draws, so that screen, print and PDF show the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.ui import formats
from reports.metrics.columns import BUCKET_SUMS
from reports.pages import charts
from reports.weekly.content import schema
from reports.weekly.formats import wording

Content = dict[str, Any]
WIDTH = 100.0
MIDDLE = WIDTH / 2


@dataclass(frozen=True)
class Bar:
    """One horizontal bar in per cent of the width, `kind` is a class of weekly.css; `low` to `high` is an
    interval drawn over it."""

    label: str
    x: str
    width: str
    kind: str
    text: str
    note: str = ""
    low: str = ""
    high: str = ""


def _bar(label: str, x: float, width: float, kind: str, text: str, note: str = "") -> Bar:
    return Bar(label, f"{x:.2f}", f"{width:.2f}", kind, text, note)


def contributions(content: Content) -> list[Bar]:
    """What moved paid amounts: to the right what added, to the left what took away."""
    lines = content["changed"]["lines"]
    largest = max((abs(line["fen"]) for line in lines), default=0)
    bars = []
    for line in lines if largest else ():
        width = abs(line["fen"]) / largest * MIDDLE
        x, kind = (MIDDLE, "more") if line["fen"] >= 0 else (MIDDLE - width, "less")
        text = formats.signed_money(line["fen"])
        bars.append(_bar(wording.figure(line["code"]), x, width, kind, text))
    return bars


def funnel_steps(content: Content) -> list[Bar]:
    """From visitor to buyer, with the share of the visitors."""
    figures = content["funnel"]["figures"]
    counts = {code: figures[code]["now"] for code in schema.FUNNEL[:5]}
    largest = max((count for count in counts.values() if count), default=0)
    visitors = counts["visitors"]
    return [
        _bar(
            wording.figure(code),
            0,
            (count or 0) / largest * WIDTH,
            "silent" if code.startswith("silent") else "plain",
            formats.count(count),
            formats.rate(count / visitors) if visitors and count is not None else "",
        )
        for code, count in counts.items()
        if largest
    ]


def conversions(content: Content) -> list[Bar]:
    """Inquiry conversion of the ranked agents with its interval (D6.7)."""
    rows = [row for row in content["agents"]["rows"] if row["ranked"] and row["interval"]]
    top = max((row["interval"][1] for row in rows), default=0)
    return [_conversion(row, top) for row in rows]


def _conversion(row: Content, top: float) -> Bar:
    rate = row["figures"]["inquiry_conversion_rate"]["now"]
    low, high = (f"{end / top * WIDTH:.2f}" for end in row["interval"])
    width, note = f"{rate / top * WIDTH:.2f}", formats.count(row["mature"])
    return Bar(row["name"], "0", width, "plain", formats.rate(rate), f"n={note}", low, high)


def causes(content: Content) -> list[Bar]:
    """Causes by their share of rows, coloured by owner."""
    rows = content["causes"]["rows"]
    largest = max((row["row_rate"] for row in rows), default=0)
    return [
        _bar(
            wording.reason(row),
            0,
            row["row_rate"] / largest * WIDTH,
            f"owner-{row['owner'] or 'O'}",
            formats.rate(row["row_rate"]),
            formats.count(row["rows"]),
        )
        for row in rows
    ]


def books_days(content: Content) -> list[tuple[str, charts.Bar]]:
    """(day, its stack of the four buckets)."""
    days = content["books"]["days"]
    stacks = [(row["day"], [row[name] for name in BUCKET_SUMS]) for row in days]
    return [(day[5:], bar) for (day, _parts), bar in zip(stacks, charts.stacked(stacks), strict=True)]


def buckets() -> Sequence[tuple[int, str]]:
    """(place in the stack, name) of the four buckets."""
    return [(place, wording.figure(code)) for place, code in enumerate(BUCKET_SUMS)]
