"""The shop's part of a report: key figures, why paid amounts moved, books, funnel and chasing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from accounts.models import Shop
from chats.attribution.clock import day_edges, day_number
from chats.attribution.natural import Recovery
from chats.attribution.versions import RuleBook
from chats.frames import instant
from chats.models import Order
from chats.spans import Span
from reports.books.rows import BooksRow, book_rows
from reports.facts import queries
from reports.facts.span_facts import SpanFacts
from reports.funnel.funnel import Funnel, build_funnel
from reports.metrics import wilson
from reports.metrics.columns import BUCKET_SUMS
from reports.metrics.what_changed import Side, what_changed
from reports.weekly.content import schema
from reports.weekly.content.cells import Cells, cell, in_order, of_receptions, of_sums, plain

DAILY = (
    "visitors",
    "page_views",
    "bounced_visitors",
    "consulting_buyers",
    "consulting_paying_buyers",
    "silent_paying_buyers",
    "paying_buyers",
    "ordering_buyers",
    "ordered_fen",
)


@dataclass(frozen=True)
class Sides:
    """The sums and the funnel of a span and of the one before."""

    facts: SpanFacts
    now: queries.Sums
    before: queries.Sums
    funnel: Funnel
    funnel_before: Funnel


def sides(facts: SpanFacts, before_is_known: bool) -> Sides:
    """Read both spans; of a span without any data nothing is known, not even that nothing happened."""
    before = facts.before.shop_sums if before_is_known else {}
    funnels = (build_funnel(facts.shop, one.span) for one in (facts, facts.before))
    return Sides(facts, facts.shop_sums, before, *funnels)


def key_figures(found: Sides) -> dict[str, Any]:
    """Section `shop`."""
    codes = schema.shop_codes()
    cells = of_sums(codes, found.now, found.before) | of_receptions(codes, found.facts)
    return {
        "figures": in_order(codes, cells),
        "interval": interval(found.now.get("mature_paid_final"), found.now.get("mature_inquiries")),
    }


def interval(paid: int | None, mature: int | None) -> list[float] | None:
    """The 95 % interval of a conversion (D6.7)."""
    found = wilson.interval(paid or 0, mature or 0)
    return [plain(end) for end in found] if found else None


def changed(found: Sides) -> dict[str, Any]:
    """Section `changed`: contributions to the change of all paid amounts."""
    before = Side(found.funnel_before.sums, found.before)
    told = what_changed(before, Side(found.funnel.sums, found.now))
    return {
        "before_fen": told.before_fen,
        "now_fen": told.now_fen,
        "reason": told.reason,
        "lines": [
            {"code": line.code, "before": plain(line.before), "now": plain(line.now), "fen": line.fen}
            for line in told.lines
        ],
        "largest": told.largest.code if told.largest else None,
    }


def paid_orders_fen(shop: Shop, book: RuleBook, span: Span) -> int:
    """What the orders themselves say was paid in the span, to hold the books against."""
    start, end = day_edges(day_number(span.first), day_number(span.last), book.timezone, book.first.day_start)
    paid = Order.objects.filter(shop=shop, paid_at__gte=instant(start), paid_at__lt=instant(end))
    fen: int = paid.aggregate(Sum("amount_fen", default=0))["amount_fen__sum"]
    return fen


def books(shop: Shop, book: RuleBook, span: Span, found: Sides) -> dict[str, Any]:
    """Section `books`: every day, and whether all of them balance with the orders (D7.3)."""
    *days, whole = book_rows(found.funnel)
    agrees = whole.paid_fen == paid_orders_fen(shop, book, span)
    return {
        "balances": agrees and all(row.balances for row in [*days, whole]),
        "figures": of_sums(schema.BOOKS, found.now, found.before),
        "days": [_books_day(row) for row in days],
    }


def _books_day(row: BooksRow) -> dict[str, Any]:
    return {
        "day": row.day.isoformat() if row.day else None,
        "paid_fen": row.paid_fen,
        **dict(zip(BUCKET_SUMS, row.parts, strict=True)),
        "sales_fen": row.sales_fen,
        "balances": row.balances,
    }


def funnel_part(found: Sides) -> dict[str, Any]:
    """Section `funnel`."""
    one = found.funnel
    return {
        "traffic_days": one.traffic_days,
        "figures": of_sums(schema.FUNNEL, one.sums, found.funnel_before.sums),
        "days": [
            {"day": day.isoformat(), **{name: one.daily[day].get(name) for name in DAILY}} for day in one.days
        ],
        "identities": [
            {"code": i.text, "left": plain(i.left), "right": plain(i.right), "holds": i.holds}
            for i in one.identities()
        ],
    }


def added_cells(now: Recovery, before: Recovery) -> Cells:
    """What chasing added, as cells."""
    return {
        "expected_recovered": cell(now.expected, before.expected),
        "incremental_recovered": cell(now.incremental, before.incremental),
    }


def chasing(found: Sides) -> dict[str, Any]:
    """Section `chasing`."""
    now, before = found.facts.chases, found.facts.before.chases
    cells = of_sums(schema.CHASING, found.now, found.before) | added_cells(now.added(), before.added())
    return {
        "figures": in_order(schema.CHASING, cells),
        "natural": [
            {"after_seconds": one.after_seconds, "paid": one.paid, "open": one.open, "rate": plain(one.rate)}
            for one in now.natural
        ],
    }
