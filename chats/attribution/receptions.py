"""Receptions with their service figures (D3, D4), and the touches that earn credit (D5.1)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from chats.attribution import clock, filters
from chats.attribution.conversation import Conversation, converse, spoken
from chats.attribution.keys import Flags, Ints, ends_of
from chats.attribution.parameters import ServiceHours
from chats.attribution.people import People
from chats.attribution.phrases import equals_any
from chats.attribution.versions import RuleBook

NEAR_ANSWER_SECONDS = 180  # D4.5
PLATFORM_CAP_SECONDS = 600
NO_RESPONSE = -1
NO_MESSAGE = 1 << 60
BUYER, AGENT = 0, 1  # who started a reception

Texts = list[str] | None


@dataclass(frozen=True)
class Rounds:
    """Question and answer (D4.3): message positions of the opening and of the answer.

    `answer` is NO_MESSAGE where the round is open at the end of its reception.
    """

    opening: Ints
    answer: Ints

    @property
    def answered(self) -> Flags:
        return self.answer < NO_MESSAGE


@dataclass(frozen=True)
class ReceptionTable:
    """Receptions of some messages. `frame`: one row a reception, in the order of `talk`.

    Columns: agent, buyer, day (number), version (index), first_at, last_at, first_buyer_at (or
    NO_MESSAGE), filtered (code of filters.FILTER_NAMES), started_by, buyer_messages,
    human_messages, agent_chars, rounds, answered_rounds, wait_seconds, service_rounds,
    within_3min_rounds, platform_wait_seconds, slow_response_rounds, long (bool), replied (bool),
    first_response_seconds (or NO_RESPONSE), within_target (bool).
    """

    frame: pd.DataFrame
    talk: Conversation
    rounds: Rounds


def _next_out(talk: Conversation, places: Ints, is_out: Flags) -> Ints:
    """Position in `places` order of the next human message at or behind each place, same reception only."""
    size = len(places)
    if not size:
        return places
    candidate = np.where(is_out, np.arange(size), size)
    following = np.minimum.accumulate(candidate[::-1])[::-1]
    inside = following < size
    target = np.minimum(following, size - 1)
    same = inside & (talk.reception[places[target]] == talk.reception[places])
    return np.where(same, places[target], NO_MESSAGE)


def _closing(talk: Conversation, texts: Texts, book: RuleBook) -> Flags:
    """Buyer messages whose text is one of `closing_phrases`: they open no round (D4.3)."""
    closing = np.zeros(len(talk.row), bool)
    if texts is None:
        return closing
    for version, receptions in book.groups(talk.version):
        if version.rules.closing_phrases:
            inside = np.flatnonzero(np.isin(talk.reception, receptions) & ~talk.is_out)
            closing[inside] = equals_any(
                [texts[row] for row in talk.row[inside]], version.rules.closing_phrases
            )
    return closing


def find_rounds(talk: Conversation, texts: Texts, book: RuleBook) -> Rounds:
    """Every round: opened by a buyer message while none is open, closed by the next human message."""
    places = np.flatnonzero(~_closing(talk, texts, book))
    is_out, reception = talk.is_out[places], talk.reception[places]
    opens = ~is_out
    opens[1:] &= is_out[:-1] | (reception[1:] != reception[:-1])
    answer = _next_out(talk, places, is_out)
    return Rounds(places[opens], answer[opens])


def in_service_hours(wall_of_day: Ints, hours: ServiceHours) -> Flags:
    """Whether seconds after midnight lie in the hours (closed-open; start > end wraps, D4.5)."""
    start, end = hours.start_minute * 60, hours.end_minute * 60
    if start <= end:
        return (wall_of_day >= start) & (wall_of_day < end)
    return (wall_of_day >= start) | (wall_of_day < end)


def _sum(values: Ints, groups: Ints, size: int) -> Ints:
    return np.bincount(groups, weights=values, minlength=size).astype(np.int64)


def _count(groups: Ints, size: int) -> Ints:
    return np.bincount(groups, minlength=size)


def _round_columns(talk: Conversation, rounds: Rounds, book: RuleBook) -> dict[str, Ints]:
    size = len(talk.day)
    reception = talk.reception[rounds.opening]
    opened_at = talk.sent_at[rounds.opening]
    answered = rounds.answered
    answered_at = talk.sent_at[np.where(answered, rounds.answer, rounds.opening)]
    wait = answered_at - opened_at
    slow = answered & (wait > book.values(talk.version[reception], lambda r: r.slow_response_seconds))
    service = np.zeros(len(reception), bool)
    wall_of_day = clock.epoch_to_wall(opened_at, book.timezone) % clock.DAY
    for version, rows in book.groups(talk.version[reception]):
        service[rows] = in_service_hours(wall_of_day[rows], version.rules.service_hours)
    near = service & answered & (wait <= NEAR_ANSWER_SECONDS)
    platform = np.where(answered, np.minimum(wait, PLATFORM_CAP_SECONDS), PLATFORM_CAP_SECONDS)
    return {
        "rounds": _count(reception, size),
        "answered_rounds": _count(reception[answered], size),
        "wait_seconds": _sum(wait, reception, size),
        "service_rounds": _count(reception[service], size),
        "within_3min_rounds": _count(reception[near], size),
        "platform_wait_seconds": _sum(platform[service], reception[service], size),
        "slow_response_rounds": _count(reception[slow], size),
    }


def _response_columns(talk: Conversation, book: RuleBook) -> dict[str, np.ndarray]:
    """First buyer message and the first human message behind it (D4.1, D4.2)."""
    size = len(talk.day)
    places = np.arange(len(talk.row))
    first_buyer = np.minimum.reduceat(np.where(talk.is_out, NO_MESSAGE, places), talk.reception_first)
    consulted = first_buyer < NO_MESSAGE
    place = np.where(consulted, first_buyer, 0)
    answer = np.where(consulted, _next_out(talk, places, talk.is_out)[place], NO_MESSAGE)
    replied = answer < NO_MESSAGE
    response = np.full(size, NO_RESPONSE, np.int64)
    response[replied] = talk.sent_at[answer[replied]] - talk.sent_at[place[replied]]
    target = book.values(talk.version, lambda r: r.first_response_target_seconds)
    return {
        "first_buyer_at": np.where(consulted, talk.sent_at[place], NO_MESSAGE),
        "replied": replied,
        "first_response_seconds": response,
        "within_target": replied & (response <= target),
    }


def _long(talk: Conversation, book: RuleBook) -> Flags:
    limit = book.values(talk.version, lambda r: r.long_reception_minutes * 60)
    long_run = (talk.run_end - talk.run_start) > limit[talk.run_reception]
    return _count(talk.run_reception[long_run], len(talk.day)) > 0


def _empty() -> dict[str, np.ndarray]:
    none = np.zeros(0, np.int64)
    return {
        "first_buyer_at": none,
        "replied": none > 0,
        "first_response_seconds": none,
        "within_target": none > 0,
    }


def receive(messages: pd.DataFrame, people: People, book: RuleBook) -> ReceptionTable:
    """Receptions and service figures of messages (columns.MESSAGES, in any order)."""
    rows, _to_robots = spoken(messages, people)
    talk = converse(messages, rows, book)
    texts = messages["text"].tolist() if "text" in messages and book.looks_at_texts else None
    rounds = find_rounds(talk, texts, book)
    size, is_out = len(talk.day), talk.is_out
    buyer_messages = _count(talk.reception[~is_out], size)
    chars = messages["chars"].to_numpy(np.int64)[talk.row]
    columns: dict[str, np.ndarray] = {
        "agent": talk.pair_agent[talk.reception_pair],
        "buyer": talk.pair_buyer[talk.reception_pair],
        "day": talk.day,
        "version": talk.version,
        "first_at": talk.sent_at[talk.reception_first],
        "last_at": talk.sent_at[ends_of(talk.reception_first, len(talk.row)) - 1] if size else talk.sent_at,
        "filtered": filters.filtered(talk, buyer_messages, texts, people, book),
        "started_by": np.where(is_out[talk.reception_first], AGENT, BUYER),
        "buyer_messages": buyer_messages,
        "human_messages": _count(talk.reception[is_out], size),
        "agent_chars": _sum(chars[is_out], talk.reception[is_out], size),
        "long": _long(talk, book),
        **(_response_columns(talk, book) if size else _empty()),
        **_round_columns(talk, rounds, book),
    }
    return ReceptionTable(pd.DataFrame(columns, copy=False), talk, rounds)
