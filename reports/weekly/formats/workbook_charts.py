"""The workbook's native charts; they refer to the cells beside them, so that people can change them."""

from collections.abc import Callable, Mapping, Sequence

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from reports.weekly.formats.tables import Table

ACCENT, SOFT, GREY, DARK, WARN = "#0b6b6b", "#4f8fd0", "#b9c3c9", "#53616b", "#c77d0a"
SIZE = {"width": 720, "height": 340}
STEP = 19  # rows that a chart covers

Place = Mapping[str | int, int]  # "top", "rows", and the sheet's column of each column of the table
Draw = Callable[[xlsxwriter.Workbook, str, Table, Place], xlsxwriter.chart.Chart]


def draw(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    section: str,
    found: Sequence[Table],
    places: Sequence[Place],
    column: int,
) -> None:
    """Put the section's charts to the right of its tables."""
    row = 1
    for number, (table, place) in enumerate(zip(found, places, strict=True)):
        maker = CHARTS.get((section, number))
        if maker and place["rows"]:
            sheet.insert_chart(row, column, maker(book, sheet.get_name(), table, place))
            row += STEP


def _cells(name: str, place: Place, column: int) -> list[str | int]:
    first = place["top"] + 1
    return [name, first, place[column], first + place["rows"] - 1, place[column]]


def _series(name: str, place: Place, column: int, colour: str) -> dict[str, object]:
    return {
        "name": [name, place["top"], place[column]],
        "categories": _cells(name, place, 0),
        "values": _cells(name, place, column),
        "fill": {"color": colour},
        "border": {"none": True},
        "gap": 60,
    }


def _finished(chart: xlsxwriter.chart.Chart, title: str, legend: bool = False) -> xlsxwriter.chart.Chart:
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_size(SIZE)
    chart.set_legend({"position": "bottom"} if legend else {"none": True})
    return chart


def _chart(book: xlsxwriter.Workbook, options: dict[str, str]) -> xlsxwriter.chart.Chart:
    """A chart of a kind that the library knows; of others it would give None."""
    chart = book.add_chart(options)
    assert chart is not None, options
    return chart


def _books(book: xlsxwriter.Workbook, name: str, table: Table, place: Place) -> xlsxwriter.chart.Chart:
    """The four buckets of each day, one on the other."""
    chart = _chart(book, {"type": "column", "subtype": "stacked"})
    for column, colour in ((2, ACCENT), (3, SOFT), (4, GREY), (5, DARK)):
        chart.add_series(_series(name, place, column, colour))
    return _finished(chart, table.title, legend=True)


def _bars(column: int, colour: str = ACCENT) -> Draw:
    """Horizontal bars of one column, the first row on top."""

    def make(book: xlsxwriter.Workbook, name: str, table: Table, place: Place) -> xlsxwriter.chart.Chart:
        chart = _chart(book, {"type": "bar"})
        series = _series(name, place, column, colour)
        chart.add_series({**series, "invert_if_negative": True, "data_labels": {"value": True}})
        chart.set_y_axis({"reverse": True, "label_position": "low"})
        chart.set_x_axis({"major_gridlines": {"visible": False}, "visible": False})
        return _finished(chart, f"{table.title}: {table.headings[column]}")

    return make


def _pareto(book: xlsxwriter.Workbook, name: str, table: Table, place: Place) -> xlsxwriter.chart.Chart:
    """Rows of each cause, and the running share as a line."""
    chart = _chart(book, {"type": "column"})
    chart.add_series(_series(name, place, 2, ACCENT))
    line = _chart(book, {"type": "line"})
    line.add_series(
        {
            "name": [name, place["top"], place[4]],
            "categories": _cells(name, place, 0),
            "values": _cells(name, place, 4),
            "y2_axis": True,
            "line": {"color": WARN, "width": 2},
            "marker": {"type": "circle", "fill": {"color": WARN}, "border": {"color": WARN}},
        }
    )
    line.set_y2_axis({"min": 0, "max": 1, "num_format": "0%"})
    chart.combine(line)
    return _finished(chart, _("Causes, most rows first"), legend=True)


def _lines(book: xlsxwriter.Workbook, name: str, table: Table, place: Place) -> xlsxwriter.chart.Chart:
    """People of the funnel by day; visitors have an axis of their own."""
    chart = _chart(book, {"type": "line"})
    for column, colour in enumerate((GREY, ACCENT, SOFT, DARK, WARN), start=1):
        chart.add_series(
            {
                "name": [name, place["top"], place[column]],
                "categories": _cells(name, place, 0),
                "values": _cells(name, place, column),
                "line": {"color": colour, "width": 2},
                "y2_axis": column == 1,
            }
        )
    return _finished(chart, table.title, legend=True)


# (section, place of the table) → its chart.
CHARTS: dict[tuple[str, int], Draw] = {
    ("changed", 0): _bars(3),
    ("books", 0): _books,
    ("funnel", 1): _lines,
    ("agents", 0): _bars(6),
    ("scorecards", 0): _bars(2),
    ("causes", 1): _pareto,
    ("forms", 1): _bars(2),
}
