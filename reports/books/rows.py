"""The rows of the shop's books (D7.3): one a day, the sum of the span last."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from reports.funnel.funnel import Funnel, summed
from reports.metrics.columns import BUCKET_SUMS


@dataclass(frozen=True)
class BooksRow:
    """Paid amounts of a day (None: of the span) and the buckets they fall into (D7.3).

    `sales_fen` is what the agents' own rows add up to; it must be the agents' bucket.
    """

    day: dt.date | None
    paid_fen: int
    parts: tuple[int, ...]
    sales_fen: int

    @property
    def balances(self) -> bool:
        return sum(self.parts) == self.paid_fen and self.parts[0] == self.sales_fen


def book_rows(funnel: Funnel) -> list[BooksRow]:
    """One row a day, the span's sum last."""
    rows = [_row(day, funnel.daily[day], funnel.agents_sales.get(day, 0)) for day in funnel.days]
    return [*rows, _row(None, summed(funnel.daily), sum(funnel.agents_sales.values()))]


def _row(day: dt.date | None, sums: Mapping[str, int | None], sales_fen: int) -> BooksRow:
    parts = tuple(sums[name] or 0 for name in BUCKET_SUMS)
    return BooksRow(day, sums["paid_fen"] or 0, parts, sales_fen)
