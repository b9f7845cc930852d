"""Rule parameters as people type them (contracts.md, D7.7)."""

import pytest

from chats.attribution.parameters import BadRule, ServiceHours
from chats.attribution.rules import PARAMETERS, Rules, from_json, to_json, with_changes


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("inquiry_window_hours", "24", 24),
        ("chase_needs_phrase", "on", True),
        ("chase_needs_phrase", "OFF", False),
        ("watchwords", "同行，代理, 广告", ("同行", "代理", "广告")),
        ("watchwords", "", ()),
        ("excluded_flags", "1,5", (1, 5)),
        ("day_start", "02:30", 150),
        ("service_hours", "22:00-06:00", ServiceHours(1320, 360)),
        ("service_hours", "08:00-24:00", ServiceHours(480, 1440)),
        ("judge_rule", "payment", "payment"),
        ("tie_break", "most_rounds", "most_rounds"),
    ],
)
def test_a_parameter_is_read_as_it_is_typed(name: str, typed: str, value: object) -> None:
    assert getattr(with_changes(Rules(), {name: typed}), name) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("inquiry_window", "24"),
        ("inquiry_window_hours", "two"),
        ("inquiry_window_hours", "-1"),
        ("chase_needs_phrase", "yes"),
        ("day_start", "24:00"),
        ("day_start", "2"),
        ("service_hours", "08:00"),
        ("service_hours", "08:00-25:00"),
        ("judge_rule", "下单"),
        ("excluded_flags", "red"),
        ("report_day", "8"),
        ("report_day", "Monday"),
    ],
)
def test_anything_else_is_refused_with_the_name_and_what_is_expected(name: str, typed: str) -> None:
    with pytest.raises(BadRule) as refused:
        with_changes(Rules(), {name: typed})
    assert refused.value.name == name
    assert refused.value.expected


def test_rules_survive_the_database() -> None:
    rules = with_changes(Rules(), {"service_hours": "22:00-06:00", "excluded_flags": "2", "watchwords": "a"})
    assert from_json(to_json(rules)) == rules


def test_parameters_unknown_to_this_version_of_the_program_are_left_alone() -> None:
    assert from_json({"a_later_parameter": 3}) == Rules()


def test_lists_of_the_database_are_tuples_again() -> None:
    rules = from_json({"watchwords": ["同行", "代理"], "excluded_flags": [1, 5]})
    assert (rules.watchwords, rules.excluded_flags) == (("同行", "代理"), (1, 5))


def test_a_day_of_the_week_is_chosen_by_its_number() -> None:
    assert with_changes(Rules(), {"report_day": " 7 "}).report_day == 7
    with pytest.raises(BadRule, match=r"expected 1 \(Monday\) \| 2 \(Tuesday\) \| .* \| 7 \(Sunday\)"):
        with_changes(Rules(), {"report_day": "8"})


def test_every_parameter_can_be_typed_as_its_kind_says() -> None:
    typed = {
        "time": "01:30",
        "hours": "09:00-18:00",
        "number": "7",
        "switch": "on",
        "words": "甲，乙",
        "flags": "2",
    }
    values = {
        "time": 90,
        "hours": ServiceHours(540, 1080),
        "number": 7,
        "switch": True,
        "words": ("甲", "乙"),
        "flags": (2,),
    }
    plain = {name: about.kind for name, about in PARAMETERS.items() if about.kind != "choice"}
    rules = with_changes(Rules(), {name: typed[kind] for name, kind in plain.items()})
    assert {name: getattr(rules, name) for name in plain} == {n: values[kind] for n, kind in plain.items()}


def test_a_default_is_one_of_the_choices_and_within_the_bounds() -> None:
    for name, about in PARAMETERS.items():
        default = getattr(Rules(), name)
        assert not about.choices or str(default) in about.choices
        assert about.kind != "number" or about.least <= default <= about.most
