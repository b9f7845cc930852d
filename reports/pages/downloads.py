"""Tables as files: XLSX and CSV that hold exactly what the page shows, safe to open in Excel."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar, overload
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

FORMATS = ("xlsx", "csv")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBER_FORMATS = {
    "money": "#,##0.00",
    "rate": "0.0%",
    "count": "#,##0",
    "decimal": "#,##0.00",
    "duration": "#,##0.0",
    "instant": "yyyy-mm-dd hh:mm:ss",
}
UNIT_SUFFIX = {"money": " (¥)", "duration": " (s)"}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60
LINES_AT_ONCE = 200

Cell = str | int | float | dt.datetime | None
Download = HttpResponse | StreamingHttpResponse
Answer = TypeVar("Answer", bound=Download)


@dataclass(frozen=True)
class Heading:
    """One column of a file; `unit` is a unit of figures, "instant" or "text"."""

    label: str
    unit: str = "text"

    @property
    def written(self) -> str:
        return self.label + UNIT_SUFFIX.get(self.unit, "")


@dataclass(frozen=True)
class Sheet:
    """One table with its file name; `about` says in pairs what the reader of the file must know.

    Cells are bare: amounts in fen, rates as shares, instants as naive shop time. In a workbook its sheet is
    called `title`, and `more` sheets follow it.
    """

    name: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Cell]]
    about: Sequence[tuple[str, str]] = ()
    title: str = ""
    more: Sequence["Sheet"] = ()


@overload
def plain(value: float | None, unit: str) -> float | None: ...
@overload
def plain(value: Cell, unit: str) -> Cell: ...
def plain(value: Cell, unit: str) -> Cell:
    """A cell as files hold it: yuan instead of fen, everything else as it is."""
    if unit != "money" or value is None:
        return value
    assert not isinstance(value, str | dt.datetime), value
    return value / 100


def response(sheet: Sheet, kind: str) -> Download:
    """The file to download; `kind` is one of FORMATS."""
    return _xlsx(sheet) if kind == "xlsx" else _csv(sheet)


def _named(answer: Answer, file: str) -> Answer:
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file)}"
    return answer


def file(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Bytes to be kept as a file."""
    return _named(HttpResponse(content, content_type=content_type), name)


def shop_time(at: dt.datetime | None) -> dt.datetime | None:
    """An instant as files hold it: naive shop time; the page sets the zone (D1.1)."""
    return timezone.localtime(at).replace(tzinfo=None) if at else None


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _csv_cell(value: Cell, unit: str) -> Cell:
    value = plain(value, unit)
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if unit == "money" and value is not None:
        return f"{value:.2f}"
    return safe_text(value) if isinstance(value, str) else value


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(sheet: Sheet) -> StreamingHttpResponse:
    """Lines are written while they are sent, after the view has ended: still in the view's shop time."""
    writer, zone = csv.writer(_Echo()), timezone.get_current_timezone()
    units = [heading.unit for heading in sheet.headings]

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([heading.written for heading in sheet.headings])
        rows = iter(sheet.rows)
        while True:
            with timezone.override(zone):
                some = "".join(
                    writer.writerow([_csv_cell(*pair) for pair in zip(row, units, strict=True)])
                    for row in islice(rows, LINES_AT_ONCE)
                )
            if not some:
                return
            yield some

    return _named(StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8"), f"{sheet.name}.csv")


def _xlsx(sheet: Sheet) -> HttpResponse:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        for one in (sheet, *sheet.more):
            _fill(book, one)
        _explain(book, sheet.about)
    return file(buffer.getvalue(), XLSX_TYPE, f"{sheet.name}.xlsx")


def _fill(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.title or _("Figures"))
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = {unit: book.add_format({"num_format": form}) for unit, form in NUMBER_FORMATS.items()}
    page.freeze_panes(1, 1)
    for place, heading in enumerate(sheet.headings):
        page.write_string(0, place, heading.written, bold)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for place, (value, heading) in enumerate(zip(row, sheet.headings, strict=True)):
            if value is not None:
                page.write(last, place, plain(value, heading.unit), formats.get(heading.unit))
    if last:
        page.autofilter(0, 0, last, len(sheet.headings) - 1)
    page.autofit(WIDEST * 7)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _explain(book: xlsxwriter.Workbook, about: Sequence[tuple[str, str]]) -> None:
    if not about:
        return
    page = book.add_worksheet(_("About"))
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 100)
    for line, (label, text) in enumerate(about):
        page.write_string(line, 0, label)
        page.write_string(line, 1, text)
