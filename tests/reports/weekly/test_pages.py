"""The pages of weekly reports: weeks, one report, comparison, month, an agent's own week."""

import dataclasses
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from chats.models import Job
from reports.models import LostSaleForm, WeeklyReport
from reports.weekly import due, revisions
from reports.weekly.formats import registry as files
from tests.remembered import once
from tests.reports.told import Told, tell
from tests.story import MONDAY

Read = Callable[[User, str], HttpResponse]
NEXT = MONDAY + dt.timedelta(7)


@pytest.fixture
def reported(db: None, tmp_path: Path) -> Told:
    """Both told weeks have their reports."""

    def make() -> Told:
        told = tell(tmp_path / "files")
        for monday in (MONDAY, NEXT):
            revisions.make(told.shop, monday)
        return told

    return once("reported", make)


def send(user: User, address: str) -> HttpResponse:
    client = Client()
    client.force_login(user)
    return client.post(address)


def test_the_list_shows_each_week_with_state_books_and_files(reported: Told, read: Read) -> None:
    page = read(reported.manager, reported.url("weekly/")).content.decode()
    assert "2026-W20" in page and "2026-W21" in page
    assert "provisional until 2026-05-23" in page
    assert page.count("books balance") == 2
    assert page.count("file.csv") == 2
    assert "hx-get" not in page


def test_a_week_without_a_report_can_be_built(told: Told, read: Read, work_off) -> None:
    assert "not built yet" in read(told.manager, told.url("weekly/")).content.decode()

    send(told.manager, told.url("weekly/2026-W20/build/"))
    page = read(told.manager, told.url("weekly/")).content.decode()
    assert "Waiting for a worker" in page and "hx-get" in page
    work_off()

    assert "2026-W20</a>" in read(told.manager, told.url("weekly/")).content.decode()
    assert AuditEntry.objects.filter(action="report_built", about="2026-W20", actor=told.manager).exists()


def test_pressing_twice_builds_once(told: Told) -> None:
    for _ in range(2):
        send(told.manager, told.url("weekly/2026-W20/build/"))
    assert Job.objects.filter(kind=due.kind_of(MONDAY)).count() == 1


def test_a_failure_is_shown_with_its_sentence_and_can_be_tried_again(told: Told, read: Read) -> None:
    job = due.request(told.shop, MONDAY)
    finished = dt.datetime(2026, 5, 20, tzinfo=dt.UTC)
    Job.objects.filter(pk=job.pk).update(
        status="failed",
        message="The job failed. The worker log has the error.",
        finished_at=finished,
    )
    page = read(told.manager, told.url("weekly/")).content.decode()
    assert "The job failed" in page and "Build again" in page


def test_a_shop_without_data_is_told_what_to_do(told: Told, read: Read) -> None:
    page = read(told.stranger, f"/s/{told.stranger.memberships.get().shop_id}/weekly/").content.decode()
    assert "No week to report yet" in page and "Import files" in page


def test_the_list_asks_no_more_for_more_weeks(reported: Told, read: Read) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            read(reported.manager, reported.url("weekly/"))
        return len(caught)

    before = queries()
    report = revisions.of_week(reported.shop, MONDAY)
    for number in range(1, 11):
        monday = MONDAY - number * dt.timedelta(7)
        WeeklyReport.objects.create(
            shop=reported.shop, monday=monday, content=report.content, digest=report.digest
        )
    assert queries() == before


def test_the_report_begins_with_plain_sentences(reported: Told, read: Read) -> None:
    page = read(reported.manager, reported.url("weekly/2026-W20/")).content.decode()
    assert "¥569.00 was paid in the shop" in page
    assert "Reconciled to the cent." in page
    assert page.index("What to know about the data") < page.index("Shop funnel</h2>")
    assert "25,900" not in page and "¥259.00" in page  # xiaomei's sales, in yuan


