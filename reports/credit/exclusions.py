"""Orders that a supervisor takes out of the figures by hand, and what that changes (D2.7)."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from django.db import transaction

from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.models import Agent, Shop
from chats import frames
from chats.attribution.attribute import Attribution, attribute
from chats.credit.slices import ShopData
from chats.jobs import queue as jobs
from chats.models import BuyerAlias, Credit, Order, ShopState
from chats.store import bulk
from chats.store.dirty import Marks
from reports.metrics.facts import agent_days, buckets

DAY = 86400
MARGIN_SECONDS = 2 * DAY  # a run or a reception at the edge of what is read stays whole
SHOWN = ("sales_fen", "paid_orders", "inquiries", "paid_final", "chase_orders")


@dataclass(frozen=True)
class AgentEffect:
    """How an agent's sums change: SHOWN → difference."""

    agent: str
    sums: dict[str, int]


@dataclass(frozen=True)
class Effect:
    """What excluding an order (or including it again) changes: its bucket of the books by the codes of
    attribution.sales (as metrics.facts.buckets tells them), and the sums of each agent."""

    bucket_before: int
    bucket_after: int
    amount_fen: int
    agents: list[AgentEffect]

    @property
    def is_none(self) -> bool:
        """Whether nothing changes: the order is excluded for another reason too, or ruled to an agent."""
        return self.bucket_before == self.bucket_after and not self.agents


def effect(shop: Shop, credit: Credit, excluded: bool, seen: Collection[int]) -> Effect:
    """What becomes of the figures if the order is excluded by hand, or is so no longer.

    Nothing but this buyer's talks and orders can change, so they are attributed twice, and compared.
    `seen` are the agents of whom the reader may know.
    """
    data = ShopData.of(shop)
    orders, messages = _of_buyer(data, credit.order)
    wanted = orders["order"].to_numpy() == credit.pk
    state = ShopState.objects.filter(shop=shop).first()
    as_of = int(state.as_of.timestamp()) if state and state.as_of else None
    sides = []
    for is_excluded in (not excluded, excluded):
        told = orders.assign(excluded_manually=orders["excluded_manually"].to_numpy() | wanted)
        if not is_excluded:
            told["excluded_manually"] = orders["excluded_manually"].to_numpy() & ~wanted
        found = attribute(messages, told, data.people, data.book, as_of, frames.invalid_inquiries(shop))
        sides.append((found, told))
    (before, orders_before), (after, orders_after) = sides
    sums = _by_agent(agent_days(after, orders_after, as_of)).sub(
        _by_agent(agent_days(before, orders_before, as_of)), fill_value=0
    )
    paid_fen = credit.order.amount_fen if credit.order.paid_at else 0
    return Effect(_bucket(before, wanted), _bucket(after, wanted), paid_fen, _effects(shop, sums, seen))


def _of_buyer(data: ShopData, order: Order) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The order with all others of its buyer, and their messages, as far as they bear on each other.

    Messages: of the inquiries that the order can convert, up to those that it makes after-sales.
    Orders: whatever else converts these inquiries or makes them after-sales.
    """
    book = data.book
    created = int(order.created_at.timestamp())
    paid = int(order.paid_at.timestamp()) if order.paid_at else created
    window = book.most(lambda r: max(r.window_seconds, r.unpaid_seconds)) + MARGIN_SECONDS
    aftersale = book.most(lambda r: r.aftersale_days * DAY)
    first, last = created - window, max(created, paid) + aftersale + MARGIN_SECONDS
    reach = (first - aftersale, last + window)
    orders = frames.orders(data.names, reach, reach)
    person = order.buyer.person if order.buyer else None
    if person is None:
        own = orders["order"].to_numpy() == order.pk
        return orders[own].reset_index(drop=True), frames.messages(data.names, 0, -1)
    aliases = list(BuyerAlias.objects.filter(shop=data.shop, person=person).values_list("pk", flat=True))
    messages = frames.messages(data.names, first, last, book.looks_at_texts, aliases)
    return orders[orders["buyer"].to_numpy() == person].reset_index(drop=True), messages


def _by_agent(days: pd.DataFrame) -> pd.DataFrame:
    return days.groupby("agent")[list(SHOWN)].sum()


def _bucket(found: Attribution, wanted: np.ndarray) -> int:
    return int(buckets(found.credits)[wanted][0])


def _effects(shop: Shop, sums: pd.DataFrame, seen: Collection[int]) -> list[AgentEffect]:
    names = dict(Agent.objects.filter(shop=shop).values_list("pk", "name"))
    changed = sums[(sums != 0).any(axis=1)]
    agents, rows = changed.index.astype(int).tolist(), changed[list(SHOWN)].astype(int).to_numpy().tolist()
    return [
        AgentEffect(names.get(agent, ""), dict(zip(SHOWN, row, strict=True)))
        for agent, row in zip(agents, rows, strict=True)
        if agent in seen
    ]


def set_excluded(by: Actor, shop: Shop, order: Order, excluded: bool) -> bool:
    """Exclude the order by hand, or take that back; the days are computed anew. Whether it changed."""
    with transaction.atomic():
        bulk.lock_shop(shop.pk)
        rows = Order.objects.filter(pk=order.pk, shop=shop, excluded_manually=not excluded)
        if not rows.update(excluded_manually=excluded):
            return False
        marks = Marks(shop)
        marks.touch_order(*(int(at.timestamp()) for at in (order.created_at, order.paid_at) if at))
        marks.save()
        audit.note(
            by,
            shop,
            "order_excluded",
            order.order_no,
            order=order.pk,
            excluded=excluded,
            amount_fen=order.amount_fen,
        )
        jobs.enqueue(shop, "refresh", user=by.user)
    return True
