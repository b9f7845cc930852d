"""An agent's own week, read from the shop's report: their figures, the unnamed median, and nobody else's."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import Agent
from accounts.ui import formats
from reports.figures import labels
from reports.metrics.definitions import METRICS
from reports.models import LostSaleForm
from reports.weekly.content import schema
from reports.weekly.formats import wording

Content = dict[str, Any]
SHOWN = (
    "receptions",
    "reply_rate",
    "first_response_seconds",
    "average_response_seconds",
    "mature_inquiries",
    "inquiry_conversion_rate",
    "inquiry_conversion_provisional",
    "sales_fen",
    "refunded_fen",
    "paid_orders",
    "order_value",
    "items_per_buyer",
    "chase_orders",
    "chase_success_rate",
)
TILES = ("sales_fen", "inquiry_conversion_rate", "first_response_seconds", "reply_rate")


@dataclass(frozen=True)
class OwnLine:
    """One figure of the agent: now, its change on the week before, and the agents' median."""

    code: str
    name: str
    now: str
    change: formats.Change | None
    median: str


@dataclass(frozen=True)
class OwnReason:
    """One reason that the agent named, with its share of their rows."""

    name: str
    rows: int
    share: str


@dataclass(frozen=True)
class OwnWeek:
    """Everything of one agent's week; `lines` is empty where the week knows nothing of them."""

    agent: Agent
    content: Content
    lines: list[OwnLine]
    reasons: list[OwnReason]
    rulings: list[Content]
    forms: Content | None
    points: Content | None
    best_answers: list[LostSaleForm]

    @property
    def tiles(self) -> list[OwnLine]:
        """The figures that count most."""
        return [line for line in self.lines if line.code in TILES]


def own_week(agent: Agent, content: Content) -> OwnWeek:
    """The agent's part of a report's content, and the best answers of their forms."""
    row = _of(agent, content["agents"]["rows"])
    return OwnWeek(
        agent,
        content,
        _lines(row, content["agents"]["median"]) if row else [],
        _reasons(agent, content),
        [ruling for ruling in content["rulings"] if agent.pk in (ruling["agent"], ruling["computed"])],
        _of(agent, content["forms"]["agents"]),
        _of(agent, content["scorecards"] or []),
        _best_answers(agent, content["meta"]),
    )


def _of(agent: Agent, rows: list[Content]) -> Content | None:
    return next((row for row in rows if row["agent"] == agent.pk), None)


def _lines(row: Content, median: Content) -> list[OwnLine]:
    return [
        _line(code, row["figures"][code], median.get(code)) for code in schema.agent_codes() if code in SHOWN
    ]


def _line(code: str, cell: Content, median: float | None) -> OwnLine:
    metric = METRICS[code]
    change = labels.change(metric, cell["now"], cell["before"])
    return OwnLine(
        code,
        labels.name(metric),
        labels.figure_text(metric, cell["now"]),
        change,
        labels.figure_text(metric, median),
    )


def _reasons(agent: Agent, content: Content) -> list[OwnReason]:
    names = {row["reason"]: wording.reason(row) for row in content["causes"]["rows"]}
    own = [row for row in content["causes"]["agents"] if row["agent"] == agent.pk]
    total = sum(row["rows"] for row in own)
    found = sorted(own, key=lambda row: (-row["rows"], row["reason"]))
    return [
        OwnReason(names.get(row["reason"], row["reason"]), row["rows"], formats.rate(row["rows"] / total))
        for row in found
    ]


def _best_answers(agent: Agent, meta: Content) -> list[LostSaleForm]:
    """The words stay with their forms: a snapshot must not keep what somebody may have to take back."""
    days = (dt.date.fromisoformat(meta["first"]), dt.date.fromisoformat(meta["last"]))
    forms = LostSaleForm.objects.filter(agent=agent, day__range=days, status=LostSaleForm.Status.SUBMITTED)
    return list(forms.exclude(best_answer="").order_by("day"))
