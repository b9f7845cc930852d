"""Automatic replies that no file marks: finding them, marking them, and taking that back (D2.3)."""

import pytest
from django.test import Client

from accounts.audit.actor import Actor
from accounts.models import AuditEntry
from chats.attribution.columns import AUTO, IN, OUT, TEXT
from chats.imports import verbs as ingest
from chats.models import AutoText, DirtyDay, Message, Order, PersonText
from chats.store.auto_texts import digest
from reports.health import auto_texts
from reports.models import AgentDay
from tests.reference.files import write_world
from tests.reports.told import Told, read_by
from tests.story import story

HELLO = "亲，欢迎光临"


@pytest.fixture
def greeted(tell) -> Told:
    """Twenty buyers whom xiaomei's program greets at once; one of them she answers and he buys."""
    lines = []
    for number in range(20):
        at = f"{10 + number // 10}:{number % 10 * 5:02}"
        lines += [f"{at}:00 b{number} > xiaomei: 在吗", f"{at}:01 xiaomei > b{number}: {HELLO}"]
    lines += [
        "12:00 b3 > xiaomei: 有货吗",
        "12:00:08 xiaomei > b3: 有的",
        "12:05 b3 orders A1 ¥59",
        "12:06 A1 paid",
        "12:30 b7 orders A2 ¥80",
        "12:31 A2 paid",
    ]
    return read_by(tell(*lines).shop)


def _send(told: Told, address: str = "", **sent: str) -> int:
    client = Client()
    client.force_login(told.manager)
    return client.post(told.url(f"health/text/{address}"), sent).status_code


def _replied(told: Told) -> tuple[int, int, int]:
    day = AgentDay.objects.get(shop=told.shop, agent__name="xiaomei")
    return day.receptions, day.replied, day.sales_fen


def test_the_page_has_a_worker_look_and_then_shows_the_proposal(read, greeted: Told, work_off) -> None:
    first = read(greeted.manager, greeted.url("health/"))
    assert first.context["looking"]
    assert read(greeted.manager, greeted.url("health/texts/")).status_code == 200
    assert work_off() == 1  # one job, however often the page asks

    page = read(greeted.manager, greeted.url("health/texts/"))
    ((found, _digest, agents),) = page.context["proposals"]
    assert (found.text, found.messages, found.only_answer, agents) == (HELLO, 20, 19, ["xiaomei"])


def _look(read, told: Told, work_off) -> None:
    read(told.manager, told.url("health/"))
    work_off()


def test_marking_it_and_taking_it_back(read, greeted: Told, work_off) -> None:
    _look(read, greeted, work_off)
    before = _replied(greeted)
    hashes = set(Message.objects.filter(shop=greeted.shop).values_list("sent_at", "hash"))
    assert before == (20, 20, 13_900)  # the greeting alone earned A2

    assert (
        f"{HELLO}"
        in read(greeted.manager, greeted.url(f"health/text/?digest={digest(HELLO)}")).content.decode()
    )
    assert _send(greeted, digest=digest(HELLO)) == 302
    work_off()
    assert _replied(greeted) == (20, 1, 5_900)
    assert Message.objects.filter(shop=greeted.shop, kind=AUTO).count() == 20
    assert set(Message.objects.filter(shop=greeted.shop).values_list("sent_at", "hash")) == hashes

    assert _send(greeted, back=digest(HELLO)) == 302
    work_off()
    assert _replied(greeted) == before
    assert not Message.objects.filter(shop=greeted.shop, kind=AUTO).exists()
    notes = AuditEntry.objects.filter(action="auto_text_marked").order_by("pk")
    assert [(note.about, note.details["marked"]) for note in notes] == [(HELLO, True), (HELLO, False)]


