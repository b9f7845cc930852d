"""What belongs to colleagues: looked for on every page and file, in every role that must not find it."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Agent, Membership, Team, User
from accounts.people import verbs as people
from chats.access import visible_receptions
from chats.models import BuyerAlias, ChaseNote, Contest, Reception
from reports.access import may_get_report, visible_credits
from reports.delivery.subscriptions import Report
from reports.lost_sales.desk import reminders as form_reminders
from reports.lost_sales.form import verbs as lost_sales
from reports.models import Action, LostSaleEntry, LostSaleForm, LostSaleReason
from tests.accounts.sign_in.factors import with_factor
from tests.reports.told import MONDAY, TUESDAY, WEEK, Told
from tests.reports.told import tell as tell_fortnight
from tests.safety.addresses import ALLOWED, SENT, parameters

# Names, words and orders of which neither Xiaomei nor her supervisor may know (tests/reports/told.py).
COLLEAGUES = ("xiaoqi", "xiaolan", "想买", "在吗", "记得付款", "A2", "A3", "A4", "A5", "A7")


@pytest.fixture
def told(db: None, tmp_path) -> Told:
    return tell_fortnight(tmp_path / "files")


def text_of(user: User, address: str, **sent: str) -> str:
    """What somebody gets, a file's bytes too; "404" where there is nothing."""
    client = Client()
    client.force_login(user)
    answer = client.post(address, sent) if sent else client.get(address)
    content = b"".join(answer) if answer.streaming else answer.content
    return "404" if answer.status_code == 404 else content.decode("utf-8-sig", "replace")


def agent(told: Told, name: str) -> Agent:
    return Agent.objects.get(shop=told.shop, name=name)


def kim(told: Told) -> BuyerAlias:
    return BuyerAlias.objects.get(shop=told.shop, nick="kim")


@pytest.mark.parametrize("reader", ["xiaomei", "supervisor"])
def test_no_page_or_file_tells_of_colleagues_whatever_the_address_asks_for(told: Told, reader: str) -> None:
    lost_sales.open_days(told.shop, MONDAY, TUESDAY)
    form = LostSaleForm.objects.filter(agent__name="xiaoqi").first()
    ids = {"shop_id": told.shop.pk, "kind": "csv", "agent_id": agent(told, "xiaomei").pk, "table": "matrix"}
    ids |= {"order_id": told.credit("A6").pk, "buyer_id": kim(told).person}
    colleague = agent(told, "xiaoqi")
    asked = {"agent": colleague.pk, "team": colleague.team_id, "form": form.pk, "row": form.entries.get().pk}
    found, looked_at = {}, 0
    for name in ALLOWED.keys() - SENT.keys():
        if "shop_id" not in parameters(name) or not set(parameters(name)) <= ids.keys():
            continue
        address = reverse(name, kwargs={key: ids[key] for key in parameters(name)})
        for query in ("", WEEK, f"{WEEK}&{urlencode(asked)}"):
            text = text_of(getattr(told, reader), f"{address}?{query}")
            looked_at += text != "404"
            if known := [one for one in COLLEAGUES if f">{one}<" in text or f",{one}," in text]:
                found[name] = known

    assert looked_at > 60
    assert found == {}


def test_an_orders_page_says_of_a_colleague_no_more_than_the_conversation(told: Told) -> None:
    """Kim asked Xiaoqi, then Xiaomei, who closed the order A6."""
    page = text_of(told.xiaoqi, told.order("A6"))
    assert "the last agent who talked with this buyer in the 48 h" in page
    assert "another agent is credited with it" in page
    assert "想买" in page
    assert "Another agent talked with this buyer (2 messages)" in page
    for hidden in ("xiaomei", "还有吗", "有的，今天发货"):
        assert hidden not in page

    led = text_of(told.supervisor, told.order("A6"))
    assert "有的，今天发货" in led
    assert "Runner-up: another agent" in led
    for hidden in ("xiaoqi", "想买"):
        assert hidden not in led
    assert "xiaoqi" in text_of(told.manager, told.order("A6"))


def test_the_list_and_file_of_orders_name_no_colleague(told: Told) -> None:
    for address in (f"orders/?{WEEK}", f"orders/file.csv?{WEEK}"):
        text = text_of(told.xiaoqi, told.url(address))
        assert "another agent" in text
        assert "xiaomei" not in text
        assert "xiaomei" in text_of(told.manager, told.url(address))


def test_a_contested_order_opens_if_she_talked_with_its_buyer_and_not_by_the_number(told: Told) -> None:
    mine = agent(told, "xiaolan")
    for number in ("A1", "A2"):
        Contest.objects.create(
            shop=told.shop, order=told.credit(number).order, agent=mine, author=told.xiaolan, sentence="我的"
        )
    assert not {told.order("A1"), told.order("A2")} & opened(told, told.xiaolan)

    talk = Reception.objects.get(shop=told.shop, agent__name="xiaomei", buyer__nick="lily")
    talk.pk, talk.agent = None, mine
    talk.save(force_insert=True)
    assert told.order("A1") in opened(told, told.xiaolan)
    assert f'href="{told.order("A1")}"' in text_of(told.xiaolan, told.url("contests/mine/"))
    assert "有的亲" not in text_of(told.xiaolan, told.order("A1"))  # Xiaomei's words stay hers
    assert told.order("A2") not in opened(told, told.xiaolan)

    Contest.objects.filter(agent=mine).update(status=Contest.Status.WITHDRAWN)
    assert told.order("A1") not in opened(told, told.xiaolan)


