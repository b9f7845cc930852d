"""Builds the content of a report for a span of days; what it looks like stands in schema.py."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from xxhash import xxh3_64_hexdigest

from accounts.models import Shop
from chats.attribution.rules import BEGINNING, RuleVersion, to_json
from chats.attribution.versions import RuleBook
from chats.frames import rule_book
from chats.models import ShopState
from chats.spans import ONE_DAY, Span, month_span
from reports.facts.span_facts import SpanFacts
from reports.metrics.definitions import METRICS
from reports.scorecards.points import points_of_week
from reports.weekly.content import schema
from reports.weekly.content.agents import agents
from reports.weekly.content.cells import rounded
from reports.weekly.content.lost_sales import Lost, actions, rulings, wall
from reports.weekly.content.shop import books, changed, chasing, funnel_part, key_figures, sides
from reports.weekly.content.summary import summary
from reports.weekly.content.warnings import Known, warnings

WEEK, MONTH = "week", "month"
# They say when a report is made, not what it says.
NOT_ABOUT_FIGURES = ("report_day", "report_time")

Content = dict[str, Any]


def week_span(monday: dt.date) -> Span:
    """The seven days from a Monday on."""
    return Span(monday, monday + 6 * ONE_DAY)


def build_week(shop: Shop, monday: dt.date) -> Content:
    """The content of an ISO week."""
    return build_content(shop, week_span(monday), WEEK, f"{monday:%G-W%V}")


def build_month(shop: Shop, day: dt.date) -> Content:
    """The content of the calendar month of a day, against as many days before it."""
    return build_content(shop, month_span(day), MONTH, f"{day:%Y-%m}")


def build_content(shop: Shop, span: Span, kind: str, label: str) -> Content:
    """The content of a span: same rows in the database, same content."""
    book = rule_book(shop)
    state = ShopState.objects.filter(shop=shop).first()
    known = Known.of(book, span, state)
    facts = SpanFacts(shop, span)
    found = sides(facts, known.holds(span.before))
    lost = Lost(shop, span, known.as_of)
    balance = books(shop, book, span, found)
    content = {
        "meta": _meta(shop, book, span, known, kind, label),
        "shop": key_figures(found),
        "changed": changed(found),
        "books": balance,
        "funnel": funnel_part(found),
        "agents": agents(facts, book),
        "scorecards": rounded(points_of_week(facts, known.as_of)),
        "chasing": chasing(found),
        "causes": lost.causes(),
        "actions": actions(shop, span),
        "forms": lost.form_part(),
        "rulings": rulings(shop, book, span),
        "warnings": warnings(shop, book, span, found, known, balance["balances"]),
        "definitions": definitions(),
    }
    return {"summary": summary(content), **content}


def _meta(shop: Shop, book: RuleBook, span: Span, known: Known, kind: str, label: str) -> Content:
    return {
        "schema": schema.SCHEMA,
        "kind": kind,
        "label": label,
        "shop": {"id": shop.pk, "name": shop.name, "timezone": shop.timezone},
        "first": span.first.isoformat(),
        "last": span.last.isoformat(),
        "days": [day.isoformat() for day in span.dates],
        "before": {"first": span.before.first.isoformat(), "last": span.before.last.isoformat()},
        "as_of": wall(_until(known), ZoneInfo(shop.timezone)),
        "final": known.is_final,
        "final_on": known.final_at.date().isoformat(),
        "rules": [_version(version) for version in _in_force(book, span)],
        "rules_digest": rules_digest(book, span.last),
    }


def _until(known: Known) -> dt.datetime | None:
    """The "now" of the figures; once all is final, later data change nothing and so not this either."""
    return min(known.as_of, known.final_at) if known.as_of else None


def _in_force(book: RuleBook, span: Span) -> list[RuleVersion]:
    """The versions valid on some day of the span."""
    later = [version.valid_from for version in book.versions[1:]] + [dt.date.max]
    return [
        version
        for version, following in zip(book.versions, later, strict=True)
        if version.valid_from <= span.last and following > span.first
    ]


def _version(version: RuleVersion) -> Content:
    begins = None if version.valid_from == BEGINNING else version.valid_from.isoformat()
    return {"number": version.number, "valid_from": begins, "params": _params(version)}


def _params(version: RuleVersion) -> Mapping[str, Any]:
    return {name: value for name, value in to_json(version.rules).items() if name not in NOT_ABOUT_FIGURES}


def rules_digest(book: RuleBook, last: dt.date) -> str:
    """Stands for every rule that can decide about days up to the last one; orders of a week may be older."""
    deciding = [
        (version.valid_from, sorted(_params(version).items()))
        for version in book.versions
        if version.valid_from <= last
    ]
    return xxh3_64_hexdigest(repr((book.timezone, deciding)).encode())


def definitions() -> list[Content]:
    """Section `definitions`: rule, unit and formula of every figure, by code."""
    codes = sorted(
        {*schema.shop_codes(), *schema.BOOKS, *schema.FUNNEL, *schema.agent_codes(), *schema.CHASING}
    )
    declared = [
        {
            "code": metric.code,
            "rule": metric.rule,
            "unit": metric.unit,
            "clock": metric.clock,
            "numerator": metric.numerator,
            "denominator": metric.denominator,
        }
        for metric in (METRICS[code] for code in codes)
    ]
    own = [
        {"code": code, "rule": rule, "unit": unit, "clock": "", "numerator": "", "denominator": ""}
        for code, (unit, rule) in schema.OWN_FIGURES.items()
    ]
    return declared + own
