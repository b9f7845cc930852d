"""Unlinked orders: how much, why, from which file; and orders excluded by hand (D2.2, D2.7)."""

import pytest
from django.test import Client

from accounts.models import AuditEntry
from chats.models import Order
from reports.credit import exclusions
from reports.facts import refresh
from reports.models import AgentDay, ShopDay
from tests.reports.told import WEEK, Told, tell


def test_the_queue_says_how_much_and_why(read, told: Told) -> None:
    page = read(told.manager, told.url(f"books/unlinked/?{WEEK}"))
    found = page.context["found"]

    assert (found.orders, found.fen, found.paid_fen) == (1, 7_000, 56_900)
    assert [(one.code, one.orders, one.fen) for one in found.reasons] == [("masked", 1, 7_000)]
    assert [(one.orders, one.masked, one.without_nick, one.fen) for one in found.files] == [(1, 1, 0, 7_000)]
    assert [row.record.order.order_no for row in page.context["table"].rows] == ["A4"]


def test_each_share_is_the_sum_of_its_list(read, told: Told) -> None:
    Order.objects.filter(order_no="A1").update(buyer=None)  # a file without buyers brought it
    refresh.refresh_all(told.shop)
    found = read(told.manager, told.url(f"books/unlinked/?{WEEK}")).context["found"]

    assert {one.code: one.fen for one in found.reasons} == {"masked": 7_000, "no_nick": 5_900}
    for one in (found, *found.reasons, *found.files):
        sums = read(told.manager, one.url).context["sums"]
        assert (sums["paid"], sums["paid_fen"]) == (one.orders, one.fen)


def test_the_file_of_a_list_is_named_and_can_be_let_go(read, told: Told) -> None:
    one = read(told.manager, told.url(f"books/unlinked/?{WEEK}")).context["found"].files[0]

    assert "Only orders that the file" in read(told.manager, one.url).content.decode()
    assert "Only orders that the file" not in read(told.xiaomei, one.url).content.decode()


def test_without_unlinked_orders_there_is_nothing_to_do(read, told: Told) -> None:
    page = read(told.manager, told.url("books/unlinked/?from=2026-05-12&to=2026-05-12")).content.decode()

    assert "Every paid order of this span is linked" in page


@pytest.mark.parametrize("reader", ["supervisor", "xiaomei", "stranger"])
def test_only_who_sees_the_whole_shop_gets_in(read, told: Told, reader: str) -> None:
    assert read(getattr(told, reader), told.url("books/unlinked/")).status_code == 404


def _exclude(told: Told, number: str, excluded: str = "yes", user=None) -> int:
    client = Client()
    client.force_login(user or told.manager)
    return client.post(told.order(number) + "exclude/", {"excluded": excluded}).status_code


def test_the_page_says_what_excluding_an_order_changes(read, told: Told) -> None:
    page = read(told.manager, told.order("A1") + "exclude/")

    # lily asked xiaomei and bought nothing else: no sale, and no inquiry either (D6.1).
    assert [(row.agent, row.sums) for row in page.context["effect"].agents] == [
        (
            "xiaomei",
            {"sales_fen": -5_900, "paid_orders": -1, "inquiries": -1, "paid_final": -1, "chase_orders": 0},
        )
    ]
    assert "¥59.00 move in the books: credited to agents → excluded" in page.content.decode()


def test_a_chased_order_takes_its_chase_along(read, told: Told) -> None:
    effect = exclusions.effect(told.shop, told.credit("A3"), True, {told.credit("A3").chaser_id})

    assert [row.sums for row in effect.agents] == [
        {"sales_fen": -8_000, "paid_orders": -1, "inquiries": 0, "paid_final": 0, "chase_orders": -1}
    ]


@pytest.mark.parametrize("number", ["A1", "A2", "A3", "A4", "A6", "A7"])
def test_the_preview_is_what_happens(told: Told, work_off, number: str) -> None:
    def sums() -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for day in AgentDay.objects.filter(shop=told.shop):
            one = found.setdefault(day.agent_id, [0] * len(exclusions.SHOWN))
            for place, name in enumerate(exclusions.SHOWN):
                one[place] += getattr(day, name)
        return {agent: tuple(one) for agent, one in found.items()}

    before = sums()
    seen = set(before)
    told_before = exclusions.effect(told.shop, told.credit(number), True, seen)
    assert _exclude(told, number) == 302
    work_off()
    after = sums()

    changed = {
        agent: tuple(
            b - a for a, b in zip(before[agent], after.get(agent, (0,) * len(exclusions.SHOWN)), strict=True)
        )
        for agent in before
    }
    assert sorted(one for one in changed.values() if any(one)) == sorted(
        tuple(row.sums.values()) for row in told_before.agents
    )


def test_an_excluded_order_moves_into_its_bucket_and_back(told: Told, work_off) -> None:
    def excluded() -> int:
        return sum(day.excluded_fen for day in ShopDay.objects.filter(shop=told.shop))

    _exclude(told, "A2")
    work_off()
    assert (excluded(), told.credit("A2").excluded_reason) == (6_000 + 10_000, "manual")
    _exclude(told, "A2", "no")
    work_off()
    assert (excluded(), told.credit("A2").excluded_reason) == (6_000, "")
    assert [
        (entry.about, entry.details["excluded"])
        for entry in AuditEntry.objects.filter(action="order_excluded").order_by("pk")
    ] == [
        ("A2", True),
        ("A2", False),
    ]


def test_doing_it_twice_is_noted_once(told: Told) -> None:
    _exclude(told, "A2")
    _exclude(told, "A2")

    assert AuditEntry.objects.filter(action="order_excluded").count() == 1


def test_an_order_excluded_by_its_memo_changes_nothing(read, told: Told) -> None:
    page = read(told.manager, told.order("A5") + "exclude/")

    assert page.context["effect"].is_none
    assert "No figure" in page.content.decode()


def test_an_agent_cannot_and_a_supervisor_only_for_her_team(db: None, tmp_path) -> None:
    told = tell(tmp_path)

    assert _exclude(told, "A1", user=told.xiaomei) == 404
    assert _exclude(told, "A3", user=told.supervisor) == 404
    assert _exclude(told, "A1", user=told.supervisor) == 302
