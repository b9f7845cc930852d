"""The roster: rows with the same name are one agent, and nicks move to whom it names (D2.1)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from django.db import IntegrityError, models, transaction
from numpy.typing import NDArray

from accounts.models import Agent, AgentNick, Shop, Team
from chats.store import bulk
from chats.store.agents import NICK_LENGTH, mark_if_bought, nick_key
from chats.store.dirty import Marks
from chats.store.outcomes import ADDED, CHANGED, UNCHANGED

NAME_LENGTH = 120
TEAM_LENGTH = 80


@dataclass
class Person:
    """What a roster file says of one agent; all rows of one name."""

    name: str
    team: str
    kind: str
    active_from: dt.date | None
    active_to: dt.date | None
    nicks: dict[str, str]  # normalised -> as written, in the file's order

    @property
    def first_nick(self) -> str:
        return next(iter(self.nicks))


def store(roster: pd.DataFrame, marks: Marks) -> NDArray[np.int8]:
    """Bring the shop's agents in line with the roster; one outcome a row.

    The team, kind and active period of an agent's last row hold. Agents the file does not name stay.
    """
    shop = marks.shop
    nicks = [nick_key(nick) for nick in roster["nick"]]
    before = _state(shop)
    met = dict(Agent.objects.filter(shop=shop, in_roster=False).values_list("id", "first_nick"))
    firsts = {
        _take(shop, person, agent): first for person, agent, first in _matched(shop, _people(roster, nicks))
    }
    _settle_first_nicks(shop, firsts)
    _drop_emptied(shop, met)
    after = _state(shop)
    if any(after[nick].decides != before[nick].decides for nick in before):
        marks.everything = True
    mark_if_bought(after.keys() - before.keys(), marks)
    return np.array([_outcome(before.get(nick), after[nick]) for nick in nicks], dtype=np.int8)


def _people(roster: pd.DataFrame, nicks: list[str]) -> list[Person]:
    """One person a name. A nick that stands under two names belongs to the later row."""
    owner = dict(zip(nicks, roster["name"], strict=True))
    people: dict[str, Person] = {}
    for nick, row in zip(nicks, roster.to_dict("records"), strict=True):
        name = bulk.cut(row["name"] or row["nick"], NAME_LENGTH)
        if owner[nick] != row["name"]:
            continue
        known = people[name].nicks if name in people else {}
        people[name] = Person(
            name,
            row["team"] or "",
            row["kind"],
            row["active_from"],
            row["active_to"],
            known | {nick: row["nick"]},
        )
    return list(people.values())


@dataclass(frozen=True)
class NickState:
    """All that a roster can set for one nick; `decides` is the part that figures depend on."""

    decides: tuple[Any, ...]
    shown: tuple[Any, ...]


def _state(shop: Shop) -> dict[str, NickState]:
    decides = ("agent_id", "agent__first_nick", "agent__kind")
    shown = (
        "agent__name",
        "agent__in_roster",
        "agent__team_id",
        "agent__active_from",
        "agent__active_to",
        "written",
    )
    stored = AgentNick.objects.filter(shop=shop).values_list("nick", *decides, *shown)
    return {
        nick: NickState(tuple(parts[: len(decides)]), tuple(parts[len(decides) :])) for nick, *parts in stored
    }


def _outcome(before: NickState | None, after: NickState) -> int:
    if before is None:
        return ADDED
    return UNCHANGED if before == after else CHANGED


def _matched(shop: Shop, people: list[Person]) -> list[tuple[Person, Agent, str]]:
    """Each person with the agent that is meant (perhaps a new one) and the first nick it gets.

    The first nick is the file's first, unless a roster set one that this file does not contain.
    """
    stored = {nick.nick: nick.agent for nick in AgentNick.objects.filter(shop=shop).select_related("agent")}
    by_name = {agent.name: agent for agent in Agent.objects.filter(shop=shop, in_roster=True)}
    named = {person.name for person in people}
    taken: set[int] = set()
    matched = []
    for person in people:
        agent = by_name.get(person.name) or _known_by_nick(person, stored, named, taken)
        agent = agent or Agent(shop=shop, first_nick=f"({person.name})"[:NICK_LENGTH])
        taken.add(agent.pk)
        kept = agent.in_roster and agent.first_nick not in person.nicks
        matched.append((person, agent, agent.first_nick if kept else person.first_nick))
    return matched


def _known_by_nick(
    person: Person, stored: dict[str, Agent], named: set[str], taken: set[int]
) -> Agent | None:
    """The agent known under the person's nicks so far: met in chats, or of a name no longer used."""
    for nick in person.nicks:
        agent = stored.get(nick)
        if agent and agent.pk not in taken and (not agent.in_roster or agent.name not in named):
            return agent
    return None


def _take(shop: Shop, person: Person, agent: Agent) -> int:
    """Write what the file says of a person to the agent, and give it the nicks; the agent's id."""
    agent.name, agent.kind, agent.in_roster = person.name, person.kind, True
    agent.active_from, agent.active_to = person.active_from, person.active_to
    if person.team:
        team = bulk.cut(person.team, TEAM_LENGTH)
        agent.team, _ = Team.objects.get_or_create(shop=shop, name=team)
    agent.save()
    for nick, written in person.nicks.items():
        AgentNick.objects.update_or_create(
            shop=shop, nick=nick, defaults={"agent": agent, "written": bulk.cut(written, NICK_LENGTH)}
        )
    return agent.pk


def _settle_first_nicks(shop: Shop, firsts: dict[int, str]) -> None:
    """Give agents their first nicks; an agent who lost theirs takes the smallest one left.

    No two agents may have the same at any moment, so whatever changes is parked first.
    """
    left = defaultdict(list)
    for agent, nick in AgentNick.objects.filter(shop=shop).values_list("agent_id", "nick"):
        left[agent].append(nick)
    changed = {}
    for agent, first in Agent.objects.filter(shop=shop).values_list("id", "first_nick"):
        settled = firsts.get(agent, first)
        if settled not in left[agent]:
            settled = min(left[agent], default=f"({agent})")
        if settled != first:
            changed[agent] = settled
    for agent in changed:
        Agent.objects.filter(pk=agent).update(first_nick=f"[{agent}]")
    for agent, settled in changed.items():
        Agent.objects.filter(pk=agent).update(first_nick=settled)


def _drop_emptied(shop: Shop, met: dict[int, str]) -> None:
    """Agents met in chats whose nicks all moved away go; what people wrote about them moves along."""
    for agent in Agent.objects.filter(shop=shop, pk__in=list(met), in_roster=False, nicks=None):
        heir = Agent.objects.get(nicks__shop=shop, nicks__nick=met[agent.pk])
        try:
            with transaction.atomic():
                _hand_over(agent, heir)
                agent.delete()
        except IntegrityError:  # both have e.g. a form of the same day: people's words are never dropped
            continue


def _hand_over(agent: Agent, heir: Agent) -> None:
    """Let everything that must not outlive an agent belong to the heir."""
    for field in Agent._meta.get_fields(include_hidden=True):
        if (
            field.one_to_many
            and isinstance(field, models.ManyToOneRel)
            and field.on_delete is not models.DO_NOTHING
        ):
            name = field.field.name
            field.related_model._default_manager.filter(**{name: agent}).update(**{name: heir})
    if agent.user_id and not heir.user_id:
        Agent.objects.filter(pk=heir.pk).update(user=agent.user_id)
