"""Which card counts for whom, and the points that agents reached in a span (D10.1)."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Agent, AgentKind, Shop, User
from chats.attribution.rules import BEGINNING
from chats.spans import ONE_DAY, Span, month_span
from reports.facts.span_facts import SpanFacts
from reports.lost_sales.desk import completion as form_figures
from reports.metrics import scorecard
from reports.metrics.definitions import METRICS
from reports.metrics.scorecard import FORM_COMPLETION, FROM_ELSEWHERE, SALES_TARGET, Card, Line, Measured
from reports.models import SalesTarget, Scorecard

Measures = dict[str, Measured]


@dataclass(frozen=True)
class Scored:
    """An agent's points, and the version of the card that they were counted by."""

    agent: Agent
    version: Scorecard
    card: Card


def versions_on(shop: Shop, day: dt.date) -> dict[int | None, Scorecard]:
    """Team (None: the shop) → the version of its card that counts on a day; without lines it has none."""
    found: dict[int | None, Scorecard] = {}
    for version in Scorecard.objects.filter(shop=shop, valid_from__lte=day).order_by("valid_from", "number"):
        found[version.team_id] = version
    return {team: version for team, version in found.items() if version.lines}


def save_version(
    shop: Shop,
    team: int | None,
    name: str,
    lines: Sequence[Line],
    valid_from: dt.date | None,
    user: User | None,
) -> Scorecard:
    """A new version of a team's card (None: the shop's). The old ones stay; no lines end the card.

    Raises scorecard.BadLine.
    """
    newest = Scorecard.objects.filter(shop=shop).order_by("-number").first()
    return Scorecard.objects.create(
        shop=shop,
        team_id=team,
        name=name,
        number=newest.number + 1 if newest else 1,
        valid_from=valid_from or BEGINNING,
        lines=scorecard.to_json(scorecard.checked(lines) if lines else ()),
        created_by=user,
    )


def points(
    facts: SpanFacts, only: Collection[int] | None = None, at: dt.datetime | None = None
) -> dict[int, Scored]:
    """Agent → card of a span, for the human agents who have a card; the version of the last day counts.

    `facts` are those of all agents. `only` picks agents, but the team's median is that of the whole team.
    `at` decides which forms are due.
    """
    return _points(facts, versions_on(facts.shop, facts.span.last), only, at)


def preview(
    facts: SpanFacts, team: int | None, lines: Sequence[Line], at: dt.datetime | None = None
) -> dict[int, Scored]:
    """What the agents of a team (None: those without a card of their team) would have under other lines."""
    cards: dict[int | None, Scorecard] = dict(versions_on(facts.shop, facts.span.last))
    tried = Scorecard(shop=facts.shop, team_id=team, lines=scorecard.to_json(scorecard.checked(lines)))
    cards[team] = tried
    found = _points(facts, cards, None, at)
    return {agent: scored for agent, scored in found.items() if scored.version is tried}


def _points(
    facts: SpanFacts,
    cards: Mapping[int | None, Scorecard],
    only: Collection[int] | None,
    at: dt.datetime | None,
) -> dict[int, Scored]:
    if not cards:
        return {}
    agents = list(Agent.objects.filter(shop=facts.shop, kind=AgentKind.HUMAN).order_by("name", "pk"))
    holders = [agent for agent in agents if _card_of(agent, cards)]
    lines = {team: scorecard.from_json(version.lines) for team, version in cards.items()}
    ids = [agent.pk for agent in holders]
    codes = {line.metric for some in lines.values() for line in some}
    now = _measures(facts, ids, codes, at)
    before = _last_month(facts, ids, lines.values())
    found = {}
    for agent in holders:
        if agent.pk in now and (only is None or agent.pk in only):
            version = cards[_card_of(agent, cards)[0]]
            team = _team(agent, holders, now)
            card = scorecard.judge(lines[version.team_id], now[agent.pk], team, before.get(agent.pk, {}))
            found[agent.pk] = Scored(agent, version, card)
    return found


def _last_month(
    facts: SpanFacts, agents: Collection[int], cards: Iterable[Sequence[Line]]
) -> dict[int, Measures]:
    """Agent → what they reached in the calendar month before, in the figures that are judged by it."""
    codes = {line.metric for lines in cards for line in lines if line.band == scorecard.LAST_MONTH}
    if not codes:
        return {}
    return _plain(SpanFacts(facts.shop, month_before(facts.span.last), agents), agents, codes)


