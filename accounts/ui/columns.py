"""What tables on every page share: columns that write figures as formats.py says."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables

from accounts.ui import formats

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}, "tf": {"class": "num"}}


class FigureColumn(tables.Column):
    """A right-aligned figure; `unit` is a name of formats.FORMATS."""

    empty_values = ()  # type: ignore[assignment]  # nothing counts as empty

    def __init__(self, *args: Any, unit: str = "count", **kwargs: Any) -> None:
        kwargs.setdefault("attrs", NUMBER)
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]  # the library has no annotations
        self.write: Callable[..., str] = formats.FORMATS[unit]

    def render(self, value: Any) -> str:
        return self.write(value)

    def value(self, value: Any) -> Any:  # type: ignore[override]  # tables pass what a signature names
        """The bare number, for files."""
        return value
