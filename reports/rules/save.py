"""Saving rules: a version, the days that it reaches computed anew, and what that did to figures (D7.7).

Sums before are read in the transaction that saves, sums after when every day is computed; both stay
in `RuleEffect`. Finished weekly reports are snapshots and are not touched.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.models import Shop
from chats import frames
from chats.attribution import reach
from chats.attribution.clock import day_number, number_day
from chats.attribution.rules import BEGINNING, FIRST_VERSION_ONLY, Rules
from chats.attribution.versions import RuleBook
from chats.credit.slices import ShopData
from chats.jobs import queue as jobs
from chats.models import Job, RuleSet, ShopState
from chats.rules.versions import set_rules
from chats.spans import ONE_DAY, Span
from reports.facts import refresh
from reports.lost_sales.form import verbs as lost_sales
from reports.models import RuleEffect
from reports.rules import sums as rule_sums
from reports.rules import words as rule_words

KIND = "rules"
CHUNK_DAYS = 31


class RulesMoved(Exception):
    """Somebody else saved rules since these were looked at."""


def reached(shop: Shop, changes: Mapping[str, str], valid_from: dt.date | None) -> Span | None:
    """The days with data whose figures a version valid from a day on can alter; None where there are none.

    Orders of its first day can change inquiries up to the window before.
    """
    state = ShopState.objects.filter(shop=shop).first()
    known = state.span if state else None
    if known is None:
        return None
    if valid_from is None or any(name in FIRST_VERSION_ONLY for name in changes):
        return known
    data = ShopData.of(shop)
    first, _last = data.edges(day_number(valid_from), day_number(valid_from))
    earliest = number_day(data.day(data.run_before(reach.questions_before(first, data.book))))
    first_day = max(min(earliest, valid_from), known.first)
    return Span(first_day, known.last) if valid_from <= known.last else None


def base_rules(book: RuleBook, valid_from: dt.date | None) -> Rules:
    """The rules that a version of that day copies."""
    return book.rules_on(day_number(max(valid_from or BEGINNING, BEGINNING)))


def save_rules(
    by: Actor, shop: Shop, changes: Mapping[str, str], valid_from: dt.date | None, seen: str
) -> RuleSet:
    """Make the version, and note the job that computes what it reaches.

    `seen` is the fingerprint of the rules that the person looked at. Raises RulesMoved, BadRule.
    """
    with transaction.atomic():
        Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
        book = frames.rule_book(shop)
        if refresh.rules_fingerprint(book) != seen:
            raise RulesMoved
        version = set_rules(shop, changes, valid_from, by.user)
        span = reached(shop, changes, valid_from)
        effect = _effect(by, shop, span, base_rules(book, valid_from), version.rules)
        kept, _created = RuleEffect.objects.select_for_update().get_or_create(rule_set=version)
        kept.effects.append(effect)
        kept.save(update_fields=["effects"])
        audit.note(
            by,
            shop,
            "rules_changed",
            f"#{version.number}",
            valid_from=version.valid_from.isoformat(),
            before={name: change["before"] for name, change in effect["changes"].items()},
            after={name: change["after"] for name, change in effect["changes"].items()},
        )
        _compute(by, shop, kept, span, seen, changes)
    return version


def _effect(by: Actor, shop: Shop, span: Span | None, old: Rules, new: Rules) -> dict[str, Any]:
    typed_old, typed_new = rule_words.typed_rules(old), rule_words.typed_rules(new)
    return {
        "at": timezone.now().isoformat(),
        "by": by.name,
        "changes": {
            name: {"before": typed_old[name], "after": typed_new[name]}
            for name in typed_old
            if typed_old[name] != typed_new[name]
        },
        "first": span.first.isoformat() if span else None,
        "last": span.last.isoformat() if span else None,
        "before": _sums(shop, span) if span else None,
        "after": None,
    }


def _sums(shop: Shop, span: Span) -> rule_sums.Sums:
    """The sums of a span and of the days beside it, to which a new start of the day may move something."""
    return rule_sums.stored(shop, span.first - ONE_DAY, span.last + ONE_DAY)


def _compute(
    by: Actor, shop: Shop, kept: RuleEffect, span: Span | None, seen: str, changes: Mapping[str, str]
) -> None:
    now = refresh.rules_fingerprint(frames.rule_book(shop))
    payload = {
        "version": kept.rule_set_id,
        "effect": len(kept.effects) - 1,
        "first": span.first.isoformat() if span else None,
        "last": span.last.isoformat() if span else None,
        "everything": any(name in FIRST_VERSION_ONLY for name in changes),
        "fingerprints": [seen, now],
    }
    if span is None:
        _settle(shop, seen, now)
    else:
        jobs.enqueue(shop, KIND, payload, by.user)


@jobs.register(KIND)
def work(job: Job, progress: jobs.Progress) -> None:
    """Compute the days that a saved version reaches, and keep what that did. May run twice."""
    told, shop = job.payload, job.shop
    first, last = (dt.date.fromisoformat(told[name]) for name in ("first", "last"))
    if told["everything"]:
        refresh.refresh_all(shop, progress)
    else:
        chunks = reach.chunked([(day_number(first), day_number(last))], CHUNK_DAYS)
        for done, days in enumerate(chunks):
            progress(done, len(chunks))
            refresh.refresh_span(shop, *days)
    lost_sales.catch_up(shop)
    with transaction.atomic():
        kept = RuleEffect.objects.select_for_update().get(rule_set=told["version"])
        kept.effects[told["effect"]]["after"] = _sums(shop, Span(first, last))
        kept.save(update_fields=["effects"])
        _settle(shop, *told["fingerprints"])


def _settle(shop: Shop, before: str, after: str) -> None:
    """Every stored day fits the rules again, if it did before they were changed."""
    ShopState.objects.filter(shop=shop, rules_seen=before).update(rules_seen=after)


def under_way(shop: Shop) -> Job | None:
    """The job that still computes what a saved version reaches."""
    return Job.objects.filter(shop=shop, kind=KIND, status__in=Job.PENDING).order_by("pk").first()