def opened(told: Told, user: User) -> set[str]:
    """The addresses of the orders that open."""
    every = (told.order(f"A{number}") for number in range(1, 8))
    return {address for address in every if text_of(user, address) != "404"}


def test_a_note_of_a_chase_keeps_its_words_with_who_wrote_them(told: Told) -> None:
    order = told.credit("A6").order
    ChaseNote.objects.create(
        order=order, agent=agent(told, "xiaomei"), author=told.xiaomei, channel="phone",
        chased_at=order.created_at, note="她说明天付",
    )  # fmt: skip
    for address in (told.order("A6"), told.url(f"chats/{kim(told).person}/")):
        assert "她说明天付" in text_of(told.xiaomei, address)
        text = text_of(told.xiaoqi, address)
        assert ("她说明天付" in text, "xiaomei" in text) == (False, False)


def test_the_talk_behind_a_lost_sale_is_hers_alone(told: Told) -> None:
    form = LostSaleForm.objects.create(shop=told.shop, agent=agent(told, "xiaoqi"), day=TUESDAY)
    last = told.credit("A6").order.paid_at
    row = LostSaleEntry.objects.create(
        form=form,
        buyer_id=kim(told).person,
        buyer_name="kim",
        first_at=last - dt.timedelta(hours=1),
        last_at=last,
    )
    text = text_of(told.xiaoqi, reverse("reports:lost_sale_talk", args=[told.shop.pk, row.pk]))

    assert "想买" in text
    assert "有的，今天发货" not in text


def test_ids_of_colleagues_in_a_form_change_nothing(told: Told) -> None:
    colleague, order = str(agent(told, "xiaoqi").pk), told.credit("A6")
    text_of(told.xiaomei, told.url("contests/mine/"), order_no="A1", agent=colleague, sentence="x")
    text_of(told.xiaomei, told.url(f"chasing/{order.pk}/note/"), channel="phone", agent=colleague)
    text_of(told.supervisor, told.url(f"chasing/{order.pk}/note/"), channel="phone", agent=colleague)
    for winner, other in ((colleague, ""), ("other", colleague), ("other", "9" * 5000)):
        chosen = {"winner": winner, "other": other, "reason": "x"}
        text_of(told.supervisor, told.url(f"orders/{order.pk}/decide/"), **chosen)
    cause = str(LostSaleReason.objects.filter(shop=told.shop).first().pk)
    planned = {"title": "x", "kind": "briefing", "start_day": "2026-05-11", "owner": str(told.supervisor.pk)}
    text_of(told.supervisor, told.url("actions/new/"), **planned, reason=cause, agents=colleague)

    assert not Contest.objects.exclude(agent__name="xiaomei").exists()
    assert not ChaseNote.objects.exists()
    assert not order.order.rulings.exists()
    assert not Action.objects.exists()


def test_without_her_teams_a_supervisor_sees_nobody_at_once(told: Told) -> None:
    Team.objects.get(shop=told.shop, name="售前一组").delete()

    assert Membership.objects.get(user=told.supervisor).all_teams is False
    assert not visible_receptions(told.supervisor, told.shop).exists()
    assert not visible_credits(told.supervisor, told.shop).exists()
    for address in ("orders/file.csv", "receptions/file.csv", "chats/file.csv", "leaderboard/file.csv"):
        text = text_of(told.supervisor, told.url(f"{address}?{WEEK}"))
        assert "xiaomei" not in text, address
    assert text_of(told.supervisor, told.order("A6")) == "404"
    assert text_of(told.supervisor, told.url(f"chats/{kim(told).person}/")) == "404"


def test_an_action_for_a_team_does_not_become_everybodys_when_the_team_goes(told: Told) -> None:
    team = Team.objects.get(shop=told.shop, name="售前二组")
    action = Action.objects.create(
        shop=told.shop, reason=LostSaleReason.objects.filter(shop=told.shop).first(), title="二组的事",
        kind="briefing", team=team, start_day=MONDAY, owner=told.head, created_by=told.head,
    )  # fmt: skip
    team.delete()

    assert {one.name for one in action.agents.all()} == {"xiaoqi", "xiaolan"}
    assert text_of(told.supervisor, told.url(f"actions/{action.pk}/")) == "404"


def test_who_is_no_longer_an_agent_or_left_gets_no_page_and_no_mail(told: Told, work_off) -> None:
    lost_sales.open_days(told.shop, MONDAY, TUESDAY)
    User.objects.filter(pk=told.xiaoqi.pk).update(email="qi@example.com")
    forms = form_reminders.waiting(told.shop).filter(agent__name="xiaoqi")
    assert len(form_reminders.remind(told.shop, forms, told.manager)) == 1
    Membership.objects.filter(user=told.xiaoqi).delete()  # the link to the agent is still there
    work_off()
    assert mail.outbox == []

    Agent.objects.filter(name="xiaolan").update(user=None)
    assert text_of(told.xiaolan, told.order("A3")) == "404"
    people.end_access(told.shop, told.xiaomei)
    for address in ("", "orders/", f"orders/file.csv?{WEEK}", "chats/", "my-week/", "library/cases/"):
        assert text_of(told.xiaomei, told.url(address)) == "404", address
    assert not may_get_report(told.shop, told.xiaomei, Report.OWN)


def test_no_report_goes_by_mail_to_whom_its_page_does_not_open(told: Told) -> None:
    told.shop.two_factor_required = True
    told.shop.save()

    assert not may_get_report(told.shop, told.manager, Report.SHOP)
    assert not may_get_report(told.shop, told.xiaomei, Report.OWN)
    assert may_get_report(told.shop, with_factor(told.manager), Report.SHOP)
