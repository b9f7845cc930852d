"""A table as whole columns, with the line of every row; large CSV files go through pandas' C parser."""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chats.importers.base import FileRefused, Refusal
from chats.importers.reading.rows import Layout, RowRefused, check_width, rows_of
from chats.importers.reading.source import Source
from chats.importers.reading.tabular import LONGEST_CELL, Table

Column = NDArray[np.object_]


@dataclass(frozen=True)
class Cells:
    """Columns by position, the line on which each row begins, and rows that have too many cells.

    `all_text`: every cell is a str without a carriage return, as it is in text files.
    """

    columns: list[Column]
    lines: NDArray[np.int64]
    refusals: list[Refusal]
    all_text: bool


def cells_of(source: Source, table: Table, layout: Layout) -> Cells:
    """Every row below the header that is not blank. Raises FileRefused on a runaway cell."""
    cells = _parsed_in_c(source.text, table) if source.container == "text" else None
    return cells or _row_by_row(table, layout)


def _parsed_in_c(text: str, table: Table) -> Cells | None:
    """None where the C parser stumbles: over a row longer than the header or a quote left open."""
    width = len(table.header)
    try:
        frame = pd.read_csv(
            BytesIO(text.encode()),
            sep=table.delimiter,
            header=None,
            names=range(width),
            index_col=False,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            engine="c",
        )
    except (pd.errors.ParserError, UnicodeEncodeError):
        return None
    columns = [frame[place].to_numpy(dtype=object) for place in range(width)]
    lines = _physical_lines(text, columns)
    # Without line ends in cells no cell is longer than its line, which is quicker to see.
    if lines[-1:].sum() != len(lines) or max(map(len, text.split("\n"))) > LONGEST_CELL:
        _refuse_runaway_cells(columns, lines)
    first = int(np.searchsorted(lines, table.header_line, "right"))
    columns, lines = [column[first:] for column in columns], lines[first:]
    blank = _blank(columns)
    if blank.any():
        columns, lines = [column[~blank] for column in columns], lines[~blank]
    return Cells(columns, lines, [], all_text=True)


def _physical_lines(text: str, columns: list[Column]) -> NDArray[np.int64]:
    """1-based line on which each record begins; cells in quotes may hold line ends."""
    count = len(columns[0])
    lines = np.arange(1, count + 1, dtype=np.int64)
    if text.count("\n") + (not text.endswith("\n")) == count:
        return lines
    inside = np.zeros(count, np.int64)
    for column in columns:
        inside += np.fromiter((cell.count("\n") for cell in column), np.int64, count)
    lines[1:] += np.cumsum(inside)[:-1]
    return lines


def _blank(columns: list[Column]) -> NDArray[np.bool_]:
    """Rows whose cells are all empty; a column is only looked at while such rows are possible."""
    blank = np.ones(len(columns[0]), bool)
    for column in columns:
        places = np.flatnonzero(blank)
        cells = column[places]
        empty = {cell for cell in pd.unique(cells) if not cell or cell.isspace()}
        if not empty:
            return np.zeros(len(blank), bool)
        blank[places] = [cell in empty for cell in cells]
    return blank


def _row_by_row(table: Table, layout: Layout) -> Cells:
    rows, lines, refusals = [], [], []
    for row in rows_of(table, layout):
        try:
            check_width(row)
        except RowRefused as refused:
            refusals.append(row.refusal(refused))
            continue
        rows.append([*row.cells[: layout.width], *[""] * (layout.width - len(row.cells))])
        lines.append(row.line)
    columns = [_column([row[place] for row in rows]) for place in range(layout.width)]
    return Cells(columns, np.array(lines, dtype=np.int64), refusals, all_text=False)


def _column(cells: list[str]) -> Column:
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    return column


def _refuse_runaway_cells(columns: list[Column], lines: NDArray[np.int64]) -> None:
    """A cell longer than any message comes from a quote that was never closed."""
    for column in columns:
        lengths = np.fromiter(map(len, column), np.int64, len(column))
        if lengths.max(initial=0) > LONGEST_CELL:
            place = int(np.argmax(lengths > LONGEST_CELL))
            raise FileRefused("cell-too-long", line=int(lines[place]), limit=str(LONGEST_CELL))
