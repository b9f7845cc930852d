"""Reminders of open lost-sale forms: by click, by the clock, by mail, and never twice within an hour."""

import datetime as dt
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from reports.facts import queries
from reports.lost_sales.desk import reminders as form_reminders
from reports.lost_sales.form import verbs as lost_sales
from reports.models import FormReminder, LostSaleForm
from tests.reports.lost_sales.test_lost_sales import MORE, NIGHT, TUESDAY, answer
from tests.reports.told import MONDAY, Told, tell

HOUR = dt.timedelta(hours=1)
DEADLINE = dt.datetime(2026, 5, 13, 4, tzinfo=dt.UTC)  # Tuesday's form: Wednesday noon in Shanghai


@pytest.fixture
def lost(db: None, tmp_path: Path) -> Told:
    found = tell(tmp_path / "files", *MORE)
    lost_sales.open_days(found.shop, MONDAY, TUESDAY)
    return found


@pytest.fixture
def form(lost: Told) -> LostSaleForm:
    return LostSaleForm.objects.get(agent__name="xiaomei", day=TUESDAY)


def test_nobody_is_reminded_twice_within_an_hour(lost: Told, form: LostSaleForm) -> None:
    [first] = form_reminders.remind(lost.shop, [form], lost.head)
    assert form_reminders.remind(lost.shop, [form], lost.manager) == []
    later = first.created_at + HOUR + dt.timedelta(seconds=1)
    assert len(form_reminders.remind(lost.shop, [form], lost.manager, later)) == 1


def test_a_form_that_was_handed_in_needs_no_reminder(lost: Told, form: LostSaleForm) -> None:
    answer(form)
    lost_sales.submit(form, NIGHT)
    assert form_reminders.remind(lost.shop, [form], lost.head) == []
    assert form not in form_reminders.waiting(lost.shop)


def test_the_clock_reminds_once_in_the_last_hour_before_the_deadline(lost: Told, form: LostSaleForm) -> None:
    assert form_reminders.remind_due(lost.shop, DEADLINE - HOUR - dt.timedelta(seconds=1)) == []
    [told] = form_reminders.remind_due(lost.shop, DEADLINE - HOUR)
    assert (told.form, told.author) == (form, None)
    assert form_reminders.remind_due(lost.shop, DEADLINE - dt.timedelta(minutes=5)) == []
    assert form_reminders.remind_due(lost.shop, DEADLINE) == []


def test_mail_goes_to_agents_with_an_address_in_their_language(
    lost: Told, form: LostSaleForm, settings, work_off
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    lost.xiaomei.email, lost.xiaomei.language = "mei@example.org", "en"
    lost.xiaomei.save()
    form_reminders.remind(lost.shop, form_reminders.waiting(lost.shop), lost.head)
    work_off()
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["mei@example.org"], "Lost-sale form of 2026-05-12")
    ]


def test_without_mail_no_job_waits(lost: Told, form: LostSaleForm, settings, work_off) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    form_reminders.remind(lost.shop, [form], lost.head)
    assert work_off() == 0


def test_one_click_reminds_one_and_another_all(lost: Told, form: LostSaleForm, monkeypatch) -> None:
    monkeypatch.setattr(queries, "today", lambda shop, **_rules: TUESDAY)
    client = Client()
    client.force_login(lost.head)
    page = client.post(lost.url("lost-sales/remind/"), {"form": form.pk}, follow=True).content.decode()
    assert "Reminded of 1 form." in page and "reminded" in page
    assert [one.form for one in FormReminder.objects.all()] == [form]
    client.post(lost.url("lost-sales/remind/"))
    assert {one.form.agent.name for one in FormReminder.objects.all()} == {"xiaomei", "xiaoqi"}
    again = client.post(lost.url("lost-sales/remind/"), follow=True).content.decode()
    assert "less than an hour ago" in again


def test_a_supervisor_reminds_only_her_own_teams(lost: Told, form: LostSaleForm, monkeypatch) -> None:
    monkeypatch.setattr(queries, "today", lambda shop, **_rules: TUESDAY)
    other = LostSaleForm.objects.get(agent__name="xiaoqi", day=MONDAY)
    client = Client()
    client.force_login(lost.supervisor)
    assert client.post(lost.url("lost-sales/remind/"), {"form": other.pk}).status_code == 404
    client.post(lost.url("lost-sales/remind/"))
    assert [one.form for one in FormReminder.objects.all()] == [form]


def test_the_agent_sees_who_reminded_her_and_that_is_noted(lost: Told, form: LostSaleForm, read) -> None:
    form_reminders.remind(lost.shop, [form], lost.head)
    page = read(lost.xiaomei, lost.url("lost-sales/")).content.decode()
    assert "head reminds you of the form of 05-12" in page
    assert FormReminder.objects.get().seen_at is not None
    answer(form)
    lost_sales.submit(form, NIGHT)
    assert "reminds you" not in read(lost.xiaomei, lost.url("lost-sales/")).content.decode()
