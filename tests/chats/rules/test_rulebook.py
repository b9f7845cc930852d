"""Versions of the rules (D7.7), and the command that changes them."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Shop
from chats.attribution.parameters import BadRule
from chats.attribution.rules import BEGINNING, DEFAULT_BOOK
from chats.models import RuleSet
from chats.rules import versions as rulebook

MAY, JUNE = dt.date(2026, 5, 1), dt.date(2026, 6, 1)


@pytest.fixture
def shop(db) -> Shop:
    return Shop.objects.create(name="测试旗舰店")


def versions(shop: Shop) -> list[tuple]:
    return [(v.number, v.valid_from, v.rules.unpaid_days, v.rules.tie_break) for v in rulebook.book(shop)]


def test_a_new_shop_has_the_defaults(shop: Shop):
    assert rulebook.book(shop) == DEFAULT_BOOK
    assert rulebook.first_rules(shop).number == 1
    assert rulebook.book(shop) == DEFAULT_BOOK


def test_without_a_day_the_first_version_changes(shop: Shop):
    rulebook.set_rules(shop, {"unpaid_days": "5"})
    assert versions(shop) == [(1, BEGINNING, 5, "last_touch")]


def test_a_new_version_copies_the_one_valid_on_its_first_day(shop: Shop):
    rulebook.set_rules(shop, {"unpaid_days": "5"}, JUNE)
    rulebook.set_rules(shop, {"tie_break": "most_rounds"}, MAY)
    assert versions(shop) == [
        (1, BEGINNING, 3, "last_touch"),
        (3, MAY, 3, "most_rounds"),
        (2, JUNE, 5, "last_touch"),
    ]


def test_a_version_of_the_same_day_is_replaced(shop: Shop):
    rulebook.set_rules(shop, {"unpaid_days": "5"}, MAY)
    rulebook.set_rules(shop, {"tie_break": "most_rounds"}, MAY)
    assert versions(shop) == [(1, BEGINNING, 3, "last_touch"), (2, MAY, 5, "most_rounds")]


def test_a_bad_value_changes_nothing(shop: Shop):
    with pytest.raises(BadRule):
        rulebook.set_rules(shop, {"unpaid_days": "five"}, MAY)
    assert not RuleSet.objects.exists()


def test_the_command_sets_rules(shop: Shop):
    call_command(
        "set_rules", "--shop", shop.name, "--valid-from", "2026-05-01", "unpaid_days=5", "watchwords=a，b"
    )
    assert rulebook.book(shop)[1].rules.watchwords == ("a", "b")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--shop", "测试旗舰店", "unpaid_days"], "KEY=VALUE"),
        (["--shop", "测试旗舰店", "unpaid_days=five"], "a whole number"),
        (["--shop", "测试旗舰店", "colour=red"], "one of"),
        (["--shop", "别家", "unpaid_days=5"], "测试旗舰店"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(shop: Shop, arguments: list[str], words: str):
    with pytest.raises(CommandError, match=words) as error:
        call_command("set_rules", *arguments)
    assert error.value.returncode == 2


def test_what_only_the_first_version_decides_is_warned_of(shop: Shop, capsys: pytest.CaptureFixture):
    call_command("set_rules", "--shop", shop.name, "--valid-from", "2026-05-01", "day_start=02:00")
    assert "day_start: only the first version decides this" in capsys.readouterr().err
