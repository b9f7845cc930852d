"""The page of causes in words and links: bars of the Pareto, tiles, and agents against the team."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Agent, Shop
from accounts.ui import formats
from chats.spans import Span
from reports.lost_sales.causes import list as lost_sale_list
from reports.lost_sales.causes.figures import Cause, Causes, Part
from reports.lost_sales.desk.completion import DUE_ONLY
from reports.metrics.taxonomy import AGENT
from reports.models import LostSaleReason

# A cell of the matrix stands out from so many rows, and from so many times the team's share.
STANDS_OUT_ROWS, STANDS_OUT_TIMES = 3, 1.5


@dataclass(frozen=True)
class Bar:
    """One bar of the Pareto; `width` is in per cent of the longest."""

    cause: Cause
    width: str
    share: float | None  # of rows, or of amounts where these give the order
    change: formats.Change | None
    url: str
    before_url: str
    share_url: str


@dataclass(frozen=True)
class Cell:
    """Rows of one agent with one cause, and whether they stand out against the team."""

    rows: int
    rate: float
    high: bool
    url: str


@dataclass(frozen=True)
class MatrixLine:
    """One agent."""

    agent: Agent
    total: int
    url: str
    cells: list[Cell]


@dataclass(frozen=True)
class CausesPage:
    """What the page shows of the causes of a span."""

    shop: Shop
    span: Span
    found: Causes
    agents: dict[int, Agent]
    by_amount: bool = False

    def url(self, **wanted: object) -> str:
        """The rows of the span."""
        return f"{self.all_url}&{urlencode(wanted)}"

    @cached_property
    def all_url(self) -> str:
        return lost_sale_list.url(self.shop, self.span)

    @property
    def before_url(self) -> str:
        return lost_sale_list.url(self.shop, self.span.before)

    @property
    def share(self) -> str:
        """What the bars are a share of, as the list of rows calls it."""
        return lost_sale_list.AMOUNTS if self.by_amount else lost_sale_list.ROWS

    @property
    def controllable_url(self) -> str:
        return self.url(owner=AGENT, figure=lost_sale_list.ROWS)

    @property
    def covered_url(self) -> str:
        return self.url(chats=1, figure=lost_sale_list.COVERED)

    @property
    def on_time_url(self) -> str:
        query = {"from": self.span.first, "to": self.span.last, "state": DUE_ONLY}
        return f"{reverse('reports:lost_sale_forms', args=[self.shop.pk])}?{urlencode(query)}"

    @property
    def accepted_url(self) -> str:
        return self.url(review="accepted", figure=lost_sale_list.AGREED)

    @property
    def taken_url(self) -> str:
        return self.url(suggestion=lost_sale_list.TAKEN, figure=lost_sale_list.FOLLOWED)

    @property
    def controllable_change(self) -> formats.Change | None:
        now, before = self.found.controllable.rate, self.found.controllable_before.rate
        return formats.change(now, before, "rate", better="down")

    @property
    def bars(self) -> list[Bar]:
        shares = [one.amount_rate if self.by_amount else one.row_rate for one in self.found.causes]
        longest = max((share for share in shares if share), default=0)
        return [
            Bar(
                cause,
                f"{100 * (share or 0) / longest if longest else 0:.2f}",
                share,
                moved(cause),
                self.url(reason=cause.reason.pk),
                lost_sale_list.url(self.shop, self.span.before, reason=cause.reason.pk),
                self.url(reason=cause.reason.pk, figure=self.share),
            )
            for cause, share in zip(self.found.causes, shares, strict=True)
        ]

    @property
    def matrix(self) -> list[MatrixLine]:
        """One line an agent: each cause's rows and their share of the agent's rows."""
        lines = []
        columns = [(cause, self.url(reason=cause.reason.pk)) for cause in self.found.causes]
        matrix = self.found.matrix
        for agent, counts in zip(matrix.index.tolist(), matrix.to_dict("records"), strict=True):
            total = sum(counts.values())
            cells = [
                _cell(cause, counts.get(cause.reason.pk, 0), total, f"{url}&agent={agent}")
                for cause, url in columns
            ]
            lines.append(MatrixLine(self.agents[agent], total, self.url(agent=agent), cells))
        return sorted(lines, key=lambda line: line.agent.name)


def _cell(cause: Cause, count: int, total: int, url: str) -> Cell:
    high = count >= STANDS_OUT_ROWS and count / total >= STANDS_OUT_TIMES * cause.row_rate
    return Cell(count, count / total, high, url)


def moved(cause: Cause) -> formats.Change | None:
    """How a cause's share of the rows moved; less of what agents can change is good news."""
    if cause.change is None:
        return None
    better = "down" if cause.reason.owner == LostSaleReason.Owner.AGENT else ""
    return formats.change(cause.row_rate, cause.row_rate - cause.change, "rate", better=better)


def note(part: Part) -> str:
    """A share's numbers beside it: 38/45."""
    return f"{formats.count(part.part)}/{formats.count(part.whole)}"
