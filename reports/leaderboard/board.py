"""The leaderboard: each agent's figures of a span, who is ranked, and the shop's row (D6.6, D6.7)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.models import Agent, Shop
from chats.attribution.natural import NaturalRate
from chats.attribution.versions import RuleBook
from chats.spans import Span
from reports.facts import queries
from reports.facts.span_facts import SpanFacts
from reports.metrics import wilson
from reports.metrics.compute import Figure, Peak, Unknown, added, nearest_rank, values
from reports.metrics.definitions import GROUPS, METRICS, metrics
from reports.metrics.metric import ORDERS, Metric, terms
from reports.scorecards import points as scorecards

# The columns of each view; "interval" is the Wilson interval of the conversion before it.
OVERVIEW = metrics(
    "receptions",
    "reply_rate",
    "first_response_seconds",
    "mature_inquiries",
    "inquiry_conversion_rate",
    "sales_fen",
    "order_value",
    "chase_success_rate",
)
VIEWS = ("overview", "service", "inquiries", "sales", "chasing")
CONVERSION = METRICS["inquiry_conversion_rate"]
# What the span before is compared in; the arrows of every column would drown the figures.
COMPARED = frozenset(
    {"first_response_seconds", "reply_rate", "inquiry_conversion_rate", "sales_fen", "chase_success_rate"}
)
# By which figure of a view the agents are placed first.
PLACED_BY = {
    "overview": "inquiry_conversion_rate",
    "service": "first_response_seconds",
    "inquiries": "inquiry_conversion_rate",
    "sales": "sales_fen",
    "chasing": "chase_success_rate",
}
CUSTOM = "custom"  # columns of the reader's own choice
WITH_POINTS = {"overview", CUSTOM}
PODIUM = 3
QUARTERS = 4
SMALLEST_GROUP = 3  # the median of two would tell one the figure of the other


def columns_of(view: str) -> tuple[Metric, ...]:
    """The columns of a view: the overview's own, else every figure of a group that an agent can have."""
    return OVERVIEW if view == "overview" else pickable(view)


def pickable(group: str) -> tuple[Metric, ...]:
    """The figures of a group that an agent can have: the natural rate is nobody's."""
    return tuple(metric for metric in GROUPS[group][2] if metric.code != "natural_payment_rate")


@dataclass
class Row:
    """One line: an agent (None for a total) with figures by code, now and in the span before."""

    name: str
    agent: Agent | None
    figures: dict[str, Figure]
    before: dict[str, Figure]
    mature: int = 0
    interval: tuple[float, float] | None = None

    @property
    def agent_id(self) -> int:
        """Whose line it is, where it is no total."""
        assert self.agent is not None, "a total is nobody's"
        return self.agent.pk


@dataclass
class Board:
    """`ranked` agents, those with too few mature inquiries, and the totals below them.

    `points` are the agents' scorecard points (D10.1); None where the shop has no scorecard.
    """

    view: str
    columns: tuple[Metric, ...]
    span: Span
    ranked: list[Row]
    unranked: list[Row]
    agents_total: Row
    shop_total: Row | None
    least: int
    open_inquiries: int
    natural: list[NaturalRate] = field(default_factory=list)
    points: Mapping[int, float | None] | None = None

    @property
    def placed_by(self) -> Metric | None:
        """The figure by which the agents are placed first."""
        if self.view in PLACED_BY:
            return METRICS[PLACED_BY[self.view]]
        return next((metric for metric in self.columns if metric.better), None)

    @property
    def everyone(self) -> list[Row]:
        """All agents of the board."""
        return self.ranked + self.unranked


def _row(
    name: str, agent: Agent | None, now: queries.Sums, before: queries.Sums, columns: Sequence[Metric]
) -> Row:
    row = Row(name, agent, values(columns, now), values(columns, before))
    row.mature = now.get("mature_inquiries") or 0
    row.interval = wilson.interval(now.get("mature_paid_final") or 0, row.mature)
    return row


def facts_of(
    shop: Shop,
    span: Span,
    agents: Sequence[Agent],
    view: str,
    columns: Sequence[Metric] | None = None,
) -> SpanFacts:
    """The facts that a board of these agents needs: where it has points, all of the shop (D10.1 compares
    with the whole team, in the figures of its card), else the sums of its columns."""
    if view in WITH_POINTS:
        return SpanFacts(shop, span)
    needed = sums_needed(columns_of(view) if columns is None else columns)
    return SpanFacts(shop, span, [agent.pk for agent in agents], needed)


def build_board(
    facts: SpanFacts,
    book: RuleBook,
    agents: Sequence[Agent],
    view: str,
    whole_shop: bool,
    columns: Sequence[Metric] | None = None,
) -> Board:
    """The board of some agents with the columns of a view, or others.

    `facts` are those of `facts_of`. `whole_shop` adds the shop's
    own figures, where people count once.
    """
    columns = columns_of(view) if columns is None else tuple(columns)
    now, before = (_of_these(one.sums, agents) for one in (facts, facts.before))
    rows = [
        _row(agent.name, agent, now[agent.pk], before.get(agent.pk, {}), columns)
        for agent in agents
        if agent.pk in now
    ]
    least = queries.least_to_compare(book, facts.span.last)
    board = Board(
        view,
        columns,
        facts.span,
        [row for row in rows if row.mature >= least],
        [row for row in rows if row.mature < least],
        _row("", None, _added(now), _added(before), columns),
        _row("", None, facts.shop_sums, facts.before.shop_sums, columns) if whole_shop else None,
        least,
        sum((sums["inquiries"] or 0) - (sums["mature_inquiries"] or 0) for sums in now.values()),
    )
    _add_from_receptions(facts, board)
    _add_recovery(facts, board)
    if view in WITH_POINTS:
        board.points = _points(facts, [agent.pk for agent in agents])
    return board


