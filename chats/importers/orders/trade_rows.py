"""One trade of the open platform → its order and items, without anything about the receiver (D2.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chats.attribution.columns import NEVER, NO_FLAG
from chats.importers.base import FileRefused
from chats.importers.orders.order_rows import LONGEST_NICK, LONGEST_STATUS, ORDER_NO, SCIENTIFIC, joined
from chats.importers.reading.amounts import NotAnAmount, NotWholeFen, is_no_value, to_fen
from chats.importers.reading.json_rows import inner_list, plain_text
from chats.importers.reading.rows import RowRefused, shown

TIMES = ("created", "pay_time", "modified", "end_time", "consign_time")
OPEN_UIDS = ("buyer_open_uid", "open_uid")
RAW = (
    "tid",
    "created",
    "pay_time",
    "modified",
    "end_time",
    "payment",
    "total_fee",
    "num",
    "status",
    "buyer_nick",
)
CLOSED = "TRADE_CLOSED"
KNOWN_STATUSES = {
    CLOSED,
    "TRADE_CLOSED_BY_TAOBAO",
    "WAIT_BUYER_PAY",
    "TRADE_NO_CREATE_PAY",
    "WAIT_SELLER_SEND_GOODS",
    "WAIT_BUYER_CONFIRM_GOODS",
    "TRADE_FINISHED",
    "SELLER_CONSIGNED_PART",
    "TRADE_BUYER_SIGNED",
    "PAY_PENDING",
    "WAIT_PRE_AUTH_CONFIRM",
    "PAID_FORBID_CONSIGN",
}
# Our columns and the keys that tell them: what no trade of a file tells is not changed by it.
SOURCES_OF = {
    "buyer": ("buyer_nick",),
    "open_uid": OPEN_UIDS,
    "status": ("status",),
    "closed": ("status",),
    "refunded_fen": ("refund_fee", "orders"),
    "items": ("num", "orders"),
    "flag": ("seller_flag",),
    "memo": ("seller_memo",),
    "title": ("orders", "title"),
}
FLAGS = frozenset({"1", "2", "3", "4", "5"})
REFUNDED = "SUCCESS"
UNKNOWN = -1
LONGEST_ITEM_NO = 64


@dataclass(frozen=True)
class Trade:
    """One trade as the store takes it: a row of PARSED_ORDERS and its rows of PARSED_ITEMS."""

    order: dict[str, Any]
    items: list[dict[str, Any]]
    seller: str

    @property
    def precedence(self) -> tuple[int, bool]:
        """Which of two versions of one order counts: the later, then the one that is paid."""
        return self.order["version"], self.order["paid_at"] != NEVER


def trade_of(raw: Mapping[str, Any], line: int, book: Mapping[str, int], latest: int) -> Trade:
    """Read one trade; `latest` is the latest instant of the file, the version of a trade without
    `modified`. Raises RowRefused naming the key at fault."""
    number = _id(raw, "tid")
    created = _instant(raw, "created", book)
    if created is None:
        raise RowRefused("created", "missing-value")
    paid = _instant(raw, "pay_time", book)
    if paid is not None and paid < created:
        times = {name: plain_text(raw.get(name)) for name in ("pay_time", "created")}
        raise RowRefused("pay_time", "paid-before-created", paid=times["pay_time"], created=times["created"])
    amount = _fen(raw, "payment")
    if amount is None:
        raise RowRefused("payment", "missing-value")
    items = [_item(item, number, place, line) for place, item in enumerate(_inner_orders(raw), 1)]
    modified = _instant(raw, "modified", book)
    status = _short(raw, "status", LONGEST_STATUS)
    order = {
        "order_no": number,
        "buyer": _short(raw, "buyer_nick", LONGEST_NICK),
        "open_uid": next((uid for name in OPEN_UIDS if (uid := _short(raw, name, LONGEST_NICK))), ""),
        "created_at": created,
        "paid_at": NEVER if paid is None else paid,
        "status": status,
        "closed": status.startswith(CLOSED),
        "amount_fen": amount,
        "refunded_fen": 0 if paid is None else _refunded(raw, amount),
        "items": _quantity(raw, items),
        "flag": int(flag) if (flag := plain_text(raw.get("seller_flag"))) in FLAGS else NO_FLAG,
        "memo": plain_text(raw.get("seller_memo")).strip(),
        "title": joined(item["title"] for item in items) or plain_text(raw.get("title")).strip(),
        "version": latest if modified is None else modified,
        "line": line,
    }
    return Trade(order, items, _short(raw, "seller_nick", LONGEST_NICK))


def _inner_orders(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [item for item in inner_list(dict(raw), "orders", "order") if isinstance(item, dict)]


def _id(raw: Mapping[str, Any], name: str) -> str:
    """An id as text. One that went through a spreadsheet has lost digits: the file is refused."""
    written = raw.get(name)
    text = plain_text(written).strip()
    if isinstance(written, float) or SCIENTIFIC.fullmatch(text):
        raise FileRefused("broken-ids", column=name, found=shown(text))
    if not text or isinstance(written, bool):
        raise RowRefused(name, "missing-value")
    if not ORDER_NO.fullmatch(text):
        raise RowRefused(name, "bad-order-no", found=shown(text))
    return text


def _short(raw: Mapping[str, Any], name: str, limit: int) -> str:
    text = plain_text(raw.get(name)).strip()
    if len(text) > limit:
        raise RowRefused(name, "too-long", found=shown(text), limit=str(limit))
    return text


def _instant(raw: Mapping[str, Any], name: str, book: Mapping[str, int]) -> int | None:
    text = plain_text(raw.get(name)).strip()
    if is_no_value(text):
        return None
    if text not in book:
        raise RowRefused(name, "bad-time", found=shown(text))
    return book[text]


def _fen(raw: Mapping[str, Any], name: str) -> int | None:
    value = raw.get(name)
    try:
        return None if value is None else to_fen(value)
    except NotWholeFen as error:
        raise RowRefused(name, "not-whole-fen", found=shown(error)) from error
    except NotAnAmount as error:
        raise RowRefused(name, "bad-amount", found=shown(error)) from error


def _refunded(raw: Mapping[str, Any], amount: int) -> int:
    """What went back of a paid trade: the refund fee if given, else what was paid for the items whose
    refund succeeded. A status alone tells no amount, so none is made of it."""
    told = _fen(raw, "refund_fee")
    if told is None:
        done = (item for item in _inner_orders(raw) if item.get("refund_status") == REFUNDED)
        told = sum(_paid_for(item) or 0 for item in done)
    return min(told, amount)


def _paid_for(item: Mapping[str, Any]) -> int | None:
    """What the buyer paid for one item: its share of the whole where given, else its own payment."""
    amounts = (_fen(item, name) for name in ("divide_order_fee", "payment", "total_fee"))
    return next((fen for fen in amounts if fen is not None), None)


def _quantity(raw: Mapping[str, Any], items: list[dict[str, Any]]) -> int:
    own = _count(raw)
    if own != UNKNOWN or not items:
        return own
    counts = [item["quantity"] for item in items]
    return UNKNOWN if UNKNOWN in counts else sum(counts)


def _count(raw: Mapping[str, Any]) -> int:
    text = plain_text(raw.get("num")).strip()
    if is_no_value(text):
        return UNKNOWN
    if not text.isdecimal() or len(text) > 9:
        raise RowRefused("num", "bad-count", found=shown(text))
    return int(text)


def _item(item: Mapping[str, Any], number: str, place: int, line: int) -> dict[str, Any]:
    """One item; without an `oid` its place among the order's items is the key."""
    paid = _paid_for(item)
    own = _id(item, "oid") if item.get("oid") not in (None, "") else str(place)
    quantity = _count(item)
    return {
        "order_no": number,
        "item_key": own,
        "title": plain_text(item.get("title")).strip(),
        "sku": plain_text(item.get("sku_properties_name")).strip(),
        "quantity": 1 if quantity == UNKNOWN else quantity,
        "amount_fen": UNKNOWN if paid is None else paid,
        "item_no": _short(item, "num_iid", LONGEST_ITEM_NO),
        "status": _short(item, "status", LONGEST_STATUS),
        "line": line,
    }
