"""What a parameter of the rules says of itself: its kind, its words, and how a person types it (D7.7)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field
from typing import Any, TypeVar

Value = TypeVar("Value")

TIME, HOURS, NUMBER, SWITCH = "time", "hours", "number", "switch"
WORDS, FLAGS, CHOICE = "words", "flags", "choice"
END_OF_DAY = 24 * 60
ABOUT = "about"  # where a field's metadata holds it


class BadRule(ValueError):
    """A rule parameter that is not known or whose value is not of its form.

    `name`, `value` and `expected` are the parts of the sentence that people read.
    """

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}={value}: expected {expected}")
        self.name, self.value, self.expected = name, value, expected


class Unfit(ValueError):
    """What was typed is not of its kind; its argument says what is expected."""


@dataclass(frozen=True)
class ServiceHours:
    """A daily stretch of local time, closed-open, in minutes; start > end wraps over midnight."""

    start_minute: int
    end_minute: int


def gettext_noop(text: str) -> str:
    """The text as it is, marked for the catalogue; whoever shows it translates it."""
    return text


@dataclass(frozen=True)
class About:
    """A parameter for people; texts are English as the catalogue knows them.

    `group`: a section of the page of rules, within it by `place`, then in the order of the fields.
    `kind`: TIME (minutes after midnight), HOURS, NUMBER, SWITCH, WORDS, FLAGS or CHOICE; `rule`: D-number.
    `unit` follows a NUMBER, which the page takes from `least` to `most`; `choices`: as typed → label.
    `first_only`: only the first version decides it, for all days.
    """

    group: str
    kind: str
    rule: str
    label: str
    effect: str
    unit: str = ""
    least: int = 0
    most: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    first_only: bool = False
    place: int = 0


def parameter(default: Value, **about: Any) -> Value:
    """A field of the rules with its default and what is said `about` it."""
    declared: Any = field(default=default, metadata={ABOUT: About(**about)})
    return declared  # type: ignore[no-any-return]  # dataclasses type a field as its value


def about_field(declared: Field[Any]) -> About:
    """What a field declared with `parameter` says of itself."""
    found: About = declared.metadata[ABOUT]
    return found


def parsed(name: str, about: About, typed: str, default: object) -> object:
    """The value that a person typed; a choice is a number where the default is one. Raises BadRule."""
    try:
        if about.kind != CHOICE:
            return KINDS[about.kind](typed)
        choice = _choice(typed, about)
        return int(choice) if isinstance(default, int) else choice
    except Unfit as unfit:
        raise BadRule(name, typed, str(unfit)) from None


def _choice(typed: str, about: About) -> str:
    if typed.strip() not in about.choices:
        named = (f"{key} ({label})" if key.isdigit() else key for key, label in about.choices.items())
        raise Unfit(" | ".join(named))
    return typed.strip()


def _minutes(typed: str, form: str) -> int:
    match = re.fullmatch(r"(\d{1,2})[:：](\d{2})", typed.strip())
    if not match or int(match[2]) > 59 or int(match[1]) * 60 + int(match[2]) > END_OF_DAY:
        raise Unfit(form)
    return int(match[1]) * 60 + int(match[2])


def _time(typed: str) -> int:
    minutes = _minutes(typed, "HH:MM")
    if minutes == END_OF_DAY:
        raise Unfit("HH:MM")
    return minutes


def _hours(typed: str) -> ServiceHours:
    start, _dash, end = typed.partition("-")
    return ServiceHours(_minutes(start, "HH:MM-HH:MM"), _minutes(end, "HH:MM-HH:MM"))


def _number(typed: str) -> int:
    if not re.fullmatch(r"\d{1,6}", typed.strip()):
        raise Unfit("a whole number, 0 or more")
    return int(typed)


def _switch(typed: str) -> bool:
    if typed.strip().lower() not in ("on", "off"):
        raise Unfit("on | off")
    return typed.strip().lower() == "on"


def _words(typed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[,，]", typed) if part.strip())


def _flags(typed: str) -> tuple[int, ...]:
    flags = _words(typed)
    if any(flag not in ("1", "2", "3", "4", "5") for flag in flags):
        raise Unfit("numbers from 1 to 5 (red 1, yellow 2, green 3, blue 4, purple 5)")
    return tuple(map(int, flags))


KINDS: Mapping[str, Callable[[str], object]] = {
    TIME: _time,
    HOURS: _hours,
    NUMBER: _number,
    SWITCH: _switch,
    WORDS: _words,
    FLAGS: _flags,
}
