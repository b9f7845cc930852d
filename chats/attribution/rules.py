"""Every window, threshold and phrase of definitions.md, named, typed and frozen (D2–D9)."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chats.attribution.parameters import (
    CHOICE,
    FLAGS,
    HOURS,
    NUMBER,
    SWITCH,
    TIME,
    WORDS,
    About,
    BadRule,
    ServiceHours,
    about_field,
    parameter,
    parsed,
)
from chats.attribution.parameters import gettext_noop as _

HOUR = 3600
DAY = 86400


@dataclass(frozen=True)
class Rules:
    """One version of a shop's rule set. Names and defaults are those of definitions.md.

    Stored fingerprints are made of the fields in their order: a new one goes to the end.
    """

    day_start: int = parameter(
        0,
        group="time",
        kind=TIME,
        rule="D1.2",
        label=_("The business day begins"),
        effect=_("What happens earlier at night still belongs to the day before, in every figure."),
        first_only=True,
    )
    excluded_flags: tuple[int, ...] = parameter(
        (),
        group="exclusions",
        kind=FLAGS,
        rule="D2.7",
        label=_("Seller's flags that exclude an order"),
        effect=_("Orders with such a flag stay in the books as excluded, but in nobody's figures."),
    )
    excluded_memo_phrases: tuple[str, ...] = parameter(
        ("补单", "刷单", "内部单", "测试单"),
        group="exclusions",
        kind=WORDS,
        rule="D2.7",
        label=_("Words in the memo that exclude an order"),
        effect=_("An order whose memo contains one of them is excluded, for example a made-up order."),
    )
    session_gap_minutes: int = parameter(
        30,
        group="time",
        kind=NUMBER,
        rule="D3.1",
        label=_("A talk ends after a silence of"),
        effect=_(
            "A longer silence splits one talk into two; a talk over midnight belongs to the day it began."
        ),
        unit=_("minutes"),
        least=1,
        most=720,
        first_only=True,
    )
    blocked_buyers: tuple[str, ...] = parameter(
        (),
        group="filters",
        kind=WORDS,
        rule="D3.3",
        label=_("Excluded buyers"),
        effect=_("Talks with these nicks (peers, advertisers, test accounts) leave all figures."),
    )
    excluded_agents: tuple[str, ...] = parameter(
        (),
        group="filters",
        kind=WORDS,
        rule="D3.3",
        label=_("Excluded agents"),
        effect=_("Talks of these nicks (warehouse, after-sales) leave all figures and earn no order."),
    )
    watchwords: tuple[str, ...] = parameter(
        (),
        group="filters",
        kind=WORDS,
        rule="D3.3",
        label=_("Exclusion keywords"),
        effect=_("A talk of the day in which one of them is said, by either side, leaves all figures."),
    )
    closing_phrases: tuple[str, ...] = parameter(
        (),
        group="service",
        kind=WORDS,
        rule="D4.3",
        label=_("Buyer's words that need no answer"),
        effect=_(
            "A message that says just this (好的, 谢谢) opens no round, so nobody is late in answering it."
        ),
    )
    first_response_target_seconds: int = parameter(
        10,
        group="service",
        kind=NUMBER,
        rule="D4.5",
        label=_("Target of the first response"),
        effect=_("Receptions answered within it count as on target."),
        unit=_("seconds"),
        least=1,
        most=3600,
    )
    service_hours: ServiceHours = parameter(  # noqa: RUF009  # it makes a field, and the hours are frozen
        ServiceHours(8 * 60, 23 * 60),
        group="service",
        kind=HOURS,
        rule="D4.5",
        label=_("Service hours"),
        effect=_("The three-minute rate and the platform's response time look only at rounds opened then."),
    )
    slow_response_seconds: int = parameter(
        100,
        group="service",
        kind=NUMBER,
        rule="D4.6",
        label=_("Slow-reply threshold"),
        effect=_("Answers that took longer are counted as slow rounds."),
        unit=_("seconds"),
        least=1,
        most=3600,
    )
    long_reception_minutes: int = parameter(
        30,
        group="service",
        kind=NUMBER,
        rule="D4.6",
        label=_("Long-reception threshold"),
        effect=_("Receptions with a talk longer than this are counted as long."),
        unit=_("minutes"),
        least=1,
        most=720,
    )
    inquiry_window_hours: int = parameter(
        48,
        group="attribution",
        kind=NUMBER,
        rule="D5.2",
        label=_("A talk counts for an order within"),
        effect=_(
            "A longer window turns silent orders into consulted ones, and inquiries into converted ones."
        ),
        unit=_("hours"),
        least=1,
        most=720,
    )
    tie_break: str = parameter(
        "last_touch",
        group="attribution",
        kind=CHOICE,
        rule="D5.2",
        label=_("Among several agents"),
        effect=_("Decides who of several agents closed the order."),
        choices={"last_touch": _("Who wrote last"), "most_rounds": _("Who answered most often")},
    )
    chase_guard_minutes: int = parameter(
        10,
        group="chasing",
        kind=NUMBER,
        rule="D5.4",
        label=_("A chase counts after"),
        effect=_("Earlier messages are no chase: most buyers pay within minutes without anybody's help."),
        unit=_("minutes"),
        least=0,
        most=1440,
    )
    unpaid_days: int = parameter(
        3,
        group="chasing",
        kind=NUMBER,
        rule="D5.4",
        label=_("An order can be recovered within"),
        effect=_("A later payment is not recovered by chasing, and its inquiry is lost."),
        unit=_("days"),
        least=1,
        most=30,
    )
    chase_needs_phrase: bool = parameter(
        False,
        group="chasing",
        kind=SWITCH,
        rule="D5.4",
        label=_("Only messages with certain words chase"),
        effect=_("Off: every message to the buyer of an unpaid order is a chase."),
    )
    chase_phrases: tuple[str, ...] = parameter(
        ("催付", "付款", "拍下", "未付", "支付"),
        group="chasing",
        kind=WORDS,
        rule="D5.4",
        label=_("These words"),
        effect=_("Count only while the switch above is on."),
    )
    aftersale_days: int = parameter(
        15,
        group="inquiries",
        kind=NUMBER,
        rule="D6.1",
        label=_("After a purchase, questions are after-sales for"),
        effect=_("A buyer who asks in this time is no inquiry; longer means fewer inquiries."),
        unit=_("days"),
        least=0,
        most=90,
    )
    min_inquiries_to_rank: int = parameter(
        30,
        group="inquiries",
        kind=NUMBER,
        rule="D6.7",
        label=_("An agent is ranked from"),
        effect=_("With fewer mature inquiries an agent stands below the ranking as “not enough data”."),
        unit=_("inquiries"),
        least=1,
        most=10_000,
    )
    judge_rule: str = parameter(
        "order_first",
        group="attribution",
        kind=CHOICE,
        rule="D7.1",
        label=_("Who is credited"),
        effect=_("Decides whether talking before the order or before the payment earns it."),
        choices={
            "order_first": _("Order first: who closed the order, else who closed the payment"),
            "order": _("Order only: who closed the order"),
            "payment": _("Payment only: who closed the payment"),
        },
        place=-1,
    )
    form_deadline: int = parameter(
        12 * 60,
        group="reports",
        kind=TIME,
        rule="D9.2",
        label=_("The lost-sale form is due the next day at"),
        effect=_("Forms submitted later are marked late."),
    )
    report_day: int = parameter(
        1,
        group="reports",
        kind=CHOICE,
        rule="D10.2",
        label=_("The weekly report is built on"),
        effect=_("The day of the following week on which the week is summed up."),
        choices={
            "1": _("Monday"),
            "2": _("Tuesday"),
            "3": _("Wednesday"),
            "4": _("Thursday"),
            "5": _("Friday"),
            "6": _("Saturday"),
            "7": _("Sunday"),
        },
    )
    report_time: int = parameter(
        6 * 60,
        group="reports",
        kind=TIME,
        rule="D10.2",
        label=_("The weekly report is built at"),
        effect=_("Shop time at which the report is built."),
    )

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

PARAMETERS: Mapping[str, About] = {one.name: about_field(one) for one in dataclasses.fields(Rules)}
CHOICES = {name: tuple(about.choices) for name, about in PARAMETERS.items() if about.choices}
FIRST_VERSION_ONLY = tuple(name for name, about in PARAMETERS.items() if about.first_only)


def with_changes(rules: Rules, changes: Mapping[str, str]) -> Rules:
    """The rules with parameters replaced by what a person typed (`KEY=VALUE`).

    Lists are comma separated (`，` too), switches on/off, times HH:MM, hours HH:MM-HH:MM.
    Raises BadRule, naming the parameter and what is expected.
    """
    for name, value in changes.items():
        if name not in PARAMETERS:
            raise BadRule(name, value, "one of: " + ", ".join(sorted(PARAMETERS)))
    default = Rules()
    values: dict[str, Any] = {
        name: parsed(name, PARAMETERS[name], value, getattr(default, name)) for name, value in changes.items()
    }
    return dataclasses.replace(rules, **values)


def to_json(rules: Rules) -> dict[str, Any]:
    """A plain dictionary of every parameter, fit for a JSON column."""
    return dataclasses.asdict(rules)


def from_json(stored: Mapping[str, Any]) -> Rules:
    """The rules that `to_json` wrote; parameters added since then have their defaults."""
    values: dict[str, Any] = {}
    for name, value in stored.items():
        if name not in PARAMETERS:
            continue
        if PARAMETERS[name].kind == HOURS:
            value = ServiceHours(**value)
        elif isinstance(value, list):
            value = tuple(value)
        values[name] = value
    return Rules(**values)
