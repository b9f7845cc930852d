"""Messages sorted into pairs, runs and receptions (D2.5, D3.1, D3.2)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from chats.attribution.columns import CARD, IN, OUT
from chats.attribution.keys import MAX_KEY_BITS, Flags, Ints, dense, ends_of, starts_of
from chats.attribution.people import People
from chats.attribution.versions import RuleBook


@dataclass(frozen=True)
class Conversation:
    """Buyer and human messages in the order buyer, agent, business day, instant, buyer first.

    Message arrays: `row` (position in the frame given), `sent_at`, `is_out`, `reception`.
    Pair arrays: `pair_agent`, `pair_buyer` (ids); `pair` of each message and reception.
    Run arrays: `run_start`, `run_end` (instants), `run_reception`.
    Reception arrays: `reception_first` (message position), `reception_pair`, `day`, `version`.
    """

    row: Ints
    sent_at: Ints
    is_out: Flags
    pair: Ints
    reception: Ints
    pair_agent: Ints
    pair_buyer: Ints
    run_start: Ints
    run_end: Ints
    run_reception: Ints
    reception_first: Ints
    reception_pair: Ints
    day: Ints
    version: Ints


def spoken(messages: pd.DataFrame, people: People) -> tuple[Ints, Ints]:
    """Positions of the buyer and human messages with human agents, and of buyers' words to robots.

    Automatic and system messages are neither (D2.3); robots have no receptions (D3.4).
    """
    agents, agent_ids = dense(messages["agent"].to_numpy(np.int64))
    human = np.isin(agent_ids, people.humans())[agents] if len(agents) else np.zeros(0, bool)
    personal = messages["kind"].to_numpy() <= CARD
    to_robot = personal & ~human & (messages["direction"].to_numpy() == IN)
    return np.flatnonzero(personal & human), np.flatnonzero(to_robot)


def _sorted_by_pair(messages: pd.DataFrame, rows: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Rows in the order buyer, agent, instant, buyer before agent; pair codes; agent and buyer of pairs."""
    agents, agent_ids = dense(messages["agent"].to_numpy(np.int64)[rows])
    buyers, buyer_ids = dense(messages["buyer"].to_numpy(np.int64)[rows])
    sent_at = messages["sent_at"].to_numpy(np.int64)[rows]
    owner = buyers * max(len(agent_ids), 1) + agents
    low = int(sent_at.min()) if len(rows) else 0
    bits = (int(sent_at.max()) - low).bit_length() if len(rows) else 0
    if len(rows):
        assert int(owner.max()).bit_length() + bits + 1 <= MAX_KEY_BITS, "packed key would overflow"
    is_out = (messages["direction"].to_numpy()[rows] == OUT).astype(np.int64)
    order = np.argsort((((owner << bits) | (sent_at - low)) << 1) | is_out, kind="stable")
    owner = owner[order]
    first = starts_of(owner)
    pair = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(owner))))
    return (
        rows[order],
        pair,
        agent_ids[agents[order][first]] if len(first) else agent_ids,
        buyer_ids[buyers[order][first]] if len(first) else buyer_ids,
    )


def converse(messages: pd.DataFrame, rows: Ints, book: RuleBook) -> Conversation:
    """Build runs and receptions of the given rows of `messages` (columns.MESSAGES).

    A run is consecutive messages of one pair with gaps of at most `session_gap_minutes`; all of
    it belongs to the business day of its first message (D3.1). A reception is pair × day (D3.2).
    """
    row, pair, pair_agent, pair_buyer = _sorted_by_pair(messages, rows)
    sent_at = messages["sent_at"].to_numpy(np.int64)[row]
    gap = np.diff(sent_at, prepend=sent_at[:1]) > book.first.session_gap_minutes * 60
    new_run = gap | (np.diff(pair, prepend=-1) != 0)
    first = np.flatnonzero(new_run)
    run = np.cumsum(new_run) - 1
    run_day = book.business_days(sent_at[first])
    run_pair = pair[first]
    if np.any((np.diff(run_day) < 0) & (np.diff(run_pair) == 0)):
        # A clock set back over the day's edge: sort once more, so that a day is one stretch.
        order = np.lexsort((np.arange(len(row)), run_day[run], pair))
        row, pair, sent_at, run = row[order], pair[order], sent_at[order], run[order]
        run_order = np.lexsort((np.arange(len(first)), run_day, run_pair))
        run_day, run_pair = run_day[run_order], run_pair[run_order]
        first = starts_of(run)
    new_reception = np.ones(len(first), bool)
    new_reception[1:] = (np.diff(run_day) != 0) | (np.diff(run_pair) != 0)
    run_reception = np.cumsum(new_reception) - 1
    lengths = np.diff(np.append(first, len(row)))
    opening = np.flatnonzero(new_reception)
    day = run_day[opening]
    return Conversation(
        row=row,
        sent_at=sent_at,
        is_out=messages["direction"].to_numpy()[row] == OUT,
        pair=pair,
        reception=np.repeat(run_reception, lengths),
        pair_agent=pair_agent,
        pair_buyer=pair_buyer,
        run_start=sent_at[first],
        run_end=sent_at[ends_of(first, len(row)) - 1] if len(first) else sent_at[:0],
        run_reception=run_reception,
        reception_first=first[opening],
        reception_pair=run_pair[opening],
        day=day,
        version=book.at(day),
    )
