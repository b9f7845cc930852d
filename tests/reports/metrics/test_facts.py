"""The books of a day: where every yuan went, or an error that names the day (D7.3)."""

import pandas as pd
import pytest

from reports.metrics.columns import BUCKET_SUMS
from reports.metrics.facts import BooksError, check_books


def day(number: int, paid: int, sales: int, **buckets: int) -> dict[str, int]:
    return {"day": number, "paid_fen": paid, "sales_fen": sales, **dict.fromkeys(BUCKET_SUMS, 0), **buckets}


def test_buckets_that_add_up_to_what_was_paid_balance() -> None:
    check_books(pd.DataFrame([day(1, 900, 600, agents_fen=600, unlinked_fen=300), day(2, 0, 0)]))


@pytest.mark.parametrize(
    "wrong",
    [day(3, 900, 600, agents_fen=600, unlinked_fen=299), day(3, 900, 599, agents_fen=600, unlinked_fen=300)],
    ids=["one fen is missing", "the sales of the agents differ"],
)
def test_a_day_that_does_not_balance_is_named(wrong: dict[str, int]) -> None:
    with pytest.raises(BooksError, match=r"\[3\]"):
        check_books(pd.DataFrame([day(1, 0, 0), wrong]))
