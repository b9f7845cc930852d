"""The rules' page: parameters explained, wrong values told, previews that equal what saving does (D7.7)."""

import dataclasses
import datetime as dt

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import AuditEntry, User
from chats import frames
from chats.attribution.rules import Rules
from chats.models import Job, ShopState
from reports.facts import refresh
from reports.models import RuleEffect
from reports.rules import preview as rule_preview
from reports.rules import save as rule_effect
from reports.rules import sums as rule_sums
from reports.rules import versions as rule_versions
from reports.rules import words as rule_words
from reports.rules.forms import RulesForm
from tests.reports.told import Told


def _typed(**changes: object) -> dict[str, object]:
    """What the form sends of the default rules, with changes."""
    values = rule_words.typed_rules(Rules())
    start, _dash, end = values.pop("service_hours").partition("-")
    values |= {"service_hours_0": start, "service_hours_1": end, "excluded_flags": []}
    values.pop("chase_needs_phrase")
    return values | {"when": "beginning", "min_inquiries_to_rank": "1"} | changes


def _send(user: User, told: Told, **changes: object):
    client = Client()
    client.force_login(user)
    seen = refresh.rules_fingerprint(frames.rule_book(told.shop))
    return client.post(told.url("rules/check/"), _typed(seen=seen, **changes), follow=True)


def _save(user: User, told: Told, preview: int):
    client = Client()
    client.force_login(user)
    return client.post(told.url(f"rules/preview/{preview}/save/"), follow=True)


def _money(told: Told, sums: dict) -> dict[str, int]:
    agents = list(told.shop.agents.values_list("pk", flat=True))
    return {row.label: row.money for row in rule_sums.agents_moved(told.shop, *sums, agents) if row.money}


def test_every_parameter_is_explained_once() -> None:
    assert [one.name for one in rule_words.PARAMETERS] == list(rule_words.BY_NAME)
    assert rule_words.BY_NAME.keys() == {field.name for field in dataclasses.fields(Rules)}
    assert {one.group for one in rule_words.PARAMETERS} == rule_words.GROUPS.keys()
    for one in rule_words.PARAMETERS:
        assert one.label and one.effect and one.default and one.rule.startswith("D")


def test_supervisors_read_and_managers_change(read, told: Told) -> None:
    assert b'<form method="post"' in read(told.manager, told.url("rules/")).content
    page = read(told.head, told.url("rules/"))
    assert page.context["form"] is None
    assert "10 seconds" in page.content.decode()
    assert read(told.xiaomei, told.url("rules/")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "label", "words"),
    [
        ({"unpaid_days": "x"}, "An order can be recovered within", "Enter a whole number."),
        ({"unpaid_days": "0"}, "An order can be recovered within", "greater than or equal to 1"),
        ({"day_start": "25:00"}, "The business day begins", "a time from 00:00 to 23:59"),
        ({"service_hours_1": "8 Uhr"}, "Service hours", "two times, from and to"),
        ({"judge_rule": "best"}, "Who is credited", "best is not one of the available choices"),
        (
            {"session_gap_minutes": "20", "when": "day", "valid_from": "2026-05-12"},
            "A talk ends after a silence of",
            "Only the first version decides this",
        ),
        ({"when": "day", "valid_from": "", "unpaid_days": "4"}, "First day", "Enter a start date."),
        ({}, "", "Nothing is changed yet."),
    ],
)
def test_what_is_wrong_is_told_with_the_parameter(told: Told, changes: dict, label: str, words: str) -> None:
    page = _send(told.manager, told, **changes)

    assert not Job.objects.filter(kind="rule_preview").exists()
    assert [(str(name), words in sentence) for _id, name, sentence in page.context["wrong"]] == [
        (label, True)
    ]


def test_rules_that_somebody_changed_meanwhile_are_not_overwritten(told: Told) -> None:
    client = Client()
    client.force_login(told.manager)
    page = client.post(told.url("rules/check/"), _typed(seen="old", unpaid_days="4"))

    assert "The rules were changed by someone else" in page.content.decode()


