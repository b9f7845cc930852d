"""The library: scripts in versions, promotions that were read or not, passages and who may read them."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Agent, AuditEntry, User
from chats.models import BuyerAlias
from reports import cases, promotion_calendar, promotions, reasons, scripts
from reports.models import (
    ChatCase,
    LostSaleEntry,
    LostSaleForm,
    Promotion,
    PromotionRead,
    Script,
    ScriptVersion,
)
from tests.cast import Cast, make_cast
from tests.reports.told import Told

DAY = dt.date(2026, 5, 11)
NOON = dt.datetime(2026, 5, 11, 4, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    found = make_cast()
    reasons.ensure(found.shop)
    return found


@pytest.fixture
def script(cast: Cast) -> Script:
    """A script of two versions."""
    kept = scripts.add(Script(shop=cast.shop, kind="chase", title="催付"), "亲，请付款。", cast.supervisor)
    scripts.write(kept, "亲，请今天付款哦。", "说明时间", cast.agent, seen=1)
    return kept


def client(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def url(cast: Cast, path: str) -> str:
    return f"/s/{cast.shop.pk}/library/{path}"


# --- Scripts


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
    assert script.versions.count() == 2
    xiaomei.post(page, {"text": "亲，付款！", "seen": answer.context["words"]["seen"].value()})
    assert script.versions.first().text == "亲，付款！"


def test_the_same_words_make_no_version(cast: Cast, script: Script) -> None:
    assert scripts.write(script, "亲，请今天付款哦。", "", cast.agent, seen=2) is None
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
    assert scripts.picked(scripts.library(cast.shop)).count() == 0
    assert list(scripts.picked(scripts.library(cast.shop), retired=True)) == [script]
    acts = [
        entry.details["act"] for entry in AuditEntry.objects.filter(action="library_changed").order_by("pk")
    ]
    assert acts == ["created", "version 2", "version 3", "retired"]


def test_scripts_are_found_by_words_and_by_the_reason_or_its_group(cast: Cast, script: Script) -> None:
    codes = reasons.by_code(cast.shop)
    none, late, price = codes["chase.none"], codes["chase.late"], codes["selling.price"]
    for reason, title in ((none, "没催"), (none.parent, "催付总则"), (price, "太贵")):
        scripts.add(
            Script(shop=cast.shop, kind="other", title=title, reason=reason), f"{title}的话", cast.agent
        )

    def found(**wanted: object) -> list[str]:
        return sorted(one.title for one in scripts.picked(scripts.library(cast.shop), **wanted))

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
        scripts.add(Script(shop=cast.shop, kind="chase", title=f"{number}"), "x", cast.agent)
    assert count() == few


# --- Promotions


@pytest.fixture
def promo(cast: Cast) -> Promotion:
    """满减, of the 11th to the 13th, written down a day before."""
    kept = Promotion(
        shop=cast.shop,
        title="满减",
        text="满199减20",
        first_day=DAY,
        last_day=DAY + 2 * ONE_DAY,
        author=cast.manager,
    )
    promotions.save(kept, cast.manager)
    Promotion.objects.update(created_at=NOON - ONE_DAY)
    kept.refresh_from_db()
    return kept


def read_at(promotion: Promotion, user: User, at: dt.datetime) -> None:
    PromotionRead.objects.create(promotion=promotion, user=user, read_at=at)


def known(agent: Agent, day: dt.date = DAY, at: dt.datetime = NOON) -> list[str]:
    return [one.state for one in promotions.briefed(agent, day, at)]


def test_what_was_confirmed_by_then_counts_and_what_came_later_does_not(cast: Cast, promo: Promotion) -> None:
    assert known(cast.xiaomei) == ["unread"]
    read_at(promo, cast.agent, NOON + HOUR)
    assert known(cast.xiaomei) == ["unread"]
    assert known(cast.xiaomei, at=NOON + HOUR) == ["read"]
    assert known(cast.xiaomei, at=NOON - 2 * ONE_DAY) == ["later"]
    assert known(cast.xiaoqi) == ["no_account"]


def test_only_promotions_of_the_day_that_still_held_are_told(cast: Cast, promo: Promotion) -> None:
    assert known(cast.xiaomei, DAY - ONE_DAY) == []
    assert known(cast.xiaomei, DAY + 2 * ONE_DAY) == ["unread"]
    assert known(cast.xiaomei, DAY + 3 * ONE_DAY) == []
    Promotion.objects.update(withdrawn_at=NOON)
    assert known(cast.xiaomei) == []
    assert known(cast.xiaomei, at=NOON - HOUR) == ["unread"]


def test_a_change_must_be_confirmed_anew_and_what_she_knew_before_stays_known(
    cast: Cast, promo: Promotion
) -> None:
    read_at(promo, cast.agent, NOON - 3 * HOUR)
    Promotion.objects.update(changed_at=NOON - HOUR)
    assert known(cast.xiaomei, at=NOON - 2 * HOUR) == ["read"]
    assert known(cast.xiaomei) == ["older"]

    read_at(promo, cast.agent, NOON + HOUR)
    assert known(cast.xiaomei) == ["older"]
    assert known(cast.xiaomei, at=NOON + 2 * HOUR) == ["read"]
    assert known(cast.xiaomei, at=NOON - 2 * HOUR) == ["read"]


def test_a_reviewer_sees_beside_a_promotion_reason_what_the_agent_had_read(
    cast: Cast, promo: Promotion
) -> None:
    codes = reasons.by_code(cast.shop)
    form = LostSaleForm.objects.create(shop=cast.shop, agent=cast.xiaomei, day=DAY, status="submitted")
    for name, code in (("lily", "promo.unknown"), ("tom", "price.above")):
        LostSaleEntry.objects.create(
            form=form, buyer_name=name, first_at=NOON, last_at=NOON, reason=codes[code]
        )
    lan = client(cast.supervisor)
    said = lan.get(f"/s/{cast.shop.pk}/lost-sales/reviews/").content.decode()
    assert said.count("not confirmed by then") == 1

    read_at(promo, cast.agent, NOON - HOUR)
    rows = f"/s/{cast.shop.pk}/lost-sales/causes/rows/?from={DAY}&to={DAY}"
    for address in (f"/s/{cast.shop.pk}/lost-sales/reviews/", rows):
        assert lan.get(address).content.decode().count("confirmed 05-11 11:00") == 1, address


def test_an_agent_confirms_what_stood_on_her_page(cast: Cast, promo: Promotion) -> None:
    xiaomei, page = client(cast.agent), url(cast, f"promotions/{promo.pk}/read/")
    Promotion.objects.update(changed_at=NOON)
    xiaomei.post(page, {"seen": ""})
    assert not PromotionRead.objects.exists()

    for _twice in range(2):
        xiaomei.post(page, {"seen": NOON.isoformat()})
    assert PromotionRead.objects.get().user == cast.agent
    assert client(cast.supervisor).post(page, {"seen": NOON.isoformat()}).status_code == 404


def test_a_change_asks_again_unless_it_was_a_slip_of_the_pen(cast: Cast, promo: Promotion) -> None:
    today = timezone.localdate()
    lan, page = client(cast.supervisor), url(cast, f"promotions/{promo.pk}/change/")
    told = {"title": "满减", "text": "满199减20", "items": "", "first_day": DAY, "last_day": today}

    def save(**changed: object) -> dt.datetime | None:
        assert lan.post(page, told | changed).status_code == 302
        promo.refresh_from_db()
        return promo.changed_at

    assert save(text="满199减20。") is None
    assert save(text="满199减30", again="on") is not None
    agents = promotions.readers(cast.supervisor, cast.shop, [promo], today)[0][1]
    assert [one.name for one in agents.unread] == ["小美"]
    assert [one.name for one in agents.no_account] == ["小七"]
    promotions.confirm(promo, cast.agent)
    [(_promo, agents)] = promotions.readers(cast.supervisor, cast.shop, [promo], today)
    assert ([one.name for one, _at in agents.read], agents.count) == (["小美"], 2)
    changed = promo.changed_at
    assert save(text="满199减30", again="on") == changed  # nothing changed


def test_a_promotion_does_not_end_before_it_begins(cast: Cast) -> None:
    told = {"title": "x", "text": "x", "first_day": "2026-05-11", "last_day": "2026-05-10"}
    answer = client(cast.manager).post(url(cast, "promotions/new/"), told)

    assert "The last day lies before the first." in answer.content.decode()
    assert not Promotion.objects.exists()


def test_a_withdrawn_promotion_waits_for_nobody_and_comes_back_to_be_confirmed(
    cast: Cast, promo: Promotion
) -> None:
    lan, page = client(cast.supervisor), url(cast, f"promotions/{promo.pk}/withdraw/")
    assert lan.get(page).status_code == 200
    promo.refresh_from_db()
    assert promo.withdrawn_at is None

    lan.post(page)
    read = url(cast, f"promotions/{promo.pk}/read/")
    assert client(cast.agent).post(read, {"seen": ""}).status_code == 404
    lan.post(page)
    promo.refresh_from_db()
    assert promo.withdrawn_at is None
    assert promo.changed_at is not None


def test_a_month_shows_the_days_that_a_promotion_covers(promo: Promotion) -> None:
    month = promotion_calendar.lay_out(promotion_calendar.month_of("2026-05", DAY), [promo], DAY)

    assert (month.span.days, month.before, month.after, month.today) == (31, "2026-04", "2026-06", 10)
    assert [(bar.start, bar.width) for bar in month.bars] == [(10, 3)]
    assert month.weekends[:2] == [1, 2]  # May 2026 begins on a Friday
    promo.first_day, promo.last_day = dt.date(2026, 4, 20), dt.date(2026, 6, 2)
    month = promotion_calendar.lay_out(month.span, [promo], dt.date(2026, 6, 1))
    assert [(bar.start, bar.width) for bar in month.bars] == [(0, 31)]
    assert month.today is None
    assert promotion_calendar.month_of("nonsense", DAY).first == dt.date(2026, 5, 1)


# --- Cases


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
        return cases.save(one, told.manager)

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
    scripts.add(Script(shop=told.shop, kind="chase", title="催付"), "亲，请付款。", told.manager)
    ScriptVersion.objects.update(created_at=early)

    asked = "library/cases/file.csv?from=2026-05-13&to=2026-05-13"
    for address, said in ((asked, "09:00:00 "), ("library/scripts/file.csv", "亲，请付款。")):
        file = b"".join(read(told.manager, told.url(address)).streaming_content).decode()
        assert "2026-05-13" in file, address
        assert said in file
