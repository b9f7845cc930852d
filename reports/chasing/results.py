"""What chasing brought: each agent's chased orders against what buyers pay without a chase (D7.5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import Agent, Shop
from chats.attribution.clock import day_edges, day_number
from chats.attribution.natural import NaturalRate
from chats.frames import rule_book
from chats.models import ChaseNote
from chats.spans import Span
from reports.facts import queries
from reports.facts.recovery import ChaseRecovery
from reports.metrics.compute import Figure, values
from reports.metrics.definitions import metrics
from reports.metrics.metric import Metric

FIGURES: tuple[Metric, ...] = metrics(
    "chase_orders",
    "mature_chase_orders",
    "recovered_orders",
    "recovered_fen",
    "chase_success_rate",
    "expected_recovered",
    "incremental_recovered",
)


@dataclass(frozen=True)
class Result:
    """One agent's figures by code (None for the sum of them), and their chases noted by hand beside them."""

    agent: Agent | None
    figures: dict[str, Figure]
    notes: int


@dataclass(frozen=True)
class Results:
    """The agents who chased or noted a chase, their sum, and the shop's natural payment rates."""

    agents: list[Result]
    total: Result
    natural: list[NaturalRate]


def results(shop: Shop, span: Span, agents: Sequence[Agent]) -> Results:
    """Chase results of some agents over orders created in the span."""
    chases = ChaseRecovery(shop, span)
    sums = queries.agent_totals(shop, span, [agent.pk for agent in agents])
    notes = dict(noted(shop, span, agents).order_by().values_list("agent_id").annotate(Count("pk")))

    def result(agent: Agent | None, of: queries.Sums, who: Sequence[int], noted: int) -> Result:
        added = chases.added(who)
        told = {"expected_recovered": added.expected, "incremental_recovered": added.incremental}
        return Result(agent, values(FIGURES, of) | told, noted)

    shown = [
        result(agent, sums.get(agent.pk, {}), [agent.pk], notes.get(agent.pk, 0))
        for agent in agents
        if sums.get(agent.pk, {}).get("chase_orders") or agent.pk in notes
    ]
    names = {name for of in sums.values() for name in of}
    everybody: queries.Sums = {name: sum(of.get(name) or 0 for of in sums.values()) for name in names}
    total = result(None, everybody, [agent.pk for agent in agents], sum(notes.values()))
    return Results(shown, total, chases.natural)


def noted(shop: Shop, span: Span, agents: Sequence[Agent]) -> QuerySet[ChaseNote]:
    """Chases of some agents that were noted by hand in the span, the latest first."""
    start = rule_book(shop).first.day_start
    edges = day_edges(day_number(span.first), day_number(span.last), shop.timezone, start)
    rows = ChaseNote.objects.filter(
        order__shop=shop, agent__in=agents, chased_at__gte=edges[0], chased_at__lt=edges[1]
    )
    return rows.order_by("-chased_at", "-pk")
