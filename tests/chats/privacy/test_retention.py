"""Texts go after the shop's time, figures stay, also when every day is computed anew afterwards."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry, Shop
from chats.attribution.phrases import contains_any, equals_any
from chats.jobs import queue as jobs
from chats.models import Job, Message, RefusedRow
from chats.store.kept_words import KeptWords, first_day_kept
from reports.lost_sales.form import verbs as lost_sales
from reports.models import LostSaleEntry
from reports.privacy import forgetting
from reports.tasks import texts_due
from tests.reference.product import command
from tests.safety.conftest import WordyShop

AUGUST = dt.datetime(2026, 8, 1, 3, 0, tzinfo=dt.UTC)


def texts(shop: Shop) -> list[str]:
    return list(Message.objects.filter(shop=shop).order_by("sent_at", "hash").values_list("text", flat=True))


def keep(wordy: WordyShop, days: int | None) -> Shop:
    Shop.objects.filter(name=wordy.name).update(keep_texts_days=days)
    return wordy.shop


def test_figures_are_the_same_after_the_texts_are_gone_and_every_day_is_computed_anew(wordy, now):
    shop, before, exported = keep(wordy, 30), wordy.stored(), wordy.exported()
    assert [row["filtered_reason"] for row in exported["receptions"]].count("watchword") == 1
    now(AUGUST)

    assert forgetting.delete_old_texts(shop) == 13  # of 15 all but 好的 and 谢谢, which the rules name
    wordy.refresh_all()

    assert wordy.stored() == before
    assert wordy.exported() == exported
    assert set(texts(shop)) == {"", "⋯代购⋯", "⋯付款⋯", "好的", "谢谢"}


def test_twice_deletes_nothing_more_and_only_a_deletion_is_noted(wordy, now):
    shop = keep(wordy, 30)
    now(AUGUST)
    forgetting.delete_old_texts(shop)
    assert forgetting.delete_old_texts(shop) == 0

    entry = AuditEntry.objects.get(action="texts_deleted")
    assert entry.details == {"texts": 13, "older_than": "2026-07-02"}
    assert (entry.actor, entry.address) == (None, None)


def test_only_texts_before_the_first_kept_day_go(wordy, now):
    """30 days before 11 June is 12 May: the 11th goes, the 12th stays."""
    shop = keep(wordy, 30)
    now(dt.datetime(2026, 6, 11, 4, 0, tzinfo=dt.UTC))
    assert first_day_kept(shop) == dt.date(2026, 5, 12)
    forgetting.delete_old_texts(shop)

    left = [text for text in texts(shop) if text]
    assert left == ["好的", "⋯付款⋯", "⋯代购⋯", "在吗亲", "谢谢", "不客气", "你好", "您好"]


def test_a_shop_without_the_setting_keeps_every_text(wordy, now):
    now(AUGUST)
    before = texts(wordy.shop)
    assert forgetting.delete_old_texts(wordy.shop) == 0
    assert texts(wordy.shop) == before


def test_importing_an_old_file_again_adds_nothing_and_brings_no_text_back(wordy, now):
    shop = keep(wordy, 30)
    now(AUGUST)
    forgetting.delete_old_texts(shop)
    before = texts(shop)
    answers = wordy.import_files(*wordy.paths)

    assert [(one["added"], one["changed"]) for one in answers] == [(0, 0)] * len(answers)
    assert texts(shop) == before


def test_an_old_file_that_is_new_leaves_no_text_but_the_same_figures(wordy, now, tmp_path):
    """A second shop imports the same file when it is already too old: nothing of it was ever stored."""
    before = wordy.exported()
    now(AUGUST)
    command("create_shop", "late", "--main-account", "ourshop")
    late = WordyShop.__new__(WordyShop)
    late.world, late.name = wordy.world, "late"
    keep(late, 30)
    late.set_rules()
    late.import_files(*wordy.paths)
    late.refresh_all()

    assert set(texts(late.shop)) == {"", "⋯代购⋯", "⋯付款⋯", "好的", "谢谢"}
    assert late.exported() == before


def test_lost_sale_rows_lose_what_was_read_in_the_chat_and_keep_what_was_answered(wordy, now):
    shop = keep(wordy, 30)
    lost_sales.open_days(shop, dt.date(2026, 5, 11), dt.date(2026, 5, 12))
    [row] = LostSaleEntry.objects.filter(suggested_cause__rule="words")
    LostSaleEntry.objects.filter(pk=row.pk).update(product="红色外套", note="她嫌贵")
    assert row.suggested_cause["said"] == "太贵了"
    now(AUGUST)
    forgetting.delete_old_texts(shop)

    row.refresh_from_db()
    assert (row.product, row.note) == ("", "她嫌贵")
    assert row.suggested_cause == {"rule": "words", "phrase": "贵", "said": "贵"}


def test_refused_rows_of_that_age_go_too(wordy, now):
    shop = keep(wordy, 30)
    batch = shop.imports.first()
    RefusedRow.objects.create(batch=batch, line=2, code="bad-time", raw={"text": "我叫王丽丽"})
    type(batch).objects.filter(pk=batch.pk).update(created_at=dt.datetime(2026, 5, 12, tzinfo=dt.UTC))
    now(AUGUST)
    forgetting.delete_old_texts(shop)
    assert [row.raw for row in RefusedRow.objects.filter(batch=batch)] == [{}]


def test_the_clock_asks_once_a_day_and_a_worker_does_it(wordy, now, work_off):
    shop = keep(wordy, 30)
    texts_due()
    texts_due()
    assert Job.objects.filter(kind=forgetting.KIND).count() == 1
    work_off()
    texts_due()
    assert Job.objects.filter(kind=forgetting.KIND).count() == 1

    now(Job.objects.latest("pk").created_at + dt.timedelta(days=1))
    texts_due()
    assert Job.objects.filter(kind=forgetting.KIND).count() == 2
    assert set(texts(shop)) == {"", "⋯代购⋯", "⋯付款⋯", "好的", "谢谢"}


def test_shops_that_keep_their_texts_get_no_job(wordy):
    texts_due()
    assert not Job.objects.filter(kind=forgetting.KIND).exists()
    assert forgetting.KIND in jobs.HANDLERS


PHRASES = st.lists(st.text("ab付款Ａ①", min_size=1, max_size=3), max_size=4)


@pytest.mark.parametrize("times", [1, 2])
@given(inside=PHRASES, whole=PHRASES, said=st.text("ab付款Ａ①好 ", max_size=12))
def test_of_every_text_the_rules_say_the_same_after_it_is_gone(times, inside, whole, said):
    words, kept = KeptWords(tuple(inside), tuple(whole)), said
    for _ in range(times):
        kept = words.of(kept)
    for phrase in inside:
        assert contains_any([kept], [phrase]) == contains_any([said], [phrase])
    for phrase in whole:
        assert equals_any([kept], [phrase]) == equals_any([said], [phrase])
