"""Weekly reports as they are kept: built, and stored where they say anything new."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Shop
from chats.frames import rule_book
from chats.models import ShopState
from chats.spans import Span
from reports.models import WeeklyReport
from reports.weekly.content import canonical
from reports.weekly.content.build import Content, build_week, rules_digest, week_span

MOST_READINGS = 3
RULES_PATH = ["meta", "rules_digest"]


class NoData(Exception):
    """There are no data of this week, so there is nothing to report."""


@dataclass(frozen=True)
class Built:
    """Result of a build request: `is_new` if it was stored now, `kept_for_rules` if the one that
    there is stays as it is because the rules of its days changed since."""

    report: WeeklyReport
    is_new: bool
    kept_for_rules: bool = False


def latest(shop: Shop) -> QuerySet[WeeklyReport]:
    """The last revision of every week, the latest week first."""
    newest = WeeklyReport.objects.filter(shop=shop).order_by("monday", "-revision")
    numbers: dict[dt.date, int] = {}
    for monday, pk in newest.values_list("monday", "pk"):
        numbers.setdefault(monday, pk)
    return WeeklyReport.objects.filter(pk__in=numbers.values()).order_by("-monday")


def of_week(shop: Shop, monday: dt.date) -> WeeklyReport | None:
    """The last revision of a week's report."""
    return WeeklyReport.objects.filter(shop=shop, monday=monday).order_by("-revision").first()


def content_of(report: WeeklyReport) -> Content:
    """The stored content as a dictionary."""
    content: Content = json.loads(report.content)
    return content


def rules_moved(shop: Shop, report: WeeklyReport) -> bool:
    """Whether the rules of a report's days changed since it was built (D7.7)."""
    told: str = content_of(report)["meta"]["rules_digest"]
    return told != rules_digest(rule_book(shop), report.sunday)


def has_data(shop: Shop, span: Span) -> bool:
    """Whether the shop's data reach a day of the span."""
    state = ShopState.objects.filter(shop=shop).first()
    if state is None or state.first_day is None or state.last_day is None:
        return False
    return state.first_day <= span.last and state.last_day >= span.first


def make(shop: Shop, monday: dt.date, again: bool = False) -> Built:
    """Build the report of a week and keep it; `again` even if rules changed since the last revision.

    Raises NoData.
    """
    content = read(shop, monday, again)
    if content is None:
        kept = of_week(shop, monday)
        assert kept is not None, monday  # else there was nothing that must stay
        return Built(kept, is_new=False, kept_for_rules=True)
    return keep(shop, monday, content)


def read(shop: Shop, monday: dt.date, again: bool = False) -> Content | None:
    """What the report of a week says now; None if the one that there is must stay (D7.7). Raises NoData."""
    if not has_data(shop, week_span(monday)):
        raise NoData
    known = of_week(shop, monday)
    if known and not again and rules_moved(shop, known):
        return None
    return _at_rest(shop, monday)


def _at_rest(shop: Shop, monday: dt.date) -> Content:
    """The content, read while no refresh ended; one that ends later shows as a difference then."""
    for _ in range(MOST_READINGS):
        before = _refreshed_at(shop)
        content = build_week(shop, monday)
        if _refreshed_at(shop) == before:
            break
    return content


def _refreshed_at(shop: Shop) -> dt.datetime | None:
    return ShopState.objects.filter(shop=shop).values_list("refreshed_at", flat=True).first()


def keep(shop: Shop, monday: dt.date, content: Content) -> Built:
    """Store the content as the next revision, unless the last one says the same."""
    written = canonical.text(content)
    with transaction.atomic():
        Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
        known = of_week(shop, monday)
        differences = canonical.differences(content_of(known), json.loads(written)) if known else []
        if known and not differences:
            return Built(known, is_new=False)
        report = WeeklyReport.objects.create(
            shop=shop,
            monday=monday,
            revision=known.revision + 1 if known else 1,
            content=written,
            digest=canonical.digest(written),
            differences=differences,
        )
    return Built(report, is_new=True)


def told_by_rules(report: WeeklyReport) -> bool:
    """Whether this revision follows other rules than the one before."""
    return any(one["path"] == RULES_PATH for one in report.differences)


@dataclass(frozen=True)
class Document:
    """A report as files hold it: stored (a week's revision) or made on demand (a month)."""

    shop: Shop
    content: Content
    revision: int | None = None
    built_at: dt.datetime | None = None
    differences: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(cls, report: WeeklyReport) -> "Document":
        """The stored report."""
        return cls(
            report.shop, content_of(report), report.revision, report.built_at, tuple(report.differences)
        )

    @cached_property
    def name(self) -> str:
        """The name of its files, without an ending."""
        meta = self.content["meta"]
        revised = f"_r{self.revision}" if self.revision and self.revision > 1 else ""
        return f"{meta['shop']['name']}_{meta['label']}{revised}"
