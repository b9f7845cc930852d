"""Agents: nicks met in chats, and the roster that says whose they are (D2.1)."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from accounts.models import Agent, AgentKind, AgentNick
from accounts.nicks import is_platform_robot, normalise_nick
from chats.models import BuyerAlias
from chats.store import bulk
from chats.store.dirty import Marks

NICK_LENGTH = 120


def nick_key(written: str) -> str:
    """How an agent's nick is compared."""
    return bulk.cut_key(normalise_nick(written), NICK_LENGTH)


def resolve(
    written: Sequence[str], robots: Collection[str], marks: Marks
) -> tuple[NDArray[np.int64], list[str]]:
    """AgentNick ids of nicks as written, and the first nicks of agents that had to be created."""
    keys = [nick_key(nick) for nick in written]
    known = _nick_ids(marks, keys)
    new = {key: nick for key, nick in zip(reversed(keys), reversed(written), strict=True) if key not in known}
    created = list(reversed(new))
    for key in created:
        known[key] = _meet(marks, key, new[key], robots)
    mark_if_bought(created, marks)
    return np.array([known[key] for key in keys], dtype=np.int64), created


def _nick_ids(marks: Marks, keys: list[str]) -> dict[str, int]:
    stored = AgentNick.objects.filter(shop=marks.shop)
    if len(keys) < bulk.LIST_SIZE // 100:  # short lists only: SQLite counts the parameters
        stored = stored.filter(nick__in=keys)
    return dict(stored.values_list("nick", "id"))


def _meet(marks: Marks, key: str, written: str, robots: Collection[str]) -> int:
    """Create the agent whom no roster has named yet, with the one nick; its AgentNick id."""
    robot = key in robots or is_platform_robot(key)
    shown = bulk.cut(written, NICK_LENGTH)
    kind = AgentKind.ROBOT if robot else AgentKind.HUMAN
    agent = Agent.objects.create(shop=marks.shop, name=shown, first_nick=key, kind=kind)
    return AgentNick.objects.create(shop=marks.shop, agent=agent, nick=key, written=shown).pk


def note_robots(robots: Iterable[str], marks: Marks) -> None:
    """Agents that a file shows to be robots are robots, unless a roster says otherwise."""
    mistaken = Agent.objects.filter(
        shop=marks.shop,
        in_roster=False,
        kind=AgentKind.HUMAN,
        nicks__nick__in=[nick_key(nick) for nick in robots],
    )
    ids = list(mistaken.values_list("id", flat=True))
    if ids:
        Agent.objects.filter(id__in=ids).update(kind=AgentKind.ROBOT)
        marks.everything = True


def mark_if_bought(nicks: Collection[str], marks: Marks) -> None:
    """A nick that chats or orders know as a buyer's is an own account from now on (D2.7, D3.3)."""
    for some in bulk.chunks(sorted(nicks)):
        if BuyerAlias.objects.filter(shop=marks.shop, nick__in=some).exists():
            marks.everything = True
