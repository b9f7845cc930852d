"""Rows in and out of the database in bulk, past the ORM, on PostgreSQL and SQLite alike.

Table and column names come from our models, never from a file; values are always parameters.
"""

# ruff: noqa: S608  (the SQL below is put together from names of our own models only)

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray
from xxhash import xxh3_64_hexdigest

LIST_SIZE = 50_000
SHOP_LOCK = 7_301  # the first half of our advisory locks' names; the second is the shop
# An array of bigint as PostgreSQL sends it: a header, then each value behind its length.
PACKED = [("length", ">i4"), ("value", ">i8")]
PACKED_HEADER = 20


def is_postgres() -> bool:
    """Whether the database is PostgreSQL (else SQLite)."""
    return connection.vendor == "postgresql"


def lock_shop(shop_id: int) -> None:
    """Let one import or refresh of a shop at a time go on, until the transaction ends.

    SQLite needs nothing: its transactions begin IMMEDIATE and so follow one another.
    """
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SHOP_LOCK, shop_id])


def gather_statistics(*tables: type[models.Model]) -> None:
    """Let PostgreSQL look at tables that changed as a whole; until it does so by itself, up to a minute
    later, it reads them in ways that take seconds. SQLite needs none for our queries."""
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE " + ", ".join(model._meta.db_table for model in tables))


def among(column: str) -> str:
    """The condition that a column is one of the values given as `listed(values)`."""
    return f"{column} = ANY(%s)" if is_postgres() else f"{column} IN (SELECT value FROM json_each(%s))"


def listed(values: list[Any]) -> Any:
    """One parameter that carries a whole list, however long."""
    return values if is_postgres() else json.dumps(values)


def chunks(values: Sequence[Any]) -> Iterator[list[Any]]:
    """Slices of a sequence, of a length that one statement takes well."""
    for start in range(0, len(values), LIST_SIZE):
        yield list(values[start : start + LIST_SIZE])


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def integers(sql: str, parameters: Sequence[Any], width: int) -> NDArray[np.int64]:
    """The rows of a query of `width` columns of whole numbers without NULLs, as an array rows × width.

    Each column comes as one value, as text from SQLite and as packed numbers from PostgreSQL: rows would
    cost several times as much.
    """
    names = [f"c{number}" for number in range(width)]
    gather = "array_send(array_agg({}::bigint))" if is_postgres() else "group_concat({})"
    gathered = ", ".join(gather.format(name) for name in names)
    found = rows(f"WITH t({', '.join(names)}) AS ({sql}) SELECT {gathered} FROM t", parameters)[0]
    if found[0] is None:
        return np.empty((0, width), np.int64)
    return np.stack([_unpacked(column) for column in found]).T


def _unpacked(column: str | bytes) -> NDArray[np.int64]:
    """The numbers of one column as the database sent them."""
    if isinstance(column, str):
        return np.fromstring(column, np.int64, sep=",")
    return np.frombuffer(column, PACKED, offset=PACKED_HEADER)["value"].astype(np.int64)


def insert(model: type[models.Model], columns: Sequence[str], new_rows: Iterable[Sequence[Any]]) -> None:
    """Add rows, all of whose columns without a database default are given."""
    table, names = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        if is_postgres():
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in new_rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", new_rows)  # type: ignore[arg-type]  # any iterable will do


def update(model: type[models.Model], columns: Sequence[str], changed: Sequence[Sequence[Any]]) -> None:
    """Set columns of rows; each row of `changed` holds their values and then the id."""
    if not changed:
        return
    places = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {model._meta.db_table} SET {places} WHERE id = %s", changed)


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids for rows about to be added, rising. Needs the lock that the surrounding import holds."""
    table = model._meta.db_table
    if is_postgres():
        return [
            row[0]
            for row in rows(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
        ]
    known = rows("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    first = (known[0][0] if known else 0) + 1
    return list(range(first, first + count))


def storable(text: str) -> str:
    """The text without what PostgreSQL cannot hold: NUL, and halves of surrogate pairs."""
    clean = text.replace("\0", "")
    return clean if clean.isascii() else clean.encode("utf-8", "replace").decode()


def json_text(value: Any) -> str:
    """A value as both databases take it for a JSON column."""
    return json.dumps(value)


def cut(text: str, length: int) -> str:
    """Text for people, no longer than its column."""
    return storable(text)[:length]


def cut_key(text: str, length: int) -> str:
    """Text that identifies something: what is too long for its column keeps a hash of the whole."""
    text = storable(text)
    return text if len(text) <= length else f"{text[: length - 17]}#{xxh3_64_hexdigest(text.encode())}"
