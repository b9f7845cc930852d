"""Item rows of orders, also of orders that are still to come, and the quantities they add up to."""

# ruff: noqa: S608  (names of our own models only)

import json
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from chats.models import Order, OrderItem
from chats.store import bulk
from chats.store.dirty import Marks
from chats.store.orders import order_key
from chats.store.outcomes import ADDED, CHANGED, UNCHANGED, Outcomes

VALUES = ("title", "sku", "quantity", "amount_fen", "item_no", "status")
ITEM_KEY_LENGTH = 80
ITEM_NO_LENGTH = 64
STATUS_LENGTH = 60

Key = tuple[str, str]  # (order number, item key)


def store(items: pd.DataFrame, marks: Marks) -> Outcomes:
    """Add and update item rows (PARSED_ITEMS); one outcome a row, the last row of a key holds."""
    stored = _stored(marks.shop.pk, [order_key(number) for number in items["order_no"]])
    known = {key: values for key, (_, values) in stored.items()}
    outcomes = []
    for row in items.to_dict("records"):
        key = order_key(row["order_no"]), bulk.cut_key(row["item_key"], ITEM_KEY_LENGTH)
        values = _values(row)
        before = known.get(key)
        known[key] = values
        outcomes.append(ADDED if before is None else UNCHANGED if before == values else CHANGED)
    new = [(marks.shop.pk, *key, *values) for key, values in known.items() if key not in stored]
    bulk.insert(OrderItem, ("shop_id", "order_no", "item_key", *VALUES), new)
    bulk.update(
        OrderItem, VALUES, [(*known[key], pk) for key, (pk, old) in stored.items() if known[key] != old]
    )
    return np.array(outcomes, dtype=np.int8)


def _values(row: Mapping[Hashable, Any]) -> tuple[Any, ...]:
    return (
        bulk.storable(row["title"]),
        bulk.storable(row["sku"]),
        row["quantity"],
        None if row["amount_fen"] < 0 else row["amount_fen"],
        bulk.cut_key(row["item_no"], ITEM_NO_LENGTH),
        bulk.cut(row["status"], STATUS_LENGTH),
    )


def _stored(shop_id: int, numbers: list[str]) -> dict[Key, tuple[int, tuple[Any, ...]]]:
    sql = (
        f"SELECT order_no, item_key, id, {', '.join(VALUES)} FROM {OrderItem._meta.db_table} "
        f"WHERE shop_id = %s AND {bulk.among('order_no')}"
    )
    return {
        (number, item): (pk, tuple(values))
        for some in bulk.chunks(sorted(set(numbers)))
        for number, item, pk, *values in bulk.rows(sql, [shop_id, bulk.listed(some)])
    }


def count_items(order_numbers: set[str], marks: Marks) -> None:
    """Give orders whose item quantity no order list told the sum of their item rows."""
    shop_id = marks.shop.pk
    sql = (
        "SELECT o.id, o.items, o.gaps, o.created_at, o.paid_at, sum(i.quantity) "
        f"FROM {Order._meta.db_table} o "
        f"JOIN {OrderItem._meta.db_table} i ON i.shop_id = o.shop_id AND i.order_no = o.order_no "
        f"WHERE o.shop_id = %s AND {bulk.among('o.order_no')} "
        "GROUP BY o.id, o.items, o.gaps, o.created_at, o.paid_at"
    )
    counted = []
    for some in bulk.chunks(sorted(order_numbers)):
        for pk, items, gaps, created_at, paid_at, quantity in bulk.rows(sql, [shop_id, bulk.listed(some)]):
            if json.loads(gaps).get("items") == [] and items != quantity:
                counted.append((int(quantity), pk))
                marks.touch_order(created_at, paid_at)
    bulk.update(Order, ("items",), counted)
