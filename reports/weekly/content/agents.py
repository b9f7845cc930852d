"""The agents' part of a report: everybody's figures against the week before (D6.6, D6.7)."""

from typing import Any

from accounts.models import Agent
from chats.attribution.versions import RuleBook
from reports.facts import queries
from reports.facts.span_facts import SpanFacts
from reports.leaderboard.board import SMALLEST_GROUP
from reports.metrics.compute import Peak, Unknown, added, nearest_rank
from reports.weekly.content import schema
from reports.weekly.content.cells import Cells, in_order, of_receptions, of_sums
from reports.weekly.content.shop import added_cells, interval

Row = dict[str, Any]


def agents(facts: SpanFacts, book: RuleBook) -> dict[str, Any]:
    """Section `agents`: those with any figure in the span."""
    known = {agent.pk: agent for agent in Agent.objects.filter(shop=facts.shop).select_related("team")}
    least = queries.least_to_compare(book, facts.span.last)
    rows = [_row(known[pk], facts, least) for pk, sums in facts.sums.items() if any(sums.values())]
    return {
        "least": least,
        "rows": sorted(rows, key=_place),
        "total": {"figures": _total(facts)},
        "median": _medians([row for row in rows if row["ranked"]]),
    }


def _total(facts: SpanFacts) -> Cells:
    """Over all agents together; what chasing added is no sum of theirs and stands in its own section."""
    codes = schema.agent_codes()
    sums = (
        added(one.sums.values(), unknown=Unknown.COUNTS_AS_ZERO, peak=Peak.UNKNOWN)
        for one in (facts, facts.before)
    )
    return in_order(codes, of_sums(codes, *sums) | of_receptions(codes, facts))


def _row(agent: Agent, facts: SpanFacts, least: int) -> Row:
    codes, now, earlier = schema.agent_codes(), facts.sums[agent.pk], facts.before
    cells = of_sums(codes, now, earlier.sums.get(agent.pk, {})) | of_receptions(codes, facts, [agent.pk])
    cells |= added_cells(facts.chases.added([agent.pk]), earlier.chases.added([agent.pk]))
    mature = now["mature_inquiries"] or 0
    return {
        "agent": agent.pk,
        "name": agent.name,
        "nick": agent.first_nick,
        "team": agent.team.name if agent.team else None,
        "ranked": mature >= least,
        "mature": mature,
        "interval": interval(now["mature_paid_final"], mature),
        "figures": in_order(codes, cells),
    }


def _place(row: Row) -> tuple[bool, float, int, int]:
    """Ranked agents first, by conversion; the others by sales; equal ones by id, so that nothing moves."""
    figures = row["figures"]
    conversion = figures["inquiry_conversion_rate"]["now"] or 0.0
    return (
        not row["ranked"],
        -conversion if row["ranked"] else 0.0,
        -figures["sales_fen"]["now"],
        row["agent"],
    )


def _medians(ranked: list[Row]) -> dict[str, float | None]:
    """The median of each figure over the ranked agents; unknown where it would give somebody away."""
    found: dict[str, float | None] = {}
    for code in schema.agent_codes():
        known = sorted(
            row["figures"][code]["now"] for row in ranked if row["figures"][code]["now"] is not None
        )
        found[code] = nearest_rank(known, 50) if len(known) >= SMALLEST_GROUP else None
    return found
