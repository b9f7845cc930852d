"""The list of chats: filters, pages, who sees which, and the search in what was written."""

import datetime as dt
from itertools import count

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Agent, Team
from chats.models import Message, Reception
from reports.access import ReadableTalks
from reports.lost_sales.form import verbs as lost_sales
from reports.models import LostSaleEntry
from reports.reasons import taxonomy as reasons
from reports.talks import queries as talks_list
from reports.talks import search as talks_search
from tests.reports.told import WEEK, Told
from tests.story import MONDAY

MAY = "from=2026-05-01&to=2026-05-31"
FIRST, LAST = (int(dt.datetime(2026, month, 1, tzinfo=dt.UTC).timestamp()) for month in (5, 6))


def _list(told: Told, query: str = "") -> str:
    return told.url(f"chats/?{MAY}&{query}")


def _pairs(answer: HttpResponse) -> list[tuple[str, str]]:
    """(agent, buyer) of the rows."""
    return [(one.reception.agent.name, one.reception.buyer.nick) for one in answer.context["rows"]]


def _texts(answer: HttpResponse) -> list[str]:
    return [hit.text for hit in answer.context["found"].hits]


def test_a_manager_sees_every_talk_newest_first(read, told: Told) -> None:
    answer = read(told.manager, _list(told))

    assert _pairs(answer) == [
        ("xiaolan", "zoe"),
        ("xiaomei", "kim"),
        ("xiaoqi", "kim"),
        ("xiaoqi", "tom"),
        ("xiaomei", "lily"),
    ]
    assert answer.context["count"] == 5
    assert "k**m" in answer.content.decode()


def test_each_reader_sees_the_talks_of_her_agents(read, told: Told) -> None:
    assert _pairs(read(told.xiaoqi, _list(told))) == [("xiaoqi", "kim"), ("xiaoqi", "tom")]
    assert _pairs(read(told.supervisor, _list(told))) == [("xiaomei", "kim"), ("xiaomei", "lily")]
    assert read(told.stranger, _list(told)).status_code == 404
    assert read(told.stranger, told.url("chats/file.csv")).status_code == 404
    xiaomei = Agent.objects.get(shop=told.shop, name="xiaomei")
    assert _pairs(read(told.xiaoqi, _list(told, f"agent={xiaomei.pk}"))) == [
        ("xiaoqi", "kim"),
        ("xiaoqi", "tom"),
    ]


def test_each_filter_picks_its_talks(read, told: Told) -> None:
    tom, kim = (
        Reception.objects.get(shop=told.shop, buyer__nick=nick, agent__name="xiaoqi")
        for nick in ("tom", "kim")
    )
    Reception.objects.filter(pk=tom.pk).update(slow_response_rounds=1, unanswered_rounds=1)
    Reception.objects.filter(pk=kim.pk).update(replied=False, long=True)
    for query, buyers in {
        "answer=unreplied": ["kim"],
        "answer=unanswered": ["tom"],
        "answer=slow": ["tom"],
        "answer=long": ["kim"],
        "outcome=paid_final": ["kim", "kim", "lily"],
        "outcome=lost": ["tom"],
        "outcome=no_order": ["tom"],
        "outcome=not_paid": [],
        "outcome=open": ["zoe"],
        "outcome=inquiry": ["zoe", "kim", "kim", "tom", "lily"],
        "filtered=monologue": ["bob"],
        "filtered=any&outcome=chased": ["bob"],
        "outcome=chased": [],
        "answer=nonsense&outcome=nonsense&agent=x": ["zoe", "kim", "kim", "tom", "lily"],
        "answer=slow&outcome=lost": ["tom"],
    }.items():
        assert [buyer for _agent, buyer in _pairs(read(told.manager, _list(told, query)))] == buyers, query


