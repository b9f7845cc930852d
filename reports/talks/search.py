"""Words in chats: messages are read newest first, some days at a time, until a page is full.

There is no index of words: it would multiply the cost of an import. A search that finds little stops after a
while and says how far back it looked; the reader may go on from there.
"""

# ruff: noqa: S608  (table and column names come from our own models, values are parameters)

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from accounts.models import Shop, User
from chats.access import buyer_text, known_to
from chats.attribution.columns import CARD, IN
from chats.attribution.phrases import folded
from chats.models import BuyerAlias, Message, Reception
from chats.store import bulk
from reports.access import ReadableTalks
from reports.talks import search_words, timeline
from reports.talks.timeline import Speaker

PER_PAGE = 30
HOUR = 3600
FIRST_STRETCH = 6 * HOUR  # seconds read at first; a stretch without a hit is followed by a longer one
LONGEST_STRETCH = 2 * 24 * HOUR
PATIENCE_SECONDS = 0.15
TABLE = Message._meta.db_table

Clock = Callable[[], float]


@dataclass(frozen=True)
class Hit:
    """One message with the words: who wrote to whom. `alias` is the buyer as written, `buyer` the person."""

    sent_at: int
    hash: int
    speaker: Speaker
    alias: int
    incoming: bool
    text: str
    buyer: int = 0
    nick: str = ""
    masked: bool = False

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.sent_at, dt.UTC)


@dataclass(frozen=True)
class Found:
    """The hits of one page, the place of the next ("" at the end), and how far back was looked.

    `stopped` says that the search gave up for now, before it had looked at the whole span.
    """

    hits: list[Hit]
    next_place: str
    searched_to: dt.datetime
    stopped: bool


@dataclass(frozen=True)
class Search:
    """What is looked for: folded words, in messages sent in [first, last), in talks that may be read.

    `picked` are the receptions to which the hits must belong, None where any talk will do.
    """

    user: User
    shop: Shop
    reader: ReadableTalks
    words: str
    first: int
    last: int
    agent_id: int | None = None
    picked: QuerySet[Reception] | None = None


@dataclass(frozen=True)
class Place:
    """Where a search goes on: before second `edge`, but in the second before it only behind `hash`."""

    edge: int
    hash: int | None = None

    @classmethod
    def read(cls, written: str, last: int) -> "Place":
        """The place of an address; the end of the span where it names none in the span."""
        edge, _sign, mark = written.partition("_")
        try:
            place = cls(int(edge), int(mark) if mark else None)
        except ValueError:
            return cls(last)
        known = 0 <= place.edge <= last and abs(place.hash or 0) < 1 << 63
        return place if known else cls(last)

    def __str__(self) -> str:
        return f"{self.edge}_{'' if self.hash is None else self.hash}"


def run(
    search: Search, place: str = "", patience: float = PATIENCE_SECONDS, clock: Clock = time.monotonic
) -> Found:
    """A page of hits behind a place, newest first."""
    condition = search_words.condition(
        search.words
    )  # a process's first builds a table: no time of the search
    began, who = clock(), timeline.speakers(search.shop)
    here, stretch = Place.read(place, search.last), FIRST_STRETCH
    hits: list[Hit] = []
    while here.edge > search.first and len(hits) <= PER_PAGE:
        low = max(here.edge - stretch, search.first)
        hits += _kept(search, _hits(search, who, condition, low, here))
        here, stretch = Place(low), min(stretch * 2, LONGEST_STRETCH)
        if clock() - began > patience:
            break
    shown, following = hits[:PER_PAGE], ""
    if len(hits) > PER_PAGE:
        following = str(Place(shown[-1].sent_at + 1, shown[-1].hash))
    elif here.edge > search.first:
        following = str(here)
    searched_to = dt.datetime.fromtimestamp(here.edge, dt.UTC)
    stopped = bool(following) and len(hits) <= PER_PAGE
    return Found(_named(search, shown), following, searched_to, stopped)


def _hits(
    search: Search, who: Mapping[int, Speaker], condition: tuple[str, str] | None, low: int, here: Place
) -> list[Hit]:
    """The messages of a stretch with the words, in talks that may be read, newest first."""
    nicks = [nick for nick, speaker in who.items() if _wanted(search, speaker)]
    where = (
        f"shop_id = %s AND sent_at >= %s AND sent_at < %s AND kind <= %s AND {bulk.among('agent_nick_id')}"
    )
    values: list[object] = [search.shop.pk, low, here.edge, CARD, bulk.listed(nicks)]
    if here.hash is not None:
        where += " AND NOT (sent_at = %s AND hash >= %s)"
        values += [here.edge - 1, here.hash]
    if condition:
        where += f" AND {condition[0]}"
        values.append(condition[1])
    rows = bulk.rows(
        f"SELECT sent_at, hash, agent_nick_id, buyer_id, direction, text FROM {TABLE} WHERE {where}"
        " ORDER BY sent_at DESC, hash DESC",
        values,
    )
    return [
        Hit(sent_at, number, who[nick], alias, direction == IN, text)
        for sent_at, number, nick, alias, direction, text in rows
        if search.words in folded(text)
    ]


def _wanted(search: Search, speaker: Speaker) -> bool:
    if search.agent_id is not None:
        return speaker.agent_id == search.agent_id
    return search.reader.includes(speaker.agent_id) and not (
        search.reader.agents is not None and speaker.robot
    )


def _kept(search: Search, hits: list[Hit]) -> list[Hit]:
    """The hits that lie in a picked reception."""
    if search.picked is None or not hits:
        return hits
    persons = _persons(hits)
    agents = {hit.speaker.agent_id for hit in hits}
    rows = search.picked.filter(buyer__in=set(persons.values()), agent__in=agents)
    spans: dict[tuple[int | None, int], list[tuple[int, int]]] = {}
    for agent, buyer, first, last in rows.values_list("agent_id", "buyer_id", "first_at", "last_at"):
        spans.setdefault((agent, buyer), []).append((int(first.timestamp()), int(last.timestamp())))
    return [
        hit
        for hit in hits
        if any(
            first <= hit.sent_at <= last
            for first, last in spans.get((hit.speaker.agent_id, persons[hit.alias]), ())
        )
    ]


def _persons(hits: Sequence[Hit]) -> dict[int, int]:
    """Alias → person, or the alias itself of a masked nick."""
    rows = BuyerAlias.objects.filter(pk__in={hit.alias for hit in hits}).values_list("pk", "person")
    return {alias: alias if person is None else person for alias, person in rows}


def _named(search: Search, hits: Sequence[Hit]) -> list[Hit]:
    """The hits with their buyers, named as this reader may know them."""
    persons = _persons(hits)
    aliases = BuyerAlias.objects.in_bulk(set(persons.values()))
    known = known_to(search.user, search.shop, aliases.keys())
    found = []
    for hit in hits:
        alias = aliases[persons[hit.alias]]
        nick = buyer_text(alias, alias.pk in known)
        found.append(replace(hit, buyer=alias.pk, nick=nick, masked=alias.person is None))
    return found
