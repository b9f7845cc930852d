"""Every parameter of the rules in words: its name, its effect on figures, its rule and its form (D2–D10)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from chats.attribution.rules import BadRule, Rules, ServiceHours, with_changes
from chats.rules.versions import FIRST_VERSION_ONLY

TIME, HOURS, NUMBER, SWITCH = "time", "hours", "number", "switch"
WORDS, FLAGS, CHOICE = "words", "flags", "choice"


@dataclass(frozen=True)
class Parameter:
    """One parameter. `unit` follows a number, which lies between `least` and `most`."""

    name: str
    group: str
    kind: str
    rule: str
    label: Promise
    effect: Promise
    unit: Promise | str = ""
    least: int = 0
    most: int = 0

    @property
    def first_only(self) -> bool:
        """Whether only the first version decides it, for all days (D7.7)."""
        return self.name in FIRST_VERSION_ONLY

    @property
    def default(self) -> str:
        """The value of a new shop, in words."""
        return value_text(self.name, getattr(Rules(), self.name))


GROUPS: Mapping[str, Promise] = {
    "time": _("Days and talks"),
    "exclusions": _("Orders that do not count"),
    "filters": _("Talks that do not count"),
    "service": _("Service targets"),
    "attribution": _("Who earned an order"),
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
    "judge_rule": {
        "order_first": _("Order first: who closed the order, else who closed the payment"),
        "order": _("Order only: who closed the order"),
        "payment": _("Payment only: who closed the payment"),
    },
    "tie_break": {
        "last_touch": _("Who wrote last"),
        "most_rounds": _("Who answered most often"),
    },
    "report_day": {
        "1": _("Monday"),
        "2": _("Tuesday"),
        "3": _("Wednesday"),
        "4": _("Thursday"),
        "5": _("Friday"),
        "6": _("Saturday"),
        "7": _("Sunday"),
    },
}
MINUTES, HOURS_LONG, DAYS = _("minutes"), _("hours"), _("days")
SECONDS = _("seconds")

PARAMETERS = (
    Parameter(
        name="day_start",
        group="time",
        kind=TIME,
        rule="D1.2",
        label=_("The business day begins"),
        effect=_("What happens earlier at night still belongs to the day before, in every figure."),
    ),
    Parameter(
        name="session_gap_minutes",
        group="time",
        kind=NUMBER,
        rule="D3.1",
        label=_("A talk ends after a silence of"),
        effect=_(
            "A longer silence splits one talk into two; a talk over midnight belongs to the day it began."
        ),
        unit=MINUTES,
        least=1,
        most=720,
    ),
    Parameter(
        name="excluded_flags",
        group="exclusions",
        kind=FLAGS,
        rule="D2.7",
        label=_("Seller's flags that exclude an order"),
        effect=_("Orders with such a flag stay in the books as excluded, but in nobody's figures."),
    ),
    Parameter(
        name="excluded_memo_phrases",
        group="exclusions",
        kind=WORDS,
        rule="D2.7",
        label=_("Words in the memo that exclude an order"),
        effect=_("An order whose memo contains one of them is excluded, for example a made-up order."),
    ),
    Parameter(
        name="blocked_buyers",
        group="filters",
        kind=WORDS,
        rule="D3.3",
        label=_("Buyers who are none"),
        effect=_("Talks with these nicks (peers, advertisers, test accounts) leave all figures."),
    ),
    Parameter(
        name="excluded_agents",
        group="filters",
        kind=WORDS,
        rule="D3.3",
        label=_("Agents outside the figures"),
        effect=_("Talks of these nicks (warehouse, after-sales) leave all figures and earn no order."),
    ),
    Parameter(
        name="watchwords",
        group="filters",
        kind=WORDS,
        rule="D3.3",
        label=_("Words that take a talk out"),
        effect=_("A talk of the day in which one of them is said, by either side, leaves all figures."),
    ),
    Parameter(
        name="closing_phrases",
        group="service",
        kind=WORDS,
        rule="D4.3",
        label=_("Buyer's words that need no answer"),
        effect=_(
            "A message that says just this (好的, 谢谢) opens no round, so nobody is late in answering it."
        ),
    ),
    Parameter(
        name="first_response_target_seconds",
        group="service",
        kind=NUMBER,
        rule="D4.5",
        label=_("Target of the first response"),
        effect=_("Receptions answered within it count as on target."),
        unit=SECONDS,
        least=1,
        most=3600,
    ),
    Parameter(
        name="service_hours",
        group="service",
        kind=HOURS,
        rule="D4.5",
        label=_("Service hours"),
        effect=_("The three-minute rate and the platform's response time look only at rounds opened then."),
    ),
    Parameter(
        name="slow_response_seconds",
        group="service",
        kind=NUMBER,
        rule="D4.6",
        label=_("An answer is slow after"),
        effect=_("Answers that took longer are counted as slow rounds."),
        unit=SECONDS,
        least=1,
        most=3600,
    ),
    Parameter(
        name="long_reception_minutes",
        group="service",
        kind=NUMBER,
        rule="D4.6",
        label=_("A reception is long after"),
        effect=_("Receptions with a talk longer than this are counted as long."),
        unit=MINUTES,
        least=1,
        most=720,
    ),
    Parameter(
        name="judge_rule",
        group="attribution",
        kind=CHOICE,
        rule="D7.1",
        label=_("Who is credited"),
        effect=_("Decides whether talking before the order or before the payment earns it."),
    ),
    Parameter(
        name="inquiry_window_hours",
        group="attribution",
        kind=NUMBER,
        rule="D5.2",
        label=_("A talk counts for an order within"),
        effect=_(
            "A longer window turns silent orders into consulted ones, and inquiries into converted ones."
        ),
        unit=HOURS_LONG,
        least=1,
        most=720,
    ),
    Parameter(
        name="tie_break",
        group="attribution",
        kind=CHOICE,
        rule="D5.2",
        label=_("Among several agents"),
        effect=_("Decides who of several agents closed the order."),
    ),
    Parameter(
        name="chase_guard_minutes",
        group="chasing",
        kind=NUMBER,
        rule="D5.4",
        label=_("A message chases a payment after"),
        effect=_("Earlier messages are no chase: most buyers pay within minutes without anybody's help."),
        unit=MINUTES,
        least=0,
        most=1440,
    ),
    Parameter(
        name="unpaid_days",
        group="chasing",
        kind=NUMBER,
        rule="D5.4",
        label=_("An order can be recovered within"),
        effect=_("A later payment is not recovered by chasing, and its inquiry is lost."),
        unit=DAYS,
        least=1,
        most=30,
    ),
    Parameter(
        name="chase_needs_phrase",
        group="chasing",
        kind=SWITCH,
        rule="D5.4",
        label=_("Only messages with certain words chase"),
        effect=_("Off: every message to the buyer of an unpaid order is a chase."),
    ),
    Parameter(
        name="chase_phrases",
        group="chasing",
        kind=WORDS,
        rule="D5.4",
        label=_("These words"),
        effect=_("Count only while the switch above is on."),
    ),
    Parameter(
        name="aftersale_days",
        group="inquiries",
        kind=NUMBER,
        rule="D6.1",
        label=_("After a purchase, questions are after-sales for"),
        effect=_("A buyer who asks in this time is no inquiry; longer means fewer inquiries."),
        unit=DAYS,
        least=0,
        most=90,
    ),
    Parameter(
        name="min_inquiries_to_rank",
        group="inquiries",
        kind=NUMBER,
        rule="D6.7",
        label=_("An agent is ranked from"),
        effect=_("With fewer mature inquiries an agent stands below the ranking as “not enough data”."),
        unit=_("inquiries"),
        least=1,
        most=10_000,
    ),
    Parameter(
        name="form_deadline",
        group="reports",
        kind=TIME,
        rule="D9.2",
        label=_("The lost-sale form is due the next day at"),
        effect=_("Forms handed in later are marked late."),
    ),
    Parameter(
        name="report_day",
        group="reports",
        kind=CHOICE,
        rule="D10.2",
        label=_("The weekly report is built on"),
        effect=_("The day of the following week on which the week is summed up."),
    ),
    Parameter(
        name="report_time",
        group="reports",
        kind=TIME,
        rule="D10.2",
        label=_("The weekly report is built at"),
        effect=_("Shop time at which the report is built."),
    ),
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


def value_text(name: str, value: object) -> str:
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
            one,
            value_text(one.name, getattr(before, one.name)),
            value_text(one.name, getattr(after, one.name)),
        )
        for one in PARAMETERS
        if old[one.name] != new[one.name]
    ]
