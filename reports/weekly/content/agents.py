"""The agents' part of a report: everybody's figures against the week before (D6.6, D6.7)."""

from typing import Any

from accounts.models import Agent, Shop
from chats.attribution.versions import RuleBook
from chats.spans import Span
from reports.facts import queries
from reports.facts.recovery import ChaseRecovery
from reports.leaderboard.board import SMALLEST_GROUP
from reports.metrics.compute import Peak, Unknown, added, nearest_rank
from reports.weekly.content import schema
from reports.weekly.content.cells import in_order, of_sums
from reports.weekly.content.shop import added_cells, interval

Row = dict[str, Any]


def agents(
    shop: Shop, book: RuleBook, span: Span, now: ChaseRecovery, before: ChaseRecovery
) -> dict[str, Any]:
    """Section `agents`: those with any figure in the span."""
    known = {agent.pk: agent for agent in Agent.objects.filter(shop=shop).select_related("team")}
    sums, earlier = (queries.agent_totals(shop, one, list(known)) for one in (span, span.before))
    totals = (
        added(one.values(), unknown=Unknown.COUNTS_AS_ZERO, peak=Peak.UNKNOWN) for one in (sums, earlier)
    )
    least = queries.least_to_compare(book, span.last)
    rows = [
        _row(known[pk], sums[pk], earlier.get(pk, {}), least, now, before)
        for pk in sums
        if any(sums[pk].values())
    ]
    return {
        "least": least,
        "rows": sorted(rows, key=_place),
        "total": {"figures": of_sums(_summable(), *totals)},
        "median": _medians([row for row in rows if row["ranked"]]),
    }


def _row(
    agent: Agent,
    now: queries.Sums,
    before: queries.Sums,
    least: int,
    chased: ChaseRecovery,
    chased_before: ChaseRecovery,
) -> Row:
    cells = of_sums(schema.AGENT, now, before)
    cells |= added_cells(chased.added([agent.pk]), chased_before.added([agent.pk]))
    mature = now["mature_inquiries"] or 0
    return {
        "agent": agent.pk,
        "name": agent.name,
        "nick": agent.first_nick,
        "team": agent.team.name if agent.team else None,
        "ranked": mature >= least,
        "mature": mature,
        "interval": interval(now["mature_paid_final"], mature),
        "figures": in_order(schema.AGENT, cells),
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


def _summable() -> tuple[str, ...]:
    return tuple(code for code in schema.AGENT if not code.startswith(("expected", "incremental")))


def _medians(ranked: list[Row]) -> dict[str, float | None]:
    """The median of each figure over the ranked agents; unknown where it would give somebody away."""
    found: dict[str, float | None] = {}
    for code in schema.AGENT:
        known = sorted(
            row["figures"][code]["now"] for row in ranked if row["figures"][code]["now"] is not None
        )
        found[code] = nearest_rank(known, 50) if len(known) >= SMALLEST_GROUP else None
    return found
