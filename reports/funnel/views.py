"""The shop's funnel from visitor to buyer, why sales moved, and its daily trend (D8)."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import LEADERS, ShopRequest
from accounts.models import Shop
from accounts.ui import formats
from chats.spans import Span, picked_span
from reports.access import whole_shop_or_404
from reports.figures import labels
from reports.funnel import funnel as funnels
from reports.funnel.buyers import buyers_url
from reports.funnel.change_story import PAID, Urls, story
from reports.funnel.trend import trend
from reports.metrics.compute import total, value, values
from reports.metrics.definitions import BOOK_METRICS, METRICS
from reports.metrics.metric import Metric
from reports.pages.downloads import Heading, Sheet
from reports.pages.links import orders_url
from reports.pages.lists import file_links, list_page, span_sheet
from reports.pages.page import asked_span

IDENTITY_TEXTS = {
    "shop_conversion": gettext_lazy("Shop conversion = consulting rate × consulting conversion + silent A"),
    "silent_a": gettext_lazy("Silent A = (1 − consulting rate) × silent C"),
    "sales": gettext_lazy("Paid by known buyers = visitors × shop conversion × paid per buyer"),
}
Fraction = list[tuple[str, str]]  # (amount, the list of its buyers or "") of numerator and denominator


def _funnel_or_404(request: ShopRequest, shop: Shop) -> tuple[funnels.Funnel, list[Any]]:
    whole_shop_or_404(request, shop)
    span, named = asked_span(request, shop)
    return funnels.build_funnel(shop, span), named


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """Funnel and books, one row a day."""
    found, _named = _funnel_or_404(request, shop)
    columns = (*funnels.DAILY, METRICS["paid_fen"], *BOOK_METRICS)
    heads = [Heading(_("Day")), *(Heading(labels.name(m), m.unit) for m in columns)]
    rows = [[day.isoformat(), *values(columns, found.daily[day]).values()] for day in found.days]
    meanings = [(labels.name(m), labels.hint(m)) for m in columns]
    return span_sheet("funnel", shop, found.span, heads, rows, *meanings)


@list_page(_sheet, *LEADERS)
def funnel(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show the layers, the silent readings, the identities, what changed and the daily trend."""
    found, named = _funnel_or_404(request, shop)
    compared = _compared(found.span)
    before = funnels.build_funnel(shop, _against(request, found.span, compared))
    context = {
        "title": _("Shop funnel"),
        "funnel": found,
        "before": before,
        "compared": compared,
        "span": found.span,
        "presets": named,
        "steps": _steps(shop, found),
        "tiles": [_tile(shop, found, metric) for metric in funnels.TILES],
        "readings": [_reading(shop, found, metric) for metric in funnels.READINGS],
        "identities": [(IDENTITY_TEXTS[one.text], one, _both(one)) for one in found.identities()],
        "change": story(funnels.changes(before, found), _changed_urls(shop, before.span, found.span)),
        "before_query": urlencode({"from": before.span.first, "to": before.span.last}),
        "charts": trend(shop, found),
        "daily": _daily(shop, found),
        "daily_metrics": funnels.DAILY,
        "downloads": file_links(request),
    }
    return render(request, "reports/funnel/funnel.html", context)


def _compared(span: Span) -> list[tuple[str, str, Span]]:
    """(code, name, span) of what a span is usually compared with."""
    return [
        ("before", _("The span before"), span.before),
        ("weeks", _("Four weeks earlier"), span.moved(-28)),
        ("year", _("A year before, same weekdays"), span.moved(-364)),
    ]


def _against(request: ShopRequest, span: Span, compared: list[tuple[str, str, Span]]) -> Span:
    """The days that the address names (?vs_from=&vs_to=) or calls (?against=), else the span before."""
    named = {code: one for code, _name, one in compared}
    usual = named.get(request.GET.get("against", ""), span.before)
    return picked_span({"from": request.GET.get("vs_from", ""), "to": request.GET.get("vs_to", "")}, usual)


def _steps(shop: Shop, found: funnels.Funnel) -> list[tuple[Metric, str, str, str, str]]:
    """(metric, figure, share of visitors, length of its bar in per cent, its list) of each step."""
    visitors = found.sums["visitors"]
    largest = visitors or found.sums["consulting_buyers"] or found.sums["paying_buyers"] or 1
    rows = []
    for metric in funnels.STEPS:
        figure = value(metric, found.sums)
        share = figure / visitors if figure is not None and visitors else None
        length = min((figure or 0) / largest, 1) * 100
        written = labels.figure_text(metric, figure)
        address = buyers_url(shop, found.span, metric.code)
        rows.append((metric, written, formats.rate(share), f"{length:.2f}", address))
    return rows


def _tile(shop: Shop, found: funnels.Funnel, metric: Metric) -> tuple[Metric, str, Fraction]:
    """(metric, figure, numerator and denominator) of a stat tile."""
    return metric, labels.figure_text(metric, value(metric, found.sums)), _fraction(shop, found, metric)


def _fraction(shop: Shop, found: funnels.Funnel, metric: Metric) -> Fraction:
    if not metric.denominator:
        return []
    parts = []
    for expression in (metric.numerator, metric.denominator):
        write = formats.money if "_fen" in expression else formats.count
        parts.append((write(total(expression, found.sums)), buyers_url(shop, found.span, expression)))
    return parts


def _reading(shop: Shop, found: funnels.Funnel, metric: Metric) -> tuple[str, Metric, str, Fraction]:
    """(letter, metric, figure, numerator and denominator) of a silent rate (D8.2)."""
    figure = labels.figure_text(metric, value(metric, found.sums))
    return metric.code[-1].upper(), metric, figure, _fraction(shop, found, metric)


def _both(one: funnels.Identity) -> tuple[str, str]:
    write = formats.money if one.text == "sales" else _finely
    return write(one.left), write(one.right)


def _finely(share: float | None) -> str:
    return formats.NO_DATA if share is None else f"{share * 100:.3f}{formats.NBSP}%"


def _changed_urls(shop: Shop, before: Span, now: Span) -> dict[str, Urls]:
    """The orders behind the amounts of both spans: of all that was paid, and of what no factor speaks of."""
    buckets: dict[str, dict[str, str]] = {PAID: {}}
    buckets |= {f"{bucket}_fen": {"bucket": bucket} for bucket in ("unlinked", "excluded")}
    return {
        code: (orders_url(shop, before, **bucket), orders_url(shop, now, **bucket))
        for code, bucket in buckets.items()
    }


def _daily(shop: Shop, found: funnels.Funnel) -> list[tuple[object, list[tuple[str, str]]]]:
    """(day, (figure, its list) of each column) of each day."""
    return [
        (
            day,
            [
                (labels.figure_text(m, value(m, found.daily[day])), buyers_url(shop, Span(day, day), m.code))
                for m in funnels.DAILY
            ],
        )
        for day in found.days
    ]
