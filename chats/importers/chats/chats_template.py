"""Our own chats template: one row a message; the bulk path, so everything works on whole columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from accounts.nicks import is_masked, is_platform_robot, normalise_nick
from chats.attribution.columns import AUTO, CARD, IMAGE, IN, OUT, PARSED_MESSAGES, SYSTEM, TEXT, frame
from chats.importers.base import Notice, Parsed, Refusal, ShopContext
from chats.importers.importer import Importer
from chats.importers.reading.bulk import Cells, cells_of
from chats.importers.reading.instants import parse_instants
from chats.importers.reading.rows import Layout, choose, shown
from chats.importers.reading.source import Source
from chats.importers.reading.tabular import Table, clean_cell

CHATS = {
    "agent": ("agent", "客服"),
    "buyer": ("buyer", "买家"),
    "direction": ("direction", "方向"),
    "sent_at": ("sent_at", "时间"),
    "kind": ("kind", "类型"),
    "text": ("text", "内容"),
    "message_id": ("message_id", "消息编号"),
    "buyer_open_uid": ("buyer_open_uid", "买家openuid"),
}
REQUIRED = ("agent", "direction", "sent_at")
DIRECTIONS = {"in": IN, "out": OUT, "买家": IN, "客服": OUT, "buyer": IN, "agent": OUT}
KINDS = {
    **{"": TEXT, "text": TEXT, "image": IMAGE, "card": CARD, "auto": AUTO, "system": SYSTEM},
    **{"文字": TEXT, "图片": IMAGE, "卡片": CARD, "自动": AUTO, "系统": SYSTEM},
}
UNKNOWN = -1
LONGEST_NAME = 120  # characters of a nick, open uid or message id

Column = NDArray[np.object_]
Mask = NDArray[np.bool_]


def fits(table: Table) -> bool:
    """Whether the table has every column without which a message cannot be told."""
    layout = Layout.of(table, CHATS)
    return all(name in layout for name in REQUIRED) and ("buyer" in layout or "buyer_open_uid" in layout)


class ChatsTemplate(Importer):
    """agent, buyer, direction, sent_at, kind, text; optional message_id, buyer_open_uid."""

    kind = "chats_template"
    zh, en = "聊天模板", "Chats template"
    columns = CHATS
    needed = ("agent", "buyer", "direction", "sent_at")

    def fits(self, table: Table) -> bool:
        return fits(table)

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """One message a row. A message id met before in the file makes the row `repeated`."""
        table, notices = choose(source.tables, fits)
        layout = Layout.of(table, CHATS)
        cells = cells_of(source, table, layout)
        rows = _Rows.of(cells, layout)
        checked = _check(rows, context)
        good = ~checked.refused
        repeated = good & _repeats(rows["message_id"], good)
        refusals = sorted(cells.refusals + _refusals(rows, layout, checked), key=lambda refusal: refusal.line)
        return Parsed(
            kind=self.kind,
            read=len(rows.lines) + len(cells.refusals),
            messages=_frame(rows, checked, good & ~repeated),
            robots=_robots(rows["agent"]),
            notices=notices + _masked(rows["buyer"][good]),
            refusals=refusals,
            repeated=int(repeated.sum()),
        )


def _by_unique(column: Column, change: Callable[[object], object]) -> Column:
    """The column with every distinct cell changed once."""
    codes, unique = pd.factorize(column)
    changed = np.empty(len(unique), dtype=object)
    changed[:] = [change(cell) for cell in unique]
    return changed[codes] if len(unique) else np.array([], dtype=object)


def _cleaned(name: str, column: Column, all_text: bool) -> Column:
    if name == "sent_at":
        return column.copy()  # cleaned with the parsing, where it needs it
    if name == "text":
        return _cleaned_texts(column) if all_text else _by_unique(column, clean_text)
    return _by_unique(column, clean_cell)


def _cleaned_texts(column: Column) -> Column:
    """`clean_text` of every cell of a text file. Mostly there is nothing to clean, and asking in line
    is several times as fast as calling."""
    return _with(
        column,
        [place for place, cell in enumerate(column) if cell.rstrip() is not cell or cell[:1] == "'"],
        clean_text,
    )


def _with(column: Column, places: list[int], change: Callable[[object], object]) -> Column:
    changed = column.copy()
    for place in places:
        changed[place] = change(column[place])
    return changed


def clean_text(cell: object) -> str:
    """A message as it is stored: no trailing space; an apostrophe that guards a formula taken off."""
    text = cell if isinstance(cell, str) else clean_cell(cell)
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text


@dataclass(frozen=True)
class _Rows:
    """The cleaned columns of the file, blank where it has none, and the line of each row."""

    columns: Mapping[str, Column]
    lines: NDArray[np.int64]

    @classmethod
    def of(cls, cells: Cells, layout: Layout) -> "_Rows":
        columns = {}
        for name in CHATS:
            if name in layout:
                column = cells.columns[layout.places[name]]
                columns[name] = _cleaned(name, column, cells.all_text)
            else:
                columns[name] = np.full(len(cells.lines), "", dtype=object)
        return cls(columns, cells.lines)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]


@dataclass
class _Checked:
    """What the columns mean, and the first fault of each row as an index into FAULTS (0: none)."""

    sent_at: NDArray[np.int64]
    direction: NDArray[np.int8]
    kind: NDArray[np.int8]
    faults: NDArray[np.int8]

    @property
    def refused(self) -> Mask:
        return self.faults > 0


FAULTS = (
    ("", ""),
    ("agent", "missing-value"),
    ("buyer", "missing-buyer"),
    ("direction", "bad-direction"),
    ("sent_at", "missing-value"),
    ("sent_at", "bad-time"),
    ("kind", "bad-kind"),
    ("agent", "too-long"),
    ("buyer", "too-long"),
    ("buyer_open_uid", "too-long"),
    ("message_id", "too-long"),
)


def _check(rows: _Rows, context: ShopContext) -> _Checked:
    direction = _words(rows["direction"], DIRECTIONS)
    kind = _words(rows["kind"], KINDS)
    sent_at, is_time = parse_instants(rows["sent_at"], context.timezone, clean_cell)
    found = (
        rows["agent"] == "",
        (rows["buyer"] == "") & (rows["buyer_open_uid"] == ""),
        direction == UNKNOWN,
        rows["sent_at"] == "",
        ~is_time,
        kind == UNKNOWN,
        *(_too_long(rows[name]) for name in ("agent", "buyer", "buyer_open_uid", "message_id")),
    )
    faults = np.zeros(len(rows.lines), np.int8)
    for number in range(len(found), 0, -1):  # the first fault of a row is the one that is told
        faults[np.asarray(found[number - 1], dtype=bool)] = number
    return _Checked(sent_at, direction, kind, faults)


def _words(column: Column, meanings: Mapping[str, int]) -> NDArray[np.int8]:
    return _by_unique(column, lambda word: meanings.get(str(word).casefold(), UNKNOWN)).astype(np.int8)


def _too_long(column: Column) -> Mask:
    if not (column != "").any():
        return np.zeros(len(column), bool)
    return np.fromiter(map(len, column), np.int64, len(column)) > LONGEST_NAME


def _repeats(ids: Column, good: Mask) -> Mask:
    """Rows whose message id stood in an earlier good row."""
    repeats = np.zeros(len(ids), bool)
    with_id = np.flatnonzero(good & (ids != ""))
    repeats[with_id] = pd.Series(ids[with_id], dtype=object).duplicated().to_numpy()
    return repeats


def _refusals(rows: _Rows, layout: Layout, checked: _Checked) -> list[Refusal]:
    return [
        _refusal(rows, layout, at, *FAULTS[checked.faults[at]])
        for at in np.flatnonzero(checked.refused).tolist()
    ]


def _refusal(rows: _Rows, layout: Layout, at: int, ours: str, code: str) -> Refusal:
    raw = {layout.written[name]: rows[name][at] for name in layout.places}
    found = shown(rows[ours][at])
    params = {
        "too-long": {"found": found, "limit": str(LONGEST_NAME)},
        "missing-value": {},
        "missing-buyer": {},
    }.get(code, {"found": found})
    return Refusal(int(rows.lines[at]), layout.written.get(ours, ours), code, params, raw)


def _masked(buyers: Column) -> list[Notice]:
    masked = sorted(buyer for buyer in pd.unique(buyers) if is_masked(buyer))
    return [Notice("chat-masked-buyer", {"count": str(len(masked)), "example": masked[0]})] if masked else []


def _robots(agents: Column) -> frozenset[str]:
    nicks = {normalise_nick(agent) for agent in pd.unique(agents) if agent}
    return frozenset(nick for nick in nicks if is_platform_robot(nick))


def _frame(rows: _Rows, checked: _Checked, taken: Mask) -> pd.DataFrame:
    whole = {
        "agent": rows["agent"],
        "buyer": rows["buyer"],
        "open_uid": rows["buyer_open_uid"],
        "direction": checked.direction,
        "sent_at": checked.sent_at,
        "kind": checked.kind,
        "text": rows["text"],
        "source_id": rows["message_id"],
        "line": rows.lines,
    }
    kept = {name: pd.Series(column[taken], dtype=column.dtype) for name, column in whole.items()}
    return frame(kept, PARSED_MESSAGES)
