"""An action as its pages show it: effects in words, charts with its first day, weeks with their rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Agent, Shop
from accounts.ui import formats
from chats.spans import Span
from reports.actions.effects import Week
from reports.actions.verbs import Followed
from reports.figures import rows_behind
from reports.lost_sales.causes import list as lost_sale_list
from reports.metrics.effect import DOWN, TOO_EARLY, UP, WEEKS_BEFORE, Arm, Effect, Share
from reports.models import Action
from reports.pages.charts import Chart, Series
from reports.reasons import taxonomy as reasons

Rows = Callable[[Span, list[int]], str]  # the address of the rows of some agents in a span
CONVERSION = "inquiry_conversion_rate"
AUDIENCE_SHOWN = 4  # more names than these are told as a number


@dataclass(frozen=True)
class Verdict:
    """An effect in words; `tone` is good, bad or quiet."""

    text: str
    tone: str
    difference: str  # "−7.4 (−11.0 … −3.8) pp"


@dataclass(frozen=True)
class Line:
    """One side of the comparison: before, after and their difference, written out."""

    name: str
    before: str
    before_of: str
    after: str
    after_of: str
    change: str
    before_url: str
    after_url: str


@dataclass(frozen=True)
class Cell:
    """A share of one week with its rows; `url` leads to the hits, `all_url` to all trials."""

    rate: float | None
    hits: int
    trials: int
    url: str
    all_url: str
    rate_url: str


def points(value: float | None) -> str:
    """A difference of shares in percentage points, signed."""
    return formats.NO_DATA if value is None else _("%(points)s pp") % {"points": _signed(value)}


def _signed(value: float) -> str:
    written = f"{abs(value) * 100:.1f}"
    return written if written == "0.0" else (formats.MINUS if value < 0 else "+") + written


def verdict(found: Effect, better: str) -> Verdict:
    """What an effect says; `better` is UP or DOWN, the direction that is good news."""
    if found.difference is None:
        return Verdict(_("no data yet"), "quiet", formats.NO_DATA)
    difference = points(found.difference)
    if found.low is not None and found.high is not None:
        ends = f"{_signed(found.difference)} ({_signed(found.low)} … {_signed(found.high)})"
        difference = _("%(points)s pp") % {"points": ends}
    if found.verdict == TOO_EARLY:
        return Verdict(_("too early to say"), "quiet", difference)
    text = {UP: _("rose"), DOWN: _("fell")}[found.verdict]
    return Verdict(text, "good" if found.verdict == better else "bad", difference)


def lines(found: Effect, rows: Rows, followed: Followed, agents: Sequence[Agent]) -> list[Line]:
    """The audience, then the rest where there is one; `rows` gives the list behind a share."""
    spans = sides(followed)
    ours, rest = _arms(followed, agents)
    both = [_line(_("Audience"), found.audience, rows, ours, spans)]
    return both + ([_line(_("Rest of the shop"), found.rest, rows, rest, spans)] if found.rest else [])


def _line(name: str, arm: Arm, rows: Rows, agents: list[int], spans: Sequence[Span | None]) -> Line:
    shares = (arm.before, arm.after)
    before, after = (formats.rate(one.rate) for one in shares)
    urls = [
        rows(span, agents) if span and one.trials else "" for span, one in zip(spans, shares, strict=True)
    ]
    return Line(name, before, _of(arm.before), after, _of(arm.after), points(arm.change), *urls)


def sides(followed: Followed) -> tuple[Span | None, Span | None]:
    """The weeks before the action as one span, and those after; None where none of them is known."""
    weeks = followed.measured.weeks
    return _together(weeks[:WEEKS_BEFORE]), _together(weeks[WEEKS_BEFORE:])


def _together(weeks: Sequence[Week]) -> Span | None:
    return Span(weeks[0].span.first, weeks[-1].span.last) if weeks else None


def _arms(followed: Followed, agents: Sequence[Agent]) -> tuple[list[int], list[int]]:
    """The audience and the rest, by id."""
    ours = [agent.pk for agent in followed.audience]
    return ours, [agent.pk for agent in agents if agent.pk not in set(ours)]


def cause_rows(shop: Shop, action: Action) -> Rows:
    """What leads to the lost-sale rows with the action's cause, of some agents in a span."""
    wanted = {"reason": action.reason_id, "figure": lost_sale_list.ROWS}
    return lambda span, agents: lost_sale_list.url(shop, span, agent=agents, **wanted)


