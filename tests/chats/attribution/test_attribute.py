"""A slice without anything said, and what `attribute` then makes of its orders."""

import pandas as pd

from chats.attribution.attribute import Attribution, attribute
from chats.attribution.columns import AGENTS, MESSAGES, NEVER, NO_RULING, NOBODY, ORDERS, frame
from chats.attribution.people import People
from chats.attribution.rules import BEGINNING, Rules, RuleVersion
from chats.attribution.versions import RuleBook

BOOK = RuleBook((RuleVersion(1, BEGINNING, Rules()),), "Asia/Shanghai")
ORDER = {
    "order": 1,
    "buyer": 7,
    "created_at": 1_000,
    "paid_at": 2_000,
    "amount_fen": 5_900,
    "refunded_fen": 0,
    "items": 1,
    "flag": 0,
    "memo": "",
    "excluded_manually": False,
    "ruling": NO_RULING,
}


def found(orders: list[dict]) -> Attribution:
    nobody = People(frame([], AGENTS))
    return attribute(frame([], MESSAGES), frame(orders, ORDERS), nobody, BOOK, as_of=NEVER)


def is_empty(*frames: pd.DataFrame) -> bool:
    return all(len(one) == 0 for one in frames)


def test_an_order_of_a_shop_where_nothing_is_said_is_nobodys() -> None:
    attribution = found([ORDER])
    [credit] = attribution.credits.to_dict("records")
    assert (credit["credited"], credit["order_closer"], credit["chaser"]) == (NOBODY, NOBODY, NOBODY)
    assert credit["first_chase_at"] == NEVER
    assert is_empty(attribution.receptions, attribution.runs, attribution.assists)


def test_nothing_said_and_nothing_bought_is_nothing() -> None:
    attribution = found([])
    assert is_empty(attribution.receptions, attribution.runs, attribution.credits, attribution.assists)
