"""What is read of a span: each part once, and only when something asks for it.

A page makes one `SpanFacts` and hands it to everything that it shows, so that the leaderboard and the points
beside it, or a weekly report and its scorecards, stand on the same rows, read once.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import chain

from accounts.models import Shop
from chats.spans import Span
from reports.facts import queries
from reports.facts.recovery import ChaseRecovery
from reports.metrics.compute import Figure, of_values
from reports.metrics.metric import Metric


class SpanFacts:
    """The facts of a span: of the shop, and of each or some of its agents; all sums, or the named ones."""

    def __init__(
        self,
        shop: Shop,
        span: Span,
        agents: Collection[int] | None = None,
        names: Sequence[str] | None = None,
    ) -> None:
        self.shop, self.span, self.agents, self.names = shop, span, agents, names
        self._values: dict[tuple[str, str], dict[int, list[int]]] = {}

    @cached_property
    def before(self) -> "SpanFacts":
        """The facts of the span of equal length before, of the same agents."""
        return SpanFacts(self.shop, self.span.before, self.agents, self.names)

    @cached_property
    def sums(self) -> dict[int, queries.Sums]:
        """Agent → sums, of the agents who have any."""
        return queries.agent_totals(self.shop, self.span, self.agents, self.names)

    @cached_property
    def shop_sums(self) -> queries.Sums:
        """The shop's own sums, where people count once a day (D6.6)."""
        return queries.span_totals(self.shop, self.span.first, self.span.last, names=self.names)

    @cached_property
    def chases(self) -> ChaseRecovery:
        """What chasing added to the orders of the span (D7.5)."""
        return ChaseRecovery(self.shop, self.span)

    def values(self, metric: Metric, agents: Iterable[int] | None = None) -> list[int]:
        """The values of receptions that a figure is made of, ascending: those of these agents, or of all."""
        read = self._read(metric)
        return sorted(chain.from_iterable(read.get(one, ()) for one in (read if agents is None else agents)))

    def _read(self, metric: Metric) -> dict[int, list[int]]:
        key = (metric.column, metric.rows)
        if key not in self._values:
            self._values[key] = queries.reception_values(self.shop, self.span, *key, self.agents)
        return self._values[key]

    def from_rows(self, metrics: Iterable[Metric], agents: Iterable[int] | None = None) -> dict[str, Figure]:
        """Code → figure of those metrics that come from receptions, over the receptions of these agents."""
        own = None if agents is None else list(agents)
        return {one.code: of_values(one, self.values(one, own)) for one in metrics if one.is_of_receptions}