def paid_rows(shop: Shop) -> Rows:
    """What leads to the mature inquiries of some agents in a span."""
    return lambda span, agents: rows_behind.address(shop, CONVERSION, span, agents=agents)


def _of(share: Share) -> str:
    return f"{share.hits:,}/{share.trials:,}"


def audience_name(action: Action, audience: Sequence[Agent]) -> str:
    """For whom the action is, in words."""
    named = [agent.name for agent in action.agents.all()]
    if not named:
        return action.team.name if action.team else _("Whole shop")
    if len(audience) <= AUDIENCE_SHOWN:
        return "、".join(agent.name for agent in audience)
    return ngettext("%(count)s agent", "%(count)s agents", len(audience)) % {"count": len(audience)}


@dataclass(frozen=True)
class Listed:
    """One action of the list."""

    action: Action
    audience: str
    weeks: int  # begun since the start
    reason: Verdict
    conversion: Verdict


def listed(followed: Sequence[Followed]) -> list[Listed]:
    """The actions with their effects in words."""
    return [
        Listed(
            one.action,
            audience_name(one.action, one.audience),
            max(len(one.measured.weeks) - WEEKS_BEFORE, 0),
            verdict(one.measured.reason, better=DOWN),
            verdict(one.measured.conversion, better=UP),
        )
        for one in followed
    ]


def charts(followed: Followed, open_from: int | None) -> list[Chart]:
    """The cause's share and the conversion week by week, with the day on which the action began.

    From the week at `open_from` on they can still change: buyers may yet pay.
    """
    action, weeks = followed.action, followed.measured.weeks
    cause = reasons.full_name(action.reason)

    def chart(code: str, title: str, ours: list[Share], theirs: list[Share | None]) -> Chart:
        series = [Series(_("Audience"), [one.rate for one in ours])]
        if any(theirs):
            rest = [one.rate if one else None for one in theirs]
            series.append(Series(_("Rest of the shop"), rest, "quiet", dashed=True))
        return Chart(
            f"{code}-{action.pk}",
            title,
            _("Week from"),
            [f"{week.span.first:%m-%d}" for week in weeks],
            series,
            unit="rate",
            marks=[(WEEKS_BEFORE, _("Start"))] if len(weeks) > WEEKS_BEFORE else [],
            provisional_from=open_from,
        )

    return [
        chart(
            "cause",
            _("Share of “%(cause)s” among lost sales") % {"cause": cause},
            [week.rows for week in weeks],
            [week.rest_rows for week in weeks],
        ),
        chart(
            "conversion",
            _("Inquiry conversion"),
            [week.paid for week in weeks],
            [week.rest_paid for week in weeks],
        ),
    ]


@dataclass(frozen=True)
class WeekLine:
    """One week of the table: cells of the cause's share, then shares of the conversion."""

    week: Week
    after: bool
    cells: list[Cell | None]
    paid: list[tuple[Share, str] | None]


def week_lines(shop: Shop, followed: Followed, agents: Sequence[Agent]) -> list[WeekLine]:
    """The weeks, each count with the way to exactly its rows."""
    ours, rest = _arms(followed, agents)
    reason, paid = followed.action.reason_id, paid_rows(shop)
    return [
        WeekLine(
            week,
            number >= WEEKS_BEFORE,
            [
                _cell(shop, week, week.rows, ours, reason),
                _cell(shop, week, week.rest_rows, rest, reason) if week.rest_rows else None,
            ],
            [
                (week.paid, paid(week.span, ours) if week.paid.trials else ""),
                (week.rest_paid, paid(week.span, rest) if week.rest_paid.trials else "")
                if week.rest_paid
                else None,
            ],
        )
        for number, week in enumerate(followed.measured.weeks)
    ]


def _cell(shop: Shop, week: Week, share: Share, agents: list[int], reason: int) -> Cell:
    some: dict[str, object] = {"agent": agents, "reason": reason}
    every: dict[str, object] = {"agent": agents}
    queries: tuple[dict[str, object], ...] = (some, every, some | {"figure": lost_sale_list.ROWS})
    urls = [lost_sale_list.url(shop, week.span, **query) for query in queries]
    return Cell(share.rate, share.hits, share.trials, *urls)
