"""An action's effect: found where there is one, "too early" where there is none, honest intervals (D9.7)."""

import numpy as np
import pytest

from reports.metrics.effect import DOWN, TOO_EARLY, UP, Cells, Share, effect

WEEKS = 12
ROWS = 70  # a week of one agent, 12 rows a day


def shop(seed: int, truth: float, audience: int = 2, agents: int = 5, weeks: int = WEEKS) -> Cells:
    """Made-up weeks: agents differ, some weeks are better for all, each agent drifts a little."""
    rng = np.random.default_rng(seed)
    level = rng.uniform(0.15, 0.35, agents)[:, None] + rng.normal(0, 0.02, weeks)
    after = np.arange(weeks) >= 4
    alone = audience == agents  # what else changed belongs to before-and-after; nothing could tell it apart
    drift = rng.normal(0, 0 if alone else 0.015, agents)[:, None] * after
    here = np.arange(agents) < audience
    share = np.clip(level + drift + truth * np.outer(here, after), 0.01, 0.99)
    trials = rng.poisson(ROWS, (agents, weeks))
    return Cells(rng.binomial(trials, share), trials, here)


def test_the_difference_is_worked_out_by_hand() -> None:
    # Audience: 40 of 100 before, 20 of 100 after. Rest: 30 of 100 before, 25 of 100 after.
    hits = np.array([[10, 10, 10, 10, 10, 10], [8, 7, 8, 7, 12, 13]])
    trials = np.array([[25, 25, 25, 25, 50, 50]] * 2)
    found = effect(Cells(hits, trials, np.array([True, False])))
    assert (found.audience.before, found.audience.after) == (Share(40, 100), Share(20, 100))
    assert found.rest and (found.rest.before, found.rest.after) == (Share(30, 100), Share(25, 100))
    assert found.difference == pytest.approx(-0.20 - -0.05)
    # Weeks differ by less than chance would have them, so one row's own variance counts: 115 of 400 rows,
    # p(1-p) = 0.20484. Each period speaks for 50 rows: 0.20484 × (1/50 + 1/50) = 0.0081937, its root
    # 0.090519, times 2.776 (six weeks in two periods leave four degrees of freedom) = 0.25128.
    assert found.low == pytest.approx(-0.15 - 0.25128, abs=1e-4)
    assert found.high == pytest.approx(-0.15 + 0.25128, abs=1e-4)
    assert found.verdict == TOO_EARLY


def test_weeks_that_differ_widen_the_interval() -> None:
    trials = np.full((1, 6), 100)
    everybody = np.array([True])
    steady = effect(Cells(np.array([[50, 50, 50, 50, 30, 30]]), trials, everybody))
    restless = effect(Cells(np.array([[30, 70, 30, 70, 10, 50]]), trials, everybody))
    assert steady.difference == restless.difference == pytest.approx(-0.2)
    assert (steady.verdict, restless.verdict) == (DOWN, TOO_EARLY)


def test_agents_who_change_in_all_directions_widen_the_interval() -> None:
    trials = np.full((4, 12), 100)
    audience = np.array([True, True, False, False])
    alike = np.array([[40] * 4 + [20] * 8, [40] * 4 + [20] * 8, [40] * 12, [40] * 12])
    unlike = np.array([[40] * 4 + [20] * 8, [40] * 4 + [20] * 8, [40] * 4 + [60] * 8, [40] * 4 + [20] * 8])
    assert effect(Cells(alike, trials, audience)).verdict == DOWN
    assert effect(Cells(unlike, trials, audience)).verdict == TOO_EARLY


def test_without_anybody_else_it_is_before_and_after() -> None:
    found = effect(shop(1, truth=-0.12, audience=5))
    assert found.rest is None
    assert found.difference == found.audience.change


@pytest.mark.parametrize("truth", [-0.15, 0.15])
def test_a_known_effect_is_found(truth: float) -> None:
    verdicts = [effect(shop(seed, truth, audience=4, agents=8)).verdict for seed in range(40)]
    assert verdicts.count(UP if truth > 0 else DOWN) >= 38
    single = effect(shop(1, truth, audience=1))
    assert single.difference == pytest.approx(truth, abs=0.05)


def test_where_there_is_no_effect_it_is_too_early_to_say() -> None:
    verdicts = [effect(shop(seed, 0.0)).verdict for seed in range(200)]
    assert verdicts.count(TOO_EARLY) >= 190


@pytest.mark.parametrize(("audience", "truth"), [(1, -0.06), (2, 0.0), (2, -0.1), (5, -0.06)])
def test_the_interval_holds_the_truth_95_times_of_100(audience: int, truth: float) -> None:
    found = [effect(shop(seed, truth, audience)) for seed in range(300)]
    held = [one.low <= truth <= one.high for one in found if one.low is not None and one.high is not None]
    assert len(held) == 300
    assert 0.93 <= sum(held) / 300 <= 1


def test_rows_taken_for_independent_would_promise_too_much() -> None:
    """What a plain binomial interval would hold of the same weeks, so that the work above is worth it."""
    held = 0
    for seed in range(300):
        cells = shop(seed, 0.0, audience=5)
        arm = cells.arm(audience=True)
        variance = sum(one.rate * (1 - one.rate) / one.trials for one in (arm.before, arm.after))
        held += abs(arm.change) <= 1.96 * variance**0.5
    assert held / 300 < 0.91


@pytest.mark.parametrize("weeks", [4, 5])
def test_too_few_weeks_say_nothing(weeks: int) -> None:
    cells = shop(3, -0.3, weeks=weeks)
    few = Cells(cells.hits[:, 3:], cells.trials[:, 3:], cells.audience, before=1)
    found = effect(few)
    assert (found.low, found.high, found.verdict) == (None, None, TOO_EARLY)


def test_no_rows_are_no_data() -> None:
    nothing = np.zeros((2, 12), dtype=int)
    found = effect(Cells(nothing, nothing, np.array([True, False])))
    assert (found.difference, found.rest, found.verdict) == (None, None, TOO_EARLY)


def test_a_reason_that_nobody_gave_shows_no_effect() -> None:
    found = effect(Cells(np.zeros((2, 12), dtype=int), np.full((2, 12), 20), np.array([True, False])))
    assert (found.difference, found.low, found.high, found.verdict) == (0, 0, 0, TOO_EARLY)


def test_one_side_in_one_week_is_told_by_its_place() -> None:
    cells = Cells(
        np.array([[1, 2], [3, 4], [5, 6]]),
        np.array([[10, 20], [30, 40], [50, 60]]),
        np.array([True, False, True]),
    )
    assert cells.week(audience=True, week=0) == Share(6, 60)
    assert cells.week(audience=True, week=1) == Share(8, 80)
    assert cells.week(audience=False, week=1) == Share(4, 40)
