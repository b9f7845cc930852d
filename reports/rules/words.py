"""Every parameter of the rules in words: its name, its effect on figures, its rule and its form (D2–D10)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from chats.attribution import rules as declared
from chats.attribution.parameters import CHOICE, FLAGS, SWITCH, TIME, WORDS, About, BadRule, ServiceHours
from chats.attribution.rules import Rules, with_changes


@dataclass(frozen=True)
class Parameter:
    """One parameter as its field in the rules declares it, in the reader's language."""

    name: str
    group: str
    kind: str
    rule: str
    label: StrOrPromise
    effect: Promise
    unit: Promise | str
    least: int
    most: int
    first_only: bool

    @classmethod
    def of(cls, name: str, about: About) -> "Parameter":
        """The parameter behind a field; what `about` marks for the catalogue is translated here."""
        return cls(
            name=name,
            group=about.group,
            kind=about.kind,
            rule=about.rule,
            label=_(about.label),
            effect=_(about.effect),
            unit=_(about.unit) if about.unit else "",
            least=about.least,
            most=about.most,
            first_only=about.first_only,
        )

    @property
    def default(self) -> str:
        """The value of a new shop, in words."""
        return value_text(self.name, getattr(Rules(), self.name))


GROUPS: Mapping[str, Promise] = {
    "time": _("Days and talks"),
    "exclusions": _("Orders that do not count"),
    "filters": _("Talks that do not count"),
    "service": _("Service targets"),
    "attribution": _("Order attribution"),
    "chasing": _("Payment chasing"),
    "inquiries": _("Inquiries"),
    "reports": _("Forms and reports"),
}
FLAG_NAMES: Mapping[int, Promise] = {
    1: pgettext_lazy("flag", "red"),
    2: pgettext_lazy("flag", "yellow"),
    3: pgettext_lazy("flag", "green"),
    4: pgettext_lazy("flag", "blue"),
    5: pgettext_lazy("flag", "purple"),
}
CHOICE_LABELS: Mapping[str, Mapping[str, Promise]] = {
    name: {key: _(label) for key, label in about.choices.items()}
    for name, about in declared.PARAMETERS.items()
    if about.kind == CHOICE
}


def _in_order(named: tuple[str, About]) -> tuple[int, int]:
    _name, about = named
    return list(GROUPS).index(about.group), about.place


PARAMETERS = tuple(
    Parameter.of(name, about) for name, about in sorted(declared.PARAMETERS.items(), key=_in_order)
)
BY_NAME = {one.name: one for one in PARAMETERS}


def hours_and_minutes(minutes: int) -> str:
    """Minutes after midnight as HH:MM."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def typed(value: object) -> str:
    """A value as a person would type it to `with_changes`."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, ServiceHours):
        end = value.end_minute or 24 * 60  # both mean midnight
        return f"{hours_and_minutes(value.start_minute)}-{hours_and_minutes(end)}"
    if isinstance(value, tuple):
        flags = all(isinstance(part, int) for part in value)
        return ",".join(str(part) for part in (sorted(value) if flags else value))
    return str(value)


def typed_rules(rules: Rules) -> dict[str, str]:
    """Every parameter of the rules as a person would type it."""
    found = {one.name: typed(getattr(rules, one.name)) for one in fields(Rules)}
    return found | {
        name: hours_and_minutes(getattr(rules, name)) for name in found if BY_NAME[name].kind == TIME
    }


def value_text(name: str, value: Any) -> str:
    """A value in words."""
    parameter = BY_NAME[name]
    if parameter.kind == TIME:
        return hours_and_minutes(value)
    if parameter.kind == SWITCH:
        return pgettext("switch", "on") if value else pgettext("switch", "off")
    if parameter.kind == CHOICE:
        return str(CHOICE_LABELS[name][str(value)])
    if parameter.kind == FLAGS:
        return ", ".join(str(FLAG_NAMES[flag]) for flag in value) or gettext("none")
    if parameter.kind == WORDS:
        return ", ".join(value) or gettext("none")
    return f"{typed(value)} {parameter.unit}".strip()


def in_words(name: str, text: str) -> str:
    """A value noted as a person would type it, in words; as it stands if no rule takes it any more."""
    try:
        return value_text(name, getattr(with_changes(Rules(), {name: text}), name))
    except BadRule:
        return text


@dataclass(frozen=True)
class Difference:
    """One parameter that two versions hold differently, in words."""

    parameter: Parameter
    before: str
    after: str


def differences(before: Rules, after: Rules) -> list[Difference]:
    """What one version says otherwise than another, in the order of the page."""
    old, new = typed_rules(before), typed_rules(after)
    return [
        Difference(
            parameter,
            value_text(parameter.name, getattr(before, parameter.name)),
            value_text(parameter.name, getattr(after, parameter.name)),
        )
        for parameter in PARAMETERS
        if old[parameter.name] != new[parameter.name]
    ]
