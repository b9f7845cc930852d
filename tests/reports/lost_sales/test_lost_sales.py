"""The lost-sale form from opening to review (D9.1–D9.5)."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Agent, Shop
from chats.models import BuyerAlias, DirtyDay, InvalidInquiry, Job, Reception
from reports.facts import refresh
from reports.lost_sales.desk import reviews
from reports.lost_sales.form import verbs as lost_sales
from reports.models import LostSaleEntry, LostSaleForm, LostSaleReason
from reports.reasons import taxonomy as reasons
from tests.reports.told import MONDAY, Told, tell

MORE = (
    "05-12 11:00 sue > xiaomei: 太贵了",
    "11:00:05 xiaomei > sue: 亲，这款很值的",
    "11:30 pat > xiaomei: 在吗",
    "12:00 joe > xiaomei: 想买",
    "12:00:05 xiaomei > joe: 好的",
    "12:10 joe orders A8 ¥88",
    "05-20 11:00 zoe > xiaolan: 好",
)
TUESDAY = MONDAY + dt.timedelta(days=1)
NIGHT = dt.datetime(2026, 5, 12, 15, tzinfo=dt.UTC)  # 23:00 in Shanghai
AFTER_DEADLINE = dt.datetime(2026, 5, 13, 4, 0, 1, tzinfo=dt.UTC)  # 12:00:01


@pytest.fixture
def lost(db: None, tmp_path: Path) -> Told:
    return tell(tmp_path / "files", *MORE)


@pytest.fixture
def form(lost: Told) -> LostSaleForm:
    """Xiaomei's Tuesday: sue found it too dear, nobody answered pat, joe ordered and did not pay."""
    lost_sales.open_days(lost.shop, MONDAY, TUESDAY)
    return LostSaleForm.objects.get(agent__name="xiaomei", day=TUESDAY)


def row(form: LostSaleForm, buyer: str) -> LostSaleEntry:
    return form.entries.select_related("form__shop", "reason__parent").get(buyer__nick=buyer)


def reason(shop: Shop, code: str) -> LostSaleReason:
    return LostSaleReason.objects.get(shop=shop, code=code)


def answer(form: LostSaleForm, code: str = "price.above") -> None:
    lost_sales.save_rows(
        {
            one: {"reason": str(reason(form.shop, code).pk)}
            for one in form.entries.select_related("form__shop")
        }
    )


def test_a_form_holds_one_row_an_inquiry_that_did_not_pay(form: LostSaleForm) -> None:
    told = [(e.buyer.nick, e.stage, e.amount_fen, e.state) for e in form.entries.all()]
    assert told == [
        ("sue", "asked", None, "open"),
        ("pat", "asked", None, "open"),
        ("joe", "unpaid", 8800, "open"),
    ]
    assert [(f.agent.name, f.day) for f in LostSaleForm.objects.order_by("day", "agent__name")] == [
        ("xiaoqi", MONDAY),  # tom
        ("xiaomei", TUESDAY),
    ]


def test_suggestions_come_with_their_cause_and_choose_nothing(form: LostSaleForm) -> None:
    told = {e.buyer.nick: (e.suggested.code, e.suggested_cause["rule"], e.reason) for e in form.entries.all()}
    assert told == {
        "sue": ("price.above", "words", None),
        "pat": ("attitude.silent", "silent", None),
        "joe": ("chase.none", "unchased", None),
    }


def test_opening_twice_changes_nothing(form: LostSaleForm, lost: Told) -> None:
    answer(form)
    before = list(LostSaleEntry.objects.order_by("pk").values())
    lost_sales.open_days(lost.shop, MONDAY, TUESDAY)
    lost_sales.update_rows(lost.shop)
    assert list(LostSaleEntry.objects.order_by("pk").values()) == before
    assert LostSaleReason.objects.filter(shop=lost.shop, parent=None).count() == 14


def test_a_form_cannot_be_handed_in_while_a_row_has_no_reason(form: LostSaleForm) -> None:
    lost_sales.save_row(row(form, "sue"), {"reason": str(reason(form.shop, "price.above").pk)})
    with pytest.raises(lost_sales.FormIncomplete) as refused:
        lost_sales.submit(form, NIGHT)
    assert [one.buyer.nick for one in refused.value.rows] == ["pat", "joe"]


