"""Orders into the database: one row a number, as its newest version says (D2.6)."""

# ruff: noqa: S608  (names of our own models only)

import json
from collections.abc import Iterator

import numpy as np
import pandas as pd

from chats.attribution.columns import NEVER
from chats.models import Order
from chats.store import bulk, buyers
from chats.store.dirty import Marks
from chats.store.forgotten import Forgotten
from chats.store.outcomes import ADDED, CHANGED, UNCHANGED, Outcomes
from chats.store.versions import NOT_TOLD, OPTIONAL, Version, merged

VALUES = (
    "buyer_id", "created_at", "paid_at", "status", "closed", "amount_fen", "refunded_fen",
    "items", "flag", "memo", "title",
)  # fmt: skip
WRITTEN = (*VALUES, "version", "gaps", "batch_id")
ORDER_NO_LENGTH = 64
STATUS_LENGTH = 60

Stored = tuple[int, Version]


def order_key(order_no: str) -> str:
    """How an order is found."""
    return bulk.cut_key(order_no, ORDER_NO_LENGTH)


def store(orders: pd.DataFrame, absent: frozenset[str], batch_id: int, marks: Marks) -> Outcomes:
    """Add and update orders (PARSED_ORDERS); one outcome a row.

    `absent`: columns that the file does not have; they, missing buyers and item quantities keep
    what is known. A row that loses against a newer version, or changes no value, is unchanged.
    """
    numbers = [order_key(number) for number in orders["order_no"]]
    stored = _stored(marks.shop.pk, numbers)
    known = {number: version for number, (_, version) in stored.items()}
    versions = list(_versions(orders, absent, marks))
    forgotten = Forgotten.of(marks.shop)  # once the file's names are known
    outcomes = [
        _learn(known, number, version, marks, forgotten)
        for number, version in zip(numbers, versions, strict=True)
    ]
    _write(marks.shop.pk, stored, known, batch_id)
    return np.array(outcomes, dtype=np.int8)


def _learn(
    known: dict[str, Version], number: str, version: Version, marks: Marks, forgotten: Forgotten
) -> int:
    """Take in one row; its outcome."""
    old = known.get(number)
    if old == version:
        return UNCHANGED
    known[number] = now = forgotten.order(merged(old, version) if old else version)
    if old and now.values == old.values:
        return UNCHANGED
    marks.touch_order(now.values["created_at"], now.values["paid_at"])
    if old is None:
        return ADDED
    marks.touch_order(old.values["created_at"], old.values["paid_at"])
    return CHANGED


def _versions(orders: pd.DataFrame, absent: frozenset[str], marks: Marks) -> Iterator[Version]:
    """Each row of the frame as a version of its order."""
    place, pairs = pd.factorize(pd.MultiIndex.from_arrays([orders["buyer"], orders["open_uid"]]))
    named = [buyers.buyer_key(*pair) for pair in pairs]
    aliases = buyers.resolve(list(pairs), marks)
    for row, who in zip(orders.to_dict("records"), place.tolist(), strict=True):
        paid_at = None if row["paid_at"] == NEVER else row["paid_at"]
        items = None if row["items"] < 0 else row["items"]
        gaps = {field: NOT_TOLD for field in OPTIONAL if field.removesuffix("_id") in absent}
        if named[who] == buyers.NOBODY:
            gaps["buyer_id"] = NOT_TOLD
        elif not buyers.identifies(named[who]):
            gaps["buyer_id"] = (0, row["version"], int(paid_at is not None))
        if items is None:
            gaps["items"] = NOT_TOLD
        told = {
            "buyer_id": None if aliases[who] == buyers.NOT_NAMED else int(aliases[who]),
            "paid_at": paid_at,
            "items": items,
            "status": bulk.cut(row["status"], STATUS_LENGTH),
            "memo": bulk.storable(row["memo"]),
            "title": bulk.storable(row["title"]),
        }
        yield Version(
            {column: told[column] if column in told else row[column] for column in VALUES},
            row["version"],
            gaps,
        )


def _stored(shop_id: int, numbers: list[str]) -> dict[str, Stored]:
    """The shop's orders with these numbers."""
    sql = (
        f"SELECT id, order_no, version, gaps, {', '.join(VALUES)} FROM {Order._meta.db_table} "
        f"WHERE shop_id = %s AND {bulk.among('order_no')}"
    )
    found: dict[str, Stored] = {}
    for some in bulk.chunks(sorted(set(numbers))):
        for order_id, number, version, gaps, *values in bulk.rows(sql, [shop_id, bulk.listed(some)]):
            ranks = {field: tuple(rank) for field, rank in json.loads(gaps).items()}
            columns = dict(zip(VALUES, values, strict=True))
            columns["closed"] = bool(columns["closed"])
            found[number] = order_id, Version(columns, version, ranks)
    return found


def _write(shop_id: int, stored: dict[str, Stored], known: dict[str, Version], batch_id: int) -> None:
    """Insert the orders that are new, update those of which anything is known better."""
    new, better = [], []
    for number, version in known.items():
        row = (
            *(version.values[column] for column in VALUES),
            version.version,
            json.dumps(version.gaps),
            batch_id,
        )
        if number not in stored:
            new.append((shop_id, number, False, *row))
        elif stored[number][1] != version:
            better.append((*row, stored[number][0]))
    bulk.insert(Order, ("shop_id", "order_no", "excluded_manually", *WRITTEN), new)
    bulk.update(Order, WRITTEN, better)
