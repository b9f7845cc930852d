"""The engines that the hand-worked examples run against.

An engine is a function (world, what, first, last, as_of) → rows as in the JSON of export_figures.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.reference import reference
from tests.reference.world import World

ENGINES = ["reference", pytest.param("product", marks=pytest.mark.django_db)]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Callable[..., list[dict]]:
    if request.param == "reference":
        return reference.figures
    return request.getfixturevalue("product")


@pytest.fixture
def product(tmp_path: Path) -> Callable[..., list[dict]]:
    """The product's commands on a database of their own."""
    from tests.reference.product import Product

    return Product(tmp_path)


class Look:
    """Shorthands for the rows of one world, over the whole of May 2026 unless told otherwise."""

    first, last = dt.date(2026, 5, 1), dt.date(2026, 5, 31)

    def __init__(self, engine: Callable[..., list[dict]], world: World, as_of: dt.datetime | None) -> None:
        self.engine, self.world, self.as_of = engine, world, as_of

    def rows(self, what: str) -> list[dict]:
        return self.engine(self.world, what, self.first, self.last, self.as_of)

    def order(self, number: str) -> dict:
        return next(row for row in self.rows("orders") if row["order_no"] == number)

    def orders(self, column: str) -> dict[str, Any]:
        return {row["order_no"]: row[column] for row in self.rows("orders")}

    def receptions(self, *columns: str) -> list[tuple]:
        return [tuple(row[column] for column in columns) for row in self.rows("receptions")]

    def agents(self, *columns: str) -> list[tuple]:
        return [tuple(row[column] for column in columns) for row in self.rows("agent_days")]

    def shop(self, day: str) -> dict:
        return next(row for row in self.rows("shop_days") if row["day"] == day)


@pytest.fixture
def look(engine: Callable[..., list[dict]]) -> Callable[..., Look]:
    return lambda world, as_of=None: Look(engine, world, as_of)
