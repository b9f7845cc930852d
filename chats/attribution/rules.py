"""Every window, threshold and phrase of definitions.md, named, typed and frozen (D2–D9)."""

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HOUR = 3600
DAY = 86400


class BadRule(ValueError):
    """A rule parameter that is not known or whose value is not of its form.

    `name`, `value` and `expected` are the parts of the sentence that people read.
    """

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}={value}: expected {expected}")
        self.name, self.value, self.expected = name, value, expected


@dataclass(frozen=True)
class ServiceHours:
    """A daily stretch of local time, closed-open, in minutes; start > end wraps over midnight."""

    start_minute: int
    end_minute: int


@dataclass(frozen=True)
class Rules:
    """One version of a shop's rule set. Names and defaults are those of definitions.md."""

    day_start: int = 0  # minutes after midnight, D1.2
    excluded_flags: tuple[int, ...] = ()  # D2.7
    excluded_memo_phrases: tuple[str, ...] = ("补单", "刷单", "内部单", "测试单")
    session_gap_minutes: int = 30  # D3.1
    blocked_buyers: tuple[str, ...] = ()  # D3.3
    excluded_agents: tuple[str, ...] = ()
    watchwords: tuple[str, ...] = ()
    closing_phrases: tuple[str, ...] = ()  # D4.3
    first_response_target_seconds: int = 10  # D4.5
    service_hours: ServiceHours = ServiceHours(8 * 60, 23 * 60)
    slow_response_seconds: int = 100  # D4.6
    long_reception_minutes: int = 30
    inquiry_window_hours: int = 48  # D5.2, D6.2
    tie_break: str = "last_touch"  # or most_rounds
    chase_guard_minutes: int = 10  # D5.4
    unpaid_days: int = 3
    chase_needs_phrase: bool = False
    chase_phrases: tuple[str, ...] = ("催付", "付款", "拍下", "未付", "支付")
    aftersale_days: int = 15  # D6.1
    min_inquiries_to_rank: int = 30  # D6.7
    judge_rule: str = "order_first"  # order, payment; D7.1
    form_deadline: int = 12 * 60  # minutes after midnight of the next day, D9.2
    report_day: int = 1  # ISO day of the week after, Monday 1 … Sunday 7
    report_time: int = 6 * 60  # minutes after midnight of that day, D10.2

    @property
    def window_seconds(self) -> int:
        return self.inquiry_window_hours * HOUR

    @property
    def guard_seconds(self) -> int:
        return self.chase_guard_minutes * 60

    @property
    def unpaid_seconds(self) -> int:
        return self.unpaid_days * DAY


@dataclass(frozen=True)
class RuleVersion:
    """A rule set with its number and the first business day on which it is valid (D7.7)."""

    number: int
    valid_from: dt.date
    rules: Rules


BEGINNING = dt.date(1970, 1, 1)
DEFAULT_BOOK = (RuleVersion(1, BEGINNING, Rules()),)

CHOICES = {
    "tie_break": ("last_touch", "most_rounds"),
    "judge_rule": ("order_first", "order", "payment"),
}
FLAGS = frozenset("12345")
WEEKDAYS = frozenset("1234567")
CLOCK_TIMES = ("day_start", "form_deadline", "report_time")


def _minutes(name: str, value: str, text: str) -> int:
    match = re.fullmatch(r"(\d{1,2})[:：](\d{2})", text.strip())
    if not match or int(match[1]) > 24 or int(match[2]) > 59 or int(match[1]) * 60 + int(match[2]) > 1440:
        raise BadRule(name, value, "HH:MM-HH:MM" if name == "service_hours" else "HH:MM")
    return int(match[1]) * 60 + int(match[2])


def _whole_number(name: str, value: str) -> int:
    if name == "report_day" and value.strip() not in WEEKDAYS:
        raise BadRule(name, value, "a day of the week: Monday 1 … Sunday 7")
    if not re.fullmatch(r"\d{1,6}", value.strip()):
        raise BadRule(name, value, "a whole number, 0 or more")
    return int(value)


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[,，]", value) if part.strip())


def _flag(name: str, value: str, text: str) -> int:
    if text not in FLAGS:
        raise BadRule(name, value, "numbers from 1 to 5 (red 1, yellow 2, green 3, blue 4, purple 5)")
    return int(text)


def _parsed(name: str, value: str) -> object:
    default = getattr(Rules(), name)
    if name in CHOICES:
        if value.strip() not in CHOICES[name]:
            raise BadRule(name, value, " | ".join(CHOICES[name]))
        return value.strip()
    if name == "service_hours":
        start, dash, end = value.partition("-")
        if not dash:
            raise BadRule(name, value, "HH:MM-HH:MM")
        return ServiceHours(_minutes(name, value, start), _minutes(name, value, end))
    if name in CLOCK_TIMES:
        minutes = _minutes(name, value, value)
        if minutes == 1440:
            raise BadRule(name, value, "HH:MM")
        return minutes
    if isinstance(default, bool):
        if value.strip().lower() not in ("on", "off"):
            raise BadRule(name, value, "on | off")
        return value.strip().lower() == "on"
    if isinstance(default, int):
        return _whole_number(name, value)
    if name == "excluded_flags":
        return tuple(_flag(name, value, part) for part in _list(value))
    return _list(value)


def with_changes(rules: Rules, changes: Mapping[str, str]) -> Rules:
    """The rules with parameters replaced by what a person typed (`KEY=VALUE`).

    Lists are comma separated (`，` too), switches on/off, times HH:MM, hours HH:MM-HH:MM.
    Raises BadRule, naming the parameter and what is expected.
    """
    known = {field.name for field in dataclasses.fields(Rules)}
    for name, value in changes.items():
        if name not in known:
            raise BadRule(name, value, "one of: " + ", ".join(sorted(known)))
    parsed: dict[str, Any] = {name: _parsed(name, value) for name, value in changes.items()}
    return dataclasses.replace(rules, **parsed)


def to_json(rules: Rules) -> dict[str, Any]:
    """A plain dictionary of every parameter, fit for a JSON column."""
    return dataclasses.asdict(rules)


def from_json(stored: Mapping[str, Any]) -> Rules:
    """The rules that `to_json` wrote; parameters added since then have their defaults."""
    known = {field.name: field for field in dataclasses.fields(Rules)}
    values: dict[str, Any] = {}
    for name, value in stored.items():
        if name not in known:
            continue
        if name == "service_hours":
            value = ServiceHours(**value)
        elif isinstance(value, list):
            value = tuple(value)
        values[name] = value
    return Rules(**values)
