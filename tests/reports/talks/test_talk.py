"""One buyer's conversation: who reads which words, what stands between them, its pages, and its file."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chats.models import BuyerAlias, ChaseNote, Credit, Message, Order, Reception, Ruling
from chats.spans import ONE_DAY
from reports.facts.queries import business_day
from reports.lost_sales.form import verbs as lost_sales
from reports.models import LostSaleEntry
from reports.reasons import taxonomy as reasons
from reports.talks import conversation as pages
from tests.reports.told import Told, tell
from tests.story import MONDAY

AT = int(dt.datetime(2026, 5, 12, 1, 30, 5, tzinfo=dt.UTC).timestamp())  # 09:30:05 in the shop


def _buyer(told: Told, nick: str) -> int:
    alias = BuyerAlias.objects.get(shop=told.shop, nick=nick)
    return alias.person or alias.pk


def _talk(told: Told, nick: str, query: str = "") -> str:
    return told.url(f"chats/{_buyer(told, nick)}/{query}")


def _lines(answer: HttpResponse) -> list[str]:
    return [entry.event or entry.text for entry in answer.context["page"].entries]


KIM = ["想买", "好的", "还有吗", "有的，今天发货", "created", "paid"]


def test_a_manager_reads_the_talks_with_every_agent_and_the_order_between_them(read, told: Told) -> None:
    answer = read(told.manager, _talk(told, "kim"))

    assert _lines(answer) == KIM
    assert _lines(read(told.head, _talk(told, "kim"))) == KIM
    assert told.order("A6") in answer.content.decode()


def test_an_agent_reads_her_own_talk_and_of_others_only_that_somebody_answered(read, told: Told) -> None:
    answer = read(told.xiaomei, _talk(told, "kim"))
    text = answer.content.decode()

    assert _lines(answer) == ["hidden", "还有吗", "有的，今天发货", "created", "paid"]
    assert answer.context["page"].entries[0].count == 2
    assert "Another agent talked with this buyer (2 messages)" in text
    assert "想买" not in text
    assert "xiaoqi" not in text


def test_a_supervisor_reads_the_talks_of_her_teams(read, told: Told) -> None:
    assert _lines(read(told.supervisor, _talk(told, "kim")))[0] == "hidden"
    assert read(told.supervisor, _talk(told, "tom")).status_code == 404


def test_who_never_talked_with_the_buyer_finds_nothing(read, told: Told) -> None:
    for reader in (told.xiaolan, told.stranger):
        assert read(reader, _talk(told, "kim")).status_code == 404, reader
        assert read(reader, told.url(f"chats/{_buyer(told, 'kim')}/file.csv")).status_code == 404, reader
    assert read(told.manager, told.url("chats/999999/")).status_code == 404


def test_narrowing_to_a_colleague_opens_nothing(read, told: Told) -> None:
    xiaoqi = told.credit("A6").order_runner_up_id

    assert "想买" not in read(told.xiaomei, _talk(told, "kim", f"?agent={xiaoqi}")).content.decode()
    assert _lines(read(told.manager, _talk(told, "kim", f"?agent={xiaoqi}")))[:2] == ["想买", "好的"]
    assert "还有吗" not in _lines(read(told.manager, _talk(told, "kim", f"?agent={xiaoqi}")))


def test_the_nick_is_masked_to_all_but_those_in_the_conversation(read, told: Told) -> None:
    assert read(told.manager, _talk(told, "kim")).context["title"] == "k**m"
    assert read(told.xiaomei, _talk(told, "kim")).context["title"] == "kim"
    told.shop.show_buyer_nicks = True
    told.shop.save()
    assert read(told.manager, _talk(told, "kim")).context["title"] == "kim"


def test_the_deciding_message_names_its_order(read, told: Told) -> None:
    answer = read(told.manager, _talk(told, "kim"))
    [said] = [entry for entry in answer.context["page"].entries if entry.text == "有的，今天发货"]

    assert [(mark.what, mark.credit.order.order_no) for mark in said.evidence] == [
        ("order", "A6"),
        ("payment", "A6"),
    ]
    assert "closed the order" in answer.content.decode()


def test_a_moment_marks_the_first_message_that_is_not_before_it(read, told: Told) -> None:
    answer = read(told.manager, _talk(told, "kim", f"?at={AT}&q=发货"))

    assert [e.text for e in answer.context["page"].entries if e.is_target] == ["有的，今天发货"]
    assert "今天<mark>发货</mark>" in answer.content.decode()
    for wrong in ("x", "9" * 30, "-9" * 20):
        assert read(told.manager, _talk(told, "kim", f"?at={wrong}")).status_code == 200


@pytest.fixture
def long_talk(db: None, tmp_path: Path) -> Told:
    """Kim writes on three more days."""
    days = [
        line
        for day in ("14", "15", "16")
        for line in (f"05-{day} 09:00 kim > xiaomei: 第{day}天", f"09:00:10 xiaomei > kim: 答{day}")
    ]
    return tell(tmp_path / "files", *days)


def test_a_long_conversation_has_pages_of_whole_days(read, long_talk: Told, monkeypatch) -> None:
    monkeypatch.setattr(pages, "MESSAGES_A_PAGE", 4)
    last = read(long_talk.manager, _talk(long_talk, "kim"))
    assert _lines(last) == ["第15天", "答15", "第16天", "答16"]
    before = read(long_talk.manager, _talk(long_talk, "kim", f"?until={last.context['page'].earlier}"))
    assert _lines(before) == ["第14天", "答14"]
    first = read(long_talk.manager, _talk(long_talk, "kim", f"?until={before.context['page'].earlier}"))
    assert _lines(first) == KIM

    assert first.context["page"].earlier is None
    assert first.context["page"].later == dt.date(2026, 5, 15)
    assert last.context["page"].later is None


def test_a_moment_of_an_early_day_opens_its_page(read, long_talk: Told, monkeypatch) -> None:
    monkeypatch.setattr(pages, "MESSAGES_A_PAGE", 4)

    assert _lines(read(long_talk.manager, _talk(long_talk, "kim", f"?at={AT}"))) == KIM


def test_chases_by_hand_rulings_and_lost_sale_reasons_stand_between_the_words(read, told: Told) -> None:
    zoe = told.credit("A7")
    ChaseNote.objects.create(
        order=zoe.order, author=told.xiaolan, channel="phone", chased_at=zoe.order.created_at, note="没接"
    )
    Ruling.objects.create(order=zoe.order, agent=None, reason="双方认可", author=told.manager)
    lost_sales.open_days(told.shop, MONDAY, MONDAY)
    row = LostSaleEntry.objects.get(form__shop=told.shop, buyer=_buyer(told, "tom"))
    row.reason = reasons.by_code(told.shop)["price.postage"]
    row.save()

    phoned = read(told.manager, _talk(told, "zoe")).content.decode()
    for words in (
        "Chased outside the chat: Phone",
        "noted by hand",
        "没接",
        "双方认可",
        "nobody is credited",
    ):
        assert words in phoned, words
    lost = read(told.xiaoqi, _talk(told, "tom"))
    assert _lines(lost) == ["在吗", "在的", "lost"]
    assert "Lost-sale reason" in lost.content.decode()


def test_a_filtered_talk_says_why_it_does_not_count(db: None, read, tmp_path: Path) -> None:
    told = tell(tmp_path / "files", "05-12 11:00 bad > xiaomei: 刷单吗", rules={"watchwords": "刷单"})

    answer = read(told.manager, _talk(told, "bad"))
    assert _lines(answer) == ["filtered", "刷单吗"]
    assert "a watchword was said" in answer.content.decode()


def test_a_robots_words_can_be_read_by_all_who_may_open_the_conversation(
    db: None, read, tmp_path: Path
) -> None:
    told = tell(
        tmp_path / "files", "05-12 09:29 kim > zhushou: 人工", "09:29:01 zhushou > kim [auto]: 转接中"
    )

    assert "转接中" in _lines(read(told.xiaomei, _talk(told, "kim")))


def test_a_masked_nick_is_one_conversation_with_each_agent(db: None, read, tmp_path: Path) -> None:
    told = tell(tmp_path / "files", "05-12 09:00 t**1 > xiaomei: 甲", "09:05 t**1 > xiaoqi: 乙")
    whole = read(told.manager, _talk(told, "t**1"))

    assert _lines(whole) == ["甲", "乙"]
    assert "several buyers may stand behind it" in whole.content.decode()
    assert _lines(read(told.xiaoqi, _talk(told, "t**1"))) == ["乙"]


def test_what_a_buyer_wrote_is_never_taken_for_html(read, told: Told) -> None:
    Message.objects.filter(shop=told.shop, text="想买").update(text="<b onclick=x>想买</b>")
    for query in ("", "?q=想", "?q=<b"):
        text = read(told.manager, _talk(told, "kim", query)).content.decode()
        assert "<b onclick" not in text, query
        assert "onclick=x" in text, query


def test_the_file_holds_what_the_reader_may_read(read, told: Told) -> None:
    whole = b"".join(read(told.manager, told.url(f"chats/{_buyer(told, 'kim')}/file.csv")))
    hers = b"".join(read(told.xiaomei, told.url(f"chats/{_buyer(told, 'kim')}/file.csv")))

    assert "2026-05-12 09:00:00,xiaoqi,Buyer,text,想买" in whole.decode()
    assert "想买" not in hers.decode()
    assert "Another agent talked with this buyer" in hers.decode()


def _queries(told: Told) -> int:
    client = Client()
    client.force_login(told.supervisor)
    client.get(_talk(told, "kim"))
    with CaptureQueriesContext(connection) as found:
        client.get(_talk(told, "kim"))
    return len(found)


def _more_days(told: Told, count: int) -> None:
    """Ten times the same talk and order, a day later each."""
    first, message = told.credit("A6"), Message.objects.get(shop=told.shop, text="还有吗")
    talk = Reception.objects.get(shop=told.shop, buyer=message.buyer_id, agent=first.effective_id)
    for number in range(1, count + 1):
        later = number * ONE_DAY
        Message.objects.create(**_copied(message, later, hash=number))
        Reception.objects.create(**_copied(talk, later, id=None, day=talk.day + later))
        order = Order.objects.create(**_copied(first.order, later, id=None, order_no=f"M{number}"))
        day = first.created_day + later
        Credit.objects.create(**_copied(first, dt.timedelta(0), order_id=order.pk, created_day=day))


def _copied(row: Model, later: dt.timedelta, **changes: object) -> dict[str, object]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    moved = {name: value + later for name, value in values.items() if isinstance(value, dt.datetime)}
    return values | moved | changes


def test_ten_more_days_and_orders_take_no_more_queries(told: Told) -> None:
    before = _queries(told)
    _more_days(told, 10)

    assert _queries(told) == before


def test_a_conversation_knows_its_days(told: Told) -> None:
    assert business_day(told.shop, told.credit("A1").order.created_at) == MONDAY


def test_an_image_that_is_a_label_only_is_told_once(read, told: Told) -> None:
    Message.objects.filter(shop=told.shop, text="想买").update(kind=1, text="[图片]")
    text = read(told.manager, _talk(told, "kim")).content.decode()

    assert "[image]" in text
    assert "[图片]" not in text
