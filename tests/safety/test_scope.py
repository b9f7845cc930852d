"""Rows that are not one's own, asked for by their ids, by every kind of reader."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Agent, AuditEntry, User
from chats.access import visible_receptions
from chats.models import Contest, Credit, Reception
from reports.access import visible_credits, with_buyers
from reports.lost_sales.form import verbs as lost_sales
from reports.lost_sales.form.page import buyer_shown
from reports.models import LostSaleEntry, LostSaleForm, LostSaleReason
from tests.reports.told import MONDAY, TUESDAY, Told
from tests.reports.told import tell as tell_fortnight

# Who has a part in which order of the told fortnight (tests/reports/told.py).
OWN = {
    "xiaomei": {"A1", "A6"},
    "xiaoqi": {"A6"},  # kim asked her first: an assist
    "xiaolan": {"A3", "A7"},
    "supervisor": {"A1", "A6"},  # of Xiaomei's team
    "head": {"A1", "A2", "A3", "A4", "A5", "A6", "A7"},
    "manager": {"A1", "A2", "A3", "A4", "A5", "A6", "A7"},
    "stranger": set(),
}


@pytest.fixture
def told(db: None, tmp_path) -> Told:
    return tell_fortnight(tmp_path / "files")


def numbers(user: User, told: Told) -> set[str]:
    return set(visible_credits(user, told.shop).values_list("order__order_no", flat=True))


def status(user: User, address: str) -> int:
    client = Client()
    client.force_login(user)
    return client.get(address).status_code


def test_each_reader_opens_the_orders_in_which_her_agents_have_a_part_and_no_other(told: Told) -> None:
    for name, own in OWN.items():
        reader = getattr(told, name)
        opened = {
            credit.order.order_no
            for credit in Credit.objects.filter(shop=told.shop).select_related("order")
            if status(reader, told.url(f"orders/{credit.pk}/")) == 200
        }
        assert (name, opened) == (name, own)
        assert (name, numbers(reader, told)) == (name, own)


def test_what_an_agent_contests_opens_for_her_supervisor_and_not_by_the_number_alone(told: Told) -> None:
    """Her claim and its answer stand on the page of contests; the order itself could be anybody's."""
    agents = {agent.name: agent for agent in Agent.objects.filter(shop=told.shop)}
    order = told.credit("A2").order
    Contest.objects.create(
        shop=told.shop, order=order, agent=agents["xiaomei"], author=told.xiaomei, sentence="我接待的"
    )

    assert "A2" in numbers(told.supervisor, told)
    for reader in (told.xiaomei, told.xiaoqi, told.xiaolan, told.stranger):
        assert "A2" not in numbers(reader, told)


def test_receptions_are_those_of_the_agents_whom_the_reader_may_see(told: Told) -> None:
    def seen(user: User) -> set[str]:
        return set(visible_receptions(user, told.shop).values_list("agent__name", flat=True))

    everybody = set(Reception.objects.filter(shop=told.shop).values_list("agent__name", flat=True))
    assert seen(told.xiaomei) == seen(told.supervisor) == {"xiaomei"}
    assert seen(told.manager) == seen(told.head) == everybody == {"xiaomei", "xiaoqi", "xiaolan"}
    assert seen(told.stranger) == set()


def test_a_lost_sale_row_and_its_chat_open_for_its_agent_and_who_leads_her(told: Told) -> None:
    lost_sales.open_days(told.shop, MONDAY, TUESDAY)
    [row] = LostSaleEntry.objects.filter(form__agent__name="xiaoqi", form__day=MONDAY)
    address = reverse("reports:lost_sale_talk", args=[told.shop.pk, row.pk])

    assert [status(one, address) for one in (told.xiaoqi, told.head, told.manager)] == [200] * 3
    assert [status(one, address) for one in (told.xiaomei, told.supervisor, told.stranger)] == [404] * 3


def test_a_buyer_in_a_lost_sale_row_is_named_to_whoever_talked_with_her(told: Told) -> None:
    lost_sales.open_days(told.shop, MONDAY, TUESDAY)
    rows = LostSaleEntry.objects.filter(form__agent__name="xiaoqi", form__day=MONDAY).select_related("buyer")
    LostSaleEntry.objects.create(
        form=rows[0].form, buyer_name="walk-in", first_at=rows[0].first_at, last_at=rows[0].last_at,
        added_by_hand=True,
    )  # fmt: skip

    def shown(user: User) -> set[str]:
        return {buyer_shown(row) for row in with_buyers(rows.all(), user, told.shop)}

    assert shown(told.xiaoqi) == {"tom", "walk-in"}
    assert shown(told.manager) == shown(told.supervisor) == {"t**m", "w**n"}
    told.shop.show_buyer_nicks = True
    told.shop.save()
    assert {buyer_shown(row) for row in with_buyers(rows.all(), told.manager, told.shop)} == {
        "tom",
        "walk-in",
    }


def test_a_review_is_noted_with_whose_row_and_what_was_decided(told: Told) -> None:
    lost_sales.open_days(told.shop, MONDAY, TUESDAY)
    row = LostSaleEntry.objects.filter(form__agent__name="xiaoqi", form__day=MONDAY).get()
    reason = LostSaleReason.objects.get(shop=told.shop, code="price.postage")
    LostSaleEntry.objects.filter(pk=row.pk).update(reason=reason)
    LostSaleForm.objects.filter(pk=row.form_id).update(status=LostSaleForm.Status.SUBMITTED)
    client = Client()
    client.force_login(told.head)
    client.post(reverse("reports:lost_sale_review", args=[told.shop.pk, row.pk]), {"decision": "accept"})

    entry = AuditEntry.objects.get(action="form_reviewed")
    assert (entry.actor, entry.about) == (told.head, "xiaoqi · 2026-05-11")
    assert entry.details == {"decision": "accept", "reason": "Price · postage"}
