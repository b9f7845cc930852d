"""Rows of a table by column names, never by position, and how one of them is refused."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from chats.importers.base import FileRefused, Notice, Refusal
from chats.importers.reading.amounts import NotACount, NotAnAmount, NotWholeFen, to_count, to_fen
from chats.importers.reading.order_columns import TIMES
from chats.importers.reading.tabular import LONGEST_CELL, Table, clean_cell

Aliases = Mapping[str, Sequence[str]]  # our name -> cleaned header names, the best first
Values = dict[str, Any]  # one row as read: our name -> value
LONGEST_SHOWN = 120
NULLS = frozenset({"null", "NULL", "Null"})
HIDDEN = "…"
TOO_MANY = "too-many-cells"
# A table with such a column may hold personal data in any cell that stands in a wrong place.
PERSONAL_HEADER = re.compile("收货|收件|联系|手机|电话|地址|支付宝|发票")
PERSONAL_CELL = re.compile(r"@|(?<!\d)1\d\d[\d*]{8}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")
FREE_TEXT = frozenset(
    {"order_no", "sub_order_no", "buyer", "open_uid", "memo", "seller_memo", "title", "sku", "shop", "nick"}
)
NAME = re.compile(r"[\u4e00-\u9fff·*]{2,6}")
# Columns of times, amounts and counts: a short word there may be a receiver's name.
WORDLESS = frozenset({*TIMES, "due", "goods", "postage", "received", "refunded", "quantity", "price"})
_fen = lru_cache(65_536)(to_fen)  # a shop has few prices


class RowRefused(Exception):
    """One row cannot be taken; `column` is our name of the column at fault."""

    def __init__(self, column: str, code: str, **params: str) -> None:
        super().__init__(code)
        self.column, self.code, self.params = column, code, params


@dataclass(frozen=True)
class Layout:
    """Where each of our columns stands in one table, and how its header is written there."""

    places: Mapping[str, int]
    written: Mapping[str, str]
    width: int
    personal: bool = False  # whether receivers stand beside our columns

    @classmethod
    def of(cls, table: Table, aliases: Aliases) -> "Layout":
        places = {}
        for ours, names in aliases.items():
            found = next((name for name in names if name in table.header), None)
            if found is not None:
                places[ours] = table.header.index(found)
        written = {ours: table.written[at] for ours, at in places.items()}
        personal = any(PERSONAL_HEADER.search(name) for name in table.header)
        return cls(places, written, len(table.header), personal)

    def __contains__(self, ours: str) -> bool:
        return ours in self.places


@dataclass(frozen=True, slots=True)
class Row:
    """One data row; cells are asked for by our names."""

    line: int
    cells: Sequence[Any]
    layout: Layout

    def cell(self, ours: str) -> Any:
        """The cell as it is in the file; "" where the row ends before it or the file lacks it."""
        place = self.layout.places.get(ours)
        return "" if place is None or place >= len(self.cells) else self.cells[place]

    def text(self, ours: str) -> str:
        cell = self.cell(ours)
        return clean_cell(cell) if cell != "" else ""

    def value(self, ours: str) -> str:
        """The text, "" where the platform writes `null`."""
        text = self.text(ours)
        return "" if text in NULLS else text

    def fen(self, ours: str) -> int | None:
        cell = self.cell(ours)
        if cell == "":
            return None
        try:
            return _fen(cell if isinstance(cell, int | float) else clean_cell(cell))
        except NotWholeFen as error:
            raise RowRefused(ours, "not-whole-fen", found=shown(error)) from error
        except NotAnAmount as error:
            raise RowRefused(ours, "bad-amount", found=shown(error)) from error

    def count(self, ours: str) -> int | None:
        try:
            return to_count(self.text(ours))
        except NotACount as error:
            raise RowRefused(ours, "bad-count", found=shown(error)) from error

    def raw(self) -> dict[str, str]:
        """The columns we know under the file's own names: nothing personal is among them."""
        return {self.layout.written[ours]: self._shown(ours, self.text(ours)) for ours in self.layout.places}

    def _shown(self, ours: str, text: str) -> str:
        """What may be kept of a cell: a phone or an address of mail strayed into the column is hidden, of
        what may be a name stays the first character."""
        if not self.layout.personal or ours in FREE_TEXT:
            return text
        if ours in WORDLESS and NAME.fullmatch(text):
            return text[0] + HIDDEN
        return HIDDEN if PERSONAL_CELL.search(text) else text

    def refusal(self, refused: RowRefused) -> Refusal:
        """Why the row was refused. Cells that moved from under their header may be a receiver's: such a
        row keeps none."""
        if self.layout.personal and len(self.cells) != self.layout.width:
            return self._displaced(refused)
        column = self.layout.written.get(refused.column, refused.column)
        params = {name: self._shown(refused.column, text) for name, text in refused.params.items()}
        return Refusal(self.line, column, refused.code, params, self.raw())

    def _displaced(self, refused: RowRefused) -> Refusal:
        if len(self.cells) > self.layout.width:
            refused = too_many_cells(self)
        column = self.layout.written.get(refused.column, refused.column)
        told = dict(refused.params) if refused.code == TOO_MANY else dict.fromkeys(refused.params, HIDDEN)
        return Refusal(self.line, column, refused.code, told)


def choose(tables: Sequence[Table], fits: Callable[[Table], bool]) -> tuple[Table, list[Notice]]:
    """The first table that fits, and a notice that names other sheets that would have fitted too."""
    first, *others = (table for table in tables if fits(table))
    unread = [table.name for table in others if next(table.rows(), None)]
    found = {"read": first.name, "found": "、".join(unread)}
    return first, [Notice("sheets-not-read", found)] if unread else []


def shown(found: object) -> str:
    """What was found, short enough for a sentence."""
    text = str(found)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def rows_of(table: Table, layout: Layout) -> Iterator[Row]:
    """Every row that is not blank."""
    for line, cells in table.rows():
        for cell in cells:
            if type(cell) is str and len(cell) > LONGEST_CELL:
                raise FileRefused("cell-too-long", line=line, limit=str(LONGEST_CELL))
        yield Row(line, cells, layout)


def too_many_cells(row: Row) -> RowRefused:
    """A comma inside a cell without quotes shifted those behind it."""
    return RowRefused("", TOO_MANY, found=str(len(row.cells)), expected=str(row.layout.width))


def check_width(row: Row) -> None:
    """Refuse a row with more filled cells than the header."""
    if any(clean_cell(cell) for cell in row.cells[row.layout.width :]):
        raise too_many_cells(row)


def require(layout: Layout, table: Table, *names: str, aliases: Aliases) -> None:
    """Refuse the file when one of these columns is missing, naming it and those found."""
    for ours in names:
        if ours not in layout:
            raise FileRefused(
                "missing-column",
                line=table.header_line,
                missing=aliases[ours][0],
                columns="、".join(name for name in table.written if name),
            )


def short(row: Row, ours: str, limit: int) -> str:
    """A text that must fit the table it is stored in."""
    text = row.value(ours)
    if len(text) > limit:
        raise RowRefused(ours, "too-long", found=shown(text), limit=str(limit))
    return text
