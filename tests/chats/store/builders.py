"""Parsed files of a few rows, as importers would hand them over, and what the store made of them."""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.models import Shop
from chats import store
from chats.attribution.clock import wall_to_epoch
from chats.attribution.columns import (
    IN,
    NEVER,
    OUT,
    PARSED_AGENTS,
    PARSED_ITEMS,
    PARSED_MESSAGES,
    PARSED_ORDERS,
    PARSED_TRAFFIC,
    TEXT,
    frame,
)
from chats.importers.base import Parsed
from chats.models import DirtyDay, ImportBatch, Message, Order

DAY = "2026-05-09"


def at(clock: str, day: str = DAY) -> int:
    """Epoch seconds of a wall clock in Shanghai; a clock with a date brings its own day."""
    wall = dt.datetime.fromisoformat(clock if "-" in clock else f"{day} {clock}")
    seconds = int((wall - dt.datetime(1970, 1, 1)).total_seconds())
    return int(wall_to_epoch([seconds], "Asia/Shanghai")[0])


def said(
    text: str, clock: str = "10:00:00", buyer: str = "lily", agent: str = "店:小美", **other: Any
) -> dict:
    """One message of a buyer; `uid`, `id`, `direction` and `kind` change what is usual."""
    return {
        "agent": agent,
        "buyer": buyer,
        "open_uid": other.get("uid", ""),
        "direction": other.get("direction", IN),
        "sent_at": at(clock),
        "kind": other.get("kind", TEXT),
        "text": text,
        "source_id": other.get("id", ""),
        "line": other.get("line", 2),
    }


def answered(text: str, clock: str = "10:00:08", **other: Any) -> dict:
    """One message of an agent."""
    return said(text, clock, direction=OUT, **other)


def bought(order_no: str, version: str = "2026-05-10 00:00:00", **other: Any) -> dict:
    """One order row, of ¥59, created at 10:20; `paid` is a clock."""
    row = {
        "order_no": order_no,
        "buyer": "lily",
        "open_uid": "",
        "created_at": at(other.pop("created", "10:20:00")),
        "paid_at": at(other.pop("paid")) if other.get("paid") else NEVER,
        "status": "",
        "closed": False,
        "amount_fen": 5900,
        "refunded_fen": 0,
        "items": -1,
        "flag": 0,
        "memo": "",
        "title": "",
        "version": at(version),
        "line": 2,
    }
    return row | {name: value for name, value in other.items() if name != "paid"}


def item(order_no: str, item_key: str, quantity: int, **other: Any) -> dict:
    row = {"order_no": order_no, "item_key": item_key, "title": "", "sku": "", "quantity": quantity}
    return row | {"amount_fen": -1, "item_no": "", "status": "", "line": 2} | other


def working(nick: str, name: str, team: str = "", kind: str = "human", **other: Any) -> dict:
    """One roster row."""
    row = {"nick": nick, "name": name, "team": team, "kind": kind, "active_from": None, "active_to": None}
    return row | {"line": 2} | other


def visited(date: str, visitors: int, page_views: int = -1, bounced: int = -1) -> dict:
    row = {"date": dt.date.fromisoformat(date), "visitors": visitors, "page_views": page_views}
    return row | {"bounced_visitors": bounced, "line": 2}


COLUMNS = {
    "messages": PARSED_MESSAGES,
    "orders": PARSED_ORDERS,
    "items": PARSED_ITEMS,
    "agents": PARSED_AGENTS,
    "traffic": PARSED_TRAFFIC,
}


def parsed(read: int | None = None, kind: str = "test", **parts: Any) -> Parsed:
    """A Parsed of lists of rows, and of whatever else is named."""
    frames = {name: frame(rows, COLUMNS[name]) for name, rows in parts.items() if name in COLUMNS}
    rest = {name: value for name, value in parts.items() if name not in COLUMNS}
    rows = sum(map(len, frames.values())) + len(rest.get("refusals", [])) + rest.get("repeated", 0)
    return Parsed(kind, rows if read is None else read, **frames, **rest)


def take(shop: Shop, file: Parsed | None = None, **parts: Any) -> store.Result:
    """Store one file."""
    batch = ImportBatch.objects.create(shop=shop, path="test.csv", sha256="")
    with transaction.atomic():
        return store.store(shop, store.prepare(file or parsed(**parts)), batch.pk)


def counts(result: store.Result) -> tuple[int, int, int]:
    """Added, changed, unchanged."""
    return result.counts.added, result.counts.changed, result.counts.unchanged


def texts(shop: Shop) -> list[str]:
    """The texts of all stored messages."""
    return sorted(Message.objects.filter(shop=shop).values_list("text", flat=True))


def the_order(order_no: str = "A1") -> Order:
    return Order.objects.select_related("buyer").get(order_no=order_no)


def marks(shop: Shop) -> set[tuple[str, str]]:
    """(day, source) of all dirty marks, which are taken away."""
    found = DirtyDay.objects.filter(shop=shop)
    seen = {(str(mark.day), mark.source) for mark in found}
    found.delete()
    return seen
