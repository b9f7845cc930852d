"""A point in time stored as UTC epoch seconds, read by pages as an aware datetime (D1.1)."""

import datetime as dt
from typing import Any

from django.db import models


class InstantField(models.BigIntegerField):
    """Whole UTC seconds in the database, so that arrays of them need no parsing."""

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
        return super().get_prep_value(value)
