"""What must hold of any shop, seen on random nasty ones: the reference is coherent in itself."""

import random

import pytest

from tests.reference import reference
from tests.reference.days import AGENT_COLUMNS, INQUIRY
from tests.reference.files import write_batches, write_world
from tests.reference.random_shops import random_as_of, random_shop, span
from tests.reference.world import World

SEEDS = range(40)
COUNTED_ONCE = {*INQUIRY, "sale_buyers", "peak_concurrency"}


@pytest.fixture(params=SEEDS)
def shop(request: pytest.FixtureRequest) -> tuple[World, dict[str, list[dict]]]:
    world = random_shop(request.param)
    when = (*span(world), random_as_of(world, request.param))
    return world, {what: reference.figures(world, what, *when) for what in reference.EXPORTS}


def test_the_same_seed_makes_the_same_shop():
    assert random_shop(7) == random_shop(7)
    assert random_shop(7) != random_shop(8)


def test_the_books_balance_on_every_day(shop):
    world, figures = shop
    for day in figures["shop_days"]:
        parts = ("agents_fen", "silent_fen", "unlinked_fen", "excluded_fen")
        assert sum(day[part] for part in parts) == day["paid_fen"]
        assert day["agents_fen"] == day["sales_fen"]
    paid = sum(order.amount_fen for order in world.orders if order.paid)
    assert sum(day["paid_fen"] for day in figures["shop_days"]) == paid


def test_every_order_has_one_class_and_is_listed_once(shop):
    world, figures = shop
    assert sorted(row["order_no"] for row in figures["orders"]) == sorted(o.order_no for o in world.orders)
    paid = [row["class"] for row in figures["orders"] if row["paid_at"]]
    for name in ("silent", "consulted", "chased", "unlinked", "excluded"):
        assert sum(day[f"{name}_orders"] for day in figures["shop_days"]) == paid.count(name)


def test_shop_figures_are_sums_over_agents_or_at_most_that(shop):
    _, figures = shop
    for day in figures["shop_days"]:
        agents = [row for row in figures["agent_days"] if row["day"] == day["day"]]
        for column in AGENT_COLUMNS:
            total = sum(row[column] for row in agents)
            # being mature or converted is counted per person, so only these can be fewer
            assert day[column] == total or (column in COUNTED_ONCE and day[column] < total), column


def test_subsets_never_exceed_what_they_are_taken_from(shop):
    _, figures = shop
    pairs = [
        ("replied", "receptions"),
        ("first_response_within_target", "replied"),
        ("answered_rounds", "rounds"),
        ("service_rounds", "rounds"),
        ("within_3min_rounds", "service_rounds"),
        ("slow_response_rounds", "answered_rounds"),
        ("long_receptions", "receptions"),
        ("inquiries", "receptions"),
        ("mature_inquiries", "inquiries"),
        ("ordered_same_day", "ordered_final"),
        ("paid_same_day", "paid_next_day"),
        ("paid_final", "ordered_final"),
        ("own_paid_final", "paid_final"),
        ("mature_paid_final", "mature_ordered_final"),
        ("mature_own_paid_final", "mature_paid_final"),
        ("sale_buyers", "paid_orders"),
        ("refunded_fen", "sales_fen"),
        ("recovered_orders", "chase_orders"),
        ("mature_recovered_orders", "mature_chase_orders"),
    ]
    for row in [*figures["agent_days"], *figures["shop_days"]]:
        for part, whole in pairs:
            assert row[part] <= row[whole], (part, whole, row)


def test_receptions_agree_with_the_days_of_their_agents(shop):
    _, figures = shop
    for row in figures["agent_days"]:
        own = [
            one for one in figures["receptions"] if (one["day"], one["agent"]) == (row["day"], row["agent"])
        ]
        kept = [one for one in own if one["filtered_reason"] is None]
        assert row["receptions"] == len(kept)
        assert row["outreach"] == [one["filtered_reason"] for one in own].count("monologue")
        for column in ("buyer_messages", "human_messages", "rounds", "wait_seconds", "replied"):
            assert row[column] == sum(one[column] for one in kept)
        assert row["inquiries"] == sum(one["inquiry"] for one in own)
        assert row["paid_final"] == sum(one["paid_final"] or 0 for one in own)


def test_the_funnel_adds_up(shop):
    _, figures = shop
    for day in figures["shop_days"]:
        assert day["consulting_paying_buyers"] + day["silent_paying_buyers"] == day["paying_buyers"]
        assert day["consulting_paying_buyers"] <= day["consulting_buyers"]


def test_credit_follows_the_closers_and_evidence_stands_beside_them(shop):
    world, figures = shop
    for row in figures["orders"]:
        for who, at in (("order_closer", "order_evidence_at"), ("payment_closer", "payment_evidence_at")):
            assert (row[who] is None) == (row[at] is None)
        if row["ruling"] is None and row["credited_agent"] is not None:
            assert row["credited_agent"] in (row["order_closer"], row["payment_closer"])
        if row["class"] in ("silent", "unlinked", "excluded"):
            assert row["order_closer"] is None
            assert row["payment_closer"] is None
        assert (row["ruling"] is not None) == (row["order_no"] in world.rulings)


def test_a_span_is_a_window_on_the_whole(shop):
    """Figures of a day do not depend on the span that is asked for."""
    world, figures = shop
    middle = sorted(day["day"] for day in figures["shop_days"])[2]
    first = next(day for day in reference.days_of(*span(world)) if day.isoformat() == middle)
    alone = reference.shop_days(world, first, first)
    whole = reference.shop_days(world, *span(world))
    assert alone == [day for day in whole if day["day"] == middle]


def test_every_world_can_be_written_as_files(tmp_path):

    for seed in range(10):
        world = random_shop(seed)
        assert write_world(world, tmp_path / f"{seed}")
        assert write_batches(world, tmp_path / f"{seed}-batches", random.Random(seed))
