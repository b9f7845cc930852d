"""The books: every paid yuan in exactly one bucket, with the orders behind every amount (D7.3)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import LEADERS, ShopRequest
from accounts.models import Shop
from accounts.ui import formats
from chats.spans import Span
from reports.access import whole_shop_or_404
from reports.books import page as books_page
from reports.figures import labels
from reports.metrics.definitions import BOOK_METRICS, METRICS
from reports.orders.forms import REASON_CHOICES
from reports.pages import charts
from reports.pages.downloads import Cell, Heading, Sheet
from reports.pages.links import orders_url
from reports.pages.lists import file_links, list_page, span_sheet
from reports.pages.page import asked_span

TONES = ("accent", "info", "warn", "quiet")
REASON_NAMES = dict(REASON_CHOICES)


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The books, one row a day and the span's sum last."""
    whole_shop_or_404(request, shop)
    span, _named = asked_span(request, shop)
    columns = (*BOOK_METRICS, METRICS["paid_fen"])
    heads = [
        Heading(_("Day")),
        *(Heading(labels.name(metric), metric.unit) for metric in columns),
        Heading(_("Difference"), "money"),
    ]
    rows: list[list[Cell]] = [
        [row.day.isoformat() if row.day else _("Span"), *row.parts, row.paid_fen, row.difference_fen]
        for row in books_page.days(shop, span)
    ]
    meanings = [(labels.name(metric), labels.hint(metric)) for metric in columns]
    return span_sheet("books", shop, span, heads, rows, *meanings)


@list_page(_sheet, *LEADERS)
def books(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show the buckets day by day, whether they balance, and of what each consists."""
    whole_shop_or_404(request, shop)
    span, named = asked_span(request, shop)
    days = books_page.days(shop, span)
    context = {
        "title": _("The books"),
        "span": span,
        "presets": named,
        "rows": [_cells(shop, row, span) for row in days],
        "whole": days[-1],
        "wrong": [row.day for row in days[:-1] if not row.balances],
        "book_metrics": BOOK_METRICS,
        "chart": _chart(shop, days[:-1]),
        "agents": [_part(shop, span, part, part.name) for part in books_page.by_agent(shop, span)],
        "reasons": [
            _part(shop, span, part, REASON_NAMES[part.name]) for part in books_page.by_reason(shop, span)
        ],
        "downloads": file_links(request),
    }
    return render(request, "reports/books/books.html", context)


def _cells(
    shop: Shop, row: books_page.BookDay, span: Span
) -> tuple[books_page.BookDay, list[tuple[str, str]]]:
    """The row, and (amount, orders list) of each bucket and of the whole."""
    amounts = [formats.money(fen) for fen in (*row.parts, row.paid_fen)]
    return row, list(zip(amounts, books_page.bucket_links(shop, row, span), strict=True))


def _chart(shop: Shop, days: list[books_page.BookDay]) -> charts.Chart:
    series = [
        charts.Series(labels.name(metric), [row.parts[place] for row in days], TONES[place])
        for place, metric in enumerate(BOOK_METRICS)
    ]
    links = [orders_url(shop, Span(row.day, row.day)) for row in days if row.day]
    return charts.Chart(
        "books",
        _("Paid amounts of each day"),
        _("Day"),
        [row.day.isoformat() for row in days if row.day],
        series if any(row.paid_fen for row in days) else [],
        "money",
        "stacked",
        links=links,
    )


def _part(shop: Shop, span: Span, part: books_page.Part, label: object) -> tuple[str, int, str, str]:
    """(label, orders, amount, orders list)."""
    return str(label), part.orders, formats.money(part.fen), orders_url(shop, span, **part.filters)