def _card_of(agent: Agent, cards: Mapping[int | None, Scorecard]) -> list[int | None]:
    """Whose card counts for the agent: the team's before the shop's."""
    return [team for team in (agent.team_id, None) if team in cards]


def _team(
    agent: Agent, agents: Iterable[Agent], measures: Mapping[int, Measures]
) -> dict[str, list[Measured]]:
    """Metric → what the agent's team reached; agents without a team compare with each other."""
    found: dict[str, list[Measured]] = {}
    for other in agents:
        if other.team_id == agent.team_id and other.pk in measures:
            for code, one in measures[other.pk].items():
                found.setdefault(code, []).append(one)
    return found


def _measures(
    facts: SpanFacts, agents: Collection[int], codes: Collection[str], at: dt.datetime | None
) -> dict[int, Measures]:
    """Agent → what the cards need, for agents with any figure in the span."""
    shop, span = facts.shop, facts.span
    found = _plain(facts, agents, {*codes, "sales_fen"})
    targets = targets_of(shop, span) if SALES_TARGET in codes else {}
    forms = form_figures.completion(shop, span, agents, at) if FORM_COMPLETION in codes else {}
    for agent, own in found.items():
        sold = own["sales_fen"].value or 0
        if targets.get(agent):
            own[SALES_TARGET] = Measured(sold / targets[agent], 1)
        if agent in forms:
            own[FORM_COMPLETION] = Measured(forms[agent].rate, forms[agent].rows_due)
    return found


def _plain(facts: SpanFacts, agents: Collection[int], codes: Collection[str]) -> dict[int, Measures]:
    """Agent → the figures of sums and of receptions among the codes, for agents with any sum."""
    wanted = [METRICS[code] for code in codes if code not in FROM_ELSEWHERE]
    found = {}
    for agent in agents:
        sums = facts.sums.get(agent, {})
        if any(sums.values()):
            values = {one.code: facts.values(one, [agent]) for one in wanted if one.is_of_receptions}
            found[agent] = scorecard.measured(wanted, sums, values)
    return found


def month_before(day: dt.date) -> Span:
    """The calendar month before that of a day."""
    return month_span(day.replace(day=1) - ONE_DAY)


def month_after(day: dt.date) -> dt.date:
    """The first day of the month after that of a day."""
    return month_span(day).last + ONE_DAY


def targets_of(shop: Shop, span: Span) -> dict[int, float]:
    """Agent → sales target of the span, fen: of each month's target the span's share of its days.

    A span with days in a month without a target has none: half a target would be reached too easily.
    """
    shares = _days_by_month(span)
    rows = SalesTarget.objects.filter(shop=shop, month__in=shares)
    found: dict[int, dict[dt.date, int]] = {}
    for agent, month, amount in rows.values_list("agent_id", "month", "amount_fen"):
        found.setdefault(agent, {})[month] = amount
    return {
        agent: sum(amounts[month] * share for month, share in shares.items())
        for agent, amounts in found.items()
        if amounts.keys() == shares.keys()
    }


def _days_by_month(span: Span) -> dict[dt.date, float]:
    """First day of each month → the share of its days that lie in the span."""
    days: dict[dt.date, int] = {}
    for day in span.dates:
        month = day.replace(day=1)
        days[month] = days.get(month, 0) + 1
    return {month: count / month_span(month).days for month, count in days.items()}


def points_of_week(facts: SpanFacts, at: dt.datetime | None = None) -> list[dict[str, Any]] | None:
    """The section `scorecards` of a weekly report (reports/weekly/content/schema.py); None without any
    card."""
    if not versions_on(facts.shop, facts.span.last):
        return None
    now, before = points(facts, at=at), points(facts.before, at=at)
    rows = [_told(scored, before.get(agent)) for agent, scored in now.items()]
    return sorted(rows, key=lambda row: (row["points"] is None, -(row["points"] or 0.0), row["agent"]))


def _told(scored: Scored, before: Scored | None) -> dict[str, Any]:
    return {
        "agent": scored.agent.pk,
        "name": scored.agent.name,
        "card": str(scored.version),
        "points": scored.card.points,
        "points_before": before.card.points if before else None,
        "lines": [
            {
                "metric": line.line.metric,
                "weight": line.line.weight,
                "share": line.share,
                "value": line.value,
                "count": line.count,
                "at_60": line.at_60,
                "at_100": line.at_100,
                "points": line.points,
                "dropped": line.dropped,
            }
            for line in scored.card.lines
        ],
    }
