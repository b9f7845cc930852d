"""What an action did: its audience before and after, against the rest of the shop, with its interval (D9.7).

The difference is one of shares that anybody can check: (after − before) of the audience minus (after −
before) of the rest. Its 95 % interval is drawn three times: from chance in single rows, from how much the
weeks differ among themselves, and, where there is a rest, from how much agents' own changes differ. The
widest stands: a good week is no effect, nor is one agent who happened to get better. Weeks and agents with
few rows weigh less. Where all are in the audience, agents who respond differently are no error: it is about
them; but whatever else changed is in the difference, and no interval can tell it apart.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

WEEKS_BEFORE, WEEKS_AFTER = 4, 8
TOO_EARLY, UP, DOWN = "too early", "up", "down"

# The 97.5 % point of Student's t for 1, 2, … degrees of freedom; beyond them LAST_T is close enough.
# fmt: off
T_975 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)
# fmt: on
LAST_T = 2.02


@dataclass(frozen=True)
class Share:
    """Hits of trials: rows with the reason of all rows, or paid inquiries of all."""

    hits: int
    trials: int

    @property
    def rate(self) -> float | None:
        return self.hits / self.trials if self.trials else None


@dataclass(frozen=True)
class Arm:
    """The audience or the rest, before and after."""

    before: Share
    after: Share

    @property
    def change(self) -> float | None:
        if self.before.rate is None or self.after.rate is None:
            return None
        return self.after.rate - self.before.rate


@dataclass(frozen=True)
class Effect:
    """`difference` with `low` and `high`, its 95 % interval; None where it cannot be told.

    `rest` is None where nobody is left to compare with: then the difference is after − before.
    """

    audience: Arm
    rest: Arm | None
    difference: float | None
    low: float | None
    high: float | None

    @property
    def verdict(self) -> str:
        """UP or DOWN once the interval leaves 0 on one side; TOO_EARLY while it contains 0 or is unknown."""
        if self.low is None or self.high is None or self.low <= 0 <= self.high:
            return TOO_EARLY
        return UP if self.low > 0 else DOWN


@dataclass(frozen=True)
class Cells:
    """Hits and trials, one row an agent and one column a week; the first `before` columns precede the action.

    `audience` says of each row whether the action is for that agent.
    """

    hits: np.ndarray
    trials: np.ndarray
    audience: np.ndarray
    before: int = WEEKS_BEFORE

    def arm(self, audience: bool) -> Arm:
        """One side, added up."""
        hits, trials = (part[self.audience == audience] for part in (self.hits, self.trials))
        return Arm(
            Share(int(hits[:, : self.before].sum()), int(trials[:, : self.before].sum())),
            Share(int(hits[:, self.before :].sum()), int(trials[:, self.before :].sum())),
        )

    def week(self, audience: bool, week: int) -> Share:
        """One side in one week, 0 for the first column."""
        rows = self.audience == audience
        return Share(int(self.hits[rows, week].sum()), int(self.trials[rows, week].sum()))


def effect(cells: Cells) -> Effect:
    """The effect of an action; `rest` is left out where it has no rows before or none after."""
    ours, others = cells.arm(audience=True), cells.arm(audience=False)
    rest = None if others.change is None else others
    if ours.change is None:
        return Effect(ours, rest, None, None, None)
    difference = ours.change - (rest.change or 0.0 if rest else 0.0)
    margins = list(_margins(cells, compared=rest is not None))
    if not margins:
        return Effect(ours, rest, difference, None, None)
    return Effect(ours, rest, difference, difference - max(margins), difference + max(margins))


@dataclass(frozen=True)
class _Values:
    """Shares or differences, how many rows each speaks for, and the group whose mean it belongs to."""

    values: np.ndarray
    rows: np.ndarray
    groups: np.ndarray

    @property
    def parts(self) -> list[np.ndarray]:
        """The places of each group's values."""
        return [(self.groups == group) & (self.rows > 0) for group in np.unique(self.groups[self.rows > 0])]

    @property
    def free(self) -> int:
        """Degrees of freedom of the spread."""
        return int((self.rows > 0).sum()) - len(self.parts)

    @property
    def t(self) -> float:
        """97.5 % quantile of Student's t, for an interval of 95 %."""
        return T_975[self.free - 1] if self.free <= len(T_975) else LAST_T

    def deviation(self, one_row: float) -> float:
        """The standard deviation of the difference between group means, if `one_row` is a row's variance."""
        return math.sqrt(one_row * sum(1 / float(self.rows[part].sum()) for part in self.parts))

    def margin(self) -> float:
        """Half-width of the interval from the pooled within-group variance."""
        spread = 0.0
        for part in self.parts:
            values, rows = self.values[part], self.rows[part]
            spread += float((rows * (values - np.average(values, weights=rows)) ** 2).sum())
        return self.t * self.deviation(spread / self.free)


def _margins(cells: Cells, compared: bool) -> Iterator[float]:
    """Half the interval, by the rows, the weeks and the agents; nothing where the weeks are too few."""
    weeks = _weeks(cells, compared)
    if weeks.free < 1:
        return
    share = cells.hits.sum() / cells.trials.sum()
    yield weeks.t * weeks.deviation(share * (1 - share))
    yield weeks.margin()
    agents = _agents(cells)
    if compared and agents.free >= 1:
        yield agents.margin()


def _weeks(cells: Cells, compared: bool) -> _Values:
    """Each week's share, or its distance from the rest; the groups are before and after."""
    ours = cells.audience
    value, rows = _share(cells.hits[ours].sum(axis=0), cells.trials[ours].sum(axis=0))
    if compared:
        theirs, their_rows = _share(cells.hits[~ours].sum(axis=0), cells.trials[~ours].sum(axis=0))
        value, rows = value - theirs, _together(rows, their_rows)
    return _Values(value, rows, np.arange(len(value)) >= cells.before)


def _agents(cells: Cells) -> _Values:
    """Each agent's change; the groups are audience and rest."""
    hits, trials, before = cells.hits, cells.trials, cells.before
    early, early_rows = _share(hits[:, :before].sum(axis=1), trials[:, :before].sum(axis=1))
    late, late_rows = _share(hits[:, before:].sum(axis=1), trials[:, before:].sum(axis=1))
    return _Values(late - early, _together(early_rows, late_rows), cells.audience)


def _share(hits: np.ndarray, trials: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return hits / np.maximum(trials, 1), trials.astype(float)


def _together(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """How many rows a difference of two shares speaks for: as its variance goes, 1 / (1/n + 1/m)."""
    rows: np.ndarray = one * other / np.maximum(one + other, 1)
    return rows
