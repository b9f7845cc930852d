"""Texts that look like automatic replies, from how they are sent (D2.3)."""

import numpy as np
import pandas as pd
import pytest

from chats.attribution.columns import IN, MESSAGES, OUT, TEXT, frame
from reports.metrics.auto_texts import propose

HELLO = "亲，欢迎光临"


def _messages(*rows: tuple[int, int, int, int, str]) -> pd.DataFrame:
    """(agent, buyer, sent_at, direction, text) as a frame."""
    told = [
        {
            "agent": a,
            "buyer": b,
            "sent_at": at,
            "direction": way,
            "kind": TEXT,
            "chars": len(text),
            "message": 0,
        }
        for a, b, at, way, text in rows
    ]
    return frame(told, MESSAGES).assign(text=[row[4] for row in rows])


def _propose(rows: list[tuple[int, int, int, int, str]]) -> list:
    return propose(_messages(*rows), np.array([1, 2]), np.zeros(len(rows), np.int64))


def _greeted(
    buyers: range, wait: int, text: str = HELLO, agent: int = 1
) -> list[tuple[int, int, int, int, str]]:
    """Each buyer writes and gets the text after so many seconds."""
    return [
        row
        for buyer in buyers
        for row in ((agent, buyer, buyer * 1000, IN, "?"), (agent, buyer, buyer * 1000 + wait, OUT, text))
    ]


def test_a_text_sent_at_once_to_many_buyers_is_proposed() -> None:
    answered = [(1, 5, 5100, OUT, "有货")]
    (found,) = _propose(_greeted(range(10), 1) + _greeted(range(10, 20), 2, agent=2) + answered)

    assert (found.text, found.messages, found.buyers, found.agents) == (HELLO, 20, 20, (1, 2))
    assert (found.at_once_share, found.share, found.only_answer) == (1.0, 20 / 21, 19)


@pytest.mark.parametrize(
    "rows",
    [
        _greeted(range(20), 3),  # a person can be that fast
        _greeted(range(19), 1),  # too few
        _greeted(range(20), 1, agent=9),  # a robot anyway
        [row for number in range(3) for row in _greeted(range(number, number + 7), 1)],  # few buyers
        [row for number in range(20) for row in _greeted(range(number, number + 1), 1, f"您好{number}")],
        [],
    ],
)
def test_other_texts_are_not(rows: list) -> None:
    assert _propose(rows) == []
