"""The product's exports equal the reference's on random shops, however the files come in.

REFERENCE_SEEDS raises the number of shops; REFERENCE_FIRST_SEED starts elsewhere.
"""

import os
import random
from pathlib import Path

import pytest

from tests.reference import reference
from tests.reference.comparing import assert_same, assert_same_rows
from tests.reference.files import write_batches, write_world
from tests.reference.people import People
from tests.reference.product import WHATS, ProductShop, filled_shop
from tests.reference.random_shops import random_as_of, random_shop, span

FIRST = int(os.environ.get("REFERENCE_FIRST_SEED", "0"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("REFERENCE_SEEDS", "25")))
FEWER = SEEDS[: max(1, len(SEEDS) // 3)]

pytestmark = pytest.mark.django_db


def assert_equals_reference(shop: ProductShop, seed: int, title: str) -> None:
    when = (*span(shop.world), random_as_of(shop.world, seed))
    for what in WHATS:
        expected = reference.figures(shop.world, what, *when)
        assert_same(f"seed {seed}, {title}", what, expected, shop.figures(what, *when), when[2])


def assert_equals_reference_but_for_names(shop: ProductShop, seed: int, title: str) -> None:
    """As above; of several nicks bound to one buyer the first met is shown, which depends on the
    order of the files, so any of them will do and rows may stand in another order."""
    people = People(shop.world)
    when = (*span(shop.world), random_as_of(shop.world, seed))
    for what in WHATS:
        found = shop.figures(what, *when)
        for row in found:
            if row.get("buyer") and people.knows(row["buyer"]):
                row["buyer"] = people.buyer(row["buyer"]).cell
        assert_same_rows(
            f"seed {seed}, {title}", what, reference.figures(shop.world, what, *when), found, when[2]
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_export_equals_the_reference(seed: int, tmp_path: Path):
    shop = filled_shop(random_shop(seed), tmp_path, "shop")
    assert_equals_reference(shop, seed, "imported at once")


@pytest.mark.parametrize("seed", SEEDS)
def test_many_overlapping_files_in_any_order_equal_one_import(seed: int, tmp_path: Path):
    """Incremental = from scratch: what an import touches is refreshed, and nothing else is needed."""
    world, chance = random_shop(seed), random.Random(seed)
    world.rulings, world.invalid = {}, set()  # their refresh is another matter
    for order in world.orders:
        order.excluded_manually = False
    shop = ProductShop(world, "shop")
    shop.set_rules()
    paths = write_batches(world, tmp_path, chance)
    while paths:
        together = chance.randint(1, 3)
        shop.import_files(*paths[:together])
        paths = paths[together:]
    assert_equals_reference_but_for_names(shop, seed, "imported in batches")


@pytest.mark.parametrize("seed", FEWER)
def test_rules_set_after_the_import_count_after_a_refresh(seed: int, tmp_path: Path):
    shop = ProductShop(random_shop(seed), "shop")
    shop.import_files(*write_world(shop.world, tmp_path))
    shop.decide()
    shop.set_rules()
    shop.refresh_all()
    assert_equals_reference(shop, seed, "rules set afterwards")


@pytest.mark.parametrize("seed", FEWER)
def test_the_same_files_again_add_and_change_nothing(seed: int, tmp_path: Path):
    world = random_shop(seed)
    shop = filled_shop(world, tmp_path, "shop")
    before = {what: shop.figures(what, *span(world), None) for what in WHATS}
    again = write_world(world, tmp_path / "again")  # the same bytes, then the same rows in other files
    for answer in shop.import_files(*again, *write_batches(world, tmp_path / "parts", random.Random(seed))):
        assert (answer["added"], answer["changed"]) == (0, 0), answer
    for what in WHATS:
        assert_same(
            f"seed {seed}, imported twice", what, before[what], shop.figures(what, *span(world), None)
        )


@pytest.mark.parametrize("seed", FEWER)
def test_a_refresh_of_everything_changes_no_figure(seed: int, tmp_path: Path):
    world = random_shop(seed)
    shop = filled_shop(world, tmp_path, "shop")
    before = {what: shop.figures(what, *span(world), None) for what in WHATS}
    shop.refresh_all()
    for what in WHATS:
        assert_same(f"seed {seed}, refreshed", what, before[what], shop.figures(what, *span(world), None))
