"""What importers of small tables share: read each row, collect refusals, let the later of two win."""

from collections.abc import Callable, Hashable

from chats.importers.base import Refusal
from chats.importers.reading.rows import Aliases, Layout, Row, RowRefused, Values, check_width, rows_of
from chats.importers.reading.tabular import Table


def read_rows(
    table: Table, aliases: Aliases, read: Callable[[Row], Values], key: Callable[[Values], Hashable]
) -> tuple[list[Values], list[Refusal], int]:
    """(rows, refusals, repeated): of rows with one key the later is kept, the other is repeated."""
    kept: dict[Hashable, Values] = {}
    refusals: list[Refusal] = []
    repeated = 0
    for row in rows_of(table, Layout.of(table, aliases)):
        try:
            check_width(row)
            values = {**read(row), "line": row.line}
        except RowRefused as refused:
            refusals.append(row.refusal(refused))
            continue
        repeated += key(values) in kept
        kept[key(values)] = values
    return list(kept.values()), refusals, repeated
