"""Chasing: which unpaid orders are due and for whom, chases noted by hand, and what chasing brought."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Agent, AuditEntry, User
from chats.attribution.natural import NaturalRate
from chats.models import ChaseNote, Credit, Order, Reception
from reports.chasing import queries as chasing
from reports.chasing.tables import age
from tests.markup import laid_flat
from tests.reports.told import Told, tell

MAY = "from=2026-05-01&to=2026-05-31"


def _numbers(read, user: User, told: Told, query: str = "") -> list[str]:
    table = read(user, told.url(f"chasing/?{query}")).context["table"]
    return [row.record.order.order_no for row in table.rows]


@pytest.fixture
def waiting(db: None, tmp_path) -> Told:
    """On the 20th: A7 ¥30 of zoe (xiaolan talked); B1 ¥90 silent, young; B2 silent, four days old; B3 closed;
    B4 no real order; B5 of a masked nick; B6 paid; B7 ¥40, chased by xiaoqi, then by xiaomei."""
    return tell(
        tmp_path / "files",
        "05-16 09:00 old orders B2 ¥10",
        "05-19 08:00 sam orders B1 ¥90",
        "08:10 ray orders B3 ¥20",
        "08:11 B3 closed",
        "08:20 eve orders B4 ¥20 memo 刷单",
        "08:30 u**1 orders B5 ¥25",
        "08:40 mia orders B6 ¥20",
        "08:41 B6 paid",
        "09:00 ivy orders B7 ¥40",
        "09:30 xiaoqi > ivy: 记得付款",
        "10:00 ivy > xiaomei: 可以便宜吗",
        "10:01 xiaomei > ivy: 已经最低啦",
        "05-20 11:00 zoe > xiaolan: 还在考虑",
    )


def test_a_manager_sees_what_is_unpaid_open_real_and_young_largest_amount_first(read, waiting: Told) -> None:
    assert _numbers(read, waiting.manager, waiting) == ["B1", "B7", "A7", "B5"]
    assert read(waiting.manager, waiting.url("chasing/")).context["sums"] == {"fen": 18_500, "count": 4}


def test_an_agent_sees_orders_with_her_part_and_those_whose_buyer_talked_with_her_last(
    read, waiting: Told
) -> None:
    assert _numbers(read, waiting.xiaolan, waiting) == ["A7"]
    assert _numbers(read, waiting.xiaoqi, waiting) == ["B7"]  # she chased first
    assert _numbers(read, waiting.xiaomei, waiting) == ["B7"]  # she answered last
    assert _numbers(read, waiting.supervisor, waiting) == ["B7"]
    Credit.objects.filter(order__order_no="B7").update(chaser_id=None, assists=[])
    assert _numbers(read, waiting.xiaoqi, waiting) == []
    assert _numbers(read, waiting.xiaomei, waiting) == ["B7"]
    assert read(waiting.stranger, waiting.url("chasing/")).status_code == 404


def test_each_filter_picks_its_orders(read, waiting: Told) -> None:
    xiaomei = Agent.objects.get(shop=waiting.shop, name="xiaomei")
    ChaseNote.objects.create(
        order=waiting.credit("B1").order,
        author=waiting.manager,
        channel="sms",
        chased_at=waiting.credit("B1").order.created_at,
    )
    for query, numbers in {
        "chased=no": ["A7", "B5"],
        "chased=yes": ["B1", "B7"],
        "kind=silent": ["B1", "B7"],
        "kind=consulted": ["A7"],
        "kind=unlinked": ["B5"],
        f"agent={xiaomei.pk}": ["B7"],
        f"team={xiaomei.team_id}": ["B7"],
        "sort=amount_fen": ["B5", "A7", "B7", "B1"],
        "sort=created_at": ["A7", "B7", "B5", "B1"],
        "sort=-created_at": ["B1", "B5", "B7", "A7"],
    }.items():
        assert _numbers(read, waiting.manager, waiting, query) == numbers, query


def test_a_row_says_who_talked_last_and_hides_the_nick_and_the_colleague(read, waiting: Told) -> None:
    seen = read(waiting.xiaoqi, waiting.url("chasing/")).content.decode()
    known = read(waiting.xiaomei, waiting.url("chasing/")).content.decode()
    managed = read(waiting.manager, waiting.url("chasing/")).content.decode()

    assert "another agent" in seen
    assert "xiaomei" not in seen
    assert 'value="ivy"' in known  # she may copy it
    assert "i**y" in managed
    assert 'value="ivy"' not in managed


def test_the_chance_is_the_natural_rate_at_the_largest_time_not_above_the_age() -> None:
    rates = [NaturalRate(600, 3, 20), NaturalRate(3600, 1, 10), NaturalRate(7200, 0, 0)]

    assert [chasing.chance(rates, seconds) for seconds in (0, 600, 3599, 3600)] == [0.15, 0.15, 0.15, 0.1]
    assert chasing.chance(rates, 9000) is None
    assert chasing.chance([], 600) is None


def test_ages_are_told_in_the_units_that_people_use() -> None:
    with translation.override("en"):
        told = [age(seconds) for seconds in (0, 3599, 3600, 86_399, 90_000)]
    assert told == [
        "0 min",
        "59 min",
        "1 h",
        "23 h",
        "1 d 1 h",
    ]


def _send(user: User, address: str, **fields: str):
    client = Client()
    client.force_login(user)
    return client.post(address, fields)


def _note(told: Told, user: User, number: str, **fields: str):
    return _send(user, told.url(f"chasing/{told.credit(number).pk}/note/"), channel="phone", **fields)


def test_a_noted_chase_is_a_record_that_changes_no_credit(read, waiting: Told) -> None:
    before = Credit.objects.filter(shop=waiting.shop).order_by("pk").values()[:]
    kept = list(before)
    answer = _note(waiting, waiting.xiaolan, "A7", note="没接", at="2026-05-20T10:45")
    note = ChaseNote.objects.get()

    assert (answer.status_code, answer.url) == (302, waiting.url("chasing/"))
    assert (note.agent.name, note.author, note.channel, note.note) == (
        "xiaolan",
        waiting.xiaolan,
        "phone",
        "没接",
    )
    assert note.chased_at == dt.datetime(2026, 5, 20, 2, 45, tzinfo=dt.UTC)
    assert list(Credit.objects.filter(shop=waiting.shop).order_by("pk").values()) == kept
    assert AuditEntry.objects.filter(action="chase_noted", about="A7", actor=waiting.xiaolan).count() == 1
    for address in ("chasing/", f"orders/{note.order_id}/"):
        assert "by hand" in read(waiting.xiaolan, waiting.url(address)).content.decode(), address


def test_the_form_is_part_of_the_list_for_scripts_and_a_page_for_others(waiting: Told) -> None:
    client = Client()
    client.force_login(waiting.xiaolan)
    address = waiting.url(f"chasing/{waiting.credit('A7').pk}/note/")

    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).content.decode()
    page = client.get(address).content.decode()
    assert "<html" in page and f'action="{address}"' in page
    opener = f'<noscript><a class="btn btn-bare btn-sm" href="{address}">'
    assert opener in laid_flat(client.get(waiting.url("chasing/")).content.decode())


def test_a_leader_notes_for_an_agent_of_hers(waiting: Told) -> None:
    xiaomei, xiaoqi = (Agent.objects.get(shop=waiting.shop, name=name) for name in ("xiaomei", "xiaoqi"))
    _note(waiting, waiting.supervisor, "B7", agent=str(xiaomei.pk))
    _note(waiting, waiting.supervisor, "B7", agent=str(xiaoqi.pk))

    assert ChaseNote.objects.get().agent == xiaomei


def test_a_note_needs_a_way_and_a_possible_time(waiting: Told) -> None:
    for fields in (
        {"channel": "pigeon"},
        {"at": "2026-05-20T09:00"},
        {"at": "2199-01-01T00:00"},
        {"at": "x"},
    ):
        address = waiting.url(f"chasing/{waiting.credit('A7').pk}/note/")
        _send(waiting.xiaolan, address, **{"channel": "sms"} | fields)

    assert not ChaseNote.objects.exists()


def test_only_who_sees_the_order_may_note_and_only_author_or_leader_remove(waiting: Told) -> None:
    assert _note(waiting, waiting.xiaomei, "A7").status_code == 404
    assert _note(waiting, waiting.stranger, "A7").status_code == 404
    _note(waiting, waiting.xiaoqi, "B7")
    removal = waiting.url(f"chasing/notes/{ChaseNote.objects.get().pk}/remove/")

    assert _send(waiting.xiaomei, removal).status_code == 404
    assert _send(waiting.stranger, removal).status_code == 404
    assert ChaseNote.objects.count() == 1
    assert _send(waiting.supervisor, removal, next="https://evil.example/").url == waiting.url("chasing/")
    assert not ChaseNote.objects.exists()
    assert AuditEntry.objects.filter(action="chase_noted", details__removed=True).count() == 1


def test_the_form_of_a_row_is_fetched_by_those_who_may_note(read, waiting: Told) -> None:
    address = waiting.url(f"chasing/{waiting.credit('B7').pk}/note/")

    assert "What was said" in read(waiting.xiaomei, address).content.decode()
    assert read(waiting.xiaolan, address).status_code == 404


def test_the_results_hold_chasing_against_the_natural_rate(read, told: Told) -> None:
    """A3 alone was chased, half an hour after it was placed. Of the mature orders only A3 was open at 10 min
    (A7 is not mature), and it was not paid without a chase."""
    board = read(told.manager, told.url(f"chasing/results/?{MAY}")).context["board"]

    [xiaolan] = board.agents
    assert xiaolan.agent.name == "xiaolan"
    assert {
        code: xiaolan.figures[code] for code in ("chase_orders", "recovered_orders", "recovered_fen")
    } == {
        "chase_orders": 1,
        "recovered_orders": 1,
        "recovered_fen": 8000,
    }
    assert xiaolan.figures["chase_success_rate"] == 1
    assert (
        xiaolan.figures["expected_recovered"] is None
    )  # nothing was still open after 30 min without a chase
    assert board.natural[0] == NaturalRate(600, 0, 1)


def test_an_agent_sees_her_own_results_only(read, told: Told) -> None:
    assert [
        one.agent.name
        for one in read(told.xiaolan, told.url(f"chasing/results/?{MAY}")).context["board"].agents
    ] == ["xiaolan"]
    assert read(told.xiaomei, told.url(f"chasing/results/?{MAY}")).context["board"].agents == []


def test_files_hold_the_rows_of_the_pages(read, waiting: Told) -> None:
    rows = b"".join(read(waiting.manager, waiting.url("chasing/file.csv?chased=no"))).decode("utf-8-sig")
    results = b"".join(read(waiting.manager, waiting.url(f"chasing/results/file.csv?{MAY}"))).decode(
        "utf-8-sig"
    )

    assert [line.split(",")[:3] for line in rows.splitlines()[1:]] == [
        ["B1", "s**m", "90.00"],
        ["A7", "z**e", "30.00"],
        ["B5", "u**1", "25.00"],
    ]
    assert [line.split(",")[:3] for line in results.splitlines()[1:]] == [
        ["xiaolan", "1", "1"],
        ["xiaomei", "1", "0"],
        ["Sum of these agents", "2", "1"],
    ]


def _queries(told: Told) -> int:
    client = Client()
    client.force_login(told.supervisor)
    client.get(told.url("chasing/"))
    with CaptureQueriesContext(connection) as found:
        client.get(told.url("chasing/"))
    return len(found)


def test_ten_more_orders_with_notes_take_no_more_queries(waiting: Told) -> None:
    first = waiting.credit("B7")
    ChaseNote.objects.create(
        order=first.order, author=waiting.manager, channel="sms", chased_at=first.order.created_at
    )
    before = _queries(waiting)
    for number in range(10):
        order = Order.objects.get(pk=first.order_id)
        order.pk, order.order_no = None, f"M{number}"
        order.save()
        values = {field.attname: getattr(first, field.attname) for field in Credit._meta.concrete_fields}
        Credit.objects.create(**values | {"order_id": order.pk})
        ChaseNote.objects.create(
            order=order, author=waiting.manager, channel="sms", chased_at=order.created_at
        )

    assert _queries(waiting) == before
    assert Reception.objects.filter(shop=waiting.shop).exists()


def test_a_shop_without_data_says_what_to_do(read, told: Told) -> None:
    told.shop.state.delete()

    answer = read(told.manager, told.url("chasing/"))
    assert "Import orders and chats" in answer.content.decode()
