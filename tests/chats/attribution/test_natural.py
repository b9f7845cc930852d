"""The natural payment rate, worked by hand (D7.5)."""

import numpy as np
import pytest

from chats.attribution.columns import NEVER
from chats.attribution.natural import UnpaidOrders, natural_rates, recovery

MINUTE, HOUR, DAY = 60, 3600, 86400
UNPAID = 3 * DAY
LATER = 10 * DAY

# (paid, first chase) after creation, all created at 0.
ORDERS = [
    (5, NEVER),  # paid at once: never open
    (20 * MINUTE, NEVER),  # open at 10 min, paid by itself
    (3 * HOUR, NEVER),  # open until 2 h, paid by itself
    (NEVER, NEVER),  # never paid
    (4 * DAY, NEVER),  # paid, but too late
    (2 * HOUR, 45 * MINUTE),  # chased after 45 min, recovered
    (NEVER, 7 * HOUR),  # chased after 7 h, not paid
]


def _orders(rows: list[tuple[int, int]], created: int = 0) -> UnpaidOrders:
    paid, chased = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    size = len(rows)
    return UnpaidOrders(np.full(size, created), paid, chased, np.full(size, UNPAID))


def test_rates_are_shares_of_orders_neither_paid_nor_chased_by_then() -> None:
    rates = natural_rates(_orders(ORDERS), LATER)

    assert [(rate.after_seconds, rate.paid, rate.open) for rate in rates] == [
        (10 * MINUTE, 2, 6),
        (30 * MINUTE, 1, 5),
        (HOUR, 1, 4),
        (2 * HOUR, 1, 4),
        (6 * HOUR, 0, 3),
        (12 * HOUR, 0, 2),
        (24 * HOUR, 0, 2),
    ]


def test_an_order_paid_or_chased_at_that_very_second_is_not_open() -> None:
    first = natural_rates(_orders([(10 * MINUTE, NEVER), (NEVER, 10 * MINUTE), (NEVER, NEVER)]), LATER)[0]

    assert (first.paid, first.open) == (0, 1)


def test_each_chased_order_expects_the_rate_at_the_time_of_its_first_chase() -> None:
    orders = _orders(ORDERS)
    rates = natural_rates(orders, LATER)
    found = recovery(orders, rates, LATER, np.ones(len(ORDERS), bool))

    # 45 min: the rate at 30 min, 1/5; 7 h: the rate at 6 h, 0/3.
    assert (found.chased, found.recovered) == (2, 1)
    assert found.expected == pytest.approx(0.2)
    assert found.incremental == pytest.approx(0.8)


def test_a_chase_sooner_than_the_smallest_time_expects_the_rate_there() -> None:
    orders = _orders([*ORDERS[:5], (HOUR, 5 * MINUTE)])
    found = recovery(orders, natural_rates(orders, LATER), LATER, np.ones(6, bool))

    assert found.expected == pytest.approx(2 / 4)  # open at 10 min: the 2nd to the 5th


def test_orders_that_may_still_be_paid_count_nowhere() -> None:
    orders = _orders(ORDERS)

    assert {rate.open for rate in natural_rates(orders, UNPAID - 1)} == {0}
    assert natural_rates(orders, UNPAID)[0].open == 6
    assert natural_rates(orders, None)[0].rate is None


def test_only_the_orders_asked_for_are_summed() -> None:
    orders = _orders(ORDERS)
    only = np.array([False] * 6 + [True])
    found = recovery(orders, natural_rates(orders, LATER), LATER, only)

    assert (found.chased, found.recovered, found.expected, found.incremental) == (1, 0, 0, 0)


def test_without_any_order_that_speaks_for_it_nothing_is_expected() -> None:
    orders = _orders([(HOUR, 30 * MINUTE)])  # chased at 30 min sharp: open at 10 min only
    found = recovery(orders, natural_rates(orders, LATER), LATER, np.ones(1, bool))

    assert (found.expected, found.incremental) == (None, None)


def test_some_of_the_orders_keep_their_own_instants() -> None:
    chased = _orders(ORDERS, created=100)
    those = chased.those(chased.chased)
    assert those.created_at.tolist() == [100, 100]
    assert those.paid_at.tolist() == [2 * HOUR, NEVER]
    assert those.first_chase_at.tolist() == [45 * MINUTE, 7 * HOUR]
    assert those.unpaid_seconds.tolist() == [UNPAID, UNPAID]
