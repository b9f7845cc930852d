"""Paid orders whose buyer identifies nobody: how much they are, why, and which files brought them (D2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Shop
from chats.models import Credit, ImportBatch
from chats.spans import Span
from reports.facts import queries
from reports.orders.sums import in_bucket
from reports.pages.links import orders_url


@dataclass(frozen=True)
class Share:
    """Orders with one thing in common, what they paid, and the list of them."""

    code: str
    orders: int
    fen: int
    url: str


@dataclass(frozen=True)
class FileShare:
    """The unlinked orders that one file told last, and how many of them have a masked nick."""

    batch: ImportBatch | None
    orders: int
    masked: int
    fen: int
    url: str

    @property
    def without_nick(self) -> int:
        return self.orders - self.masked


@dataclass(frozen=True)
class Unlinked:
    """The page's figures: of `paid_fen` in all, `fen` in `orders` orders are unlinked."""

    paid_fen: int
    orders: int
    fen: int
    url: str
    paid_url: str
    reasons: list[Share]
    files: list[FileShare]

    @property
    def share(self) -> float | None:
        return self.fen / self.paid_fen if self.paid_fen else None


def _rows(shop: Shop, span: Span) -> QuerySet[Credit]:
    paid = Credit.objects.filter(shop=shop, paid_day__range=(span.first, span.last))
    return paid.filter(in_bucket("unlinked"))


def unlinked_orders(shop: Shop, span: Span) -> Unlinked:
    """The unlinked orders of a span; three queries, however many orders and files there are."""
    files = _files(shop, span)
    masked = sum(file.masked for file in files)
    orders, fen = sum(file.orders for file in files), sum(file.fen for file in files)
    masked_fen = (
        _rows(shop, span)
        .filter(order__buyer__isnull=False)
        .aggregate(fen=Sum("order__amount_fen", default=0))["fen"]
    )
    reasons = [
        _share(shop, span, "masked", masked, masked_fen),
        _share(shop, span, "no_nick", orders - masked, fen - masked_fen),
    ]
    paid_fen = queries.span_totals(shop, span.first, span.last)["paid_fen"] or 0
    url = orders_url(shop, span, bucket="unlinked")
    paid_url = orders_url(shop, span)
    return Unlinked(
        paid_fen, orders, fen, url, paid_url, [reason for reason in reasons if reason.orders], files
    )


def _share(shop: Shop, span: Span, reason: str, orders: int, fen: int) -> Share:
    return Share(reason, orders, fen, orders_url(shop, span, bucket="unlinked", reason=reason))


def _files(shop: Shop, span: Span) -> list[FileShare]:
    """One row a file, the most money first."""
    grouped = (
        _rows(shop, span)
        .values("order__batch_id")
        .annotate(
            orders=Count("pk"),
            masked=Count("pk", filter=Q(order__buyer__isnull=False)),
            fen=Sum("order__amount_fen"),
        )
        .order_by("-fen", "order__batch_id")
    )
    found = list(grouped)
    batches = ImportBatch.objects.filter(shop=shop).in_bulk([row["order__batch_id"] for row in found])
    return [_file(shop, span, row, batches.get(row["order__batch_id"])) for row in found]


def _file(shop: Shop, span: Span, row: Mapping[str, Any], batch: ImportBatch | None) -> FileShare:
    url = orders_url(shop, span, bucket="unlinked", batch=row["order__batch_id"])
    return FileShare(batch, row["orders"], row["masked"], row["fen"], url)