def test_talks_are_picked_by_the_state_of_the_lost_sale_form(read, told: Told) -> None:
    lost_sales.open_days(told.shop, MONDAY, MONDAY)
    row = LostSaleEntry.objects.get(form__shop=told.shop)

    def found(state: str) -> list[str]:
        return [buyer for _agent, buyer in _pairs(read(told.manager, _list(told, f"form={state}")))]

    assert (found("waiting"), found("told")) == (["tom"], [])
    assert found("none") == ["zoe", "kim", "kim", "lily"]
    row.reason = reasons.by_code(told.shop)["price.postage"]
    row.review = LostSaleEntry.Review.RETURNED
    row.save()
    assert (found("waiting"), found("told"), found("returned"), found("reviewed")) == (
        [],
        ["tom"],
        ["tom"],
        [],
    )
    assert "·" in read(told.manager, _list(told, "form=told")).context["rows"][0].reason


def test_pages_follow_one_another_without_gap_or_repetition(read, told: Told, monkeypatch) -> None:
    monkeypatch.setattr(talks_list, "PER_PAGE", 2)
    seen, place = [], ""
    for _page in range(3):
        answer = read(told.manager, _list(told, f"before={place}"))
        seen += _pairs(answer)
        place = answer.context["following"]

    assert seen == [
        ("xiaolan", "zoe"),
        ("xiaomei", "kim"),
        ("xiaoqi", "kim"),
        ("xiaoqi", "tom"),
        ("xiaomei", "lily"),
    ]
    assert place is None
    for wrong in ("x", "2026-05-11", "2026-05-11_1_2_x"):
        assert len(_pairs(read(told.manager, _list(told, f"before={wrong}")))) == 2


def test_a_search_finds_a_single_character_whatever_its_width(read, told: Told) -> None:
    assert _texts(read(told.manager, _list(told, "q=货"))) == ["有的，今天发货", "有货吗"]
    assert _texts(read(told.manager, _list(told, "q=，今"))) == ["有的，今天发货"]
    assert _texts(read(told.manager, _list(told, "q=,今"))) == ["有的，今天发货"]
    Message.objects.filter(shop=told.shop, text="想买").update(text="想买ＡBc")
    assert _texts(read(told.manager, _list(told, "q=abＣ"))) == ["想买ＡBc"]
    assert _texts(read(told.manager, _list(told, "q=没有人写过"))) == []
    assert _texts(read(told.manager, told.url("chats/?from=2026-05-12&to=2026-05-12&q=货"))) == [
        "有的，今天发货"
    ]


def test_a_hit_is_marked_and_opens_at_its_message(read, told: Told) -> None:
    text = read(told.manager, _list(told, "q=发货")).content.decode()
    at = int(Message.objects.get(shop=told.shop, text="有的，今天发货").sent_at.timestamp())

    assert "有的，今天<mark>发货</mark>" in text
    assert f"?at={at}&amp;q=%E5%8F%91%E8%B4%A7#at" in text
    Message.objects.filter(shop=told.shop, text="想买").update(text="<script>想买</script>")
    assert "<script>想" not in read(told.manager, _list(told, "q=想买")).content.decode()


def test_a_search_reads_only_what_the_reader_may_read(read, told: Told) -> None:
    assert _texts(read(told.xiaomei, _list(told, "q=有"))) == ["有的，今天发货", "还有吗", "有的亲", "有货吗"]
    assert _texts(read(told.xiaoqi, _list(told, "q=有"))) == []
    assert _texts(read(told.supervisor, _list(told, "q=在"))) == []
    assert _texts(read(told.head, _list(told, "q=在"))) == ["在的", "在吗"]


def test_a_search_goes_with_the_filters(read, told: Told) -> None:
    xiaoqi = Agent.objects.get(shop=told.shop, name="xiaoqi")

    assert _texts(read(told.manager, _list(told, f"q=好&agent={xiaoqi.pk}"))) == ["好的"]
    assert _texts(read(told.manager, _list(told, "q=在&outcome=lost"))) == ["在的", "在吗"]
    assert _texts(read(told.manager, _list(told, "q=货&outcome=lost"))) == []
    assert _texts(read(told.manager, _list(told, "q=付款"))) == ["亲，记得付款哦"]
    assert _texts(read(told.manager, _list(told, "q=付款&filtered=monologue"))) == ["亲，记得付款哦"]


def _search(told: Told, words: str) -> talks_search.Search:
    return talks_search.Search(told.manager, told.shop, ReadableTalks(None), words, FIRST, LAST)


