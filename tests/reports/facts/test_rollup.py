"""Refresh: which days are computed, what a mark means, and that a crash leaves the marks."""

import datetime as dt
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chats.models import DirtyDay, Job, Order, ShopState
from reports import tasks
from reports.books import check as books
from reports.facts import refresh
from reports.models import AgentDay, ShopDay

WEEK_OF_SALES = (
    "05-11 10:00 lily > xiaomei: 有货吗",
    "10:01 xiaomei > lily: 有的亲",
    "10:05 lily orders A1 ¥59",
    "10:06 A1 paid",
    "05-20 09:00 tom > xiaoqi: 在吗",
    "09:02 xiaoqi > tom: 在的",
    "09:10 tom orders A2 ¥20",
    "09:11 A2 paid",
)


def test_an_import_leaves_no_day_dirty(tell: Callable) -> None:
    small = tell(*WEEK_OF_SALES)
    assert not DirtyDay.objects.exists()
    state = ShopState.objects.get(shop=small.shop)
    assert (state.first_day, state.last_day) == (dt.date(2026, 5, 11), dt.date(2026, 5, 20))
    # The earlier of the latest message (09:02) and the latest order instant (09:11), Shanghai time.
    assert state.as_of == dt.datetime(2026, 5, 20, 1, 2, tzinfo=dt.UTC)


def test_a_refresh_with_nothing_changed_computes_nothing(tell: Callable) -> None:
    assert refresh.refresh(tell(*WEEK_OF_SALES).shop) == 0


def test_a_mark_set_while_a_refresh_works_survives_it(
    tell: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = tell(*WEEK_OF_SALES).shop
    mark = DirtyDay.objects.create(shop=shop, day=dt.date(2026, 5, 11), source="messages")
    compute = refresh.compute_days

    def while_another_import_lands(*args: object) -> object:
        DirtyDay.objects.create(shop=shop, day=dt.date(2026, 5, 12), source="orders")
        return compute(*args)

    monkeypatch.setattr(refresh, "compute_days", while_another_import_lands)
    refresh.refresh(shop)
    assert not DirtyDay.objects.filter(pk=mark.pk).exists()
    assert DirtyDay.objects.get().source == "orders"


def test_a_refresh_that_breaks_off_leaves_marks_and_figures_as_they_were(
    tell: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = tell(*WEEK_OF_SALES).shop
    before = list(AgentDay.objects.order_by("day", "agent").values())
    DirtyDay.objects.create(shop=shop, day=dt.date(2026, 5, 11), source="messages")

    def break_off(*_args: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(refresh, "_finish", break_off)
    with pytest.raises(RuntimeError, match="power cut"):
        refresh.refresh(shop)
    assert DirtyDay.objects.count() == 1
    assert list(AgentDay.objects.order_by("day", "agent").values()) == before


def test_new_rules_wait_for_refresh_days_and_then_reach_every_day(tell: Callable) -> None:
    small = tell(*WEEK_OF_SALES)
    call_command("set_rules", "--shop", small.name, "excluded_memo_phrases=刷单", "inquiry_window_hours=0")
    assert {row["class"] for row in small.rows("orders")} == {"consulted"}
    call_command("refresh_days", "--shop", small.name, stdout=StringIO())
    assert {row["class"] for row in small.rows("orders")} == {"silent"}


def test_a_new_day_start_books_every_day_anew_with_the_next_import(tell: Callable, tmp_path: Path) -> None:
    small = tell(
        "05-11 23:00 lily > xiaomei: 有货吗",
        "23:01 xiaomei > lily: 有的亲",
        "05-12 01:00 tom > xiaomei: 在吗",
        "05-19 10:00 tom > xiaomei: 在吗",
    )
    assert [row["day"] for row in small.rows("receptions")] == ["2026-05-11", "2026-05-12", "2026-05-19"]
    call_command("set_rules", "--shop", small.name, "day_start=02:00")
    late = tmp_path / "late.csv"
    late.write_text("agent,buyer,direction,sent_at,kind,text\nxiaomei,rose,in,2026-05-19 11:00:00,text,hi\n")
    small.import_files(late)
    found = [(row["day"], row["buyer"]) for row in small.rows("receptions")]
    assert found == [
        ("2026-05-11", "lily"),
        ("2026-05-11", "tom"),
        ("2026-05-19", "rose"),
        ("2026-05-19", "tom"),
    ]


def test_rules_of_a_shop_that_only_has_chats_are_followed_too(tell: Callable) -> None:
    small = tell("05-11 23:00 lily > xiaomei: 有货吗", "05-25 10:00 tom > xiaomei: 同行")
    call_command("set_rules", "--shop", small.name, "watchwords=同行")
    call_command("refresh_days", "--shop", small.name, stdout=StringIO())
    assert [row["filtered_reason"] for row in small.rows("receptions")] == [None, "watchword"]


def test_a_span_is_computed_without_touching_the_other_days(tell: Callable) -> None:
    small = tell(*WEEK_OF_SALES)
    call_command("set_rules", "--shop", small.name, "inquiry_window_hours=0")
    span = ("--from", "2026-05-11", "--to", "2026-05-12")
    call_command("refresh_days", "--shop", small.name, *span, stdout=StringIO())
    assert {row["order_no"]: row["class"] for row in small.rows("orders")} == {
        "A1": "silent",
        "A2": "consulted",
    }


@pytest.mark.parametrize(
    "wrong",
    [["--from", "2026-05-11"], ["--from", "2026-05-12", "--to", "2026-05-11"], ["--to", "2026-05-11"]],
)
def test_half_a_span_is_wrong_usage(tell: Callable, wrong: list[str]) -> None:
    small = tell(*WEEK_OF_SALES)
    with pytest.raises(CommandError) as refused:
        call_command("refresh_days", "--shop", small.name, *wrong)
    assert refused.value.returncode == 2


def test_the_books_name_a_day_that_does_not_balance(tell: Callable) -> None:
    small = tell(*WEEK_OF_SALES)
    assert books.check(small.shop).wrong == []
    ShopDay.objects.filter(day=dt.date(2026, 5, 11)).update(silent_fen=1)
    [sentence] = books.check(small.shop).wrong
    assert sentence.startswith("2026-05-11:")
    with pytest.raises(CommandError, match="do not balance on 1 days"):
        call_command("check_books", "--shop", small.name, stderr=StringIO())


def test_the_books_are_checked_against_the_orders_themselves(tell: Callable) -> None:
    small = tell(*WEEK_OF_SALES)
    Order.objects.filter(order_no="A2").update(amount_fen=1)
    [sentence] = books.check(small.shop).wrong
    assert "orders paid 1, stored 2000" in sentence


def test_a_shop_with_forgotten_marks_gets_a_refresh_job(tell: Callable, work_off: Callable[[], int]) -> None:
    shop = tell(*WEEK_OF_SALES).shop
    tasks.refresh_forgotten_shops()
    assert not Job.objects.exists()
    DirtyDay.objects.create(shop=shop, day=dt.date(2026, 5, 11), source="messages")
    tasks.refresh_forgotten_shops()
    tasks.refresh_forgotten_shops()
    assert Job.objects.get().kind == "refresh"
    assert work_off() == 1
    assert not DirtyDay.objects.exists()
