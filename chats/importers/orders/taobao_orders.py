"""Taobao/Tmall order exports (ExportOrderList) of every generation, read by column names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from accounts.nicks import is_masked
from chats.attribution.columns import NO_FLAG, PARSED_ORDERS, frame
from chats.importers.base import Notice, Parsed, Refusal, ShopContext
from chats.importers.importer import Importer
from chats.importers.orders import order_rows
from chats.importers.orders.item_rows import item_of, items_frame
from chats.importers.orders.order_rows import Piece, amount_fen, merged, piece_of
from chats.importers.orders.taobao_items import fits as is_item_report
from chats.importers.orders.taobao_items import read_items
from chats.importers.reading.instants import time_book
from chats.importers.reading.order_columns import ORDERS
from chats.importers.reading.rows import Layout, Row, RowRefused, Values, choose, require, rows_of
from chats.importers.reading.source import Source
from chats.importers.reading.tabular import Table

Read = TypeVar("Read")
UNPAID_STATUS = "等待买家付款"
# Which column of the file each column of the frame needs; without it the file does not say.
SOURCES_OF = {
    "buyer": ("buyer",),
    "open_uid": ("open_uid",),
    "status": ("status",),
    "closed": ("status", "close_reason"),
    "refunded_fen": ("refunded",),
    "items": ("quantity",),
    "flag": ("flag",),
    "memo": ("memo", "seller_memo"),
    "title": ("title",),
}


def fits(table: Table) -> bool:
    """An order number, a creation time and either the status or the amounts, and no item report."""
    layout = Layout.of(table, ORDERS)
    told = "status" in layout or ("due" in layout and "received" in layout)
    return "order_no" in layout and "created" in layout and told and not is_item_report(table)


class TaobaoOrders(Importer):
    """One row an order; in the files of 2026 one row an item, or orders and items on two sheets."""

    kind = "taobao_orders"
    zh, en = "淘宝/天猫订单报表", "Taobao/Tmall order export"
    columns = ORDERS
    needed = ("order_no", "buyer", "created", "paid", "status")

    def fits(self, table: Table) -> bool:
        return fits(table)

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """`read` counts the rows of the file; where each is an item, several make one order."""
        table, notices = choose(source.tables, fits)
        layout = Layout.of(table, ORDERS)
        require(layout, table, "paid", aliases=ORDERS)
        rows = list(rows_of(table, layout))
        order_rows.refuse_broken_ids(rows, "order_no")
        book = time_book(order_rows.time_texts(rows), context.timezone)
        reading = _item_level(rows, book) if "sub_order_no" in layout else _order_level(rows, book)
        parsed = _parsed(reading, rows, layout, max(book.values(), default=0))
        parsed.notices += notices
        for other in source.tables:
            if is_item_report(other):
                _add_items(parsed, other)
        return parsed


@dataclass
class _Reading:
    """The orders as pieces, item rows if the file is of items, and what was refused on the way."""

    pieces: list[Piece] = field(default_factory=list)
    items: list[Values] | None = None
    refusals: list[Refusal] = field(default_factory=list)
    repeated: int = 0

    def take(self, row: Row, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except RowRefused as refused:
            self.refusals.append(row.refusal(refused))
            return None


def _checked(row: Row, book: dict[str, int]) -> Piece:
    piece = piece_of(row, book)
    amount_fen(piece, "refunded" in row.layout)
    return piece


def _checked_item(row: Row, book: dict[str, int]) -> tuple[Piece, Values]:
    return _checked(row, book), item_of(row)


def _order_level(rows: list[Row], book: dict[str, int]) -> _Reading:
    """Of an order that stands in the file twice the newer row counts: a paid one before an unpaid."""
    reading = _Reading()
    best: dict[str, Piece] = {}
    for row in rows:
        piece = reading.take(row, partial(_checked, row, book))
        if piece is None:
            continue
        before = best.get(piece.order_no)
        reading.repeated += before is not None
        if before is None or _rank(piece) >= _rank(before):
            best[piece.order_no] = piece
    reading.pieces = list(best.values())
    return reading


def _rank(piece: Piece) -> tuple[int, bool]:
    return piece.modified_at or 0, piece.paid


def _item_level(rows: list[Row], book: dict[str, int]) -> _Reading:
    """An order is taken with all its item rows or not at all: its amount is their sum."""
    items: list[Values] = []
    reading = _Reading(items=items)
    taken: dict[str, list[tuple[Row, Piece, Values]]] = {}
    spoiled: dict[str, int] = {}  # order -> line of the refused row
    subs: set[tuple[str, str]] = set()
    for row in rows:
        both = reading.take(row, partial(_checked_item, row, book))
        if both is None:
            spoiled.setdefault(row.value("order_no"), row.line)
            continue
        sub = (both[0].order_no, both[1]["item_key"])
        if sub[1] and sub in subs:
            reading.repeated += 1
            continue
        subs.add(sub)
        taken.setdefault(both[0].order_no, []).append((row, *both))
    for number, parts in taken.items():
        if number in spoiled:
            line = str(spoiled[number])
            reading.refusals += [
                r.refusal(RowRefused("", "order-incomplete", line=line)) for r, _, _ in parts
            ]
            continue
        reading.pieces.append(merged([piece for _, piece, _ in parts]))
        items += [item for _, _, item in parts]
    return reading


def _parsed(reading: _Reading, rows: list[Row], layout: Layout, latest: int) -> Parsed:
    orders = [_order(piece, "refunded" in layout, latest) for piece in reading.pieces]
    absent = (ours for ours, needed in SOURCES_OF.items() if not any(name in layout for name in needed))
    return Parsed(
        kind=TaobaoOrders.kind,
        read=len(rows),
        orders=frame(orders, PARSED_ORDERS),
        items=None if reading.items is None else items_frame(reading.items)[0],
        refusals=sorted(reading.refusals, key=lambda refusal: refusal.line),
        notices=_notices(reading.pieces, layout),
        repeated=reading.repeated,
        absent=frozenset(absent),
    )


def _order(piece: Piece, has_refund_column: bool, latest: int) -> Values:
    return {
        "order_no": piece.order_no,
        "buyer": piece.buyer,
        "open_uid": piece.open_uid,
        "created_at": piece.created_at,
        "paid_at": piece.paid_at,
        "status": piece.status,
        "closed": piece.closed,
        "amount_fen": amount_fen(piece, has_refund_column),
        "refunded_fen": piece.refunded or 0,
        "items": piece.items,
        "flag": max(piece.flag, NO_FLAG),
        "memo": piece.memo,
        "title": piece.title,
        "version": latest if piece.modified_at is None else piece.modified_at,
        "line": piece.line,
    }


def _add_items(parsed: Parsed, table: Table) -> None:
    """Join the item sheet of a three-sheet workbook to its orders."""
    report = read_items(table)
    parsed.items = report.items
    parsed.read += report.read
    parsed.refusals += report.refusals
    parsed.repeated += report.repeated


def _notices(pieces: list[Piece], layout: Layout) -> list[Notice]:
    masked = sum(is_masked(piece.buyer) for piece in pieces)
    words = sorted({piece.status for piece in pieces if not order_rows.is_known_status(piece.status)})
    shops = sorted({piece.shop for piece in pieces} - {""})
    deposits = sum(piece.paid and piece.status == UNPAID_STATUS and bool(piece.stage) for piece in pieces)
    flags = sum(piece.flag == order_rows.UNKNOWN_FLAG for piece in pieces)
    candidates = [
        ("buyer" not in layout and "open_uid" not in layout, Notice("no-buyer-column")),
        ("status" not in layout, Notice("no-status-column")),
        (masked, Notice("masked-nicks", {"count": str(masked)})),
        (words, Notice("unknown-statuses", {"found": "、".join(words[:10])})),
        (len(shops) > 1, Notice("several-shops", {"found": "、".join(shops[:10])})),
        (deposits, Notice("deposit-counts-as-paid", {"count": str(deposits)})),
        (flags, Notice("unknown-flags", {"count": str(flags)})),
    ]
    return [notice for holds, notice in candidates if holds]
