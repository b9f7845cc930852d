"""Ready message rows into their table: binary COPY for PostgreSQL, long statements for SQLite."""

# ruff: noqa: S608  (names of our own models only)

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from chats.models import Message
from chats.store import bulk

BLOCK_ROWS = 50_000
STATEMENT_ROWS = 50  # times eleven columns stays below the 999 parameters that any SQLite takes
COPY_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_END = b"\xff\xff"
WIDTH = {"BigIntegerField": 8, "IntegerField": 4, "SmallIntegerField": 2, "InstantField": 8, "ForeignKey": 8}


def insert_messages(
    same: Mapping[str, int], columns: Mapping[str, NDArray[Any]], texts: NDArray[np.object_]
) -> None:
    """Insert rows given as columns: `same` holds those with one value for all, `texts` UTF-8 bytes."""
    names = [*same, *columns, "text"]
    with connection.cursor() as cursor:
        if bulk.is_postgres():
            with cursor.copy(f"COPY {_table()} ({', '.join(names)}) FROM STDIN (FORMAT BINARY)") as copy:
                copy.write(COPY_SIGNATURE)
                for block in _packed(same, columns, texts):
                    copy.write(block)
                copy.write(COPY_END)
        else:
            _insert_in_sqlite(same, columns, texts)


def _insert_in_sqlite(
    same: Mapping[str, int], columns: Mapping[str, NDArray[Any]], texts: NDArray[np.object_]
) -> None:
    """Many rows a statement, with what is the same for all of them written into it: half the time of
    executemany, whose cost is binding and stepping row by row. Past Django's cursor, which would look
    for placeholders in every statement anew."""
    one = ", ".join([*[str(int(value)) for value in same.values()], *["?"] * (len(columns) + 1)])
    start = f"INSERT INTO {_table()} ({', '.join([*same, *columns, 'text'])}) VALUES "
    rows = zip(*(column.tolist() for column in columns.values()), map(bytes.decode, texts), strict=True)
    database = connection.connection
    while some := list(islice(rows, STATEMENT_ROWS)):
        database.execute(start + ", ".join([f"({one})"] * len(some)), list(chain.from_iterable(some)))


def _table() -> str:
    return Message._meta.db_table


def _width(column: str) -> int:
    """Bytes of a column in PostgreSQL, as the model's field says."""
    return WIDTH[type(Message._meta.get_field(column)).__name__]


def _packed(
    same: Mapping[str, int], columns: Mapping[str, NDArray[Any]], texts: NDArray[np.object_]
) -> Iterator[bytes]:
    """Blocks of rows in COPY's binary form: fixed-width fields first, the text last."""
    names = [*same, *columns]
    fields = [pair for name in names for pair in ((f"{name} length", ">i4"), (name, f">i{_width(name)}"))]
    layout = np.dtype([("fields", ">i2"), *fields, ("text length", ">i4")])
    for start in range(0, len(texts), BLOCK_ROWS):
        block = texts[start : start + BLOCK_ROWS]
        head = np.empty(len(block), dtype=layout)
        head["fields"] = len(names) + 1
        for name in names:
            head[f"{name} length"] = _width(name)
            head[name] = same[name] if name in same else columns[name][start : start + BLOCK_ROWS]
        head["text length"] = np.fromiter(map(len, block), np.int32, len(block))
        yield b"".join(
            chain.from_iterable(zip(head.view(f"V{layout.itemsize}").tolist(), block, strict=True))
        )
