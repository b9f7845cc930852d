"""What a reader must know before trusting a report: days without data, open windows, unknown buyers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import Shop
from chats.attribution.versions import RuleBook
from chats.models import ShopState
from chats.spans import ONE_DAY, Span
from reports.facts import queries, refresh
from reports.metrics.columns import MUCH_UNLINKED
from reports.weekly.content.shop import Sides

INFO, WARNING, DANGER = "info", "warning", "danger"

Warnings = list[dict[str, Any]]


@dataclass(frozen=True)
class Known:
    """How far a shop's data reach, and until when the inquiries of a span are open."""

    first_day: dt.date | None
    last_day: dt.date | None
    as_of: dt.datetime | None
    final_at: dt.datetime

    @classmethod
    def of(cls, book: RuleBook, span: Span, state: ShopState | None) -> "Known":
        """Of a span of a shop."""
        final_at = queries.final_at(book, span.last)
        if state is None:
            return cls(None, None, None, final_at)
        return cls(state.first_day, state.last_day, state.as_of, final_at)

    @property
    def is_final(self) -> bool:
        return self.as_of is not None and self.as_of >= self.final_at

    def holds(self, span: Span) -> bool:
        """Whether there are data of any day of a span."""
        if self.first_day is None or self.last_day is None:
            return False
        return self.first_day <= span.last and self.last_day >= span.first


def warnings(
    shop: Shop, book: RuleBook, span: Span, found: Sides, known: Known, books_balance: bool
) -> Warnings:
    """Section `warnings`, the worst first."""
    if not known.holds(span):
        return [_warning("no_data", DANGER)]
    told = [_warning("books_off", DANGER)] if not books_balance else []
    told += _missing(span, found) + _provisional(found, known) + _unlinked(found)
    if refresh.rules_changed(shop):
        told.append(_warning("rules_pending", WARNING))
    return told + _traffic(span, found) + _young(book, span, known) + _before(span, known)


def _warning(code: str, level: str, **params: object) -> dict[str, Any]:
    return {"code": code, "level": level, "params": params}


def _missing(span: Span, found: Sides) -> Warnings:
    daily = found.funnel.daily
    chats = [day for day in found.funnel.days if not (daily[day]["receptions"] or daily[day]["outreach"])]
    orders = [day for day in found.funnel.days if not (daily[day]["ordered_fen"] or daily[day]["paid_fen"])]
    return [
        _warning(code, WARNING, days=[day.isoformat() for day in days])
        for code, days in (("missing_chats", chats), ("missing_orders", orders))
        if days
    ]


def _provisional(found: Sides, known: Known) -> Warnings:
    if known.is_final:
        return []
    still_open = (found.now["inquiries"] or 0) - (found.now["mature_inquiries"] or 0)
    final_on = known.final_at.date().isoformat()
    return [_warning("provisional", INFO, open_count=still_open, final_day=final_on)]


def _unlinked(found: Sides) -> Warnings:
    paid, unlinked = found.now["paid_fen"], found.now["unlinked_fen"]
    if not paid or not unlinked:
        return []
    share = round(unlinked / paid, 6)
    level = WARNING if share >= MUCH_UNLINKED else INFO
    return [_warning("unlinked", level, unlinked_fen=unlinked, share_rate=share)]


def _traffic(span: Span, found: Sides) -> Warnings:
    without = [day for day in found.funnel.days if found.funnel.daily[day].get("visitors") is None]
    return [_warning("no_traffic", INFO, days=[day.isoformat() for day in without])] if without else []


def _young(book: RuleBook, span: Span, known: Known) -> Warnings:
    """The first days of a shop's data cannot know after-sales (D6.1)."""
    if known.first_day is None:
        return []
    knows_from = known.first_day + book.first.aftersale_days * ONE_DAY
    if span.first >= knows_from:
        return []
    return [_warning("young", INFO, first_day=known.first_day.isoformat(), known_day=knows_from.isoformat())]


def _before(span: Span, known: Known) -> Warnings:
    if known.first_day is None or known.first_day <= span.before.first:
        return []
    return [_warning("before_incomplete", INFO, first_day=known.first_day.isoformat())]
