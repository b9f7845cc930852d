"""What other rules would do to the last 30 days of data, by the same kernel; nothing is stored (D7.7)."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from django.db.models import F, Sum

from accounts.models import Shop, User
from chats import frames
from chats.attribution import reach
from chats.attribution.clock import day_number
from chats.attribution.rules import with_changes
from chats.attribution.versions import RuleBook
from chats.credit.slices import ShopData
from chats.jobs import queue as jobs
from chats.models import Job, ShopState
from chats.spans import Span, last_days
from reports.facts import refresh
from reports.models import ShopDay
from reports.rules import sums as rule_sums
from reports.rules.sums import AGENT_SUMS, SHOP_SUMS, Sums

KIND = "rule_preview"
DAYS = 30
CHUNK_DAYS = 10  # of a preview that tells how far it is
MOST_INLINE_MESSAGES = 60_000  # more take longer than a second and become a job behind the page

Progress = Callable[[int, int], None]


def span_of(shop: Shop) -> Span | None:
    """The last 30 days of data; None for a shop without any."""
    state = ShopState.objects.filter(shop=shop).first()
    known = state.span if state else None
    if known is None:
        return None
    span = last_days(DAYS, known.last)
    return Span(max(span.first, known.first), span.last)


def changed_book(book: RuleBook, changes: Mapping[str, str]) -> RuleBook:
    """Every version with the changes, as if they had held on all days of the span."""
    versions = tuple(
        dataclasses.replace(version, rules=with_changes(version.rules, changes)) for version in book.versions
    )
    return RuleBook(versions, book.timezone)


def computed(shop: Shop, book: RuleBook, span: Span, as_of: int | None, progress: Progress) -> Sums:
    """The sums of a span under a rule book, from the rows; stores nothing."""
    data = ShopData(shop, book, frames.people(shop, book), frames.Names(shop))
    longest = CHUNK_DAYS if _messages(shop, span) > MOST_INLINE_MESSAGES else DAYS
    chunks = reach.chunked([(day_number(span.first), day_number(span.last))], longest)
    by_agent, by_shop = [], []
    for done, days in enumerate(chunks):
        progress(done, len(chunks))
        found = refresh.compute_days(data, *days, as_of)
        by_agent.append(found.agent_days)
        by_shop.append(found.shop_days)
    agents = pd.concat(by_agent).groupby("agent")[list(AGENT_SUMS)].sum()
    whole = pd.concat(by_shop)[list(SHOP_SUMS)].sum()
    return {
        "agents": {str(agent): _plain(row) for agent, row in agents.iterrows()},
        "shop": _plain(whole),
    }


def _plain(row: pd.Series) -> dict[str, int]:
    return {str(name): int(value) for name, value in row.items()}


def preview(shop: Shop, changes: Mapping[str, str], progress: Progress) -> dict[str, Any]:
    """Sums of the last 30 days as the pages show them, and as they would be under the changed rules."""
    span = span_of(shop)
    if span is None:
        return {}
    state = ShopState.objects.get(shop=shop)
    as_of = int(state.as_of.timestamp()) if state.as_of else None
    book = changed_book(frames.rule_book(shop), changes)
    after = computed(shop, book, span, as_of, progress)
    before = rule_sums.stored(shop, span.first, span.last)
    return {
        "first": span.first.isoformat(),
        "last": span.last.isoformat(),
        "before": before,
        "after": after,
    }


def start(shop: Shop, changes: Mapping[str, str], valid_from: dt.date | None, user: User) -> Job:
    """Preview changes: at once where that is quick, else behind the page. The job's payload keeps
    what was asked and, once it is done, the result."""
    payload = {"changes": dict(changes), "valid_from": valid_from.isoformat() if valid_from else None}
    payload["seen"] = refresh.rules_fingerprint(frames.rule_book(shop))
    if _messages(shop, span_of(shop)) > MOST_INLINE_MESSAGES:
        return jobs.enqueue(shop, KIND, payload, user)
    job = Job.objects.create(shop=shop, kind=KIND, payload=payload, created_by=user)
    if not jobs.run(job.pk):
        jobs.wake(job.pk)  # another preview of the shop is running; a worker comes back to this one
    job.refresh_from_db()
    return job


def _messages(shop: Shop, span: Span | None) -> int:
    """How many messages of receptions a preview of the span looks at."""
    if span is None:
        return 0
    days = ShopDay.objects.filter(shop=shop, day__range=(span.first, span.last))
    said: int = days.aggregate(said=Sum(F("buyer_messages") + F("human_messages"), default=0))["said"]
    return said


@jobs.register(KIND)
def work(job: Job, progress: jobs.Progress) -> None:
    """Compute the preview that the job's payload asks for, and keep it there."""
    result = preview(job.shop, job.payload["changes"], progress)
    with jobs.finish_in_transaction(job):
        Job.objects.filter(pk=job.pk).update(payload=job.payload | {"result": result})
