"""Scripts of the library: in versions, by whom, found by words and reasons."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.actor import Actor
from accounts.models import AuditEntry
from reports.library.scripts import verbs as scripts
from reports.models import (
    Script,
)
from reports.reasons import taxonomy as reasons
from tests.cast import Cast, make_cast
from tests.reports.library.readers import client, url


@pytest.fixture
def cast(db: None) -> Cast:
    found = make_cast()
    reasons.ensure(found.shop)
    return found


@pytest.fixture
def script(cast: Cast) -> Script:
    """A script of two versions."""
    kept = scripts.add(
        Script(shop=cast.shop, kind="chase", title="催付"), "亲，请付款。", Actor.of(cast.supervisor)
    )
    scripts.write(kept, "亲，请今天付款哦。", "说明时间", Actor.of(cast.agent), seen=1)
    return kept


def test_each_version_says_what_it_changed(cast: Cast, script: Script) -> None:
    newest, first = scripts.changes(script.versions.all())

    assert [(one.version.number, one.version.author) for one in (newest, first)] == [
        (2, cast.agent),
        (1, cast.supervisor),
    ]
    assert newest.parts == [
        ("same", "亲，请"),
        ("new", "今天"),
        ("same", "付款"),
        ("new", "哦"),
        ("same", "。"),
    ]
    assert first.parts == [("same", "亲，请付款。")]


def test_words_of_latin_letters_change_as_a_whole() -> None:
    assert scripts.differences("free gift", "free gifts") == [
        ("same", "free "),
        ("gone", "gift"),
        ("new", "gifts"),
    ]


def test_an_agent_writes_a_version_and_goes_back_to_an_older_one(cast: Cast, script: Script) -> None:
    page = url(cast, f"scripts/{script.pk}/change/")
    xiaomei = client(cast.agent)
    form = xiaomei.get(f"{page}?from=1").context["words"]
    xiaomei.post(page, {"text": form.initial["text"], "note": form.initial["note"], "seen": 2})

    newest = script.versions.first()
    assert (newest.number, newest.text, newest.note) == (3, "亲，请付款。", "Back to version 1")
    assert newest.author == cast.agent


def test_whoever_did_not_see_the_latest_version_reads_it_first(cast: Cast, script: Script) -> None:
    page = url(cast, f"scripts/{script.pk}/change/")
    xiaomei = client(cast.agent)
    answer = xiaomei.post(page, {"text": "亲，付款！", "seen": 1})

    assert "newer version" in answer.content.decode()
    assert "亲，请今天付款哦。" in answer.content.decode()
    assert answer.context["words"]["text"].value() == "亲，付款！"
    assert script.versions.count() == 2
    xiaomei.post(page, {"text": "亲，付款！", "seen": answer.context["words"]["seen"].value()})
    assert script.versions.first().text == "亲，付款！"


def test_the_same_words_make_no_version(cast: Cast, script: Script) -> None:
    assert scripts.write(script, "亲，请今天付款哦。", "", Actor.of(cast.agent), seen=2) is None
    assert script.versions.count() == 2


def test_an_agent_changes_words_only_and_retires_nothing(cast: Cast, script: Script) -> None:
    xiaomei, lan = client(cast.agent), client(cast.supervisor)
    page = url(cast, f"scripts/{script.pk}/change/")
    xiaomei.post(page, {"text": "新", "seen": 2, "title": "别的", "kind": "other"})
    script.refresh_from_db()
    assert (script.title, script.kind, script.versions.count()) == ("催付", "chase", 3)

    retire = url(cast, f"scripts/{script.pk}/retire/")
    assert xiaomei.post(retire, {"do": "retire"}).status_code == 404
    lan.post(retire, {"do": "retire"})
    assert scripts.filter_scripts(scripts.library(cast.shop)).count() == 0
    assert list(scripts.filter_scripts(scripts.library(cast.shop), retired=True)) == [script]
    acts = [
        entry.details["act"] for entry in AuditEntry.objects.filter(action="library_changed").order_by("pk")
    ]
    assert acts == ["created", "version 2", "version 3", "retired"]


def test_scripts_are_found_by_words_and_by_the_reason_or_its_group(cast: Cast, script: Script) -> None:
    codes = reasons.by_code(cast.shop)
    none, late, price = codes["chase.none"], codes["chase.late"], codes["selling.price"]
    for reason, title in ((none, "没催"), (none.parent, "催付总则"), (price, "太贵")):
        scripts.add(
            Script(shop=cast.shop, kind="other", title=title, reason=reason),
            f"{title}的话",
            Actor.of(cast.agent),
        )

    def found(**wanted: object) -> list[str]:
        return sorted(one.title for one in scripts.filter_scripts(scripts.library(cast.shop), **wanted))

    assert found(reason=none.pk) == ["催付总则", "没催"]
    assert found(reason=late.pk) == ["催付总则"]
    assert found(reason=none.parent_id) == ["催付总则", "没催"]
    assert found(q="太贵 的话") == ["太贵"]
    assert found(q="今天") == ["催付"]
    assert found(q="请付款") == []  # the words of an old version
    assert found(kind="chase") == ["催付"]


def test_more_scripts_ask_no_more_questions(cast: Cast, script: Script) -> None:
    lan = client(cast.supervisor)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert lan.get(url(cast, "scripts/")).status_code == 200
        return len(seen)

    count()
    few = count()
    for number in range(10):
        scripts.add(Script(shop=cast.shop, kind="chase", title=f"{number}"), "x", Actor.of(cast.agent))
    assert count() == few
