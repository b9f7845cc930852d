"""One row of an order export → its order as far as the row tells it, and what the buyer paid (D2.6)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chats.attribution.columns import NEVER, NO_FLAG
from chats.importers.base import FileRefused
from chats.importers.reading.amounts import is_no_value
from chats.importers.reading.order_columns import TIMES
from chats.importers.reading.rows import Row, RowRefused, check_width, short, shown

SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?[eE]\+?\d+")
FLOAT_LOSES_DIGITS_FROM = 1e15
ORDER_NO = re.compile(r"[0-9A-Za-z_-]{1,64}")
LONGEST_NICK, LONGEST_STATUS = 120, 60
FLAGS = {"红": 1, "黄": 2, "绿": 3, "蓝": 4, "紫": 5, **{str(number): number for number in range(6)}}
NO_FLAG_WORDS = frozenset({"", "灰", "无", "-"})
UNKNOWN_FLAG = -1
NOT_CLOSED_REASONS = frozenset({"", "-", "订单未关闭"})
CLOSED_WORDS = frozenset(
    {"交易关闭", "已关闭", "订单关闭", "订单已关闭", "已取消", "交易取消", "已退款", "退款成功"}
)
OPEN_WORDS = frozenset(
    {"等待买家付款", "买家已付款,等待卖家发货", "卖家已发货,等待买家确认", "交易成功", "已收货", "买家已收货"}
    | {"已签收", "交易完成", "已完成", "待评价", "已结算", "待付款", "待发货", "已发货", "卖家部分发货"}
)


@dataclass(frozen=True)
class Piece:
    """What one row says of an order. Amounts are in fen, None where the row has no value."""

    line: int
    order_no: str
    buyer: str
    open_uid: str
    created_at: int
    paid_at: int
    status: str
    closed: bool
    due: int | None
    goods: int | None
    postage: int | None
    received: int | None
    refunded: int | None
    items: int
    flag: int
    memo: str
    title: str
    shop: str
    stage: str
    modified_at: int | None

    @property
    def paid(self) -> bool:
        return self.paid_at != NEVER


def plain_status(status: str) -> str:
    """The status word with an ASCII comma, as it is compared."""
    return status.replace("，", ",").replace(" ", "")


def is_known_status(status: str) -> bool:
    """Whether we know what the platform means by the word."""
    return plain_status(status) in OPEN_WORDS | CLOSED_WORDS | {""}


def refuse_broken_ids(rows: Iterable[Row], ours: str) -> None:
    """Refuse the whole file where a spreadsheet rounded the ids: several orders would become one."""
    for row in rows:
        cell, text = row.cell(ours), row.text(ours)
        if SCIENTIFIC.fullmatch(text) or (isinstance(cell, float) and abs(cell) >= FLOAT_LOSES_DIGITS_FROM):
            column = row.layout.written.get(ours, ours)
            raise FileRefused("broken-ids", line=row.line, column=column, found=shown(text))


def order_no(row: Row, ours: str = "order_no") -> str:
    """The number as text; a row without one cannot be kept."""
    text = row.value(ours)
    if not text:
        raise RowRefused(ours, "missing-value")
    if not ORDER_NO.fullmatch(text):
        raise RowRefused(ours, "bad-order-no", found=shown(text))
    return text


def instant(row: Row, ours: str, book: Mapping[str, int]) -> int | None:
    """Epoch seconds, None where the cell is empty, `null` or a dash."""
    text = row.text(ours)
    if text in book:
        return book[text]
    if is_no_value(text):
        return None
    raise RowRefused(ours, "bad-time", found=shown(text))


def time_texts(rows: Iterable[Row]) -> set[str]:
    """Every text in the columns that tell when something happened (expiry columns are none)."""
    return {row.text(ours) for row in rows for ours in TIMES if ours in row.layout}


def piece_of(row: Row, book: Mapping[str, int]) -> Piece:
    """Read one row; raises RowRefused naming the column at fault."""
    check_width(row)
    number = order_no(row)
    created = instant(row, "created", book)
    if created is None:
        raise RowRefused("created", "missing-value")
    paid = instant(row, "paid", book)
    if paid is not None and paid < created:
        raise RowRefused("paid", "paid-before-created", paid=row.text("paid"), created=row.text("created"))
    status = short(row, "status", LONGEST_STATUS)
    items = row.count("quantity")
    return Piece(
        line=row.line,
        order_no=number,
        buyer=short(row, "buyer", LONGEST_NICK),
        open_uid=short(row, "open_uid", LONGEST_NICK),
        created_at=created,
        paid_at=NEVER if paid is None else paid,
        status=status,
        closed=plain_status(status) in CLOSED_WORDS or row.value("close_reason") not in NOT_CLOSED_REASONS,
        due=row.fen("due"),
        goods=row.fen("goods"),
        postage=row.fen("postage"),
        received=row.fen("received"),
        refunded=row.fen("refunded"),
        items=-1 if items is None else items,
        flag=_flag(row.value("flag")),
        memo=joined([row.value("memo"), row.value("seller_memo")]),
        title=row.value("title"),
        shop=row.value("shop"),
        stage=row.value("stage"),
        modified_at=instant(row, "modified", book),
    )


def _flag(text: str) -> int:
    if text in NO_FLAG_WORDS:
        return NO_FLAG
    return FLAGS.get(text.removesuffix("旗").removesuffix("色"), UNKNOWN_FLAG)


def joined(texts: Iterable[str]) -> str:
    """Different texts in their order, none twice."""
    return " ".join(dict.fromkeys(text for text in texts if text))


def amount_fen(piece: Piece, has_refund_column: bool) -> int:
    """What the buyer paid in all, refunds included; for an unpaid order what is due (D2.6)."""
    due = piece.due
    if due is None and piece.goods is not None:
        due = piece.goods + (piece.postage or 0)
    if piece.paid and has_refund_column and piece.received is not None:
        return piece.received + (piece.refunded or 0)
    amount = piece.received if due is None else due
    if amount is None:
        raise RowRefused("due", "missing-amount")
    return amount


def merged(pieces: list[Piece]) -> Piece:
    """The order of several item rows: amounts and quantities summed, open words before closed ones."""
    first = pieces[0]
    living = next((piece for piece in pieces if not piece.closed), first)
    sums: dict[str, Any] = {
        name: _sum(pieces, name) for name in ("due", "goods", "postage", "received", "refunded")
    }
    return replace(
        first,
        **sums,
        created_at=min(piece.created_at for piece in pieces),
        paid_at=min(piece.paid_at for piece in pieces),
        status=living.status,
        closed=living.closed,
        items=-1 if any(piece.items < 0 for piece in pieces) else sum(piece.items for piece in pieces),
        flag=max(piece.flag for piece in pieces),
        memo=joined(piece.memo for piece in pieces),
        stage=joined(piece.stage for piece in pieces),
        modified_at=max((p.modified_at for p in pieces if p.modified_at is not None), default=None),
    )


def _sum(pieces: list[Piece], name: str) -> int | None:
    values = [getattr(piece, name) for piece in pieces if getattr(piece, name) is not None]
    return sum(values) if values else None
