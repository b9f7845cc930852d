"""The versions of a shop's rules: who saved each, from when to when it holds, what it changed (D7.7)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.models import AuditEntry, Shop
from chats.attribution.rules import BEGINNING, Rules
from chats.models import RuleSet
from chats.rules.versions import book
from chats.spans import ONE_DAY
from reports.models import RuleEffect
from reports.rules import sums as rule_sums
from reports.rules.sums import Moved, SumMoved
from reports.rules.words import BY_NAME, Difference, differences, in_words

LONGEST_TRAIL = 50  # entries; the audit page holds them all


@dataclass(frozen=True)
class Version:
    """One version: valid from a day (None: the beginning) until a day (None: open)."""

    number: int
    valid_from: dt.date | None
    valid_until: dt.date | None
    rules: Rules
    row: RuleSet | None
    changes: list[Difference]


def versions(shop: Shop) -> list[Version]:
    """Every version, newest first; the defaults where nobody set any."""
    known = {row.number: row for row in RuleSet.objects.filter(shop=shop).select_related("created_by")}
    found: list[Version] = []
    all_versions = book(shop)
    for place, one in enumerate(all_versions):
        before = all_versions[place - 1].rules if place else Rules()
        behind = all_versions[place + 1].valid_from if place + 1 < len(all_versions) else None
        found.append(
            Version(
                one.number,
                None if one.valid_from <= BEGINNING else one.valid_from,
                behind - ONE_DAY if behind else None,
                one.rules,
                known.get(one.number),
                differences(before, one.rules),
            )
        )
    return found[::-1]


def holding(every: list[Version], day: dt.date) -> Version:
    """The version that holds on a day, of a list that is newest first."""
    return next(one for one in every if one.valid_from is None or one.valid_from <= day)


@dataclass(frozen=True)
class Effect:
    """What one saving of a version did: its changes in words, and sums before and after. `agents` and
    `shop` are empty while its days are still being computed, or where it reached none."""

    at: dt.datetime
    by: str
    changes: list[tuple[str, str, str]]
    first: str | None
    last: str | None
    is_done: bool
    agents: list[Moved]
    shop: list[SumMoved]


def stored_effects(row: RuleSet | None) -> list[dict[str, Any]]:
    """What each saving of a version did, as RuleEffect keeps it, newest last; none for no version."""
    kept = RuleEffect.objects.filter(rule_set=row).first() if row else None
    return kept.effects if kept else []


def effects(shop: Shop, row: RuleSet | None, seen: Collection[int]) -> list[Effect]:
    """Every saving of a version, newest first; agents among `seen` only."""
    return [_effect(shop, told, seen) for told in reversed(stored_effects(row))]


def _effect(shop: Shop, told: dict[str, Any], seen: Collection[int]) -> Effect:
    done = told["after"] is not None
    changes = [
        (str(BY_NAME[name].label), in_words(name, change["before"]), in_words(name, change["after"]))
        for name, change in told["changes"].items()
        if name in BY_NAME
    ]
    return Effect(
        dt.datetime.fromisoformat(told["at"]),
        told["by"],
        changes,
        told["first"],
        told["last"],
        done,
        rule_sums.agents_moved(shop, told["before"], told["after"], seen) if done else [],
        rule_sums.shop_moved(told["before"], told["after"]) if done else [],
    )


def trail(shop: Shop) -> list[AuditEntry]:
    """The last changes of rules that were noted, newest first, also of versions that were replaced."""
    return list(AuditEntry.objects.filter(shop=shop, action="rules_changed")[:LONGEST_TRAIL])
