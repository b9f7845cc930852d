"""Parsed frames into the database: each row once, with what it touched marked dirty."""

from dataclasses import dataclass
from typing import TypeGuard

import pandas as pd

from accounts.models import Shop
from chats.importers.base import Parsed
from chats.store import agents, items, messages, orders, platform, roster, traffic
from chats.store.dirty import Marks
from chats.store.outcomes import Counts, Outcomes, counted


@dataclass(frozen=True)
class Ready:
    """One file with all that can be worked out before its transaction begins."""

    parsed: Parsed
    messages: messages.Prepared | None


@dataclass(frozen=True)
class Result:
    """How many rows did what, and the first nicks of the agents whom nobody knew before."""

    counts: Counts
    new_agents: list[str]


def prepare(parsed: Parsed) -> Ready:
    """Hash and sort what can be, so that the transaction is short."""
    return Ready(parsed, messages.prepare(parsed.messages) if _any(parsed.messages) else None)


def _any(frame: pd.DataFrame | None) -> TypeGuard[pd.DataFrame]:
    return frame is not None and len(frame) > 0


def store(shop: Shop, ready: Ready, batch_id: int) -> Result:
    """Store everything of one file. Needs a transaction and the lock on the shop (bulk.lock_shop)."""
    parsed, marks = ready.parsed, Marks(shop)
    parts: list[tuple[pd.DataFrame, Outcomes]] = []
    created: list[str] = []
    if _any(parsed.agents):
        parts.append((parsed.agents, roster.store(parsed.agents, marks)))
    if ready.messages and parsed.messages is not None:
        outcomes, created = messages.store(ready.messages, batch_id, parsed.robots, marks)
        parts.append((parsed.messages, outcomes))
    agents.note_robots(parsed.robots, marks)
    parts += _store_orders(parsed, batch_id, marks)
    if _any(parsed.traffic):
        parts.append((parsed.traffic, traffic.store(parsed.traffic, shop)))
    if _any(parsed.platform):
        parts.append((parsed.platform, platform.store(parsed.platform, parsed.kind, shop)))
    marks.save()
    return Result(counted(parsed, parts), created)


def _store_orders(parsed: Parsed, batch_id: int, marks: Marks) -> list[tuple[pd.DataFrame, Outcomes]]:
    """Orders, their items, and the quantities that these add up to."""
    parts: list[tuple[pd.DataFrame, Outcomes]] = []
    numbers: set[str] = set()
    if _any(parsed.orders):
        parts.append((parsed.orders, orders.store(parsed.orders, parsed.absent, batch_id, marks)))
        numbers |= {orders.order_key(number) for number in parsed.orders["order_no"]}
    if _any(parsed.items):
        parts.append((parsed.items, items.store(parsed.items, marks)))
        numbers |= {orders.order_key(number) for number in parsed.items["order_no"]}
    items.count_items(numbers, marks)
    return parts
