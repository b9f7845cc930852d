"""Messages to runs, receptions, filters and rounds in the reference implementation (D3, D4)."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from tests.reference import rule_book, times
from tests.reference.people import Buyer, People, nick_of
from tests.reference.world import MessageRow, World

SPOKEN = ("text", "image", "card")  # kinds of buyer and human messages (D2.3)


@dataclass
class Said:
    """One buyer or human message, resolved. `by_buyer` is its direction."""

    agent: str
    buyer: Buyer
    by_buyer: bool
    at: int
    text: str


@dataclass
class Round:
    """D4.3: opened at a buyer message, answered at a human message or never."""

    opened: int
    answered: int | None = None


@dataclass
class Reception:
    """Pair × business day (D3.2); `messages` are in the order of D2.5."""

    day: dt.date
    agent: str
    buyer: Buyer
    rules: dict[str, Any]
    runs: list[list[Said]] = field(default_factory=list)
    filtered: str | None = None
    rounds: list[Round] = field(default_factory=list)

    @property
    def messages(self) -> list[Said]:
        return [said for run in self.runs for said in run]

    @property
    def from_buyer(self) -> list[Said]:
        return [said for said in self.messages if said.by_buyer]

    @property
    def from_agent(self) -> list[Said]:
        return [said for said in self.messages if not said.by_buyer]

    @property
    def first_response(self) -> int | None:
        """D4.2: first human message after the first buyer message, minus that one; else None."""
        if not self.from_buyer:
            return None
        asked = self.from_buyer[0]
        after = self.messages[self.messages.index(asked) :]
        answers = [said.at for said in after if not said.by_buyer]
        return answers[0] - asked.at if answers else None

    @property
    def has_touches(self) -> bool:
        """D5.1: human messages here are touches."""
        return self.filtered in (None, "monologue")


def stored_messages(world: World) -> list[MessageRow]:
    """D2.4: of equal rows as many as there are distinct ids or rows without id, whichever is more."""
    ids: dict[tuple, set[str]] = {}
    without_id: dict[tuple, int] = {}
    kept = []
    for row in world.messages:
        key = (nick_of(row.agent), nick_of(row.buyer), row.open_uid, row.direction)
        key += (times.instant(row.sent_at, world.timezone), row.kind, row.text)
        seen, loose = ids.setdefault(key, set()), without_id.get(key, 0)
        before = max(len(seen), loose)
        if row.source_id:
            seen.add(row.source_id)
        else:
            without_id[key] = loose + 1
        if max(len(seen), without_id.get(key, 0)) > before:
            kept.append(row)
    return kept


def resolved(world: World, people: People) -> list[Said]:
    """Every buyer message and human message (D2.3), robots' buyers included."""
    said = []
    for row in stored_messages(world):
        if row.kind not in SPOKEN:
            continue
        agent = people.agent(row.agent)
        if row.direction == "out" and people.is_robot(agent):
            continue
        at = times.instant(row.sent_at, world.timezone)
        buyer = people.buyer(row.buyer, row.open_uid)
        said.append(Said(agent, buyer, row.direction == "in", at, row.text))
    return said


def words_to_robots(said: list[Said], people: People) -> list[Said]:
    """D5.2: what buyers wrote to robots.

    CHOICE: robots have no receptions (D3.4), so no filter takes such a word away.
    """
    return [one for one in said if one.by_buyer and people.is_robot(one.agent)]


def runs_of(pair: list[Said], gap_minutes: int) -> list[list[Said]]:
    """D3.1: consecutive messages with gaps ≤ session_gap_minutes, in the order of D2.5."""
    runs: list[list[Said]] = []
    for said in sorted(pair, key=lambda one: (one.at, 0 if one.by_buyer else 1)):
        if runs and said.at - runs[-1][-1].at <= gap_minutes * 60:
            runs[-1].append(said)
        else:
            runs.append([said])
    return runs


def rounds_of(messages: list[Said], closing_phrases: list[str]) -> list[Round]:
    """D4.3, over a whole reception, also across its runs."""
    rounds: list[Round] = []
    for said in messages:
        is_open = bool(rounds) and rounds[-1].answered is None
        if said.by_buyer and not is_open and not rule_book.is_one(said.text, closing_phrases):
            rounds.append(Round(said.at))
        elif not said.by_buyer and is_open:
            rounds[-1].answered = said.at
    return rounds


def filter_reason(reception: Reception, people: People) -> str | None:
    """D3.3: the first reason that fits.

    CHOICE: blocked_buyers is compared with any nick bound to the buyer (a masked nick as written).
    """
    rules = reception.rules
    if people.is_own_account(reception.buyer):
        return "internal"
    if people.buyer_is_among(reception.buyer, rules["blocked_buyers"]):
        return "blocked_buyer"
    if people.agent_is_among(reception.agent, rules["excluded_agents"]):
        return "excluded_agent"
    for said in reception.messages:
        if rule_book.contains_one(said.text, rules["watchwords"]):
            return "watchword"
    if not reception.from_buyer:
        return "monologue"
    return None


def receptions(
    world: World, people: People, book: list[rule_book.Version], said: list[Said]
) -> list[Reception]:
    """Every reception of the shop, filtered ones too (D3.2). Robots have none (D3.4)."""
    first_rules = rule_book.valid_on(book, rule_book.BEGINNING).rules  # D7.7
    pairs: dict[tuple[str, Buyer], list[Said]] = {}
    for one in said:
        if not people.is_robot(one.agent):
            pairs.setdefault((one.agent, one.buyer), []).append(one)
    found: dict[tuple, Reception] = {}
    for (agent, buyer), pair in pairs.items():
        for run in runs_of(pair, first_rules["session_gap_minutes"]):
            day = times.business_day(run[0].at, world.timezone, first_rules["day_start"])
            rules = rule_book.valid_on(book, day).rules
            reception = found.setdefault((day, agent, buyer), Reception(day, agent, buyer, rules))
            reception.runs.append(run)
    for reception in found.values():
        reception.filtered = filter_reason(reception, people)
        reception.rounds = rounds_of(reception.messages, reception.rules["closing_phrases"])
    return list(found.values())


def in_service_hours(opened: int, zone: str, hours: tuple[int, int]) -> bool:
    """D4.5: closed-open by local wall clock; start > end wraps over midnight.

    CHOICE: start = end is an empty stretch.
    """
    local = times.wall_clock(opened, zone)
    minute = local.hour * 60 + local.minute
    start, end = hours
    if start > end:
        return minute >= start or minute < end
    return start <= minute < end


def most_open_at_once(runs: list[list[Said]]) -> int:
    """D4.6: a run is open from its first to its last message, both included."""
    most = 0
    for run in runs:
        here = run[0].at
        most = max(most, len([other for other in runs if other[0].at <= here <= other[-1].at]))
    return most
