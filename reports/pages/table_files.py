"""Tables of the report pages. What they show is what their downloads hold."""

import datetime as dt
from collections.abc import Callable, Iterator

import django_tables2 as tables
from django.db.models import QuerySet
from django_tables2.columns import BoundColumn
from django_tables2.utils import A, signature

from reports.pages.downloads import Cell, Heading

CHUNK = 2000  # rows of a file in memory at a time


def headings(table: tables.Table) -> list[Heading]:
    """The columns of a table as the columns of its file."""
    units = getattr(table, "UNITS", {})
    return [
        Heading(str(column.header), getattr(column.column, "unit", None) or units.get(column.name, "text"))
        for column in table.columns
    ]


def file_rows(table: tables.Table) -> Iterator[list[Cell]]:
    """The bare values of every row, in the table's order.

    As the library's `get_cell_value`, but it asks once a column, not once a cell, what to call, and of a
    query only a part of the rows is in memory at a time.
    """
    columns = [_reader(table, column) for column in table.columns]
    records = table.data.data
    if isinstance(records, QuerySet):
        records = records.iterator(chunk_size=CHUNK)
    for record in records:
        yield [_bare(read(record)) for read in columns]


def _reader(table: tables.Table, column: BoundColumn) -> Callable[[object], object]:
    """What reads a column's value for files from a record; a choice comes as its code."""
    accessor = A(column.accessor)
    call: Callable[..., object] = column.value  # type: ignore[attr-defined]  # the library sets both later
    if getattr(call, "__func__", None) is tables.Column.value:  # it would ask what to call, each time
        call = column.render  # type: ignore[attr-defined]
    wanted, _catch_all = signature(call)
    fixed = {"column": column.column, "bound_column": column, "table": table}

    def read(record: object) -> object:
        try:
            value = accessor.resolve(record)
        except (ValueError, AttributeError, TypeError):  # columns that no field of the record stands behind
            value = None
        if value in column.column.empty_values:
            return None
        known = {"value": value, "record": record, **fixed}
        return call(**{name: known[name] for name in wanted})

    return read


def _bare(value: object) -> Cell:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    return value if isinstance(value, str | int | float) or value is None else str(value)
