"""The weeks of actions from forms and daily facts: counted rows with the cause, and conversion (D9.7).

Weeks of an action are counted from its start day, so that none of them lies half before it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Sum

from accounts.models import Shop
from chats.spans import ONE_DAY, Span
from reports.lost_sales.causes import figures as lost_sale_figures
from reports.metrics.effect import WEEKS_AFTER, WEEKS_BEFORE, Cells, Effect, Share, effect
from reports.models import AgentDay, LostSaleForm

WEEKS = WEEKS_BEFORE + WEEKS_AFTER
WEEK_DAYS = 7


@dataclass(frozen=True)
class Wanted:
    """What is asked of one action: its first day, the reasons of its cause, the agents for whom it is."""

    start_day: dt.date
    reasons: frozenset[int]
    audience: frozenset[int]


@dataclass(frozen=True)
class Week:
    """One week of an action; `rest_…` are None where nobody is left to compare with."""

    span: Span
    rows: Share  # counted rows with the cause, of all counted rows
    rest_rows: Share | None
    paid: Share  # mature inquiries that paid, of all mature ones
    rest_paid: Share | None


@dataclass(frozen=True)
class Measured:
    """The weeks up to the last day with data, 4 before and 8 after the start, and the two effects.

    `reason` is the effect on the cause's share of the lost-sale rows (down is good), `conversion` that on
    the inquiry conversion rate (up is good).
    """

    weeks: list[Week]
    reason: Effect
    conversion: Effect


def window(start_day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the weeks in which an action is followed."""
    first = start_day - WEEKS_BEFORE * WEEK_DAYS * ONE_DAY
    return first, first + (WEEKS * WEEK_DAYS - 1) * ONE_DAY


def measure(shop: Shop, wanted: Sequence[Wanted], agents: Sequence[int], until: dt.date) -> list[Measured]:
    """Each action measured among the agents, in the same order, from data up to a day."""
    windows = [window(one.start_day) for one in wanted]
    span = Span(min(first for first, _last in windows), min(max(last for _first, last in windows), until))
    rows, days = _rows(shop, span, agents), _inquiries(shop, span, agents)
    return [_measured(one, rows, days, list(agents), until) for one in wanted]


def _rows(shop: Shop, span: Span, agents: Sequence[int]) -> pd.DataFrame:
    """Counted rows by agent (their position), day (an ordinal) and the reason that counts."""
    days = LostSaleForm.objects.filter(shop=shop, day__range=(span.first, span.last), agent__in=agents)
    forms = _by_day(list(days.values_list("agent", "day", "pk")), ["agent", "day", "form"], agents)
    rows = lost_sale_figures.counted_rows(lost_sale_figures.span_rows(shop, span, agents))
    # By the form's number, and added up here: dates, or groups, would cost the database more than the rows.
    found = list(rows.order_by().values_list("form", "chosen"))
    each = pd.DataFrame(found, columns=["form", "chosen"], dtype="int64")
    counts = each.groupby(["form", "chosen"]).size().rename("rows").reset_index()
    return counts.merge(forms, on="form")


def _inquiries(shop: Shop, span: Span, agents: Sequence[int]) -> pd.DataFrame:
    """Mature inquiries and those that paid, by agent (their position) and day (an ordinal)."""
    days = AgentDay.objects.filter(shop=shop, day__range=(span.first, span.last), agent__in=agents)
    sums = (Sum("mature_inquiries"), Sum("mature_paid_final"))
    found = days.order_by().values_list("agent_id", "day").annotate(*sums)
    return _by_day(list(found), ["agent", "day", "inquiries", "paid"], agents)


def _by_day(rows: list[tuple[Any, ...]], columns: list[str], agents: Sequence[int]) -> pd.DataFrame:
    """A frame in which days are ordinals, and agents their places in the sequence."""
    found = pd.DataFrame(rows, columns=columns)
    found["day"] = [day.toordinal() for day in found["day"]]
    found["agent"] = found["agent"].map({agent: place for place, agent in enumerate(agents)})
    return found.astype("int64")


def _measured(
    wanted: Wanted,
    rows: pd.DataFrame,
    days: pd.DataFrame,
    agents: list[int],
    until: dt.date,
) -> Measured:
    own = rows[np.isin(rows["chosen"].to_numpy(), list(wanted.reasons))]
    here = np.array([agent in wanted.audience for agent in agents], dtype=bool)

    def grid(found: pd.DataFrame, column: str) -> np.ndarray:
        return _grid(found, column, len(agents), window(wanted.start_day)[0])

    lost = Cells(grid(own, "rows"), grid(rows, "rows"), here)
    paid = Cells(grid(days, "paid"), grid(days, "inquiries"), here)
    weeks = [_week(number, span, lost, paid) for number, span in enumerate(_spans(wanted.start_day, until))]
    return Measured(weeks, effect(lost), effect(paid))


def _grid(found: pd.DataFrame, column: str, agents: int, first: dt.date) -> np.ndarray:
    """Sums of a column, one row an agent and one column a week from `first` on."""
    week = (found["day"].to_numpy() - first.toordinal()) // WEEK_DAYS
    inside = (week >= 0) & (week < WEEKS)
    sums = np.zeros((agents, WEEKS), dtype=np.int64)
    place = (found["agent"].to_numpy()[inside], week[inside])
    np.add.at(sums, place, found[column].to_numpy()[inside])
    return sums


def _spans(start_day: dt.date, until: dt.date) -> list[Span]:
    """The action's weeks that have begun; the last one ends with the data."""
    first, _last = window(start_day)
    starts = [first + number * WEEK_DAYS * ONE_DAY for number in range(WEEKS)]
    return [Span(day, min(day + (WEEK_DAYS - 1) * ONE_DAY, until)) for day in starts if day <= until]


def _week(number: int, span: Span, lost: Cells, paid: Cells) -> Week:
    compared = not lost.audience.all()
    return Week(
        span,
        lost.week(audience=True, week=number),
        lost.week(audience=False, week=number) if compared else None,
        paid.week(audience=True, week=number),
        paid.week(audience=False, week=number) if compared else None,
    )


def effect_as_dict(found: Effect) -> dict[str, float | int | str | None]:
    """An effect as plain values for files and reports; rates are shares."""
    rest = found.rest
    return {
        "before": found.audience.before.rate,
        "after": found.audience.after.rate,
        "rest_before": rest.before.rate if rest else None,
        "rest_after": rest.after.rate if rest else None,
        "difference": found.difference,
        "low": found.low,
        "high": found.high,
        "verdict": found.verdict,
    }
