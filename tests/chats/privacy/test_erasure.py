"""One buyer is erased: names and words are nowhere, figures are what they were, files change nothing."""

import pytest

from accounts.models import AgentNick
from chats.models import BuyerAlias, Contest, ErasedBuyer, Message, Order, RefusedRow
from chats.privacy import erasure
from reports.lost_sales.form import verbs as lost_sales
from reports.models import LostSaleEntry, LostSaleForm
from reports.privacy import forgetting
from tests.cast import member
from tests.chats.store.builders import bought, counts, said, take
from tests.contracts.test_privacy import everything_stored
from tests.reference.product import command
from tests.safety.conftest import FIRST, LAST, WordyShop

WORDS = ("王丽丽", "lily", "有的亲")


def erase(wordy: WordyShop, name: str) -> int:
    person = erasure.find(wordy.shop, name)
    forgetting.erase_buyer(wordy.shop, person)
    return person


def test_no_name_and_no_word_of_the_buyer_is_left_in_any_table(wordy):
    shop, wu = wordy.shop, member("wu", wordy.shop, "manager")
    order = Order.objects.get(shop=shop, order_no="A1")
    Contest.objects.create(
        shop=shop, order=order, agent=shop.agents.first(), author=wu, sentence="lily 是我接待的"
    )
    batch = shop.imports.first()
    RefusedRow.objects.create(
        batch=batch, line=9, code="bad-time", raw={"买家": "Lily", "内容": "我是王丽丽"}
    )
    lost_sales.open_days(shop, FIRST, LAST)
    form = LostSaleForm.objects.filter(shop=shop).first()
    by_hand = {"first_at": order.created_at, "last_at": order.created_at, "added_by_hand": True}
    LostSaleEntry.objects.create(form=form, buyer_name="lily", note="lily 下次再来", **by_hand)
    type(batch).objects.filter(pk=batch.pk).update(path="与lily的聊天.txt", buyer="lily")
    erase(wordy, "lily")

    left = everything_stored().replace("刷单 王丽丽", "")  # the memo of somebody else's order
    assert not [word for word in WORDS if word in left.casefold()]
    assert "— 是我接待的" in left
    assert "— 下次再来" in left


def test_figures_and_books_are_the_same_before_and_after_every_day_is_computed_anew(wordy):
    before = wordy.stored()
    for name in ("lily", "kim", "tom", "eve", "zoe"):
        erase(wordy, name)
    wordy.refresh_all()
    assert wordy.stored() == before


def test_the_same_files_change_nothing_and_do_not_bring_the_name_back(wordy):
    erase(wordy, "lily")
    erase(wordy, "eve")  # whose memo excludes her order
    before = everything(Message) + everything(Order) + everything(BuyerAlias)
    answers = wordy.import_files(*wordy.paths)

    assert [(one["added"], one["changed"]) for one in answers] == [(0, 0)] * len(answers)
    assert everything(Message) + everything(Order) + everything(BuyerAlias) == before
    assert Order.objects.get(order_no="A2").memo == "⋯刷单⋯"


def everything(model) -> list[tuple]:
    left_out = {"batch_id", "version"}
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in left_out]
    return sorted(model.objects.values_list(*names), key=repr)


def test_what_comes_later_belongs_to_the_pseudonym_and_leaves_no_words(shop):
    take(shop, messages=[said("有货吗")])
    forgetting.erase_buyer(shop, erasure.find(shop, "lily"))
    take(
        shop, messages=[said("我又来了，我是丽丽", "2026-06-01 10:00:00")], orders=[bought("B1", memo="丽丽")]
    )

    assert BuyerAlias.objects.count() == 1
    assert list(Message.objects.values_list("text", flat=True)) == ["", ""]
    order = Order.objects.get()
    assert (order.memo, order.buyer.person) == ("", order.buyer.pk)
    assert order.buyer.written.startswith("erased-")


