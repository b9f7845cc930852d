"""Figures worked out by hand: sums add, ratios divide last, nothing to divide by is no data."""

import pandas as pd
import pytest

from reports.metrics import wilson
from reports.metrics.compute import add_up, figures, nearest_rank, nearest_rank_counted, total, value
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


def _facts() -> pd.DataFrame:
    rows = [
        (1, 7, 10, 9, 4, 1_000, 5),
        (2, 7, 30, 21, 6, 3_500, 3),
        (2, 8, 5, 5, 0, 0, 2),
    ]
    names = ["day", "agent", "receptions", "replied", "sale_buyers", "sales_fen", "peak_concurrency"]
    return pd.DataFrame(rows, columns=names)


def test_a_weeks_rate_is_the_ratio_of_its_sums_and_not_the_mean_of_its_rates() -> None:
    found = figures(_facts(), ["agent"], metrics("reply_rate", "order_value"))

    assert found.to_dict("records") == [
        {"agent": 7, "reply_rate": 0.75, "order_value": 450.0},
        {"agent": 8, "reply_rate": 1.0, "order_value": None},
    ]


def test_of_the_peak_the_largest_day_counts() -> None:
    assert add_up(_facts(), ["agent"])["peak_concurrency"].tolist() == [5, 2]
    assert add_up(_facts(), [])["receptions"].tolist() == [45]


def test_no_facts_give_no_figures() -> None:
    assert figures(_facts()[:0], ["agent"], metrics("reply_rate")).to_dict("records") == []


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


def test_a_counted_percentile_is_the_one_of_the_values_written_out() -> None:
    # 3, 3, 5, 8, 8, 8: the third is 5, the fifth is 8.
    counted = [(3, 2), (5, 1), (8, 3)]
    assert [nearest_rank_counted(counted, percent) for percent in (1, 33, 50, 51, 100)] == [3, 3, 5, 8, 8]
    assert nearest_rank_counted([], 50) is None
