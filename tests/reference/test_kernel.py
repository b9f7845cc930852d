"""The kernel against the slow second implementation, on random nasty shops."""

import datetime as dt
import os

import pytest

from reports.metrics.columns import SHOP_DAY_SUMS
from tests.reference import random_shops, reference
from tests.reference.pure import Kernel, Rows

SEEDS = int(os.environ.get("REFERENCE_SEEDS", "40"))
KEYS = {
    "orders": ("order_no",),
    "receptions": ("day", "agent", "buyer"),
    "agent_days": ("day", "agent"),
    "shop_days": ("day",),
}


def expected(what: str, rows: list[dict]) -> Rows:
    kept = [row for row in rows if what != "shop_days" or any(row[name] for name in SHOP_DAY_SUMS)]
    return {tuple(row[key] for key in KEYS[what]): row for row in kept}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_figure_of_a_random_shop_is_what_the_reference_says(seed: int) -> None:
    world, margin = random_shops.random_shop(seed), dt.timedelta(days=3)
    first, last = random_shops.span(world)
    as_of = random_shops.random_as_of(world, seed)
    kernel = Kernel(world, as_of)
    found = {
        "orders": kernel.order_rows(),
        "receptions": kernel.reception_rows(),
        "agent_days": kernel.agent_day_rows(),
        "shop_days": kernel.shop_day_rows(),
    }
    for what, rows in found.items():
        wanted = expected(what, reference.figures(world, what, first - margin, last + margin, as_of))
        assert rows.keys() == wanted.keys(), what
        for key, row in rows.items():
            assert row == {name: wanted[key][name] for name in row}, (what, key)
