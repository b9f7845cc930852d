"""A report as a workbook: one sheet a section with native charts, and every number on the last sheet."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from reports.pages import downloads
from reports.weekly.formats import detail, lines, page, tables, wording, workbook_charts
from reports.weekly.formats.tables import Table
from reports.weekly.revisions import Document

TITLE_ROW, FIRST_TABLE = 0, 2
HEAD_HEIGHT = 32  # points: two lines
GAP = 2  # blank rows between two tables
WIDEST = 48
LONGEST_NAME = 31  # of a sheet, says Excel
FIGURES = (5, 6)  # the columns of the detail that hold the figure itself
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class Book:
    """The workbook while it is written: styles by name, and where each table stands."""

    def __init__(self, document: Document, out: io.BytesIO) -> None:
        self.document = document
        self.book = xlsxwriter.Workbook(out, OPTIONS)
        last = dt.datetime.fromisoformat(document.content["meta"]["last"])
        # The same report is the same file: no clock in it.
        self.book.set_properties({"title": wording.title(document.content["meta"]), "created": last})
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.bold = self.book.add_format({"bold": True})
        told = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        self.head = self.book.add_format({**told, "align": "left", "indent": 1})
        self.number_head = self.book.add_format({**told, "align": "right"})
        self.wrap = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.styles: dict[tuple[str, bool], Style] = {}

    def style(self, unit: str, bold: bool = False) -> Style:
        """How a value of a unit is shown."""
        if (unit, bold) not in self.styles:
            form = downloads.NUMBER_FORMATS.get(unit)
            told = {"valign": "top", "bold": bold}
            told |= {"num_format": form} if form else {"text_wrap": True, "align": "left", "indent": 1}
            self.styles[unit, bold] = self.book.add_format(told)
        return self.styles[unit, bold]

    def sheet(self, name: str) -> Worksheet:
        """A new sheet whose name no other has and Excel takes."""
        bare = "".join("_" if char in "[]:*?/\\" else char for char in name)[:LONGEST_NAME]
        taken = {one.get_name().lower() for one in self.book.worksheets()}
        found, number = bare, 2
        while found.lower() in taken:
            tail = f" {number}"
            found, number = bare[: LONGEST_NAME - len(tail)] + tail, number + 1
        sheet = self.book.add_worksheet(found)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet


def workbook_bytes(document: Document) -> bytes:
    """The whole workbook."""
    out = io.BytesIO()
    book = Book(document, out)
    _summary(book)
    for code, found in tables.tables(document.content).items():
        if found:
            _section(book, code, found)
    _detail(book)
    book.book.close()
    return out.getvalue()


def _summary(book: Book) -> None:
    told = page.body(book.document)
    sheet = book.sheet(_("Summary"))
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, told["report_title"], book.title)
    row = 1
    for heading, sentences in (
        ("", _about(book.document, told)),
        (_("Summary"), told["sentences"]),
        (_("What to look at"), told["looks"]),
        (_("What to know about the data"), [text for _level, text in told["warnings"]]),
        (_("Differences from the revision before"), [_difference(one) for one in told["differences"]]),
    ):
        if sentences:
            row = _list(book, sheet, row + 1, heading, sentences)


def _about(document: Document, told: dict[str, Any]) -> list[str]:
    meta = document.content["meta"]
    return [
        f"{meta['shop']['name']} · {meta['first']} – {meta['last']}",
        _("Revision %(number)s") % {"number": document.revision},
        _("Rules %(rules)s") % {"rules": told["rules"]},
    ]


def _difference(one: page.Difference) -> str:
    where = " · ".join(part for part in (one.section, one.about, one.figure) if part)
    return f"{where}: {one.before} → {one.after}"


def _list(book: Book, sheet: Worksheet, row: int, heading: str, sentences: Sequence[str]) -> int:
    if heading:
        sheet.write_string(row, 0, heading, book.bold)
        row += 1
    for sentence in sentences:
        sheet.write_string(row, 0, str(sentence), book.wrap)
        row += 1
    return row


def _section(book: Book, code: str, found: Sequence[Table]) -> None:
    """A sheet with the section's tables below each other and its charts beside the first."""
    sheet = book.sheet(wording.section(code))
    sheet.write_string(TITLE_ROW, 0, wording.section(code), book.title)
    row, places = FIRST_TABLE, []
    widths: dict[int, int] = {}
    for number, table in enumerate(found):
        if number or table.title != wording.section(code):
            sheet.write_string(row - 1, 0, table.title, book.bold)
        places.append(_table(book, sheet, row, table, widths))
        row += len(table.rows) + 1 + GAP
    # What stays in view while scrolling: the first table's header and the names at the left.
    sheet.freeze_panes(FIRST_TABLE + 1, 1)
    for column, width in widths.items():
        sheet.set_column(column, column, min(width + 2, WIDEST))
    workbook_charts.draw(book.book, sheet, code, found, places, max(widths, default=0) + 2)


