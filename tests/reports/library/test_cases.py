"""Passages worth talking about: who stars them, and who may read them; files of the library."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from accounts.audit.actor import Actor
from accounts.models import Agent, AuditEntry
from chats.models import BuyerAlias
from reports.library.cases import verbs as cases
from reports.library.scripts import verbs as scripts
from reports.models import (
    ChatCase,
    Script,
    ScriptVersion,
)
from reports.talks.timeline import Entry
from tests.reports.library.readers import client
from tests.reports.told import Told


@pytest.fixture
def starred(told: Told) -> Callable[..., ChatCase]:
    """A function that stars what xiaoqi said to kim on Tuesday at nine."""

    def star(verdict: str = "good", agent: str = "xiaoqi", minutes: int = 0) -> ChatCase:
        at = dt.datetime(2026, 5, 12, 1, 0, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
        one = ChatCase(
            shop=told.shop,
            agent=Agent.objects.get(shop=told.shop, name=agent),
            buyer=BuyerAlias.objects.get(shop=told.shop, nick="kim"),
            first_at=at,
            last_at=at + dt.timedelta(seconds=10),
            verdict=verdict,
            comment="看这里",
            author=told.manager,
        )
        return cases.save_case(one, Actor.of(told.manager))

    return star


def _shown(answer: HttpResponse) -> list[tuple[str, list[str], bool]]:
    """(agent, words, whether a link leads into the conversation) of each case."""
    rows = answer.context["rows"]
    return [(row.case.agent.name, [line.text for line in row.entries], bool(row.url)) for row in rows]


def test_good_cases_are_for_everybody_and_those_to_improve_for_herself_and_her_leaders(
    read, told: Told, starred
) -> None:
    starred()
    starred("improve")
    page = told.url("library/cases/")
    words = ["想买", "好的"]

    both, good = [("xiaoqi", words, True)] * 2, [("xiaoqi", words, False)]
    for reader in (told.manager, told.head, told.xiaoqi):
        assert _shown(read(reader, page)) == both, reader
    for reader in (told.xiaomei, told.supervisor):  # a colleague, and the supervisor of another team
        assert _shown(read(reader, page)) == good, reader
    assert read(told.stranger, page).status_code == 404
    assert read(told.xiaomei, told.url("library/cases/?verdict=improve")).context["rows"] == []


def test_a_case_shows_the_words_of_its_agent_only_and_not_who_the_buyer_is(read, told: Told, starred) -> None:
    starred(minutes=30, agent="xiaomei")
    [row] = read(told.manager, told.url("library/cases/")).context["rows"]

    assert [line.text for line in row.entries] == ["还有吗", "有的，今天发货"]
    assert cases.without_buyer("kim 的电话 13800138000，要2件", ["kim"]) == "k**m 的电话 ***，要2件"


def test_the_conversation_marks_starred_passages_for_those_who_may_read_them(
    read, told: Told, starred
) -> None:
    case = starred("improve")
    kim = BuyerAlias.objects.get(shop=told.shop, nick="kim")
    page = told.url(f"chats/{kim.person}/")

    def lines(answer: HttpResponse) -> list[tuple[str, bool]]:
        return [(one.event or one.text, one.is_starred) for one in answer.context["page"].entries]

    for reader in (told.manager, told.xiaoqi):
        answer = read(reader, page)
        assert lines(answer)[:4] == [
            ("case", False),
            ("想买", True),
            ("好的", True),
            ("hidden" if reader == told.xiaoqi else "还有吗", False),
        ]
        assert told.url(f"library/cases/{case.pk}/") in answer.content.decode()
    assert "case" not in [event for event, _starred in lines(read(told.xiaomei, page))]


def test_a_supervisor_stars_a_passage_by_its_first_and_last_message(read, told: Told) -> None:
    kim = BuyerAlias.objects.get(shop=told.shop, nick="kim")
    page = told.url(f"chats/{kim.person}/star/")
    wu = client(told.manager)
    lines = wu.get(page).context["lines"]
    keys = [key for _line, key, _ticked in lines]
    assert [line.text for line, _key, _ticked in lines] == ["想买", "好的", "还有吗", "有的，今天发货"]

    said = {"verdict": "improve", "comment": "可以主动推荐", "reason": ""}
    assert wu.post(page, said).context["wrong"].startswith("Tick the first")
    assert "one agent" in wu.post(page, said | {"message": [keys[0], keys[3]]}).context["wrong"]
    wu.post(page, said | {"message": keys[2:]})
    case = ChatCase.objects.get()
    assert (case.agent.name, case.first_at, (case.last_at - case.first_at).seconds) == (
        "xiaomei",
        lines[2][0].at,
        10,
    )
    entry = AuditEntry.objects.get(action="library_changed")
    assert "推荐" not in f"{entry.about}{entry.details}"


def test_a_supervisor_stars_and_changes_what_agents_of_her_teams_said_only(read, told: Told, starred) -> None:
    kim = BuyerAlias.objects.get(shop=told.shop, nick="kim")
    lines = read(told.supervisor, told.url(f"chats/{kim.person}/star/")).context["lines"]
    assert {line.agent for line, _key, _ticked in lines} == {"xiaomei"}
    assert read(told.xiaomei, told.url(f"chats/{kim.person}/star/")).status_code == 404

    theirs, hers = starred(), starred(minutes=30, agent="xiaomei")
    assert read(told.supervisor, told.url(f"library/cases/{theirs.pk}/")).status_code == 404
    assert read(told.supervisor, told.url(f"library/cases/{hers.pk}/")).status_code == 200
    client(told.supervisor).post(told.url(f"library/cases/{hers.pk}/"), {"do": "remove"})
    assert list(ChatCase.objects.all()) == [theirs]


def test_more_cases_ask_no_more_questions_and_a_file_holds_them_all(told: Told, starred, read) -> None:
    starred()
    wu = client(told.manager)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert wu.get(told.url("library/cases/")).status_code == 200
        return len(seen)

    starred()
    count()
    few = count()
    for _number in range(6):
        starred()
    assert count() == few
    file = b"".join(wu.get(told.url("library/cases/file.csv")).streaming_content).decode()
    assert file.count("想买") == 8


def test_files_of_the_library_tell_days_and_times_of_the_shop(told: Told, starred, read) -> None:
    starred()
    early = dt.datetime(2026, 5, 12, 17, 30, tzinfo=dt.UTC)  # half past one at night in the shop, of the 13th
    ChatCase.objects.update(created_at=early)
    scripts.add(Script(shop=told.shop, kind="chase", title="催付"), "亲，请付款。", Actor.of(told.manager))
    ScriptVersion.objects.update(created_at=early)

    asked = "library/cases/file.csv?from=2026-05-13&to=2026-05-13"
    for address, said in ((asked, "09:00:00 "), ("library/scripts/file.csv", "亲，请付款。")):
        file = b"".join(read(told.manager, told.url(address)).streaming_content).decode()
        assert "2026-05-13" in file, address
        assert said in file


def test_a_message_of_nobody_known_makes_no_passage() -> None:
    line = Entry(dt.datetime(2026, 5, 12, 1, 0, tzinfo=dt.UTC), text="在吗")
    with pytest.raises(cases.NoPassage, match="none"):
        cases.passage([line], [cases.key(line)])
