"""Points of a scorecard, worked out by hand (D10.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.metrics import scorecard
from reports.metrics.definitions import metrics
from reports.metrics.scorecard import DEFAULT, LAST_MONTH, PRESETS, TEAM, BadLine, Line, Measured, judge


@pytest.mark.parametrize(
    ("value", "at_60", "at_100", "points"),
    [
        (0.35, 0.35, 0.50, 60),
        (0.50, 0.35, 0.50, 100),
        (0.425, 0.35, 0.50, 80),
        (0.30, 0.35, 0.50, 60 - 40 / 3),  # the same line goes on below 60
        (0.125, 0.35, 0.50, 0),  # exactly 60 points below
        (0.0, 0.35, 0.50, 0),
        (0.9, 0.35, 0.50, 100),
        (20, 30, 10, 80),  # fewer seconds are better
        (45, 30, 10, 30),
        (5, 30, 10, 100),
    ],
)
def test_points_run_on_a_line_and_are_cut_off(value, at_60, at_100, points):
    assert scorecard.points_of(value, at_60, at_100) == pytest.approx(points)


def test_a_sales_target_is_worth_up_to_120_points():
    lines = (Line("sales_target_completion", 1, 0.7, 1.0),)
    for sold, points in [(1.0, 100), (1.15, 120), (2.0, 120), (0.7, 60)]:
        card = judge(lines, {"sales_target_completion": Measured(sold, 1)}, {}, {})
        assert card.points == pytest.approx(points), sold


def test_lines_that_cannot_be_judged_drop_out_and_the_others_share_their_weight():
    own = {
        "inquiry_conversion_rate": Measured(0.425, 29),  # below the gate of 30
        "reply_rate": Measured(0.95, 200),  # 60 + 40 × 3/6 = 80
        "first_response_seconds": Measured(10, 190),  # 100
        "chase_success_rate": Measured(0.2, 12),  # nobody else: no spread
        "items_per_buyer": Measured(2.1, 40),  # 2.0 last month → 100 at 2.2 → 80
    }
    team = {"chase_success_rate": [own["chase_success_rate"]]}
    card = judge(DEFAULT, own, team, {"items_per_buyer": Measured(2.0, 50)})

    points = {one.line.metric: one.points for one in card.lines if one.points is not None}
    assert points == pytest.approx({"reply_rate": 80, "first_response_seconds": 100, "items_per_buyer": 80})
    assert {one.line.metric: one.dropped for one in card.lines if one.dropped} == {
        "inquiry_conversion_rate": "below_gate",
        "sales_target_completion": "no_target",
        "average_response_seconds": "no_data",
        "chase_success_rate": "no_spread",
        "form_completion": "no_data",
    }
    # Weights 10, 10 and 5 remain: (10 × 80 + 10 × 100 + 5 × 80) / 25.
    assert card.points == pytest.approx(88)
    shares = {one.line.metric: one.share for one in card.lines if one.share}
    assert shares == pytest.approx({"reply_rate": 0.4, "first_response_seconds": 0.4, "items_per_buyer": 0.2})


def test_a_team_band_runs_from_the_median_to_the_90th_percentile_of_those_past_the_gate():
    rates = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    team = {"chase_success_rate": [*(Measured(rate, 10) for rate in rates), Measured(0.0, 9)]}
    lines = (Line("chase_success_rate", 1, 50, 90, 10, TEAM),)
    # Nearest rank of ten values: the median is the 5th, 0.5, the 90th percentile the 9th, 0.9.
    for mine, points in [(0.5, 60), (0.9, 100), (0.7, 80), (0.1, 20)]:
        card = judge(lines, {"chase_success_rate": Measured(mine, 10)}, team, {})
        assert card.points == pytest.approx(points)
        assert (card.lines[0].at_60, card.lines[0].at_100) == (0.5, 0.9)


def test_a_team_band_of_seconds_runs_towards_the_fast_ones():
    team = {"first_response_seconds": [Measured(seconds, 5) for seconds in range(10, 101, 10)]}
    lines = (Line("first_response_seconds", 1, 50, 90, 0, TEAM),)
    # From the slow end, 100 … 10: the 5th is 60, the 9th is 20.
    card = judge(lines, {"first_response_seconds": Measured(40, 5)}, team, {})
    assert (card.lines[0].at_60, card.lines[0].at_100, card.points) == (60, 20, pytest.approx(80))


def test_without_last_month_a_line_that_needs_it_drops_out():
    lines = (Line("items_per_buyer", 5, 1.0, 1.1, 0, LAST_MONTH),)
    card = judge(lines, {"items_per_buyer": Measured(2.0, 3)}, {}, {})
    assert (card.points, card.lines[0].dropped) == (None, "no_last_month")


def test_the_default_and_the_presets_weigh_a_hundred():
    assert {name: sum(line.weight for line in lines) for name, lines in PRESETS.items()} == {
        "balanced": 100,
        "knowledge": 100,
        "selling": 100,
        "attitude": 100,
    }
    for lines in PRESETS.values():
        assert scorecard.checked(lines) == lines
        assert scorecard.from_json(scorecard.to_json(lines)) == lines


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([Line("reply_rate", 5, 0.9, 0.9)], "same_values"),
        ([Line("reply_rate", 5, 0.9, 1.0), Line("reply_rate", 5, 0.8, 1.0)], "metric_twice"),
        ([Line("reply_rate", 0, 0.9, 1.0)], "no_weight"),
        ([Line("reply_rate", -1, 0.9, 1.0)], "negative"),
        ([Line("charm", 1, 0.9, 1.0)], "unknown_metric"),
        ([Line("form_completion", 1, 50, 90, 0, TEAM)], "unknown_band"),
        ([Line("reply_rate", 1, 50, 150, 0, TEAM)], "no_percentile"),
        ([Line("reply_rate", 1, 0.5, 0.9, 0, TEAM)], "no_percentile"),
    ],
)
def test_a_line_that_no_card_can_have_is_refused(lines, code):
    with pytest.raises(BadLine) as refused:
        scorecard.checked(lines)
    assert refused.value.code == code


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 2)), min_size=8, max_size=8),
    st.lists(st.integers(0, 60), min_size=8, max_size=8),
)
def test_points_lie_between_the_lines_and_shares_add_up(values, counts):
    own = {
        line.metric: Measured(value, count)
        for line, value, count in zip(DEFAULT, values, counts, strict=True)
    }
    card = judge(DEFAULT, own, {code: [one] for code, one in own.items()}, {})
    kept = [one for one in card.lines if one.points is not None]
    assert all((one.points is None) == bool(one.dropped) for one in card.lines)
    if not kept:
        assert card.points is None
        return
    assert sum(one.share for one in kept) == pytest.approx(1)
    low, high = min(one.points for one in kept), max(one.points for one in kept)
    assert low - 1e-9 <= card.points <= high + 1e-9


def test_measured_metrics_rest_on_what_they_are_divided_by() -> None:
    sums = {"replied": 49, "receptions": 50, "sales_fen": None}
    assert scorecard.measured(metrics("reply_rate", "receptions", "sales_fen"), sums, {}) == {
        "reply_rate": Measured(0.98, 50),
        "receptions": Measured(50, 50),
        "sales_fen": Measured(None, 0),
    }
