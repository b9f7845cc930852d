"""Who closed the order, who closed the payment, who chased: facts about an order (D5.2–D5.4)."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from chats.attribution.columns import NEVER, NOBODY
from chats.attribution.keys import Flags, Ints, starts_of
from chats.attribution.orders import OrderTable
from chats.attribution.rules import Rules
from chats.attribution.touches import Contacts, Touches


@dataclass
class Decision:
    """One agent chosen an order, with evidence and runner-up; one entry an order, NOBODY if none."""

    agent: Ints
    evidence_at: Ints
    message: Ints
    runner_up: Ints
    runner_up_at: Ints

    @classmethod
    def none(cls, size: int) -> "Decision":
        nobody, never = np.full(size, NOBODY, np.int64), np.full(size, NEVER, np.int64)
        return cls(nobody, never, np.zeros(size, np.int64), nobody.copy(), never.copy())


@dataclass(frozen=True)
class Candidates:
    """(order, pair) with the stretch of touches that counts: positions start … stop, not empty."""

    row: Ints  # position in the arrays that were asked about
    order: Ints
    pair: Ints
    start: Ints
    stop: Ints
    rounds: Ints

    def only(self, keep: Flags) -> "Candidates":
        return Candidates(*(getattr(self, field.name)[keep] for field in fields(self)))


def _candidates(touches: Touches, order: Ints, pair: Ints, first: Ints, last: Ints) -> Candidates:
    """The pairs with a touch in [first, last] (one range a row), and the rounds answered in it."""
    start, stop = touches.timeline.between(pair, first, last)
    rounds = touches.answers.counts(pair, first, last)
    every = np.arange(len(order), dtype=np.int64)
    return Candidates(every, order, pair, start, stop, rounds).only(stop > start)


def _decide(
    decision: Decision, found: Candidates, touches: Touches, contacts: Contacts, tie_break: str
) -> None:
    """Choose among an order's candidates (D5.2): the latest touch, then more touches, then the smaller
    first nick; under `most_rounds` more closed rounds come before all of these."""
    last_at = touches.sent_at[found.stop - 1]
    count = found.stop - found.start
    keys = [contacts.pair_rank[found.pair], -count, -last_at]
    if tie_break == "most_rounds":
        keys.append(-found.rounds)
    ranked = np.lexsort([*keys, found.order])
    first = starts_of(found.order[ranked])
    winner = ranked[first]
    orders = found.order[winner]
    decision.agent[orders] = contacts.pair_agent[found.pair[winner]]
    decision.evidence_at[orders] = last_at[winner]
    decision.message[orders] = touches.message[found.stop[winner] - 1]
    second_place = first + 1
    has_second = np.zeros(len(first), bool)
    inside = second_place < len(ranked)
    has_second[inside] = found.order[ranked[second_place[inside]]] == orders[inside]
    second = ranked[second_place[has_second]]
    decision.runner_up[orders[has_second]] = contacts.pair_agent[found.pair[second]]
    decision.runner_up_at[orders[has_second]] = last_at[second]


@dataclass
class Closers:
    """The facts of D5 of some orders; one entry an order. `assists`: see `assisting`."""

    order: Decision
    payment: Decision
    chaser: Decision
    first_chase_at: Ints
    assist_order: tuple[Ints, Ints]
    assist_payment: tuple[Ints, Ints]


class _Group:
    """The orders of one rule version, with the pairs of their buyers laid beside them."""

    def __init__(self, orders: OrderTable, rows: Ints, contacts: Contacts, rules: Rules) -> None:
        self.orders, self.contacts, self.rules = orders, contacts, rules
        # Sorted by buyer, every search walks through the sorted arrays once instead of jumping.
        rows = rows[np.argsort(orders.buyer[rows], kind="stable")]
        place, self.pair = contacts.pairs_of(orders.buyer[rows])
        self.order = rows[place]
        self._keep_pairs_in_reach()

    def _keep_pairs_in_reach(self) -> None:
        """Leave out pairs without any touch from the first instant that can count to the last."""
        created = self.orders.created_at[self.order]
        last = np.maximum(self.orders.last_call[self.order], created)
        first = created - self.rules.window_seconds
        near = self.touches.timeline.counts(self.pair, first, last) > 0
        self.order, self.pair = self.order[near], self.pair[near]

    @cached_property
    def touches(self) -> Touches:
        return self.contacts.touches()

    @cached_property
    def chases(self) -> Touches:
        return (
            self.contacts.touches(self.rules.chase_phrases) if self.rules.chase_needs_phrase else self.touches
        )

    def _wrote(self, keep: Ints, until: Ints) -> Flags:
        """Whether the buyer wrote to the pair's agent, or to a robot, in [until − window, until]."""
        since = until - self.rules.window_seconds
        to_agent = self.contacts.words.counts(self.pair[keep], since, until) > 0
        return to_agent | self.contacts.wrote_to_robot(self.orders.buyer[self.order[keep]], since, until)

    def decide_order(self, decision: Decision) -> None:
        """D5.2."""
        created = self.orders.created_at[self.order]
        found = _candidates(self.touches, self.order, self.pair, created - self.rules.window_seconds, created)
        wrote = self._wrote(found.row, created[found.row])
        _decide(decision, found.only(wrote), self.touches, self.contacts, self.rules.tie_break)

    def decide_payment(self, decision: Decision, order_closer: Ints) -> None:
        """D5.3: with an order closer every touch behind the creation counts, else only chases."""
        paid = np.flatnonzero(self.orders.paid[self.order])
        closed = order_closer[self.order[paid]] != NOBODY
        self._decide_paid_after_talk(decision, paid[closed])
        self._decide_paid_after_chase(decision, paid[~closed])

    def _decide_paid_after_talk(self, decision: Decision, rows: Ints) -> None:
        order = self.order[rows]
        created, paid = self.orders.created_at[order], self.orders.paid_at[order]
        behind_creation = created + 1
        in_window = np.minimum(paid - self.rules.window_seconds, behind_creation)
        first = np.where(self._wrote(rows, paid), in_window, behind_creation)
        found = _candidates(self.touches, order, self.pair[rows], first, paid)
        _decide(decision, found, self.touches, self.contacts, self.rules.tie_break)

    def _decide_paid_after_chase(self, decision: Decision, rows: Ints) -> None:
        found = self._chase_candidates(rows)
        _decide(decision, found, self.chases, self.contacts, self.rules.tie_break)

    def _chase_candidates(self, rows: Ints) -> Candidates:
        order = self.order[rows]
        first = self.orders.created_at[order] + self.rules.guard_seconds + 1
        return _candidates(self.chases, order, self.pair[rows], first, self.orders.last_call[order])

    def decide_chaser(self, decision: Decision, first_chase_at: Ints) -> None:
        """D5.4: the agent of the last chase; at equal seconds more chases, then the smaller nick."""
        found = self._chase_candidates(np.arange(len(self.order)))
        _decide(decision, found, self.chases, self.contacts, "last_touch")
        np.minimum.at(first_chase_at, found.order, self.chases.sent_at[found.start])

    def assisting(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """(order, agent) of every agent with a touch in [first, last] (D5.6)."""
        found = _candidates(self.touches, self.order, self.pair, first, last)
        return found.order, self.contacts.pair_agent[found.pair]


def _join(parts: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *(p[0] for p in parts)]), np.concatenate([none, *(p[1] for p in parts)])


def find_closers(orders: OrderTable, groups: list[tuple[Rules, Ints]], contacts: Contacts) -> Closers:
    """The closers, chaser and assisting agents of orders; `groups`: attributable orders by rules.

    Assisting agents are not yet without the credited one, which only the judge rule knows.
    """
    size = len(orders.order)
    found = Closers(
        Decision.none(size),
        Decision.none(size),
        Decision.none(size),
        np.full(size, NEVER, np.int64),
        _join([]),
        _join([]),
    )
    before, behind = [], []
    for rules, rows in groups:
        group = _Group(orders, rows, contacts, rules)
        group.decide_order(found.order)
        group.decide_payment(found.payment, found.order.agent)
        group.decide_chaser(found.chaser, found.first_chase_at)
        created = orders.created_at[group.order]
        before.append(group.assisting(created - rules.window_seconds, created))
        behind.append(group.assisting(created + 1, orders.last_call[group.order]))
    found.assist_order, found.assist_payment = _join(before), _join(behind)
    return found