def _table(
    book: Book, sheet: Worksheet, top: int, table: Table, widths: dict[int, int]
) -> dict[str | int, int]:
    """Write one table; the sheet's column of each of its columns, with columns for "before" between."""
    columns: dict[str | int, int] = {}
    compared = _compared(table)
    column = 0
    sheet.set_row(top, HEAD_HEIGHT)
    for place, heading in enumerate(table.headings):
        columns[place] = column
        unit = next((row[place].unit for row in table.rows if row[place].is_number), "text")
        told = downloads.Heading(heading, unit).written
        _put_column(book, sheet, top, column, told, [row[place] for row in table.rows], table, widths)
        column += 1
        if compared[place]:
            before = [tables.Cell(row[place].before, row[place].unit) for row in table.rows]
            told = _("%(figure)s, before") % {"figure": told}
            _put_column(book, sheet, top, column, told, before, table, widths)
            column += 1
    return {"top": top, "rows": len(table.body), **columns}


def _compared(table: Table) -> list[bool]:
    """Which columns get one with the value before, unless the table has one of its own."""
    if _("Before") in table.headings:
        return [False] * len(table.headings)
    return [any(row[place].before is not None for row in table.rows) for place in range(len(table.headings))]


def _put_column(
    book: Book,
    sheet: Worksheet,
    top: int,
    column: int,
    heading: str,
    found: Sequence[tables.Cell],
    table: Table,
    widths: dict[int, int],
) -> None:
    is_number = any(cell.is_number for cell in found)
    sheet.write_string(top, column, heading, book.number_head if is_number else book.head)
    width = max(_width(heading) // 2 + 2, 11)  # headings have two lines
    for number, cell in enumerate(found):
        bold = number >= len(found) - table.totals
        value = downloads.plain(cell.value, cell.unit)
        style = book.style(cell.unit, bold)
        if isinstance(value, str):
            text = f"{value} ({cell.note})" if cell.note and not cell.is_number else value
            sheet.write_string(top + 1 + number, column, text, style)
            width = max(width, _width(text))
        elif isinstance(value, int | float):
            sheet.write_number(top + 1 + number, column, value, style)
    widths[column] = max(widths.get(column, 0), width)


def _width(text: str) -> int:
    """In characters of Latin type; a Chinese one takes two."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)


def _detail(book: Book) -> None:
    """Every number of the report, one a row, as the CSV has them."""
    sheet = book.sheet(_("Detail"))
    headings = detail.headings()
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, book.head)
    last = 0
    for last, line in enumerate(lines.lines(book.document.content), start=1):
        numeric = book.style(line.unit)
        for column, value in enumerate(detail.cells(line)):
            if isinstance(value, str):
                sheet.write_string(last, column, value)
            elif isinstance(value, int | float):
                sheet.write_number(last, column, value, numeric if column in FIGURES else None)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, last, len(headings) - 1)
    sheet.autofit(WIDEST * 7)