def test_an_open_uid_that_a_later_file_binds_to_the_erased_nick_is_erased_with_it(shop):
    take(shop, messages=[said("有货吗")])
    person = erasure.find(shop, "lily")
    forgetting.erase_buyer(shop, person)
    take(shop, messages=[said("还在吗", "11:00:00", uid="AAFLILY")])
    take(shop, messages=[said("在不在", "12:00:00", buyer="", uid="AAFLILY")])
    take(shop, messages=[said("在不在", "13:00:00", buyer="l**y", uid="AAFLILY")])

    assert set(BuyerAlias.objects.values_list("person", flat=True)) == {person}
    assert "AAFLILY" not in everything_stored()
    assert "l**y" not in everything_stored()
    assert ErasedBuyer.objects.count() == 2


def test_somebody_known_already_under_the_open_uid_is_not_erased_by_the_way(shop):
    take(shop, messages=[said("有货吗"), said("你好", buyer="", uid="AAFANN")])
    forgetting.erase_buyer(shop, erasure.find(shop, "lily"))
    take(shop, messages=[said("还在吗", "11:00:00", uid="AAFANN")])

    assert BuyerAlias.objects.filter(open_uid="AAFANN").exists()
    assert BuyerAlias.objects.values("person").distinct().count() == 1  # one buyer from now on (D2.2)


def test_all_names_of_a_buyer_go_and_each_is_known_again(shop):
    rows = [said("有货吗", uid="AAFLILY"), said("在吗", "10:01:00", buyer="li**", uid="AAFLILY")]
    take(shop, messages=rows)
    before = everything(Message)
    forgetting.erase_buyer(shop, erasure.find(shop, "AAFLILY"))
    assert BuyerAlias.objects.filter(nick__contains="*").count() == 1  # a masked name still tells nobody
    stored = everything(BuyerAlias)
    result = take(shop, messages=rows)

    assert counts(result) == (0, 0, 2)
    assert everything(BuyerAlias) == stored
    assert [row[:3] for row in everything(Message)] == [row[:3] for row in before]


def test_a_new_secret_knows_the_erased_by_the_old_one(shop, settings):
    take(shop, messages=[said("有货吗")])
    forgetting.erase_buyer(shop, erasure.find(shop, "lily"))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another secret of some length",
    )
    take(shop, messages=[said("有货吗"), said("还在吗", "11:00:00")])
    assert "lily" not in everything_stored()


def test_a_blocked_buyer_stays_blocked_under_the_pseudonym(tmp_path, db):
    wordy = WordyShop(tmp_path)
    command("set_rules", "--shop", "shop", "blocked_buyers=Sam")
    wordy.refresh_all()
    reasons = [row["filtered_reason"] for row in wordy.exported()["receptions"]]
    erase(wordy, "sam")
    wordy.refresh_all()
    assert [row["filtered_reason"] for row in wordy.exported()["receptions"]].count("blocked_buyer") == 1
    assert sorted(map(str, reasons)) == sorted(
        str(row["filtered_reason"]) for row in wordy.exported()["receptions"]
    )


def test_masked_unknown_and_empty_names_find_nobody(shop):
    take(shop, messages=[said("有货吗", buyer="t**1"), said("有货吗")])
    assert [erasure.find(shop, name) for name in ("t**1", "nobody", "", "  ")] == [None] * 4
    assert erasure.find(shop, " Lily ") is not None


def test_an_account_of_the_shop_is_no_buyer(shop):
    take(shop, messages=[said("有货吗", buyer="店:小七")])
    AgentNick.objects.create(shop=shop, agent=shop.agents.first(), nick="店:小七", written="店:小七")
    with pytest.raises(erasure.OwnAccount):
        forgetting.erase_buyer(shop, erasure.find(shop, "店:小七"))
    assert not ErasedBuyer.objects.exists()


def test_another_shop_keeps_its_own_buyer_of_that_name(shop, db):
    other = type(shop).objects.create(name="别家")
    for one in (shop, other):
        take(one, messages=[said("有货吗")])
    forgetting.erase_buyer(shop, erasure.find(shop, "lily"))
    assert [alias.nick for alias in BuyerAlias.objects.filter(shop=other)] == ["lily"]
    assert Message.objects.get(shop=other).text == "有货吗"