def test_a_revision_lists_what_is_different(reported: Told, read: Read, late) -> None:
    late(reported, "05-12 20:00 may orders A8 ¥40", "20:01 A8 paid")
    revisions.make(reported.shop, MONDAY)
    page = read(reported.manager, reported.url("weekly/2026-W20/")).content.decode()
    assert "What revision 2 says otherwise" in page
    assert "¥569.00" in page and "¥609.00" in page

    earlier = read(reported.manager, reported.url("weekly/2026-W20/?revision=1")).content.decode()
    assert "This is an earlier revision" in earlier and "¥609.00" not in earlier


def test_every_format_says_the_same_numbers(reported: Told, read: Read) -> None:
    table = read(reported.manager, reported.url("weekly/2026-W20/file.csv")).content.decode("utf-8-sig")
    told = json.loads(read(reported.manager, reported.url("weekly/2026-W20/file.json")).content)
    assert "books,,Paid" not in table
    assert any(line.split(",")[3:6:2] == ["paid_fen", "569.0"] for line in table.splitlines())
    assert told["books"]["figures"]["paid_fen"]["now"] == 56900
    assert told["revision"] == 1


def test_a_format_that_nobody_makes_is_no_page(reported: Told, read: Read) -> None:
    assert read(reported.manager, reported.url("weekly/2026-W20/file.exe")).status_code == 404


@pytest.mark.parametrize("week", ["2026-W54", "2026-W2", "2026-20", "x"])
def test_a_week_that_is_none_is_no_page(reported: Told, read: Read, week: str) -> None:
    assert read(reported.manager, reported.url(f"weekly/{week}/")).status_code == 404


def test_two_weeks_stand_side_by_side(reported: Told, read: Read) -> None:
    address = reported.url("weekly/compare/?first=2026-W20&second=2026-W21")
    page = read(reported.manager, address).content.decode()
    assert "¥569.00" in page and "−100.0" in page
    table = b"".join(read(reported.manager, reported.url("weekly/compare/file.csv")).streaming_content)
    assert "569.0" in table.decode() and "2026-W21" in table.decode()


def test_comparing_needs_two_reports(told: Told, read: Read) -> None:
    assert "Two reports are needed" in read(told.manager, told.url("weekly/compare/")).content.decode()


@pytest.fixture
def one_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the month's PDF is laid out, which takes seconds; tests of formats lay a week out."""
    form = files.FORMATS["pdf"]

    def write(document: revisions.Document) -> bytes:
        return b"%PDF" if "-W" in files.file_name(document, "pdf") else form.write(document)

    monkeypatch.setitem(files.FORMATS, "pdf", dataclasses.replace(form, write=write))


def test_a_month_comes_with_all_its_weeks_as_a_zip(reported: Told, read: Read, one_pdf: None) -> None:
    assert "¥569.00" in read(reported.manager, reported.url("weekly/months/2026-05/")).content.decode()
    answer = read(reported.manager, reported.url("weekly/months/2026-05/file.zip"))
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    labels = {name.removeprefix(f"{reported.shop.name}_").partition(".")[0] for name in names}
    assert labels == {"2026-05", "2026-W20", "2026-W21"}


def test_a_supervisor_of_one_team_finds_no_shop_report(reported: Told, read: Read) -> None:
    for path in ("weekly/", "weekly/2026-W20/", "weekly/2026-W20/file.json", "weekly/months/2026-05/"):
        assert read(reported.supervisor, reported.url(path)).status_code == 404
        assert read(reported.head, reported.url(path)).status_code == 200


def test_my_week_shows_my_figures_and_nobody_elses(reported: Told, read: Read) -> None:
    form = LostSaleForm.objects.create(
        shop=reported.shop,
        agent=reported.xiaomei.agents.get(),
        day=MONDAY,
        status="submitted",
        best_answer="我帮您看一下",
    )
    page = read(reported.xiaomei, reported.url("my-week/?week=2026-W20")).content.decode()
    assert "¥259.00" in page and form.best_answer in page
    assert "xiaoqi" not in page and "xiaolan" not in page
    assert "¥80.00" not in page  # xiaolan's sales


def test_my_week_says_when_it_knows_nothing_of_me(reported: Told, read: Read) -> None:
    page = read(reported.xiaoqi, reported.url("my-week/?week=2026-W21")).content.decode()
    assert "No receptions and no sales of yours in this week." in page
