"""A week of lost-sale rows worked out by hand: shares, change, coverage, on-time rate, agreement (D9.6)."""

import datetime as dt

import pandas as pd
import pytest

from chats.attribution.columns import frame
from reports.metrics import reasons
from reports.metrics.suggestions import Lost, suggest

MONDAY = dt.date(2026, 5, 11)
PRICE, PROMO, BUYER, INVALID = 1, 2, 3, 9
OWNERS = {PRICE: "S", PROMO: "A", BUYER: "B", INVALID: "N", reasons.NO_REASON: ""}
MEI, QI = 100, 200


def rows(*told: dict) -> pd.DataFrame:
    """Rows of a form; what a test does not say is usual: handed in, open, from a chat, not reviewed."""
    usual = {"day": MONDAY, "amount_fen": 0, "state": "open", "submitted": True, "by_hand": False}
    usual |= {"review": "", "accepted_invalid": False}
    full = [
        usual | one | {"entry": n, "group": one["reason"], "owner": OWNERS[one["reason"]]}
        for n, one in enumerate(told)
    ]
    return frame(full, reasons.ENTRIES)


@pytest.fixture
def week() -> pd.DataFrame:
    """Ten rows count: price 5 (¥200), promotions 3 (¥300), buyer 2 (¥0). Seven others must not."""
    return rows(
        {"agent": MEI, "reason": PRICE, "amount_fen": 10000, "review": "accepted"},
        {"agent": MEI, "reason": PRICE, "amount_fen": 10000, "review": "accepted"},
        {"agent": MEI, "reason": PRICE},
        {"agent": MEI, "reason": BUYER},
        {"agent": QI, "reason": PRICE, "review": "changed"},
        {"agent": QI, "reason": PRICE, "by_hand": True},
        {"agent": QI, "reason": PROMO, "amount_fen": 30000},
        {"agent": QI, "reason": PROMO, "review": "returned"},
        {"agent": QI, "reason": PROMO},
        {"agent": QI, "reason": BUYER},
        {"agent": QI, "reason": PRICE, "state": "recovered"},
        {"agent": QI, "reason": PRICE, "state": "removed"},
        {"agent": QI, "reason": PRICE, "submitted": False},
        {"agent": QI, "reason": INVALID, "review": "accepted", "accepted_invalid": True},
        {"agent": QI, "reason": reasons.NO_REASON, "submitted": False},
        {"agent": MEI, "reason": reasons.NO_REASON, "submitted": False},
        {"agent": MEI, "reason": PRICE, "state": "recovered"},
    )


def test_shares_go_by_rows_and_by_amount_with_the_most_rows_first(week: pd.DataFrame) -> None:
    found = reasons.shares(reasons.counted(week))
    told = [[*row] for row in found.itertuples(index=False)]
    assert list(found.columns) == ["group", "rows", "amount_fen", "row_rate", "amount_rate", "running_rate"]
    assert told == [
        [PRICE, 5, 20000, 0.5, 0.4, 0.5],
        [PROMO, 3, 30000, 0.3, 0.6, 0.8],
        [BUYER, 2, 0, 0.2, 0.0, 1.0],
    ]


def test_agents_can_change_what_is_theirs(week: pd.DataFrame) -> None:
    assert reasons.rate(*reasons.controllable(reasons.counted(week))) == 0.3


def test_the_change_is_between_shares_and_a_new_cause_rises_from_nothing(week: pd.DataFrame) -> None:
    before = rows({"agent": MEI, "reason": PRICE}, {"agent": MEI, "reason": BUYER})
    now, then = (reasons.shares(reasons.counted(one)) for one in (week, before))
    assert reasons.changes(now, then) == {PRICE: 0.0, PROMO: 0.3, BUYER: pytest.approx(-0.3)}


def test_without_a_week_before_there_is_no_change_to_tell(week: pd.DataFrame) -> None:
    nothing = reasons.shares(reasons.counted(rows()))
    assert reasons.changes(reasons.shares(reasons.counted(week)), nothing) == dict.fromkeys(
        (PRICE, PROMO, BUYER)
    )


def test_the_matrix_holds_each_row_once(week: pd.DataFrame) -> None:
    found = reasons.matrix(reasons.counted(week))
    assert found.loc[MEI].to_dict() == {PRICE: 3, PROMO: 0, BUYER: 1}
    assert found.loc[QI].to_dict() == {PRICE: 2, PROMO: 3, BUYER: 1}


def test_coverage_is_of_lost_and_open_inquiries_and_leaves_rows_added_by_hand_out(week: pd.DataFrame) -> None:
    told = reasons.counted(week)
    assert reasons.covered(told) == 9  # of the ten, one was added by hand
    assert reasons.rate(reasons.covered(told), 12) == 0.75
    assert reasons.rate(reasons.covered(rows()), 0) is None


def test_a_form_is_on_time_if_handed_in_by_its_deadline() -> None:
    told = [
        (True, False, True),
        (True, False, True),
        (True, True, True),
        (False, True, True),
        (False, False, False),
    ]
    forms = [
        {"day": MONDAY, "agent": n, "submitted": submitted, "late": late, "due": due}
        for n, (submitted, late, due) in enumerate(told)
    ]
    assert reasons.on_time(frame(forms, reasons.FORMS)) == (2, 4)


def test_agreement_is_accepted_of_reviewed(week: pd.DataFrame) -> None:
    assert reasons.agreed(week) == (3, 5)  # three accepted, one changed, one returned
    assert reasons.agreed(rows({"agent": MEI, "reason": PRICE})) == (0, 0)


def test_an_empty_week_has_no_figures() -> None:
    nothing = reasons.counted(rows())
    assert (len(reasons.shares(nothing)), reasons.controllable(nothing)) == (0, (0, 0))


@pytest.mark.parametrize(
    ("lost", "code"),
    [
        (Lost(False, None, False, False, ["在吗"]), "attitude.silent"),
        (Lost(True, 61, True, False, ["太贵了"]), "attitude.slow"),
        (Lost(True, 60, True, False, ["太贵了"]), "chase.none"),
        (Lost(True, 5, True, True, ["太贵了"]), "price.above"),
        (Lost(True, 5, False, False, ["多少运费", "好的"]), "price.postage"),
        (Lost(True, 5, False, False, ["太贵了", "有点大"]), "goods.size"),
        (Lost(True, 5, False, False, ["没货吗", "1", "2", "3", "4"]), None),
        (Lost(True, 5, False, False, ["有货吗"]), None),
    ],
)
def test_a_reason_is_suggested_by_the_first_rule_that_fits(lost: Lost, code: str | None) -> None:
    found = suggest(lost, target_seconds=10)
    assert (found.code if found else None) == code
