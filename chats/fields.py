"""A point in time stored as UTC epoch seconds, read by pages as an aware datetime (D1.1)."""

import datetime as dt
from typing import Any, TypeVar

from django.db import models
from django.db.models.expressions import Combinable

Set = TypeVar("Set", contravariant=True)
Get = TypeVar("Get", covariant=True)


class InstantField(models.BigIntegerField[Set, Get]):
    """Whole UTC seconds in the database, so that arrays of them need no parsing."""

    # What django-stubs reads: types of values set and read; with null=True it adds None itself.
    _pyi_private_set_type: dt.datetime | int | Combinable  # type: ignore[assignment]  # not a number
    _pyi_private_get_type: dt.datetime  # type: ignore[assignment]  # not a number

    description = "An instant in whole UTC seconds"

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> dt.datetime | None:
        return None if value is None else dt.datetime.fromtimestamp(value, dt.UTC)

    def to_python(self, value: Any) -> dt.datetime | None:
        if value is None or isinstance(value, dt.datetime):
            return value
        return dt.datetime.fromtimestamp(int(value), dt.UTC)

    def get_prep_value(self, value: Any) -> int | None:
        if isinstance(value, dt.datetime):
            value = int(value.timestamp() // 1)
        prepared: int | None = super().get_prep_value(value)
        return prepared
