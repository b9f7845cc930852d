"""Rule set versions of the reference implementation, from what was typed (D7.7)."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Any

from tests.reference.world import World

BEGINNING = dt.date.min
DEFAULTS: dict[str, Any] = {
    "day_start": 0,  # minutes after midnight
    "excluded_flags": [],
    "excluded_memo_phrases": ["补单", "刷单", "内部单", "测试单"],
    "session_gap_minutes": 30,
    "blocked_buyers": [],
    "excluded_agents": [],
    "watchwords": [],
    "closing_phrases": [],
    "first_response_target_seconds": 10,
    "service_hours": (8 * 60, 23 * 60),
    "slow_response_seconds": 100,
    "long_reception_minutes": 30,
    "inquiry_window_hours": 48,
    "tie_break": "last_touch",
    "chase_guard_minutes": 10,
    "unpaid_days": 3,
    "chase_needs_phrase": False,
    "chase_phrases": ["催付", "付款", "拍下", "未付", "支付"],
    "aftersale_days": 15,
    "min_inquiries_to_rank": 30,
    "judge_rule": "order_first",
    "form_deadline": 12 * 60,
}
LISTS = ("excluded_memo_phrases", "blocked_buyers", "excluded_agents", "watchwords")
LISTS += ("closing_phrases", "chase_phrases")


@dataclass
class Version:
    """One version: its number in order of creation, first business day, and values."""

    number: int
    valid_from: dt.date
    rules: dict[str, Any]


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def value_of(name: str, typed: str) -> Any:
    if name == "excluded_flags":
        return [int(part) for part in typed.split(",") if part.strip()]
    if name in LISTS:
        return [part.strip() for part in typed.replace("，", ",").split(",") if part.strip()]
    if name in ("day_start", "form_deadline"):
        return minutes(typed)
    if name == "service_hours":
        start, end = typed.split("-")
        return (minutes(start), minutes(end))
    if name == "chase_needs_phrase":
        return typed == "on"
    if name in ("tie_break", "judge_rule"):
        return typed
    return int(typed)


def versions(world: World) -> list[Version]:
    """All versions in order of creation.

    D7.7: version 1 (the defaults) is there from the beginning; a new one copies the version valid
    on its first day. CHOICE: one that replaces a version of the same day takes over its number, so
    that numbers count the versions that exist.
    """
    book = [Version(1, BEGINNING, dict(DEFAULTS))]
    for first_day, typed in world.rule_versions:
        first_day = first_day or BEGINNING
        rules = dict(valid_on(book, first_day).rules)
        for name, value in typed.items():
            assert name in DEFAULTS, name
            rules[name] = value_of(name, value)
        same_day = [version for version in book if version.valid_from == first_day]
        if same_day:
            same_day[0].rules = rules
        else:
            book.append(Version(len(book) + 1, first_day, rules))
    return book


def valid_on(book: list[Version], day: dt.date) -> Version:
    candidates = [version for version in book if version.valid_from <= day]
    return max(candidates, key=lambda version: version.valid_from)


def folded(text: str) -> str:
    """How phrases are compared (D2.7, D3.3): NFKC, case-insensitive."""
    return unicodedata.normalize("NFKC", text).casefold()


def contains_one(text: str, phrases: list[str]) -> bool:
    """Whether a phrase occurs in the text as a substring."""
    return any(folded(phrase) in folded(text) for phrase in phrases)


def is_one(text: str, phrases: list[str]) -> bool:
    """Whether the whole text is one of the phrases (D4.3).

    CHOICE: "its text is in closing_phrases" is equality of the stripped texts, compared like the
    other phrases (NFKC, case-insensitive), not a substring; an absent text is never one.
    """
    return any(folded(phrase).strip() == folded(text).strip() for phrase in phrases)
