"""The registry of figures fits the columns of the daily facts and says everything it must."""

import pytest

from reports.metrics import words
from reports.metrics.columns import AGENT_DAY_SUMS, SHOP_DAY_COLUMNS
from reports.metrics.compute import value
from reports.metrics.definitions import GROUPS, METRICS
from reports.metrics.metric import CREATION_DAY, INQUIRY_DAY, PAYMENT_DAY, RECEPTION_DAY, terms

AGENT_GROUPS = ("service", "inquiries", "sales", "chasing")
EXAMPLE = {name: example for name, (_zh, _en, example) in words.SUMS.items()}


def _names(metric) -> set[str]:
    return {name for _sign, name in terms(metric.numerator) + terms(metric.denominator)}


def test_no_figure_is_declared_twice() -> None:
    declared = [metric.code for _zh, _en, metrics in GROUPS.values() for metric in metrics]

    assert sorted(declared) == sorted(METRICS)


@pytest.mark.parametrize("group", AGENT_GROUPS)
def test_agents_figures_use_sums_of_agent_days_only(group: str) -> None:
    for metric in GROUPS[group][2]:
        assert _names(metric) <= set(AGENT_DAY_SUMS), metric.code


@pytest.mark.parametrize("group", ["books", "funnel"])
def test_shop_figures_use_columns_of_shop_days_only(group: str) -> None:
    for metric in GROUPS[group][2]:
        assert _names(metric) <= set(SHOP_DAY_COLUMNS), metric.code


@pytest.mark.parametrize(
    ("group", "clock"),
    [
        ("service", RECEPTION_DAY),
        ("inquiries", INQUIRY_DAY),
        ("sales", PAYMENT_DAY),
        ("chasing", CREATION_DAY),
    ],
)
def test_each_group_has_the_clock_of_its_rule(group: str, clock: str) -> None:
    assert {metric.clock for metric in GROUPS[group][2]} == {clock}


@pytest.mark.parametrize("code", sorted(METRICS))
def test_every_figure_has_names_help_unit_and_rule(code: str) -> None:
    metric = METRICS[code]

    assert all((metric.zh, metric.en, metric.zh_help, metric.en_help))
    assert metric.unit in {"money", "rate", "count", "decimal", "duration"}
    assert metric.rule[0] == "D"
    assert metric.better in {"high", "low", ""}
    assert bool(metric.numerator) == (metric.source == "sums")
    assert metric.clock in words.CLOCKS


def test_every_sum_has_words_and_an_example() -> None:
    assert set(words.SUMS) == set(SHOP_DAY_COLUMNS)


def test_the_example_is_the_one_of_the_definitions() -> None:
    rates = ("consult_rate", "consult_conversion_rate", "shop_conversion_rate")

    assert [value(METRICS[code], EXAMPLE) for code in rates] == [0.2, 0.3, 0.1]
    assert [value(METRICS[f"silent_rate_{letter}"], EXAMPLE) for letter in "abc"] == [0.04, 0.4, 0.05]


def test_a_money_amount_is_never_a_ratio_of_counts() -> None:
    for metric in METRICS.values():
        in_fen = {name.endswith("_fen") for _sign, name in terms(metric.numerator)}
        if metric.numerator and metric.unit == "money":
            assert in_fen == {True}, metric.code
