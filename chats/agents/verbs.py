"""Change one agent as a manager does on the page, through the same door as a roster (D2.1)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Agent, AgentNick, Shop, Team, User
from chats.attribution.columns import PARSED_AGENTS, frame
from chats.jobs import queue as jobs
from chats.store import bulk, roster
from chats.store.agents import NICK_LENGTH, nick_key
from chats.store.dirty import Marks


@dataclass(frozen=True)
class AgentDetails:
    """What a manager says of an agent; `more_nicks` come to the agent from wherever they are."""

    name: str
    kind: str
    team: Team | None
    active_from: dt.date | None
    active_to: dt.date | None
    user: User | None
    more_nicks: Sequence[str] = ()


def save_agent(shop: Shop, agent: Agent | None, told: AgentDetails, by: User) -> Agent:
    """Add or change an agent. Where figures hang on the change, everything is computed anew.

    A new agent needs a nick. Moving a nick moves all that was said under it.
    """
    with transaction.atomic():
        bulk.lock_shop(shop.pk)
        marks = Marks(shop)
        agent = _named(shop, agent, told)
        nicks = _nicks(agent, told.more_nicks)
        if nicks:
            roster.store(frame([_row(told, nick) for nick in nicks], PARSED_AGENTS), marks)
        marks.save()
        shown = {"kind": told.kind, "team": told.team, "user": told.user}
        period = {"active_from": told.active_from, "active_to": told.active_to}
        Agent.objects.filter(pk=agent.pk).update(**shown, **period)
        if marks.everything:
            jobs.enqueue(shop, "refresh", {}, by)
    return agent


def _named(shop: Shop, agent: Agent | None, told: AgentDetails) -> Agent:
    """The agent under the name by which the roster finds it, whoever has the nicks so far."""
    if agent is None:
        first = nick_key(told.more_nicks[0])
        if Agent.objects.filter(shop=shop, first_nick=first).exists():
            first = f"({told.name})"[:NICK_LENGTH]  # until the nick is here
        return Agent.objects.create(shop=shop, name=told.name, first_nick=first, in_roster=True)
    agent.name, agent.in_roster = told.name, True
    agent.save(update_fields=["name", "in_roster"])
    return agent


def owner_of(shop: Shop, written: str) -> Agent | None:
    """The agent to whom a nick belongs so far."""
    found = AgentNick.objects.filter(shop=shop, nick=nick_key(written)).select_related("agent").first()
    return found.agent if found else None


def _nicks(agent: Agent, more: Sequence[str]) -> list[str]:
    """The agent's nicks as written, the first one first, then those that come."""
    known = list(agent.nicks.order_by("pk"))
    known.sort(key=lambda one: one.nick != agent.first_nick)
    return [*(one.written for one in known), *more]


def _row(told: AgentDetails, nick: str) -> dict[str, object]:
    return {
        "nick": nick,
        "name": told.name,
        "team": told.team.name if told.team else "",
        "kind": told.kind,
        "active_from": told.active_from,
        "active_to": told.active_to,
        "line": 0,
    }
