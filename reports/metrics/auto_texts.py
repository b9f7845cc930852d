"""Texts that look like automatic replies though no file says so: proposals from how they are sent (D2.3)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from chats.attribution.columns import CARD, IN, OUT, TEXT

AT_ONCE_SECONDS = 2  # nobody reads and answers faster
LEAST_MESSAGES = 20
LEAST_BUYERS = 10
LEAST_AT_ONCE = 0.8
MOST_PROPOSALS = 20


@dataclass(frozen=True)
class Proposal:
    """One text, never varied: how often it was sent, to how many buyers, by which agents; the share sent
    at once after the buyer's message, its share of all human messages, and the talks (agent, buyer and
    day) in which nothing else was answered."""

    text: str
    messages: int
    buyers: int
    agents: tuple[int, ...]
    at_once_share: float
    share: float
    only_answer: int


def propose(messages: pd.DataFrame, humans: np.ndarray, days: np.ndarray) -> list[Proposal]:
    """The texts that a program seems to send, those with the most messages first.

    `messages`: columns.MESSAGES with "text"; `humans`: ids of human agents; `days`: the business day of
    each message.
    """
    rows = messages.assign(day=days).sort_values(["agent", "buyer", "sent_at", "direction"], kind="stable")
    human = (
        (rows["direction"] == OUT) & (rows["kind"] <= CARD) & np.isin(rows["agent"].to_numpy(), humans)
    ).to_numpy()
    rows = rows.assign(at_once=_at_once(rows), human=human)
    said = rows[human & (rows["kind"] == TEXT).to_numpy() & (rows["text"] != "").to_numpy()]
    sums = said.groupby("text").agg(
        messages=("at_once", "size"), at_once=("at_once", "mean"), buyers=("buyer", "nunique")
    )
    likely = sums[
        (sums["messages"] >= LEAST_MESSAGES)
        & (sums["buyers"] >= LEAST_BUYERS)
        & (sums["at_once"] >= LEAST_AT_ONCE)
    ].nlargest(MOST_PROPOSALS, "messages")
    answers = rows[human].groupby(["agent", "buyer", "day"]).size()
    return [_proposal(str(text), said, answers, int(human.sum())) for text in likely.index]


def _at_once(rows: pd.DataFrame) -> np.ndarray:
    """Whether the message before, in the same talk, is the buyer's and at most AT_ONCE_SECONDS old."""
    agent, buyer = rows["agent"].to_numpy(), rows["buyer"].to_numpy()
    sent_at, direction = rows["sent_at"].to_numpy(), rows["direction"].to_numpy()
    found = np.zeros(len(rows), bool)
    found[1:] = (
        (agent[1:] == agent[:-1])
        & (buyer[1:] == buyer[:-1])
        & (direction[:-1] == IN)
        & (sent_at[1:] - sent_at[:-1] <= AT_ONCE_SECONDS)
    )
    return found


def _proposal(text: str, said: pd.DataFrame, answers: pd.Series, human: int) -> Proposal:
    own = said[said["text"] == text]
    in_talk = own.groupby(["agent", "buyer", "day"]).size()
    return Proposal(
        text,
        len(own),
        int(own["buyer"].nunique()),
        tuple(sorted(int(agent) for agent in own["agent"].unique())),
        float(own["at_once"].mean()),
        len(own) / human,
        int((answers.loc[in_talk.index] == in_talk).sum()),
    )
