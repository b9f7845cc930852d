"""CSV, TXT and spreadsheets → a header and rows of cells with the line on which each stands."""

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Any

from chats.importers.base import FileRefused

Known = frozenset[str]  # cleaned header names that some format reads: by them the header is found
MOST_COLUMNS = 1_000  # the widest export has some hundred
HEADER_ROWS = 10  # banners stand above the header of some platform reports
LONGEST_CELL = 100_000  # characters; a longer one is a broken quote, not a message
HEAD_CHARACTERS = 1 << 20  # enough for the rows above and the header itself
GUARDS = frozenset({"=", "'"})
HALF_A_MILLISECOND = dt.timedelta(microseconds=500)  # 21:59:59.9999 is Excel's way to store 22:00:00
FORMULA_STARTS = frozenset("=+-@")
SPACES = re.compile(r"[\s\ufeff]+")


def clean_header(cell: object) -> str:
    """A header cell as it is compared: NFKC, without any spaces, BOM or `="…"`, in lower case."""
    return SPACES.sub("", unicodedata.normalize("NFKC", clean_cell(cell))).casefold()


def clean_cell(cell: object) -> str:
    """A cell as text, stripped: `="…"` and a guarding apostrophe taken off, numbers without `.0`."""
    text = (cell if isinstance(cell, str) else _as_text(cell)).strip()
    return _unguarded(text) if text[:1] in GUARDS else text


def _unguarded(text: str) -> str:
    """What stands inside `="…"`, or behind an apostrophe that keeps a spreadsheet from computing."""
    if text.startswith("'"):
        return text[1:] if text[1:2].isdigit() or text[1:2] in FORMULA_STARTS else text
    match = re.fullmatch(r'="(.*)"', text, re.DOTALL) or re.fullmatch(r"=([\w.-]*)", text)
    return match[1].strip() if match else text


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return (cell + HALF_A_MILLISECOND).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, dt.date):
        return f"{cell} 00:00:00"  # a spreadsheet keeps midnight as a bare date
    return str(cell)


@dataclass(frozen=True)
class Table:
    """A header and what stands below it. `header` is cleaned (`clean_header`), `written` is not.

    `rows()` gives (line, cells) for each row that is not blank; each call begins anew.
    """

    name: str
    header: tuple[str, ...]
    written: tuple[str, ...]
    header_line: int
    delimiter: str  # "" for a sheet
    rows: Callable[[], Iterator[tuple[int, Sequence[Any]]]]

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(self.header) - {""}


def _header_place(rows: Iterable[Sequence[Any]], names: Known) -> int:
    """Index of the row with the most known column names, the earliest of equals."""
    best, place = 0, 0
    for index, row in enumerate(rows):
        known = len({clean_header(cell) for cell in row[:MOST_COLUMNS]} & names)
        if known > best:
            best, place = known, index
    return place


def _header(cells: Sequence[Any], known: Known) -> tuple[str, ...]:
    """The header's cells. Prose may have as many commas as it likes; a table may not."""
    written = tuple(clean_cell(cell) for cell in cells[:MOST_COLUMNS])
    if len(cells) > MOST_COLUMNS and known & set(map(clean_header, written)):
        raise FileRefused("too-many-columns", limit=str(MOST_COLUMNS))
    return written


def sheet_table(name: str, rows: list[list[Any]], known: Known) -> Table:
    """A sheet as a table; lines are spreadsheet rows."""
    place = _header_place(rows[:HEADER_ROWS], known)
    written = _header(rows[place], known) if rows else ()

    def below() -> Iterator[tuple[int, Sequence[Any]]]:
        for index in range(place + 1, len(rows)):
            if any(cell not in ("", None) for cell in rows[index]):
                yield index + 1, rows[index]

    return Table(name, tuple(map(clean_header, written)), written, place + 1, "", below)


def csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(physical line on which the record begins, cells); raises FileRefused on a runaway cell."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused("cell-too-long", line=line, limit=str(LONGEST_CELL)) from error


def delimited_table(text: str, known: Known) -> Table:
    """Text as a table: the delimiter is the one of comma and tab that shows more known columns."""
    candidates = [_delimited_by(text, delimiter, known) for delimiter in (",", "\t")]
    return max(candidates, key=lambda table: (len(table.columns & known), len(table.columns)))


def _delimited_by(text: str, delimiter: str, known: Known) -> Table:
    head: list[tuple[int, list[str]]] = []
    with suppress(FileRefused):  # a lone quote in prose; rows() says so where it is a table
        head.extend(islice(csv_rows(text[:HEAD_CHARACTERS], delimiter), HEADER_ROWS))
    place = _header_place([cells for _, cells in head], known)
    line, cells = head[place] if head else (1, [])

    def below() -> Iterator[tuple[int, Sequence[Any]]]:
        for index, (row_line, row) in enumerate(csv_rows(text, delimiter)):
            if index > place and any(cell.strip() for cell in row):
                yield row_line, row

    written = _header(cells, known)
    return Table("", tuple(map(clean_header, written)), written, line, delimiter, below)