def test_a_text_that_people_write_is_not_proposed_until_somebody_takes_that_back(
    read, greeted: Told, work_off
) -> None:
    def texts() -> tuple[list[str], list[str]]:
        shown = read(greeted.manager, greeted.url("health/texts/")).context
        return [one.text for one, *_ in shown["proposals"]], [one.beginning for one in shown["people_write"]]

    _look(read, greeted, work_off)
    for _twice in range(2):
        assert _send(greeted, "dismiss/", digest=digest(HELLO)) == 302
    assert texts() == ([], [HELLO])
    assert work_off() == 0  # no message changes

    assert _send(greeted, "dismiss/", again=digest(HELLO)) == 302
    assert texts() == ([HELLO], [])
    notes = AuditEntry.objects.filter(action="auto_text_dismissed").order_by("pk")
    assert [(note.about, note.details["act"]) for note in notes] == [
        (HELLO, "dismissed"),
        (HELLO, "taken back"),
    ]


def test_who_marks_a_text_that_people_were_said_to_write_changes_that(read, greeted: Told, work_off) -> None:
    _look(read, greeted, work_off)
    _send(greeted, "dismiss/", digest=digest(HELLO))
    _send(greeted, digest=digest(HELLO))

    shown = read(greeted.manager, greeted.url("health/texts/")).context
    assert ([one.text for one in shown["declared"]], shown["people_write"]) == ([HELLO], [])


def test_only_a_text_that_is_proposed_can_be_dismissed(greeted: Told) -> None:
    assert _send(greeted, "dismiss/", digest=digest("别的")) == 404
    assert _send(greeted, "dismiss/", again=digest(HELLO)) == 404
    assert not PersonText.objects.exists()


def test_messages_that_came_as_automatic_stay_so(read, greeted: Told, work_off, tmp_path) -> None:
    more = story("15:00 zoe > xiaomei: 在吗", f"15:00:01 xiaomei > zoe [auto]: {HELLO}")
    for path in write_world(more, tmp_path):
        ingest.import_path(greeted.shop, path)
    _look(read, greeted, work_off)
    _send(greeted, digest=digest(HELLO))
    work_off()
    _send(greeted, back=digest(HELLO))
    work_off()

    assert Message.objects.filter(shop=greeted.shop, kind=AUTO).count() == 1


def test_later_files_are_read_the_same_way_and_known_ones_change_nothing(
    read, greeted: Told, work_off, tmp_path
) -> None:
    _look(read, greeted, work_off)
    _send(greeted, digest=digest(HELLO))
    work_off()
    again = story(
        "10:00:00 b0 > xiaomei: 在吗",
        f"10:00:01 xiaomei > b0: {HELLO}",
        "16:00 zoe > xiaomei: 在吗",
        f"16:00:01 xiaomei > zoe: {HELLO}",
        f"16:00:02 zoe > xiaomei: {HELLO}",
    )
    (chats,) = [path for path in write_world(again, tmp_path) if "chat" in path.name]
    (batch,) = ingest.import_path(greeted.shop, chats)

    assert (batch.added, batch.unchanged) == (3, 2)
    kinds = dict(Message.objects.filter(shop=greeted.shop, direction=OUT).values_list("text", "kind"))
    assert kinds == {HELLO: AUTO, "有的": TEXT}
    assert Message.objects.get(shop=greeted.shop, direction=IN, text=HELLO).kind == TEXT


def test_marking_marks_only_the_days_of_the_text(read, greeted: Told, work_off) -> None:
    _look(read, greeted, work_off)
    DirtyDay.objects.all().delete()
    auto_texts.declare(Actor.of(greeted.manager), greeted.shop, HELLO)
    job = greeted.shop.jobs.get(kind=auto_texts.MARK_KIND)
    auto_texts.jobs.run(job.pk)
    job.refresh_from_db()

    assert [(mark.day.day, mark.source) for mark in DirtyDay.objects.all()] == [(11, "messages")]
    assert job.payload == {"changed": 20}


def test_a_text_that_nobody_proposed_cannot_be_marked(greeted: Told) -> None:
    assert _send(greeted, digest=digest("有的")) == 404
    assert _send(greeted, back=digest("有的")) == 404
    assert not AutoText.objects.exists()
    assert Order.objects.count() == 2
