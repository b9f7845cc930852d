"""Touches and buyers' words, indexed for questions of the form "who spoke between … and …" (D5.1, D5.2)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from chats.attribution.filters import MONOLOGUE, NONE
from chats.attribution.keys import Flags, Ints, Timeline, dense, expand, lookup, starts_of
from chats.attribution.people import People
from chats.attribution.phrases import contains_any
from chats.attribution.receptions import ReceptionTable


@dataclass(frozen=True)
class Touches:
    """Human messages that can earn credit, by pair and instant, and the rounds that they answered.

    `pair`, `sent_at`, `message` (stored hash) have one entry a touch; `answers` are the pair and
    instant of each closed round's answer.
    """

    pair: Ints
    sent_at: Ints
    message: Ints
    timeline: Timeline
    answers: Timeline


class Contacts:
    """All that attribution asks of the chats of a slice."""

    def __init__(
        self, messages: pd.DataFrame, table: ReceptionTable, robot_rows: Ints, people: People
    ) -> None:
        self._messages, self._table, self._robot_rows = messages, table, robot_rows
        self.pair_agent, self.pair_buyer = table.talk.pair_agent, table.talk.pair_buyer
        agents, ranks = people.first_nick_ranks()
        self._touches: dict[tuple[str, ...] | None, Touches] = {}
        self.pair_rank = ranks[lookup(agents, self.pair_agent)] if len(agents) else self.pair_agent

    @cached_property
    def _counting(self) -> tuple[Flags, Flags]:
        """Messages in unfiltered receptions; messages in receptions whose touches count."""
        reason = self._table.frame["filtered"].to_numpy()[self._table.talk.reception]
        return reason == NONE, (reason == NONE) | (reason == MONOLOGUE)

    def touches(self, phrases: tuple[str, ...] | None = None) -> Touches:
        """Every touch, or those whose text contains one of the phrases (D5.4)."""
        if phrases not in self._touches:
            self._touches[phrases] = self._find(phrases)
        return self._touches[phrases]

    def _find(self, phrases: tuple[str, ...] | None) -> Touches:
        talk, rounds = self._table.talk, self._table.rounds
        unfiltered, touching = self._counting
        counts = talk.is_out & touching
        if phrases is not None:
            texts = self._messages["text"].tolist()
            out = np.flatnonzero(counts)
            counts[out] = contains_any([texts[row] for row in talk.row[out]], phrases)
        place = np.flatnonzero(counts)
        pair, sent_at = talk.pair[place], talk.sent_at[place]
        if np.any((np.diff(pair) == 0) & (np.diff(sent_at) < 0)):
            # Only a clock set back over the day's edge puts a pair's messages out of order.
            place = place[np.lexsort((sent_at, pair))]
            pair, sent_at = talk.pair[place], talk.sent_at[place]
        answer = rounds.answer[rounds.answered]
        answer = answer[counts[answer] & unfiltered[answer]]
        hashes = self._messages["message"].to_numpy(np.int64)[talk.row[place]]
        return Touches(
            pair,
            sent_at,
            hashes,
            Timeline.of(pair, sent_at),
            Timeline.of(talk.pair[answer], talk.sent_at[answer]),
        )

    @cached_property
    def words(self) -> Timeline:
        """Buyer messages in unfiltered receptions, by pair (D5.2)."""
        unfiltered, _touching = self._counting
        talk = self._table.talk
        place = np.flatnonzero(~talk.is_out & unfiltered)
        return Timeline.of(talk.pair[place], talk.sent_at[place])

    @cached_property
    def _robot_words(self) -> tuple[Ints, Timeline]:
        buyers, buyer_ids = dense(self._messages["buyer"].to_numpy(np.int64)[self._robot_rows])
        sent_at = self._messages["sent_at"].to_numpy(np.int64)[self._robot_rows]
        order = np.lexsort((sent_at, buyers))
        return buyer_ids, Timeline.of(buyers[order], sent_at[order])

    def wrote_to_robot(self, buyers: Ints, first: Ints, last: Ints) -> Flags:
        """Whether each buyer wrote to a robot of the shop in [first, last]."""
        buyer_ids, timeline = self._robot_words
        place = lookup(buyer_ids, buyers)
        return (place >= 0) & (timeline.counts(np.maximum(place, 0), first, last) > 0)

    def pairs_of(self, buyers: Ints) -> tuple[Ints, Ints]:
        """(row, pair) for every pair of each row's buyer. Pairs are sorted by buyer."""
        first = starts_of(self.pair_buyer)
        place = lookup(self.pair_buyer[first], buyers)
        known = place >= 0
        stop = np.append(first[1:], len(self.pair_buyer))
        place = np.where(known, place, 0)
        start = np.where(known, first[place], 0) if len(first) else np.zeros(len(buyers), np.int64)
        end = np.where(known, stop[place], 0) if len(first) else np.zeros(len(buyers), np.int64)
        return expand(start, end)