def test_other_needs_words(form: LostSaleForm) -> None:
    answer(form, "other.text")
    with pytest.raises(lost_sales.FormIncomplete):
        lost_sales.submit(form, NIGHT)
    lost_sales.save_rows({one: {"note": "说不清"} for one in form.entries.select_related("form__shop")})
    lost_sales.submit(form, NIGHT)
    form.refresh_from_db()
    assert (form.status, form.late) == ("submitted", False)


def test_after_the_deadline_a_form_is_late_whether_open_or_handed_in(form: LostSaleForm, lost: Told) -> None:
    noon = dt.datetime(2026, 5, 13, 4, tzinfo=dt.UTC)
    assert lost_sales.mark_late(lost.shop, noon) == 1  # Monday's only
    assert lost_sales.mark_late(lost.shop, AFTER_DEADLINE) == 1
    answer(form)
    lost_sales.submit(form, AFTER_DEADLINE)
    form.refresh_from_db()
    assert form.late


def test_a_handed_in_form_takes_no_more_changes(form: LostSaleForm) -> None:
    answer(form)
    lost_sales.submit(form, NIGHT)
    with pytest.raises(lost_sales.FormClosed):
        lost_sales.save_row(row(form, "sue"), {"note": "x"})
    form.refresh_from_db()
    with pytest.raises(lost_sales.FormClosed):
        lost_sales.save_best_answer(form, "x")
    with pytest.raises(lost_sales.FormClosed):
        lost_sales.add_row(form, "phone")


