"""What the reference implementation says about each order (D2.7, D5, D7.1, D7.6)."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from tests.reference import rule_book, times
from tests.reference.people import Buyer, People
from tests.reference.talk import Reception, Said
from tests.reference.world import OrderRow, World


@dataclass
class Talk:
    """What attribution needs of one buyer's chats."""

    touches: list[Said] = field(default_factory=list)  # D5.1
    words: list[Said] = field(default_factory=list)  # by the buyer, unfiltered or to a robot
    words_to_robots: list[Said] = field(default_factory=list)
    answers: list[tuple[str, int]] = field(default_factory=list)  # closed rounds: agent, answered at


@dataclass
class Decision:
    """Who, and the instant of the message that decided it (D5.7)."""

    agent: str
    evidence_at: int


@dataclass
class Facts:
    """One order with everything that follows for it."""

    row: OrderRow
    buyer: Buyer
    created: int
    paid: int | None
    created_day: dt.date
    paid_day: dt.date | None
    rules: dict[str, Any]
    rule_version: int
    order_class: str = ""
    order_closer: Decision | None = None
    payment_closer: Decision | None = None
    chaser: Decision | None = None
    recovered: bool = False
    credited: str | None = None  # computed
    ruling: str | None = None  # agent, "nobody", or None where nobody ruled
    effective: str | None = None  # who is paid
    assist_orders: set[str] = field(default_factory=set)
    assist_payments: set[str] = field(default_factory=set)

    @property
    def unpaid_until(self) -> int:
        return self.created + self.rules["unpaid_days"] * times.DAY


def talk_by_buyer(receptions: list[Reception], robot_words: list[Said]) -> dict[Buyer, Talk]:
    talks: dict[Buyer, Talk] = {}
    for reception in receptions:
        talk = talks.setdefault(reception.buyer, Talk())
        if reception.has_touches:
            talk.touches += reception.from_agent
        if reception.filtered is None:
            talk.words += reception.from_buyer
            talk.answers += [
                (reception.agent, r.answered) for r in reception.rounds if r.answered is not None
            ]
    for word in robot_words:
        talks.setdefault(word.buyer, Talk()).words_to_robots.append(word)
    return talks


def in_window(said: list[Said], first: int, last: int) -> list[Said]:
    """Messages of an instant range, both ends included."""
    return [one for one in said if first <= one.at <= last]


def agents_with_a_word(talk: Talk, touches: list[Said], first: int, last: int) -> set[str]:
    """D5.2: of the agents who touched, those to whom, or to a robot, the buyer wrote in the window."""
    wrote_to = {word.agent for word in in_window(talk.words, first, last)}
    wrote_to_a_robot = bool(in_window(talk.words_to_robots, first, last))
    return {touch.agent for touch in touches if wrote_to_a_robot or touch.agent in wrote_to}


def winner(counting: list[Said], answers: list[tuple[str, int]], tie_break: str) -> Decision | None:
    """D5.2 `tie_break` among the touches that count.

    CHOICE: a closed round counts if its agent has a counting touch in the second of its answer, so
    that two messages of one agent in one second need no order.
    """

    def rank(agent: str) -> tuple:
        own = [touch.at for touch in counting if touch.agent == agent]
        rounds = len([1 for who, at in answers if who == agent and at in own])
        last_touch = (-max(own), -len(own), agent)
        return (-rounds, *last_touch) if tie_break == "most_rounds" else last_touch

    agents = {touch.agent for touch in counting}
    if not agents:
        return None
    best = min(agents, key=rank)
    return Decision(best, max(touch.at for touch in counting if touch.agent == best))


def order_closer(talk: Talk, facts: Facts) -> Decision | None:
    """D5.2."""
    first = facts.created - facts.rules["inquiry_window_hours"] * times.HOUR
    touches = in_window(talk.touches, first, facts.created)
    allowed = agents_with_a_word(talk, touches, first, facts.created)
    counting = [touch for touch in touches if touch.agent in allowed]
    return winner(counting, talk.answers, facts.rules["tie_break"])


def chases(talk: Talk, facts: Facts) -> list[Said]:
    """D5.4: touches later than the guard and up to the payment, or to the end of unpaid_days."""
    guard = facts.created + facts.rules["chase_guard_minutes"] * 60
    until = facts.unpaid_until if facts.paid is None else facts.paid
    found = [touch for touch in talk.touches if guard < touch.at <= until]
    if facts.rules["chase_needs_phrase"]:
        found = [t for t in found if rule_book.contains_one(t.text, facts.rules["chase_phrases"])]
    return found


