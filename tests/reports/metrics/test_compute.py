"""Figures worked out by hand: sums add, ratios divide last, nothing to divide by is no data."""

import pytest

from reports.metrics import wilson
from reports.metrics.compute import (
    Peak,
    Unknown,
    added,
    nearest_rank,
    of_values,
    total,
    value,
    values,
)
from reports.metrics.definitions import METRICS, metrics


def _figure(code: str, **sums: int | None) -> float | None:
    return value(METRICS[code], sums)


@pytest.mark.parametrize(
    ("code", "sums", "expected"),
    [
        ("reply_rate", {"replied": 49, "receptions": 50}, 0.98),
        ("first_response_seconds", {"first_response_seconds_sum": 420, "replied": 56}, 7.5),
        ("average_response_seconds", {"wait_seconds": 900, "answered_rounds": 40}, 22.5),
        ("unanswered_rounds", {"rounds": 43, "answered_rounds": 40}, 3),
        ("within_3min_rate", {"within_3min_rounds": 19, "service_rounds": 20}, 0.95),
        ("platform_response_seconds", {"platform_wait_seconds": 640, "service_rounds": 20}, 32),
        ("qa_ratio", {"human_messages": 120, "buyer_messages": 96}, 1.25),
        ("inquiry_conversion_rate", {"mature_paid_final": 36, "mature_inquiries": 80}, 0.45),
        ("inquiry_conversion_provisional", {"paid_final": 40, "inquiries": 100}, 0.4),
        ("order_payment_rate", {"mature_paid_final": 36, "mature_ordered_final": 48}, 0.75),
        ("net_sales_fen", {"sales_fen": 100_050, "refunded_fen": 5_900}, 94_150),
        ("order_value", {"sales_fen": 118_000, "sale_buyers": 20}, 5_900),
        ("ticket_value", {"sales_fen": 118_000, "paid_orders": 25}, 4_720),
        ("items_per_buyer", {"items": 30, "sale_buyers": 20}, 1.5),
        ("average_item_price", {"sales_fen": 118_000, "items": 40}, 2_950),
        ("chase_success_rate", {"mature_recovered_orders": 3, "mature_chase_orders": 12}, 0.25),
        (
            "service_share",
            {"agents_fen": 600, "paid_fen": 1_100, "unlinked_fen": 60, "excluded_fen": 40},
            0.6,
        ),
        ("effective_entry_rate", {"visitors": 1_000, "bounced_visitors": 450}, 0.55),
        ("amount_payment_rate", {"paid_fen": 1_300, "excluded_fen": 100, "ordered_fen": 1_000}, 1.2),
        ("lost_inquiries", {"mature_inquiries": 80, "mature_paid_final": 36}, 44),
        # 100 asked, 80 are mature; 40 paid, 36 of them mature: 20 not mature, 4 of them paid.
        (
            "open_inquiries",
            {"inquiries": 100, "mature_inquiries": 80, "paid_final": 40, "mature_paid_final": 36},
            16,
        ),
    ],
)
def test_a_figure_worked_by_hand(code: str, sums: dict[str, int], expected: float) -> None:
    assert _figure(code, **sums) == pytest.approx(expected)


def test_nothing_to_divide_by_is_no_data() -> None:
    assert _figure("reply_rate", replied=0, receptions=0) is None
    assert _figure("silent_rate_c", silent_paying_buyers=4, visitors=100, consulting_buyers=120) is None


def test_nothing_counted_is_zero() -> None:
    assert _figure("receptions", receptions=0) == 0


def test_an_unknown_sum_makes_an_unknown_figure() -> None:
    assert _figure("effective_entry_rate", visitors=1_000, bounced_visitors=None) is None
    assert total("visitors - bounced_visitors", {"visitors": 1_000}) is None


def test_figures_that_come_from_rows_cannot_be_had_from_sums() -> None:
    with pytest.raises(ValueError, match="receptions"):
        _figure("first_response_median", replied=3)


def _days() -> list[dict[str, int | None]]:
    return [
        {"receptions": 10, "replied": 9, "sale_buyers": 4, "sales_fen": 1_000, "peak_concurrency": 5},
        {"receptions": 30, "replied": 21, "sale_buyers": 6, "sales_fen": 3_500, "peak_concurrency": 3},
    ]


