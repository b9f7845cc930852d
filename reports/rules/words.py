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
        return written(self.name, getattr(Rules(), self.name))


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
        "day_start",
        "time",
        TIME,
        "D1.2",
        _("The business day begins"),
        _("What happens earlier at night still belongs to the day before, in every figure."),
    ),
    Parameter(
        "session_gap_minutes",
        "time",
        NUMBER,
        "D3.1",
        _("A talk ends after a silence of"),
        _("A longer silence splits one talk into two; a talk over midnight belongs to the day it began."),
        MINUTES,
        1,
        720,
    ),
    Parameter(
        "excluded_flags",
        "exclusions",
        FLAGS,
        "D2.7",
        _("Seller's flags that exclude an order"),
        _("Orders with such a flag stay in the books as excluded, but in nobody's figures."),
    ),
    Parameter(
        "excluded_memo_phrases",
        "exclusions",
        WORDS,
        "D2.7",
        _("Words in the memo that exclude an order"),
        _("An order whose memo contains one of them is excluded, for example a made-up order."),
    ),
    Parameter(
        "blocked_buyers",
        "filters",
        WORDS,
        "D3.3",
        _("Buyers who are none"),
        _("Talks with these nicks (peers, advertisers, test accounts) leave all figures."),
    ),
    Parameter(
        "excluded_agents",
        "filters",
        WORDS,
        "D3.3",
        _("Agents outside the figures"),
        _("Talks of these nicks (warehouse, after-sales) leave all figures and earn no order."),
    ),
    Parameter(
        "watchwords",
        "filters",
        WORDS,
        "D3.3",
        _("Words that take a talk out"),
        _("A talk of the day in which one of them is said, by either side, leaves all figures."),
    ),
    Parameter(
        "closing_phrases",
        "service",
        WORDS,
        "D4.3",
        _("Buyer's words that need no answer"),
        _("A message that says just this (好的, 谢谢) opens no round, so nobody is late in answering it."),
    ),
    Parameter(
        "first_response_target_seconds",
        "service",
        NUMBER,
        "D4.5",
        _("Target of the first response"),
        _("Receptions answered within it count as on target."),
        SECONDS,
        1,
        3600,
    ),
    Parameter(
        "service_hours",
        "service",
        HOURS,
        "D4.5",
        _("Service hours"),
        _("The three-minute rate and the platform's response time look only at rounds opened then."),
    ),
    Parameter(
        "slow_response_seconds",
        "service",
        NUMBER,
        "D4.6",
        _("An answer is slow after"),
        _("Answers that took longer are counted as slow rounds."),
        SECONDS,
        1,
        3600,
    ),
    Parameter(
        "long_reception_minutes",
        "service",
        NUMBER,
        "D4.6",
        _("A reception is long after"),
        _("Receptions with a talk longer than this are counted as long."),
        MINUTES,
        1,
        720,
    ),
    Parameter(
        "judge_rule",
        "attribution",
        CHOICE,
        "D7.1",
        _("Who is credited"),
        _("Decides whether talking before the order or before the payment earns it."),
    ),
    Parameter(
        "inquiry_window_hours",
        "attribution",
        NUMBER,
        "D5.2",
        _("A talk counts for an order within"),
        _("A longer window turns silent orders into consulted ones, and inquiries into converted ones."),
        HOURS_LONG,
        1,
        720,
    ),
    Parameter(
        "tie_break",
        "attribution",
        CHOICE,
        "D5.2",
        _("Among several agents"),
        _("Decides who of several agents closed the order."),
    ),
    Parameter(
        "chase_guard_minutes",
        "chasing",
        NUMBER,
        "D5.4",
        _("A message chases a payment after"),
        _("Earlier messages are no chase: most buyers pay within minutes without anybody's help."),
        MINUTES,
        0,
        1440,
    ),
    Parameter(
        "unpaid_days",
        "chasing",
        NUMBER,
        "D5.4",
        _("An order can be recovered within"),
        _("A later payment is not recovered by chasing, and its inquiry is lost."),
        DAYS,
        1,
        30,
    ),
    Parameter(
        "chase_needs_phrase",
        "chasing",
        SWITCH,
        "D5.4",
        _("Only messages with certain words chase"),
        _("Off: every message to the buyer of an unpaid order is a chase."),
    ),
    Parameter(
        "chase_phrases",
        "chasing",
        WORDS,
        "D5.4",
        _("These words"),
        _("Count only while the switch above is on."),
    ),
    Parameter(
        "aftersale_days",
        "inquiries",
        NUMBER,
        "D6.1",
        _("After a purchase, questions are after-sales for"),
        _("A buyer who asks in this time is no inquiry; longer means fewer inquiries."),
        DAYS,
        0,
        90,
    ),
    Parameter(
        "min_inquiries_to_rank",
        "inquiries",
        NUMBER,
        "D6.7",
        _("An agent is ranked from"),
        _("With fewer mature inquiries an agent stands below the ranking as “not enough data”."),
        _("inquiries"),
        1,
        10_000,
    ),
    Parameter(
        "form_deadline",
        "reports",
        TIME,
        "D9.2",
        _("The lost-sale form is due the next day at"),
        _("Forms handed in later are marked late."),
    ),
    Parameter(
        "report_day",
        "reports",
        CHOICE,
        "D10.2",
        _("The weekly report is built on"),
        _("The day of the following week on which the week is summed up."),
    ),
    Parameter(
        "report_time",
        "reports",
        TIME,
        "D10.2",
        _("The weekly report is built at"),
        _("Shop time at which the report is built."),
    ),
)
BY_NAME = {one.name: one for one in PARAMETERS}


def clock(minutes: int) -> str:
    """Minutes after midnight as HH:MM."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def typed(value: object) -> str:
    """A value as a person would type it to `with_changes`."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, ServiceHours):
        end = value.end_minute or 24 * 60  # both mean midnight
        return f"{clock(value.start_minute)}-{clock(end)}"
    if isinstance(value, tuple):
        flags = all(isinstance(part, int) for part in value)
        return ",".join(str(part) for part in (sorted(value) if flags else value))
    return str(value)


def typed_rules(rules: Rules) -> dict[str, str]:
    """Every parameter of the rules as a person would type it."""
    found = {one.name: typed(getattr(rules, one.name)) for one in fields(Rules)}
    return found | {name: clock(getattr(rules, name)) for name in found if BY_NAME[name].kind == TIME}


def written(name: str, value: object) -> str:
    """A value in words."""
    parameter = BY_NAME[name]
    if parameter.kind == TIME:
        return clock(value)
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
        return written(name, getattr(with_changes(Rules(), {name: text}), name))
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
            one, written(one.name, getattr(before, one.name)), written(one.name, getattr(after, one.name))
        )
        for one in PARAMETERS
        if old[one.name] != new[one.name]
    ]