def test_lists_are_taken_one_a_line_or_by_comma(told: Told) -> None:
    form = RulesForm(
        _typed(seen="s", watchwords="退款\n 差评，投诉,退款\n"),
        rules=Rules(min_inquiries_to_rank=1),
        seen="s",
        first_day=dt.date(2026, 5, 11),
    )

    assert form.is_valid(), form.errors
    assert form.changes == {"watchwords": "退款,差评,投诉"}
    assert form.first_day is None


def test_midnight_ends_the_service_hours() -> None:
    form = RulesForm(
        _typed(seen="s", service_hours_1="00:00"),
        rules=Rules(min_inquiries_to_rank=1),
        seen="s",
        first_day=dt.date(2026, 5, 11),
    )

    assert form.is_valid(), form.errors
    assert form.changes == {"service_hours": "08:00-24:00"}


def test_a_preview_tells_who_gains_and_stores_nothing(told: Told) -> None:
    before = rule_sums.stored(told.shop, dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    page = _send(told.manager, told, judge_rule="order")  # A3 ¥80 was won by xiaolan's chase alone

    assert page.redirect_chain[0][0].startswith(told.url("rules/preview/"))
    result = page.context["result"]
    assert (result["first"], result["last"]) == ("2026-05-11", "2026-05-20")
    assert _money(told, (result["before"], result["after"])) == {"xiaolan": -8000}
    moved = {row.name: row.change for row in page.context["sums"]}
    assert moved["agents_fen"] == -8000
    assert moved["silent_fen"] == 8000
    assert (moved["unlinked_fen"], moved["excluded_fen"]) == (0, 0)
    assert "10 days are computed anew: 2026-05-11 to 2026-05-20." in page.content.decode()
    assert rule_sums.stored(told.shop, dt.date(2026, 5, 1), dt.date(2026, 5, 31)) == before
    assert frames.rule_book(told.shop).first.judge_rule == "order_first"


def test_a_preview_of_the_rules_in_force_equals_what_is_stored(told: Told) -> None:
    span = rule_preview.span_of(told.shop)
    as_of = int(ShopState.objects.get(shop=told.shop).as_of.timestamp())
    found = rule_preview.computed(told.shop, frames.rule_book(told.shop), span, as_of, lambda *_: None)

    stored = rule_sums.stored(told.shop, span.first, span.last)
    assert found["shop"] == stored["shop"]
    assert found["agents"] == stored["agents"]


def test_a_large_shop_waits_for_its_preview(told: Told, monkeypatch, work_off) -> None:
    monkeypatch.setattr(rule_preview, "MOST_INLINE_MESSAGES", 1)
    page = _send(told.manager, told, judge_rule="order")
    assert page.context["waits"]
    assert work_off() == 1

    job = Job.objects.get(kind="rule_preview")
    assert _money(told, (job.payload["result"]["before"], job.payload["result"]["after"])) == {
        "xiaolan": -8000
    }


def test_saving_does_what_the_preview_showed_and_keeps_the_old_result(told: Told, work_off) -> None:
    page = _send(told.manager, told, judge_rule="order")
    saved = _save(told.manager, told, page.context["job"].pk)
    assert saved.redirect_chain[0][0] == told.url("rules/versions/1/")
    assert frames.rule_book(told.shop).first.judge_rule == "order"
    assert told.credit("A3").credited_id is not None  # not yet computed
    work_off()

    assert told.credit("A3").credited_id is None
    assert not refresh.rules_changed(told.shop)
    effect = RuleEffect.objects.get(rule_set__shop=told.shop).effects[-1]
    assert effect["changes"] == {"judge_rule": {"before": "order_first", "after": "order"}}
    assert _money(told, (effect["before"], effect["after"])) == {"xiaolan": -8000}
    noted = AuditEntry.objects.filter(action="rules_changed").first()
    assert noted.actor == told.manager
    assert (noted.details["before"], noted.details["after"]) == (
        {"judge_rule": "order_first"},
        {"judge_rule": "order"},
    )


def test_a_version_from_a_day_on_leaves_earlier_days_alone(told: Told, work_off) -> None:
    page = _send(told.manager, told, judge_rule="order", when="day", valid_from="2026-05-12")
    assert "9 days" not in page.content.decode()
    _save(told.manager, told, page.context["job"].pk)
    work_off()

    assert told.credit("A3").credited_id is not None  # placed on the 11th
    newest, first = rule_versions.versions(told.shop)
    assert (newest.number, newest.valid_from, newest.valid_until) == (2, dt.date(2026, 5, 12), None)
    assert (first.number, first.valid_from, first.valid_until) == (1, None, dt.date(2026, 5, 11))
    assert [one.parameter.name for one in newest.changes] == ["judge_rule"]
    assert not refresh.rules_changed(told.shop)


def test_a_version_of_the_future_computes_nothing(told: Told) -> None:
    assert rule_effect.reached(told.shop, {"unpaid_days": "4"}, dt.date(2030, 1, 1)) is None
    page = _send(told.manager, told, unpaid_days="4", when="day", valid_from="2030-01-01")
    _save(told.manager, told, page.context["job"].pk)

    assert not Job.objects.filter(kind="rules").exists()
    assert not refresh.rules_changed(told.shop)


def test_a_preview_that_became_old_is_not_saved(told: Told) -> None:
    first = _send(told.manager, told, judge_rule="order").context["job"]
    second = _send(told.manager, told, judge_rule="payment").context["job"]
    _save(told.manager, told, second.pk)

    assert "The rules were changed by someone else" in _save(told.manager, told, first.pk).content.decode()
    assert frames.rule_book(told.shop).first.judge_rule == "payment"


def test_a_new_start_of_the_day_computes_every_day(told: Told, work_off) -> None:
    page = _send(told.manager, told, day_start="11:00")
    _save(told.manager, told, page.context["job"].pk)
    work_off()

    assert told.credit("A1").created_day == dt.date(2026, 5, 10)  # placed at 10:20
    assert not refresh.rules_changed(told.shop)
    effect = RuleEffect.objects.get(rule_set__shop=told.shop).effects[-1]
    assert effect["before"]["shop"]["paid_fen"] == effect["after"]["shop"]["paid_fen"] == 56900


def test_files_hold_what_the_pages_show(read, told: Told, work_off) -> None:
    page = _send(told.manager, told, judge_rule="order")
    job = page.context["job"]
    text = b"".join(read(told.manager, told.url(f"rules/preview/{job.pk}/file.csv"))).decode("utf-8-sig")
    lines = [line.split(",") for line in text.splitlines()]
    assert next(line for line in lines if line[0] == "xiaolan")[1:7] == [
        "80.00",
        "0.00",
        "-80.00",
        "1",
        "0",
        "-1",
    ]
    _save(told.manager, told, job.pk)
    assert read(told.manager, told.url("rules/versions/1/file.csv")).status_code == 404  # not yet computed
    work_off()
    assert read(told.manager, told.url("rules/versions/1/file.csv")).status_code == 200
    for address in ("rules/", "rules/versions/1/"):
        for user in (told.manager, told.supervisor):
            assert read(user, told.url(address)).status_code == 200


@pytest.mark.parametrize(
    ("name", "noted", "words"),
    [
        ("tie_break", "most_rounds", "Who answered most often"),
        ("inquiry_window_hours", "24", "24 hours"),
        ("chase_needs_phrase", "on", "on"),
        ("excluded_flags", "", "none"),
        ("tie_break", "a rule that is gone", "a rule that is gone"),
    ],
)
def test_what_was_noted_of_a_parameter_is_told_in_words(name: str, noted: str, words: str) -> None:
    with translation.override("en"):
        assert rule_words.in_words(name, noted) == words
