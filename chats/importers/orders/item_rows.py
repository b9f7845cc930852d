"""Rows of items → the items frame, with keys that are the same in every file that shows the row."""

import hashlib
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from chats.attribution.columns import PARSED_ITEMS, frame
from chats.importers.orders.order_rows import LONGEST_STATUS, order_no
from chats.importers.reading.amounts import is_no_value
from chats.importers.reading.rows import Row, RowRefused, Values, check_width, short

LONGEST_KEY, LONGEST_ITEM_NO = 80, 64
UNKNOWN_AMOUNT = -1


def item_of(row: Row) -> Values:
    """One item row without its key; raises RowRefused naming the column at fault."""
    check_width(row)
    quantity = row.count("quantity")
    if quantity is None:
        raise RowRefused("quantity", "missing-value")
    return {
        "order_no": order_no(row),
        "item_key": short(row, "sub_order_no", LONGEST_KEY),
        "title": row.value("title"),
        "sku": row.value("sku"),
        "quantity": quantity,
        "amount_fen": _amount(row, quantity),
        "item_no": short(row, "item_no", LONGEST_ITEM_NO),
        "status": short(row, "status", LONGEST_STATUS),
        "line": row.line,
    }


def _amount(row: Row, quantity: int) -> int:
    """Paid: received + refunded, as for orders (D2.6); else what is asked."""
    received, refunded, goods, price = (row.fen(name) for name in ("received", "refunded", "goods", "price"))
    if received is not None and not is_no_value(row.text("paid")):
        return received + (refunded or 0)
    if goods is not None:
        return goods
    return UNKNOWN_AMOUNT if price is None else price * quantity


def items_frame(items: Iterable[Values]) -> tuple[pd.DataFrame, int]:
    """The items with their keys, and how many rows repeat a sub-order number of the same order.

    Old reports have no sub-order number: there the key is made of title and variant, and equal
    rows of one order are numbered.
    """
    seen: Counter[tuple[str, str]] = Counter()
    rows, repeated = [], 0
    for item in items:
        own = item["item_key"]
        key = own or _content_key(item)
        seen[item["order_no"], key] += 1
        number = seen[item["order_no"], key]
        if own and number > 1:
            repeated += 1
        else:
            rows.append({**item, "item_key": own or f"{key}-{number}"})
    return frame(rows, PARSED_ITEMS), repeated


def _content_key(item: Values) -> str:
    content = f"{item['title']}\0{item['sku']}".encode()
    return hashlib.blake2b(content, digest_size=8).hexdigest()
