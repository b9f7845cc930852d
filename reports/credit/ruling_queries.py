"""Rulings as a list: who gave whose order to whom, why and when, and which no longer hold (D7.6)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Agent, Shop, User
from chats.models import Ruling
from chats.spans import Span
from reports.access import visible_rulings
from reports.facts import queries


@dataclass(frozen=True)
class RulingRow:
    """One decision. Names are empty where nobody was or is credited; `withdrawn_at` where it no longer
    holds, `replaced` where the next decision took its place. `asked_by` are the agents who contested."""

    ruling_id: int
    order_id: int
    order_no: str
    amount_fen: int
    paid_at: dt.datetime | None
    from_agent: str
    to_agent: str
    reason: str
    author: str
    at: dt.datetime
    withdrawn_at: dt.datetime | None
    replaced: bool
    asked_by: tuple[str, ...]


def rulings_of_span(shop: Shop, span: Span, user: User | None = None) -> list[RulingRow]:
    """The decisions made or withdrawn on the days of a span, oldest first.

    Without a user every one of the shop's (the weekly report), else those that the user may see.
    """
    start, end = queries.instants(shop, span)
    made = Q(created_at__gte=start, created_at__lt=end)
    withdrawn = Q(withdrawn_at__gte=start, withdrawn_at__lt=end)
    return ruling_rows(shop, visible_rulings(user, shop).filter(made | withdrawn))


def ruling_rows(shop: Shop, rulings: QuerySet[Ruling]) -> list[RulingRow]:
    """Rulings with what they changed, oldest first."""
    related = ("order", "order__credit", "agent", "author")
    rows = list(
        rulings.select_related(*related).prefetch_related("contests__agent").order_by("created_at", "pk")
    )
    names = dict(Agent.objects.filter(shop=shop).values_list("pk", "name"))
    chains = _chains(row.order_id for row in rows)
    return [_row(row, chains[row.order_id], names) for row in rows]


def _chains(orders: Iterable[int]) -> dict[int, list[Ruling]]:
    """All rulings of each order, oldest first."""
    found: dict[int, list[Ruling]] = {order: [] for order in orders}
    for one in Ruling.objects.filter(order__in=found).order_by("created_at", "pk"):
        found[one.order_id].append(one)
    return found


def _row(ruling: Ruling, chain: list[Ruling], names: dict[int, str]) -> RulingRow:
    former = next((one for one in chain if one.withdrawn_at == ruling.created_at), None)
    credit = getattr(ruling.order, "credit", None)
    before = former.agent_id if former else credit.credited_id if credit else None
    asked = sorted({contest.agent.name for contest in ruling.contests.all()})
    return RulingRow(
        ruling_id=ruling.pk,
        order_id=ruling.order_id,
        order_no=ruling.order.order_no,
        amount_fen=ruling.order.amount_fen,
        paid_at=ruling.order.paid_at,
        from_agent="" if before is None else names.get(before, ""),
        to_agent=ruling.agent.name if ruling.agent else "",
        reason=ruling.reason,
        author=str(ruling.author),
        at=ruling.created_at,
        withdrawn_at=ruling.withdrawn_at,
        replaced=any(one.created_at == ruling.withdrawn_at for one in chain),
        asked_by=tuple(asked),
    )
