"""What was said in a conversation → message rows; gives a buyer's message to the agent it concerns."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import NamedTuple

import pandas as pd

from accounts.nicks import is_masked, normalise_nick
from chats.attribution.columns import AUTO, IN, OUT, PARSED_MESSAGES, SYSTEM, frame
from chats.importers.base import MappingNeeded, Notice, Parsed, Refusal, ShopContext
from chats.importers.chats.speakers import Cast, bare_nick, is_robot, known_agent
from chats.importers.reading.wall_times import instants


class Said(NamedTuple):
    """One utterance of a conversation. `wall` is naive shop time; `of_buyer` overrides the speaker
    (the card that the platform shows in the buyer's name); `receiver` is "" where no one is named."""

    speaker: str
    wall: int
    kind: int
    text: str
    line: int
    receiver: str = ""
    of_buyer: bool = False


@dataclass
class Chats:
    """The messages of one file while they are gathered, column by column."""

    agent: list[str] = field(default_factory=list)
    buyer: list[str] = field(default_factory=list)
    direction: list[int] = field(default_factory=list)
    wall: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    source_id: list[str] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    repeated: int = 0

    def add(
        self,
        agent: str,
        buyer: str,
        direction: int,
        wall: int,
        kind: int,
        text: str,
        line: int,
        source_id: str = "",
    ) -> None:
        """One message; `wall` in seconds of the clock that `parsed` is told to read."""
        self.agent.append(agent)
        self.buyer.append(buyer)
        self.direction.append(direction)
        self.wall.append(wall)
        self.kind.append(kind)
        self.text.append(text)
        self.source_id.append(source_id)
        self.line.append(line)

    def parsed(self, kind: str, timezone: str) -> Parsed:
        """The finished file; the clock is UTC where the source gives epoch seconds."""
        masked = sorted({buyer for buyer in set(self.buyer) if is_masked(buyer)})
        if masked:
            self.notices.append(
                Notice("chat-masked-buyer", {"count": str(len(masked)), "example": masked[0]})
            )
        return Parsed(
            kind,
            len(self.line) + len(self.refusals) + self.repeated,
            messages=self._frame(timezone),
            robots=self._robots(),
            refusals=self.refusals,
            notices=self.notices,
            repeated=self.repeated,
        )

    def _frame(self, timezone: str) -> pd.DataFrame:
        return frame(
            {
                "agent": self.agent,
                "buyer": self.buyer,
                "open_uid": [""] * len(self.line),
                "direction": self.direction,
                "sent_at": instants(self.wall, timezone),
                "kind": self.kind,
                "text": self.text,
                "source_id": self.source_id,
                "line": self.line,
            },
            PARSED_MESSAGES,
        )

    def _robots(self) -> frozenset[str]:
        nobody = ShopContext()
        spoken = set(compress(self.agent, self.direction))  # OUT is 1
        return frozenset(normalise_nick(nick) for nick in spoken if is_robot(nick, nobody))


def add_conversation(chats: Chats, said: Sequence[Said], cast: Cast, context: ShopContext) -> None:
    """Add one buyer's conversation, in the order of the file; its agents are told by time order.

    A buyer's message belongs to the agent it is addressed to, else to the next human agent who
    writes after it, else the last one before, else one whose automatic replies came, else the
    robot that spoke, else the agent whom the import names, else the shop's main account.
    """
    owner = _owners(said, cast, context)
    robots = {nick for nick in set(cast.agents.values()) if is_robot(nick, ShopContext())}
    addressed = {name: _addressed(name, context) for name in {one.receiver for one in said}}
    for place, one in enumerate(said):
        agent = _writer(one, cast)
        if agent is None:
            agent = addressed.get(one.receiver) or owner(place)
            chats.add(agent, cast.buyer, IN, one.wall, one.kind, one.text, one.line)
        else:
            kind = AUTO if agent in robots and one.kind != SYSTEM else one.kind
            chats.add(agent, cast.buyer, OUT, one.wall, kind, one.text, one.line)


def _writer(one: Said, cast: Cast) -> str | None:
    return None if one.of_buyer else cast.agent(one.speaker)


def _addressed(receiver: str, context: ShopContext) -> str | None:
    """The agent whom a header names as receiver; the shop's main account stands for the whole shop."""
    if not receiver or normalise_nick(receiver) == normalise_nick(context.main_account):
        return None
    return known_agent(receiver, context)


def _owners(said: Sequence[Said], cast: Cast, context: ShopContext) -> Callable[[int], str]:
    """place of a buyer's message -> the agent to whom it belongs."""
    order = sorted(range(len(said)), key=lambda place: said[place].wall)
    robots = {nick for nick in set(cast.agents.values()) if is_robot(nick, context)}
    tiers: tuple[list[tuple[int, str]], ...] = ([], [], [])
    for rank, place in enumerate(order):
        agent = _writer(said[place], cast)
        if agent is not None and said[place].kind != SYSTEM:
            tier = 2 if agent in robots else int(said[place].kind == AUTO)
            tiers[tier].append((rank, agent))
    ranks = [0] * len(order)
    for rank, place in enumerate(order):
        ranks[place] = rank
    answering = next((tier for tier in tiers if tier), [])
    places = [rank for rank, _ in answering]

    def owner(place: int) -> str:
        if not answering:
            return _unanswered(cast, context)
        after = bisect_left(places, ranks[place])
        return answering[min(after, len(answering) - 1)][1]

    return owner


def _unanswered(cast: Cast, context: ShopContext) -> str:
    nick = bare_nick(context.agent) or bare_nick(context.main_account)
    if not nick:
        raise MappingNeeded([cast.buyer])
    return nick