def payment_closer(talk: Talk, facts: Facts) -> Decision | None:
    """D5.3."""
    if facts.paid is None:
        return None
    tie_break = facts.rules["tie_break"]
    if facts.order_closer is None:
        return winner(chases(talk, facts), talk.answers, tie_break)
    first = facts.paid - facts.rules["inquiry_window_hours"] * times.HOUR
    touches = in_window(talk.touches, first, facts.paid)
    allowed = agents_with_a_word(talk, touches, first, facts.paid)
    counting = []
    for touch in talk.touches:
        between = facts.created < touch.at <= facts.paid
        if between or (first <= touch.at <= facts.paid and touch.agent in allowed):
            counting.append(touch)
    return winner(counting, talk.answers, tie_break)


def is_excluded(facts: Facts, people: People) -> bool:
    """D2.7."""
    row, rules = facts.row, facts.rules
    return (
        row.excluded_manually
        or (row.flag != 0 and row.flag in rules["excluded_flags"])
        or rule_book.contains_one(row.memo, rules["excluded_memo_phrases"])
        or people.is_own_account(facts.buyer)
    )


def computed_credit(facts: Facts) -> str | None:
    """D7.1. An unpaid order has no payment closer, so it shows its order closer or nobody."""
    by_order = facts.order_closer.agent if facts.order_closer else None
    by_payment = facts.payment_closer.agent if facts.payment_closer else None
    if facts.rules["judge_rule"] == "order":
        return by_order
    if facts.rules["judge_rule"] == "payment":
        return by_payment
    return by_order or by_payment


def assists(talk: Talk, facts: Facts) -> None:
    """D5.6: every agent other than the one who is paid, after a ruling."""
    first = facts.created - facts.rules["inquiry_window_hours"] * times.HOUR
    until = facts.unpaid_until if facts.paid is None else facts.paid
    for touch in talk.touches:
        if touch.agent == facts.effective:
            continue
        if first <= touch.at <= facts.created:
            facts.assist_orders.add(touch.agent)
        if facts.created < touch.at <= until:
            facts.assist_payments.add(touch.agent)


def attribute(facts: Facts, talk: Talk) -> None:
    """Closers, chaser and class of a linked order that is not excluded (D5.2–D5.5)."""
    facts.order_closer = order_closer(talk, facts)
    facts.payment_closer = payment_closer(talk, facts)
    found = chases(talk, facts)
    facts.chaser = winner(found, [], "last_touch")
    facts.recovered = bool(found) and facts.paid is not None and facts.paid <= facts.unpaid_until
    facts.order_class = "silent"
    if facts.payment_closer:
        facts.order_class = "chased"
    if facts.order_closer:
        facts.order_class = "consulted"
    facts.credited = computed_credit(facts)


def rule_on(facts: Facts, world: World, people: People) -> None:
    """D7.6. CHOICE: "whatever the class" takes in unlinked and excluded orders when the ruling is
    to an agent; a ruling to nobody leaves them under unlinked and excluded (D7.3: uncredited is
    linked money)."""
    facts.effective = facts.credited
    if facts.row.order_no in world.rulings:
        nick = world.rulings[facts.row.order_no]
        facts.effective = None if nick is None else people.agent(nick)
        facts.ruling = facts.effective or "nobody"


def order_facts(
    world: World, people: People, book: list[rule_book.Version], talks: dict[Buyer, Talk]
) -> list[Facts]:
    zone, day_start = world.timezone, rule_book.valid_on(book, rule_book.BEGINNING).rules["day_start"]
    known = []
    for row in world.orders:
        created = times.instant(row.created, zone)
        paid = None if row.paid is None else times.instant(row.paid, zone)
        created_day = times.business_day(created, zone, day_start)
        paid_day = None if paid is None else times.business_day(paid, zone, day_start)
        version = rule_book.valid_on(book, created_day)
        buyer = people.buyer(row.buyer)
        facts = Facts(row, buyer, created, paid, created_day, paid_day, version.rules, version.number)
        if is_excluded(facts, people):
            facts.order_class = "excluded"
        elif not buyer.identified:
            facts.order_class = "unlinked"
        else:
            attribute(facts, talks.get(buyer, Talk()))
        rule_on(facts, world, people)
        if facts.order_class not in ("excluded", "unlinked"):
            assists(talks.get(buyer, Talk()), facts)
        known.append(facts)
    return known