def test_a_search_that_finds_little_says_how_far_it_looked_and_goes_on(told: Told) -> None:
    ticks = count(step=10.0)
    seen, place, rounds = [], "", 0
    while True:
        found = talks_search.run(_search(told, "货"), place, patience=5.0, clock=lambda: next(ticks))
        seen += [hit.text for hit in found.hits]
        place, rounds = found.next_place, rounds + 1
        if not place:
            break
        assert found.stopped
        assert int(found.searched_to.timestamp()) == LAST - rounds * talks_search.FIRST_STRETCH

    assert seen == ["有的，今天发货", "有货吗"]
    assert rounds == 31 * 4


def test_pages_of_hits_follow_one_another_also_within_a_second(told: Told, monkeypatch) -> None:
    monkeypatch.setattr(talks_search, "PER_PAGE", 2)
    first = Message.objects.get(shop=told.shop, text="有货吗")
    for number in range(5):
        values = {field.attname: getattr(first, field.attname) for field in Message._meta.concrete_fields}
        Message.objects.create(**values | {"hash": number, "text": f"有货吗{number}"})
    seen, place = [], ""
    while True:
        found = talks_search.run(_search(told, "有货"), place, patience=1e9)
        seen += [hit.text for hit in found.hits]
        place = found.next_place
        if not place:
            break

    assert sorted(seen) == ["有货吗", *(f"有货吗{number}" for number in range(5))]


@pytest.mark.parametrize("place", ["x", "9999999999999_", "1_x", "_"])
def test_a_place_that_makes_no_sense_is_the_beginning(read, told: Told, place: str) -> None:
    assert read(told.manager, _list(told, f"q=货&before={place}")).status_code == 200


def test_automatic_replies_are_not_searched(read, told: Told) -> None:
    Message.objects.filter(shop=told.shop, text="有的亲").update(kind=3)

    assert _texts(read(told.manager, _list(told, "q=有的"))) == ["有的，今天发货"]


def test_files_hold_the_rows_of_the_page(read, told: Told) -> None:
    rows = b"".join(read(told.xiaoqi, told.url(f"chats/file.csv?{MAY}"))).decode("utf-8-sig").splitlines()
    hits = (
        b"".join(read(told.manager, told.url(f"chats/file.csv?{MAY}&q=货"))).decode("utf-8-sig").splitlines()
    )

    assert [row.split(",")[3:5] for row in rows[1:]] == [["xiaoqi", "kim"], ["xiaoqi", "tom"]]
    assert [row.split(",")[-1] for row in hits[1:]] == ["有的，今天发货", "有货吗"]


def _queries(told: Told, query: str) -> int:
    client = Client()
    client.force_login(told.supervisor)
    client.get(told.url(f"chats/?{WEEK}&{query}"))
    with CaptureQueriesContext(connection) as found:
        client.get(told.url(f"chats/?{WEEK}&{query}"))
    return len(found)


@pytest.mark.parametrize("query", ["", "q=有"])
def test_ten_more_talks_take_no_more_queries(told: Told, query: str) -> None:
    before = _queries(told, query)
    row = Reception.objects.get(shop=told.shop, buyer__nick="lily")
    said = Message.objects.get(shop=told.shop, text="有货吗")
    for number in range(1, 11):
        row.pk, row.day = None, MONDAY + dt.timedelta(days=number % 6 + 1)
        row.agent_id = Agent.objects.create(
            shop=told.shop, name=str(number), first_nick=str(number), team=_team(told)
        ).pk
        row.save()
        values = {field.attname: getattr(said, field.attname) for field in Message._meta.concrete_fields}
        Message.objects.create(**values | {"hash": number})

    assert _queries(told, query) == before


def _team(told: Told) -> Team:
    return Agent.objects.get(shop=told.shop, name="xiaomei").team


def test_an_empty_span_says_what_to_do(read, told: Told) -> None:
    nothing = "from=2025-01-01&to=2025-01-02"
    assert "Pick other days" in read(told.manager, told.url(f"chats/?{nothing}")).content.decode()
    assert "Nobody wrote that" in read(told.manager, told.url(f"chats/?{nothing}&q=x")).content.decode()