def _of_these(sums: Mapping[int, queries.Sums], agents: Sequence[Agent]) -> dict[int, queries.Sums]:
    return {agent.pk: sums[agent.pk] for agent in agents if agent.pk in sums}


def _added(all_sums: Mapping[int, queries.Sums]) -> queries.Sums:
    return added(all_sums.values(), unknown=Unknown.COUNTS_AS_ZERO, peak=Peak.UNKNOWN)


def _points(facts: SpanFacts, agents: Collection[int]) -> dict[int, float | None] | None:
    """Points of the agents with a scorecard (D10.1); None where no card counts for any."""
    found = scorecards.points(facts, agents)
    return {agent: scored.card.points for agent, scored in found.items()} or None


def sums_needed(columns: Sequence[Metric]) -> list[str]:
    """The sums that the columns need, and those of places and intervals."""
    needed = {"inquiries", "mature_inquiries", "mature_paid_final"}
    for metric in columns:
        for expression in (metric.numerator, metric.denominator):
            needed |= {name for _sign, name in terms(expression)}
    return sorted(needed)


def _all_rows(board: Board) -> list[Row]:
    return [*board.everyone, board.agents_total, *([board.shop_total] if board.shop_total else [])]


def _add_from_receptions(facts: SpanFacts, board: Board) -> None:
    """Figures that the values of receptions give (D4.7); those of the totals are over all these agents."""
    own = {row.agent.pk: row for row in board.everyone if row.agent}
    together = facts.from_rows(board.columns, own)
    for row in _all_rows(board):
        row.figures |= facts.from_rows(board.columns, [row.agent.pk]) if row.agent else together


def _add_recovery(facts: SpanFacts, board: Board) -> None:
    """The natural payment rate of the shop's orders of the span, and what chasing added (D7.5)."""
    if not any(metric.source == ORDERS for metric in board.columns):
        return
    board.natural = facts.chases.natural
    ours = [row.agent.pk for row in board.everyone if row.agent]
    for row in _all_rows(board):
        among = [row.agent.pk] if row.agent else ours
        recovered = facts.chases.added(None if row is board.shop_total else among)
        row.figures["expected_recovered"] = recovered.expected
        row.figures["incremental_recovered"] = recovered.incremental


def podium(board: Board) -> list[tuple[Row, Metric]]:
    """The first three of the board and the figure that placed them; for readers who may see top three.

    At equal figures the order is that of the board. Whether a reader may: accounts.access.may_see_top_three.
    """
    metric = board.placed_by
    if metric is None:
        return []
    return [(row, metric) for _figure, row in _best_first(board, metric)[:PODIUM]]


def _best_first(board: Board, metric: Metric) -> list[tuple[float, Row]]:
    """The ranked agents who have the figure, each with it."""
    rows = [(own, row) for row in board.ranked if (own := row.figures.get(metric.code)) is not None]
    return sorted(rows, key=lambda pair: pair[0], reverse=metric.better == "high")


def quarters(board: Board) -> dict[str, dict[int, int]]:
    """Code → agent id → quarter of the ranked agents, 4 the best; equal figures share the better one.

    Figures without a better end have none, nor have fewer than four agents.
    """
    found: dict[str, dict[int, int]] = {}
    for metric in board.columns:
        rows = _best_first(board, metric) if metric.better else []
        if len(rows) < QUARTERS:
            continue
        found[metric.code] = {}
        place, last = 0, rows[0][0]
        for number, (figure, row) in enumerate(rows):
            if figure != last:
                place, last = number, figure
            found[metric.code][row.agent_id] = QUARTERS - place * QUARTERS // len(rows)
    return found


@dataclass(frozen=True)
class Standing:
    """One figure of one agent among the others: the place from the better end, and the median."""

    metric: Metric
    own: Figure
    place: int | None
    ranked: int
    median: Figure
    before: Figure


def standings(board: Board, own: Row) -> list[Standing]:
    """Where one agent stands in each figure, without a word about anybody else.

    Places are among the ranked agents who have the figure; figures without a better end have none.
    """
    return [_standing(board, own, metric) for metric in board.columns]


def _standing(board: Board, own: Row, metric: Metric) -> Standing:
    mine = own.figures[metric.code]
    others: list[float] = sorted(
        figure for row in board.ranked if (figure := row.figures[metric.code]) is not None
    )
    median = nearest_rank(others, 50) if len(others) >= SMALLEST_GROUP else None
    place = None
    if own in board.ranked and mine is not None and metric.better:
        ahead = (other > mine if metric.better == "high" else other < mine for other in others)
        place = 1 + sum(ahead)
    return Standing(metric, mine, place, len(others), median, own.before.get(metric.code))
