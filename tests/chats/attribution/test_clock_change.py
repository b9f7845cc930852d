"""The night on which the clock goes back over the day's edge: a pair's later messages fall on the day before.

Berlin, 2026-10-25: at 01:00 UTC 03:00 becomes 02:00 once more. With days that begin at 02:30, what is
said at 00:50 UTC (02:50) belongs to the 25th and what is said at 01:25 UTC (02:25 again) to the 24th.
"""

import datetime as dt

import pandas as pd
import pytest

from chats.attribution.attribute import Attribution, attribute
from chats.attribution.clock import day_number
from chats.attribution.columns import AGENTS, IN, MESSAGES, NEVER, NO_RULING, ORDERS, OUT, TEXT, frame
from chats.attribution.conversation import converse
from chats.attribution.people import People
from chats.attribution.rules import BEGINNING, Rules, RuleVersion
from chats.attribution.versions import RuleBook

XIAOMEI, LILY = 1, 7
BOOK = RuleBook((RuleVersion(1, BEGINNING, Rules(day_start=150)),), "Europe/Berlin")
SAID = [("00:50", IN), ("00:52", OUT), ("01:25", IN), ("01:26", OUT)]
SATURDAY, SUNDAY = day_number(dt.date(2026, 10, 24)), day_number(dt.date(2026, 10, 25))


def at(clock: str) -> int:
    return int(dt.datetime.fromisoformat(f"2026-10-25T{clock}:00+00:00").timestamp())


@pytest.fixture
def messages() -> pd.DataFrame:
    rows = [
        {
            "agent": XIAOMEI,
            "buyer": LILY,
            "sent_at": at(clock),
            "direction": direction,
            "kind": TEXT,
            "chars": 2,
            "message": number,
        }
        for number, (clock, direction) in enumerate(SAID)
    ]
    return frame(rows, MESSAGES)


@pytest.fixture
def found(messages: pd.DataFrame) -> Attribution:
    """An order of 00:55 UTC, paid at 01:40 UTC, and nothing ruled."""
    order = {
        "order": 1,
        "buyer": LILY,
        "created_at": at("00:55"),
        "paid_at": at("01:40"),
        "amount_fen": 5900,
        "refunded_fen": 0,
        "items": 1,
        "flag": 0,
        "memo": "",
        "excluded_manually": False,
        "ruling": NO_RULING,
    }
    agents = frame([{"agent": XIAOMEI, "first_nick": "xiaomei", "human": True}], AGENTS)
    return attribute(messages, frame([order], ORDERS), People(agents), BOOK, None)


def test_each_run_belongs_to_the_business_day_of_its_first_message(messages: pd.DataFrame) -> None:
    talk = converse(messages, messages.index.to_numpy(), BOOK)
    assert talk.day.tolist() == [SATURDAY, SUNDAY]
    assert talk.row.tolist() == [2, 3, 0, 1]
    assert talk.reception.tolist() == [0, 0, 1, 1]
    assert talk.run_start.tolist() == [at("01:25"), at("00:50")]
    assert talk.run_end.tolist() == [at("01:26"), at("00:52")]


def test_an_order_is_judged_by_the_order_of_instants_and_not_of_days(found: Attribution) -> None:
    [credit] = found.credits.to_dict("records")
    assert (credit["order_closer"], credit["order_evidence_at"], credit["order_evidence"]) == (
        XIAOMEI,
        at("00:52"),
        1,
    )
    assert (credit["payment_evidence_at"], credit["payment_evidence"]) == (at("01:26"), 3)
    assert credit["first_chase_at"] == at("01:26") != NEVER


def test_the_question_after_the_order_is_no_inquiry_though_its_day_comes_first(found: Attribution) -> None:
    """At 01:25 UTC the order of 00:55 is open, so the buyer is in after-sales (D6.1)."""
    receptions = found.receptions[["day", "agent", "buyer_messages", "inquiry"]]
    assert receptions.to_numpy().tolist() == [[SATURDAY, XIAOMEI, 1, False], [SUNDAY, XIAOMEI, 1, True]]
