"""The demo shop's scorecard, the default one, and sales targets a tenth above what was sold on average."""

import datetime as dt

from accounts.models import Agent, AgentKind, Shop
from chats.models import ShopState
from chats.spans import Span
from reports.facts import queries
from reports.metrics.scorecard import DEFAULT
from reports.models import SalesTarget
from reports.scorecards import points as scorecards

MONTH_DAYS = 30
STEP_FEN = 50_000  # people set round targets


def set_targets(shop: Shop) -> int:
    """Set the card and a target for each agent and month with data; how many targets there are."""
    scorecards.save_version(shop, None, "客服绩效考核", DEFAULT, None, None)
    span = ShopState.objects.get(shop=shop).span
    assert span is not None, shop  # it was filled before
    agents = list(Agent.objects.filter(shop=shop, kind=AgentKind.HUMAN).values_list("pk", flat=True))
    rows = [
        SalesTarget(shop=shop, agent_id=agent, month=month, amount_fen=_target(sums["sales_fen"] or 0, span))
        for agent, sums in queries.agent_totals(shop, span, agents).items()
        for month in _months(span)
    ]
    return len(SalesTarget.objects.bulk_create(rows))


def _target(sold_fen: int, span: Span) -> int:
    return round(sold_fen / span.days * MONTH_DAYS * 1.1 / STEP_FEN) * STEP_FEN


def _months(span: Span) -> list[dt.date]:
    months = [span.first.replace(day=1)]
    while scorecards.month_after(months[-1]) <= span.last:
        months.append(scorecards.month_after(months[-1]))
    return months