@pytest.mark.parametrize(
    "change", [{"reason": "0"}, {"promo_told": "maybe"}, {"state": "removed"}, {"note": "x" * 2001}]
)
def test_what_cannot_be_is_not_saved(form: LostSaleForm, change: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        lost_sales.save_row(row(form, "sue"), change)


def test_a_reason_of_another_shop_is_not_taken(form: LostSaleForm) -> None:
    other = Shop.objects.create(name="anderswo")
    reasons.ensure(other)
    with pytest.raises(ValidationError):
        lost_sales.save_row(row(form, "sue"), {"reason": str(reason(other, "price.above").pk)})


def test_a_buyer_who_pays_later_recovers_the_row_and_it_needs_nothing(form: LostSaleForm, lost: Told) -> None:
    Reception.objects.filter(day=TUESDAY, buyer__nick="pat").update(paid_final=True)
    lost_sales.update_rows(lost.shop)
    assert row(form, "pat").state == "recovered"
    Reception.objects.filter(day=TUESDAY, buyer__nick="pat").update(paid_final=False)
    lost_sales.update_rows(lost.shop)
    assert row(form, "pat").state == "open"


def test_a_row_whose_reception_is_gone_is_kept_and_marked(form: LostSaleForm, lost: Told) -> None:
    Reception.objects.filter(day=TUESDAY, buyer__nick="pat").delete()
    lost_sales.update_rows(lost.shop)
    assert row(form, "pat").state == "removed"


def test_two_names_that_turn_out_to_be_one_buyer_keep_their_row(form: LostSaleForm, lost: Told) -> None:
    sue = BuyerAlias.objects.get(nick="sue")
    real = BuyerAlias.objects.create(shop=lost.shop, nick="susan", written="susan")
    BuyerAlias.objects.filter(pk__in=[sue.pk, real.pk]).update(person=real.pk)
    Reception.objects.filter(buyer=sue).update(buyer=real)
    lost_sales.update_rows(lost.shop)
    assert row(form, "susan").state == "open"


def test_an_accepted_reason_stands_and_a_changed_one_keeps_the_agents(form: LostSaleForm, lost: Told) -> None:
    answer(form)
    lost_sales.submit(form, NIGHT)
    reviews.change(row(form, "sue"), lost.head, reason(lost.shop, "goods.style"), "看聊天")
    changed = row(form, "sue")
    assert (changed.reason.code, changed.final_reason.code) == ("price.above", "goods.style")
    assert (changed.review, changed.reviewer, changed.comment) == ("changed", lost.head, "看聊天")


def test_a_returned_row_can_be_corrected_and_goes_back_to_review(form: LostSaleForm, lost: Told) -> None:
    answer(form)
    lost_sales.submit(form, NIGHT)
    reviews.give_back(row(form, "sue"), lost.head, "请再看")
    lost_sales.save_row(row(form, "sue"), {"reason": str(reason(lost.shop, "goods.style").pk)})
    assert (row(form, "sue").review, row(form, "sue").reason.code) == ("", "goods.style")
    assert not lost_sales.writable(row(form, "sue"))


def test_a_returned_row_whose_reason_was_cleared_stays_with_the_agent(form: LostSaleForm, lost: Told) -> None:
    answer(form)
    lost_sales.submit(form, NIGHT)
    reviews.give_back(row(form, "sue"), lost.head, "请再看")
    lost_sales.save_row(row(form, "sue"), {"reason": ""})
    assert (row(form, "sue").review, lost_sales.writable(row(form, "sue"))) == ("returned", True)


def test_nothing_is_reviewed_before_it_is_handed_in(form: LostSaleForm, lost: Told) -> None:
    answer(form)
    with pytest.raises(reviews.NotReviewable):
        reviews.accept(row(form, "sue"), lost.head)


def test_an_accepted_invalid_leaves_all_figures_until_it_is_taken_back(
    form: LostSaleForm, lost: Told, work_off
) -> None:
    answer(form, "invalid.mistake")
    lost_sales.submit(form, NIGHT)
    assert not InvalidInquiry.objects.exists()  # the agent alone raises no rate
    reviews.accept(row(form, "sue"), lost.head)
    assert (DirtyDay.objects.get().day, Job.objects.get().kind) == (TUESDAY, "refresh")
    work_off()
    assert not Reception.objects.get(day=TUESDAY, buyer__nick="sue").inquiry
    assert row(form, "sue").state == "open"
    reviews.withdraw(row(form, "sue"), lost.head)
    work_off()
    assert Reception.objects.get(day=TUESDAY, buyer__nick="sue").inquiry
    assert not InvalidInquiry.objects.exists()


def test_the_refresh_opens_the_forms_of_the_last_days_only(lost: Told) -> None:
    lost_sales.catch_up(lost.shop, NIGHT + dt.timedelta(days=7))
    assert {form.day for form in LostSaleForm.objects.all()} == {TUESDAY}
    lost_sales.catch_up(lost.shop, NIGHT + dt.timedelta(days=9))
    assert {form.day for form in LostSaleForm.objects.all()} == {TUESDAY, dt.date(2026, 5, 20)}


def test_robots_have_no_forms(lost: Told) -> None:
    Agent.objects.filter(name="xiaomei").update(kind="robot")
    lost_sales.open_days(lost.shop, TUESDAY, TUESDAY)
    assert not LostSaleForm.objects.exists()


def test_a_shop_adds_renames_and_retires_reasons(form: LostSaleForm, lost: Told) -> None:
    answer(form)
    own = reasons.add(lost.shop, reason(lost.shop, "price"), "会员价不清", "member price", "HYJBQ")
    assert (own.code, own.owner, own.initials) == ("own.1", "S", "hyjbq")
    reasons.rename(own, "会员价", "member price", "hyj")
    reasons.retire(reason(lost.shop, "price.above"))
    offered = reasons.by_code(lost.shop)
    assert "own.1" in offered and "price.above" not in offered
    assert row(form, "sue").reason.code == "price.above"
    reasons.retire(reason(lost.shop, "price"))
    assert "own.1" not in reasons.by_code(lost.shop)


def test_a_refresh_after_everything_leaves_the_rows_as_they_are(form: LostSaleForm, lost: Told) -> None:
    before = list(LostSaleEntry.objects.order_by("pk").values())
    refresh.refresh_all(lost.shop)
    lost_sales.update_rows(lost.shop)
    assert list(LostSaleEntry.objects.order_by("pk").values()) == before
