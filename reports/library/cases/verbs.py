"""The case library: passages of conversations that supervisors starred, read live wherever they are shown."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypedDict

from django.db import transaction
from django.db.models import Value
from django.utils import timezone
from django_stubs_ext import WithAnnotations

from accounts.access import is_leader, visible_agents
from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.models import Shop, User
from accounts.nicks import mask_nick
from chats.models import BuyerAlias, Message
from reports.models import ChatCase
from reports.pages.links import talk_url
from reports.talks import timeline
from reports.talks.timeline import Entry

MOST_LINES = 60
WINDOWS_A_QUESTION = 50
LONG_NUMBER = re.compile(r"\d{7,}")  # phone and order numbers name the buyer as well as a nick does


class NoPassage(Exception):
    """The ticked messages make no passage; `args[0]` is "none", "agents" or "long"."""


@dataclass(frozen=True)
class Passage:
    """A run of one agent's messages with a buyer."""

    agent_id: int
    first_at: dt.datetime
    last_at: dt.datetime


class OfCase(TypedDict):
    """What the messages of cases carry: the id of the case."""

    case_id: int


CaseMessage: TypeAlias = "WithAnnotations[Message, OfCase]"


@dataclass(frozen=True)
class Shown:
    """A case with its words; `url` leads into the conversation, where the reader may open it."""

    case: ChatCase
    entries: list[Entry]
    url: str
    may_change: bool


def passage(entries: Sequence[Entry], ticked: Collection[str]) -> Passage:
    """The run from the first to the last ticked message (keys as `key` makes them). Raises NoPassage."""
    marked = [entry for entry in entries if key(entry) in ticked]
    if not marked:
        raise NoPassage("none")
    agents = {one.agent_id for one in marked}
    if len(agents) > 1:
        raise NoPassage("agents")
    [agent] = agents
    if agent is None:
        raise NoPassage("none")
    first, last = min(one.at for one in marked), max(one.at for one in marked)
    if sum(entry.agent_id == agent and first <= entry.at <= last for entry in entries) > MOST_LINES:
        raise NoPassage("long")
    return Passage(agent, first, last)


def key(entry: Entry) -> str:
    """What a form calls a message: its second and its agent."""
    return f"{int(entry.at.timestamp())}-{entry.agent_id}"


@transaction.atomic
def save_case(case: ChatCase, by: Actor) -> ChatCase:
    """Keep a new or changed case."""
    act = "changed" if case.pk else "created"
    case.save()
    _note(case, by, act)
    return case


@transaction.atomic
def remove(case: ChatCase, by: Actor) -> None:
    """Take a case out of the library; the conversation stays."""
    _note(case, by, "removed")
    case.delete()


def shown(user: User, shop: Shop, cases: Collection[ChatCase]) -> list[Shown]:
    """The cases with their words, in the same order."""
    led = set(visible_agents(user, shop).values_list("pk", flat=True))
    leads = is_leader(user, shop)
    words = _words(shop, cases)
    return [
        Shown(
            case,
            words[case.pk],
            _address(case) if case.agent_id in led else "",
            leads and case.agent_id in led,
        )
        for case in cases
    ]


def _address(case: ChatCase) -> str:
    buyer = case.buyer
    only = case.agent_id if buyer.person is None else None
    return talk_url(case.shop_id, buyer.person or buyer.pk, at=case.first_at, agent_id=only)


def _words(shop: Shop, cases: Collection[ChatCase]) -> dict[int, list[Entry]]:
    """The lines of each case, without what names the buyer."""
    names = _names(shop, cases)
    who = timeline.speakers(shop)
    found: dict[int, list[Entry]] = {one.pk: [] for one in cases}
    by_id = {one.pk: one for one in cases}
    listed = list(cases)
    for start in range(0, len(listed), WINDOWS_A_QUESTION):
        for row in _messages(shop, listed[start : start + WINDOWS_A_QUESTION], names):
            case, lines = by_id[row.case_id], found[row.case_id]
            line = timeline.said(row, who, {})
            if line.agent_id == case.agent_id and len(lines) < MOST_LINES:
                nicks = names[case.pk].values()
                lines.append(replace(line, text=without_buyer(line.text, nicks)))
    return found


def _names(shop: Shop, cases: Iterable[ChatCase]) -> dict[int, dict[int, str]]:
    """Case → the names (alias id → nick) in which files know its buyer."""
    cases = list(cases)
    persons = {case.buyer.person for case in cases} - {None}
    by_person: dict[int | None, dict[int, str]] = {}
    rows = BuyerAlias.objects.filter(shop=shop, person__in=persons)
    for pk, person, nick in rows.values_list("pk", "person", "written"):
        by_person.setdefault(person, {})[pk] = nick
    return {case.pk: by_person.get(case.buyer.person, {case.buyer_id: case.buyer.written}) for case in cases}


def _messages(
    shop: Shop, cases: Sequence[ChatCase], names: dict[int, dict[int, str]]
) -> Iterable[CaseMessage]:
    """The messages in the cases' seconds, each with its `case_id`."""
    every = Message.objects.filter(shop=shop)
    first, *others = (
        every.filter(
            sent_at__range=(case.first_at, case.last_at), buyer_id__in=list(names[case.pk])
        ).annotate(case_id=Value(case.pk))
        for case in cases
    )
    rows = first.union(*others, all=True) if others else first
    return rows.order_by("sent_at", "direction", "hash")


def without_buyer(text: str, nicks: Iterable[str]) -> str:
    """The words without the buyer's nick and long numbers: the weekly meeting need not know who it was."""
    for nick in nicks:
        text = text.replace(nick, mask_nick(nick)) if nick else text
    return LONG_NUMBER.sub("***", text)


def _note(case: ChatCase, by: Actor, act: str) -> None:
    about = f"{case.agent.name} · {timezone.localtime(case.first_at):%Y-%m-%d}"
    audit.note(by, case.shop, "library_changed", about, what="case", act=act, verdict=case.verdict)
