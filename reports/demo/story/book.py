"""What happened in the demo shop: talks and orders with their times, before any file is written."""

import datetime as dt
import random
from dataclasses import dataclass, field

from reports.demo.story import scenes
from reports.demo.story.chance import around
from reports.demo.story.goods import Product
from reports.demo.story.people import ROBOT_NICK, Agent
from reports.demo.story.scenes import Turn
from reports.demo.story.service_phrases import NICK_WORDS

DISTRACTED = 0.04  # share of answers that take five times as long


@dataclass(frozen=True)
class Said:
    """One message of a talk; `agent` is the nick on the shop's side."""

    at: dt.datetime
    agent: str
    buyer: str
    outgoing: bool
    kind: str
    text: str


@dataclass
class Order:
    """One order; `paid_at` is None while it is unpaid, amounts are in fen."""

    number: str
    buyer: str
    created_at: dt.datetime
    paid_at: dt.datetime | None
    pieces: list[tuple[Product, str]]
    goods_fen: int
    postage_fen: int
    refunded_fen: int = 0
    memo: str = ""
    seller: Agent | None = None

    @property
    def amount_fen(self) -> int:
        """What is due or was paid, refunds included."""
        return self.goods_fen + self.postage_fen


@dataclass
class Book:
    """Everything said and ordered. `serial` makes buyers' nicks and order numbers."""

    rng: random.Random
    said: list[Said] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    serial: int = 0

    def new_buyer(self) -> str:
        """An invented nick that nobody else has."""
        self.serial += 1
        return f"{self.rng.choice(NICK_WORDS)}_d{self.serial:05d}"

    def masked_buyer(self) -> str:
        """A nick as the platform hides it."""
        return f"{self.rng.choice('tlms小阿云柚')}**{self.rng.randint(0, 9)}"

    def next_number(self) -> str:
        """An order number of today's length."""
        self.serial += 1
        return f"26{self.serial:08d}{self.rng.randint(0, 10**9 - 1):09d}"

    def tell(self, agent: Agent, buyer: str, turns: list[Turn], start: dt.datetime) -> "Telling":
        """Set times to a script and note what is said."""
        telling = timed(self.rng, agent, buyer, turns, start)
        self.said += telling.said
        return telling

    def until(self, end: dt.datetime) -> None:
        """Forget what lies at or after this moment: it has not happened yet."""
        self.said = [line for line in self.said if line.at < end]
        self.orders = [order for order in self.orders if order.created_at < end]
        for order in self.orders:
            if order.paid_at and order.paid_at >= end:
                order.paid_at, order.refunded_fen = None, 0


@dataclass(frozen=True)
class Telling:
    """A script with times; `ordered_at` where it holds the moment of an order."""

    said: list[Said]
    ordered_at: dt.datetime | None
    ended_at: dt.datetime


def timed(rng: random.Random, agent: Agent, buyer: str, turns: list[Turn], start: dt.datetime) -> Telling:
    """Give each line its second: buyers think, agents answer at their own pace."""
    said: list[Said] = []
    at, ordered_at, previous, replied = start, None, "", False
    for turn in turns:
        if previous:
            at += dt.timedelta(seconds=turn.wait or _pause(rng, agent, previous, turn, replied))
        if turn.who == scenes.ORDER:
            ordered_at = at
        else:
            nick = ROBOT_NICK if turn.who.startswith(scenes.ROBOT) else agent.nick
            outgoing = not turn.who.endswith(scenes.BUYER)
            said.append(Said(at, nick, buyer, outgoing, turn.kind, turn.text))
        human = turn.who == scenes.AGENT and turn.kind in (scenes.TEXT, scenes.IMAGE, scenes.CARD)
        replied = replied or human
        previous = turn.who
    return Telling(said, ordered_at, at)


def _pause(rng: random.Random, agent: Agent, previous: str, turn: Turn, replied: bool) -> int:
    if turn.kind in (scenes.AUTO, scenes.SYSTEM):
        return 1
    if turn.who == scenes.ORDER:
        return around(rng, 70, 0.8)
    if turn.who != scenes.AGENT:
        return around(rng, 8 if previous == turn.who else 26, 0.7)
    if previous == scenes.AGENT and replied:
        return around(rng, 9)
    wait = around(rng, agent.later_wait if replied else agent.first_wait, 0.55)
    return wait * 5 if rng.random() < DISTRACTED else wait
