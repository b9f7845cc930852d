"""The books of a span day by day, with the orders list behind every amount (D7.3)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from accounts.models import Agent, Shop
from chats.attribution.orders import EXCLUSION_NAMES
from chats.models import Credit
from chats.spans import Span
from reports.books.rows import BooksRow, book_rows
from reports.facts import queries
from reports.funnel import funnel
from reports.orders.queries import UNLINKED_BECAUSE
from reports.orders.sums import BUCKET_CODES, in_bucket
from reports.pages.links import orders_url


@dataclass(frozen=True)
class BookDay(BooksRow):
    """A day's books beside `orders_fen`, what the paid orders themselves add up to."""

    orders_fen: int

    @property
    def difference_fen(self) -> int:
        """What the orders paid and no bucket holds: 0, or there is a defect."""
        return self.orders_fen - sum(self.parts)

    @property
    def balances(self) -> bool:
        return super().balances and self.orders_fen == self.paid_fen


@dataclass(frozen=True)
class Part:
    """One piece of a bucket: an agent's name or the code of a reason, how many orders, how much, and the
    filters of the orders list that show it."""

    name: str
    orders: int
    fen: int
    filters: Mapping[str, object]


def _orders_by_day(shop: Shop, span: Span) -> dict[dt.date, int]:
    rows = Credit.objects.filter(shop=shop, paid_day__range=(span.first, span.last))
    return dict(rows.values_list("paid_day").annotate(Sum("order__amount_fen")).order_by())


def days(shop: Shop, span: Span) -> list[BookDay]:
    """One row a day, the span's sum last."""
    paid = _orders_by_day(shop, span)
    *daily, whole = book_rows(funnel.build_funnel(shop, span))
    return [
        *(_with_orders(row, paid.get(row.day, 0) if row.day else 0) for row in daily),
        _with_orders(whole, sum(paid.values())),
    ]


def _with_orders(row: BooksRow, orders_fen: int) -> BookDay:
    return BookDay(row.day, row.paid_fen, row.parts, row.sales_fen, orders_fen)


def by_agent(shop: Shop, span: Span) -> list[Part]:
    """The agents' bucket: one part an agent with sales, the largest first."""
    names = dict(Agent.objects.filter(shop=shop).values_list("pk", "name"))
    sums = queries.agent_totals(shop, span, list(names))
    parts = [
        Part(names[pk], one["paid_orders"] or 0, one["sales_fen"] or 0, {"agent": pk})
        for pk, one in sums.items()
        if one["paid_orders"]
    ]
    return sorted(parts, key=lambda part: (-part.fen, part.name))


def by_reason(shop: Shop, span: Span) -> list[Part]:
    """The unlinked and the excluded bucket by reason; one query each."""
    paid = Credit.objects.filter(shop=shop, paid_day__range=(span.first, span.last))
    told = {"orders": Count("pk"), "fen": Sum("order__amount_fen", default=0)}
    parts = []
    unlinked = paid.filter(in_bucket("unlinked"))
    for reason, condition in UNLINKED_BECAUSE.items():
        found = unlinked.filter(condition).aggregate(**told)
        parts.append(_reason("unlinked", reason, found))
    excluded = paid.filter(in_bucket("excluded"))
    by_code = {row["excluded_reason"]: row for row in excluded.values("excluded_reason").annotate(**told)}
    nothing = {"orders": 0, "fen": 0}
    parts += [_reason("excluded", code, by_code.get(code, nothing)) for code in EXCLUSION_NAMES[1:]]
    return [part for part in parts if part.orders]


def _reason(bucket: str, reason: str, found: Mapping[str, Any]) -> Part:
    return Part(reason, found["orders"], found["fen"], {"bucket": bucket, "reason": reason})


def bucket_links(shop: Shop, row: BookDay, span: Span) -> list[str]:
    """The orders list behind each bucket of a row, then behind all that was paid."""
    wanted = Span(row.day, row.day) if row.day else span
    return [orders_url(shop, wanted, **({"bucket": one} if one else {})) for one in (*BUCKET_CODES, "")]
