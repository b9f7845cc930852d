"""A finished report stays as it was said; late data make a revision that lists the differences (D10.2)."""

from collections.abc import Callable

import pytest

from accounts.models import Shop
from reports.models import WeeklyReport
from reports.weekly import due, revisions
from reports.weekly.content import final_figures
from reports.weekly.content.build import week_span
from tests.reference.product import command
from tests.reports.told import Told
from tests.story import MONDAY

LATE_ORDER = ("05-12 20:00 may orders A8 ¥40", "20:01 A8 paid")
THE_REST = ("05-28 10:00 zoe > xiaolan: 在吗", "10:00:05 xiaolan > zoe: 在的", "10:30 zoe orders A9 ¥10")


def revision_numbers(shop: Shop) -> list[int]:
    return list(WeeklyReport.objects.filter(shop=shop, monday=MONDAY).values_list("revision", flat=True))


def said(report: WeeklyReport) -> dict[str, tuple]:
    return {"/".join(one["path"]): (one["before"], one["after"]) for one in report.differences}


@pytest.fixture
def first(told: Told) -> WeeklyReport:
    return revisions.make(told.shop, MONDAY).report


def test_building_again_from_the_same_rows_writes_nothing(told: Told, first: WeeklyReport) -> None:
    again = revisions.make(told.shop, MONDAY, again=True)
    assert (again.report, again.is_new, revision_numbers(told.shop)) == (first, False, [1])


def test_what_a_report_says_is_read_alike_from_content_and_from_facts(
    told: Told, first: WeeklyReport
) -> None:
    content = revisions.content_of(first)
    agents = list(told.shop.agents.values_list("pk", flat=True))
    for final in (False, True):
        content["meta"]["final"] = final
        assert final_figures.of_content(content) == final_figures.of_facts(
            told.shop, week_span(MONDAY), agents, final
        )


def test_an_order_that_came_late_makes_a_revision_that_lists_what_is_different(
    told: Told, first: WeeklyReport, late: Callable[..., None], work_off: Callable[[], int]
) -> None:
    assert due.outdated_weeks(told.shop) == []
    late(told, *LATE_ORDER)

    assert due.outdated_weeks(told.shop) == [MONDAY]
    due.request(told.shop, MONDAY)
    work_off()

    assert revision_numbers(told.shop) == [2, 1]
    second = revisions.of_week(told.shop, MONDAY)
    assert said(second)["books/figures/paid_fen"] == (56900, 60900)
    assert said(second)["books/figures/silent_fen"] == (10000, 14000)
    assert said(second)["books/days/2026-05-12/paid_fen"] == (20000, 24000)
    assert not any(path.startswith("agents/rows") for path in said(second))
    assert due.outdated_weeks(told.shop) == []
    first.refresh_from_db()
    assert revisions.content_of(first)["books"]["figures"]["paid_fen"]["now"] == 56900


def test_the_tick_sees_late_data_once(told: Told, first: WeeklyReport, late, work_off) -> None:
    due.tick()
    work_off()
    late(told, *LATE_ORDER)

    assert [job.kind for job in due.tick()] == ["weekly_report:2026-W20"]
    work_off()
    assert due.tick() == []
    assert revision_numbers(told.shop) == [2, 1]


def test_time_that_passes_makes_one_revision_when_all_is_final(told: Told, first: WeeklyReport, late) -> None:
    assert revisions.content_of(first)["meta"]["final"] is False
    late(told, "05-21 10:00 zoe > xiaolan: 在吗", "10:00:05 xiaolan > zoe: 在的", "10:30 zoe orders A8 ¥10")
    assert due.outdated_weeks(told.shop) == []

    late(told, *THE_REST)
    assert due.outdated_weeks(told.shop) == [MONDAY]
    second = revisions.make(told.shop, MONDAY).report
    assert said(second)["meta/final"] == (False, True)
    assert due.outdated_weeks(told.shop) == []

    late(told, "06-08 10:00 zoe > xiaolan: 在吗", "10:00:05 xiaolan > zoe: 在的", "10:30 zoe orders B1 ¥10")
    assert revisions.make(told.shop, MONDAY).is_new is False


def test_changed_rules_never_touch_a_finished_report(told: Told, first: WeeklyReport, late) -> None:
    command("set_rules", "--shop", told.shop.name, "judge_rule=payment")
    command("refresh_days", "--shop", told.shop.name, "--all")
    late(told, *LATE_ORDER)

    assert due.outdated_weeks(told.shop) == []
    built = revisions.make(told.shop, MONDAY)
    assert (built.report, built.kept_for_rules) == (first, True)
    assert revisions.rules_moved(told.shop, first)


def test_a_manager_who_builds_again_after_a_change_of_rules_gets_a_marked_revision(
    told: Told, first: WeeklyReport
) -> None:
    command("set_rules", "--shop", told.shop.name, "first_response_target_seconds=60")
    command("refresh_days", "--shop", told.shop.name, "--all")

    second = revisions.make(told.shop, MONDAY, again=True).report

    assert second.revision == 2
    assert revisions.told_by_rules(second)
    assert not revisions.told_by_rules(first)


def test_rules_of_later_days_do_not_concern_a_report(told: Told, first: WeeklyReport, late) -> None:
    command("set_rules", "--shop", told.shop.name, "--valid-from", "2026-05-18", "judge_rule=payment")
    assert not revisions.rules_moved(told.shop, first)
    command("set_rules", "--shop", told.shop.name, "report_time=08:00")
    assert not revisions.rules_moved(told.shop, first)


def test_a_week_without_data_has_no_report(told: Told) -> None:
    with pytest.raises(revisions.NoData):
        revisions.make(told.shop, MONDAY.replace(year=2020))