def test_a_weeks_rate_is_the_ratio_of_its_sums_and_not_the_mean_of_its_rates() -> None:
    found = added(_days(), unknown=Unknown.COUNTS_AS_ZERO, peak=Peak.LARGEST)

    # 30 of 40 and not the mean of 0.9 and 0.7; 4,500 fen of 10 buyers.
    assert values(metrics("reply_rate", "order_value"), found) == {"reply_rate": 0.75, "order_value": 450.0}


def test_of_the_days_of_an_agent_the_largest_peak_counts_and_of_agents_none() -> None:
    of_days = added(_days(), unknown=Unknown.COUNTS_AS_ZERO, peak=Peak.LARGEST)
    of_agents = added(_days(), unknown=Unknown.COUNTS_AS_ZERO, peak=Peak.UNKNOWN)

    assert (of_days["receptions"], of_days["peak_concurrency"]) == (40, 5)
    assert (of_agents["receptions"], of_agents["peak_concurrency"]) == (40, None)


@pytest.mark.parametrize("second", [{"visitors": None, "receptions": 3}, {"receptions": 3}])
def test_an_unknown_part_counts_as_zero_or_makes_the_sum_unknown(second: dict[str, int | None]) -> None:
    parts = [{"visitors": 100, "receptions": 2, "peak_concurrency": 4}, second | {"peak_concurrency": None}]

    assert added(parts, unknown=Unknown.COUNTS_AS_ZERO, peak=Peak.LARGEST) == {
        "visitors": 100,
        "receptions": 5,
        "peak_concurrency": 4,
    }
    assert added(parts, unknown=Unknown.MAKES_UNKNOWN, peak=Peak.LARGEST) == {
        "visitors": None,
        "receptions": 5,
        "peak_concurrency": None,
    }


def test_no_parts_add_up_to_nothing() -> None:
    assert added([], unknown=Unknown.COUNTS_AS_ZERO, peak=Peak.LARGEST) == {}
    assert added(iter(_days()[:1]), unknown=Unknown.MAKES_UNKNOWN, peak=Peak.LARGEST) == _days()[0]


def test_the_nearest_rank_is_a_value_that_was_there() -> None:
    waits = [2, 3, 5, 8, 13, 21, 34, 55, 89, 144]

    assert nearest_rank(waits, 50) == 13  # the fifth of ten
    assert nearest_rank(waits, 90) == 89  # the ninth
    assert nearest_rank(waits[:3], 50) == 3
    assert nearest_rank([], 50) is None


def test_wilsons_interval_worked_by_hand() -> None:
    # 15 of 50: p = 0.3, z² = 3.8414588. Centre (0.3 + 0.0384146) / 1.0768292 = 0.3142695;
    # spread 1.959964 · √(0.21/50 + 3.8414588/10000) / 1.0768292
    #      = 1.959964 · √0.00458415 / 1.0768292 = 0.1327020 / 1.0768292 = 0.1232340.
    low, high = wilson.interval(15, 50)

    assert low == pytest.approx(0.1910355, abs=1e-6)
    assert high == pytest.approx(0.4375035, abs=1e-6)


def test_wilsons_interval_of_all_and_of_none_stays_inside() -> None:
    # z²/(n + z²) = 3.8414588 / 13.8414588 = 0.2775328
    assert wilson.interval(0, 10) == pytest.approx((0, 0.2775328), abs=1e-6)
    assert wilson.interval(10, 10) == pytest.approx((0.7224672, 1), abs=1e-6)
    assert wilson.interval(0, 0) is None


def test_a_percentile_of_receptions_is_a_value_of_theirs() -> None:
    median, p90 = metrics("first_response_median", "first_response_p90")
    waits = [3, 3, 5, 8, 8, 8, 8, 8, 13, 21]

    assert (of_values(median, waits), of_values(p90, waits)) == (8, 13)  # the fifth and the ninth
    assert of_values(median, []) is None
    with pytest.raises(ValueError, match="sums"):
        of_values(METRICS["reply_rate"], waits)
