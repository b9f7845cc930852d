"""The import pages: files go in, and the page says what became of each of them and how to mend it."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Shop
from chats.models import ImportBatch, Job, Message, RefusedRow
from tests.cast import Cast

HEADER = "客服,买家,方向,时间,类型,内容\n"
TWO_MESSAGES = (
    HEADER + "示例旗舰店:小美,lily,买家,2026-05-09 10:02:00,,有货吗\n"
    "示例旗舰店:小美,lily,客服,2026-05-09 10:02:08,,有的亲\n"
)
ONE_BAD_ROW = TWO_MESSAGES + "示例旗舰店:小美,lily,买家,2026-11-31 10:00:00,,好的\n"
TWO_STRANGERS = "Anna 2026-5-9 9:58:20\n在吗\nBella 2026-5-9 9:58:41\n在的\n"
AGENTS = "子账号,姓名\n示例旗舰店:贝拉,Bella\n"


@pytest.fixture(autouse=True)
def english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def imports(cast: Cast) -> str:
    return reverse("chats:imports", args=[cast.shop.pk])


@pytest.fixture
def upload(cast: Cast, client: Client, imports: str, work_off) -> Callable[..., list[ImportBatch]]:
    """Return a function that uploads files as Wu, has the worker read them, and returns their batches."""

    def send(**files: str | bytes) -> list[ImportBatch]:
        client.force_login(cast.manager)
        sent = [
            SimpleUploadedFile(name.replace("__", "."), text if isinstance(text, bytes) else text.encode())
            for name, text in files.items()
        ]
        assert client.post(imports, {"files": sent}).status_code == 302
        work_off()
        return list(ImportBatch.objects.order_by("pk"))

    return send


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def file_page(cast: Cast, batch: ImportBatch) -> str:
    return reverse("chats:imports_file", args=[cast.shop.pk, batch.pk])


def test_uploaded_files_are_read_and_the_page_tells_kind_and_counts(
    cast: Cast, client: Client, imports: str, upload
) -> None:
    (batch,) = upload(chats__csv=TWO_MESSAGES)

    assert (batch.status, batch.read, batch.added, batch.refused) == ("done", 2, 2, 0)
    assert batch.created_by == cast.manager
    assert Message.objects.filter(shop=cast.shop).count() == 2
    assert "Chats template" in text_of(client, imports)


def test_several_files_go_into_one_job_and_the_figures_are_computed_after_them(upload) -> None:
    batches = upload(chats__csv=TWO_MESSAGES, traffic__csv="日期,访客数\n2026-05-09,1000\n")

    assert [batch.status for batch in batches] == ["done", "done"]
    assert list(Job.objects.order_by("pk").values_list("kind", "status")) == [
        ("import", "done"),
        ("refresh", "done"),
    ]


def test_the_same_file_again_adds_nothing(upload) -> None:
    upload(chats__csv=TWO_MESSAGES)

    again = upload(chats__csv=TWO_MESSAGES)[-1]

    assert (again.read, again.added, again.unchanged) == (2, 0, 2)


@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_upload_stays_on_the_disk_once_it_is_read(settings, tmp_path: Path, upload) -> None:
    settings.MEDIA_ROOT = tmp_path
    upload(chats__csv=TWO_MESSAGES, contract__docx=b"PK\x03\x04 broken")

    assert [path for path in tmp_path.glob("imports/**/*") if path.is_file()] == []


def test_a_large_file_is_kept_without_a_copy_in_memory(settings, upload) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10

    (batch,) = upload(chats__csv=TWO_MESSAGES)

    assert (batch.status, batch.added) == ("done", 2)


def test_a_refused_row_is_shown_with_line_column_and_reason(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(chats__csv=ONE_BAD_ROW)

    page = text_of(client, file_page(cast, batch))

    assert (batch.read, batch.added, batch.refused) == (3, 2, 1)
    assert "2026-11-31 10:00:00” is not a time" in page
    assert '<td class="row-number" data-label="Row">4</td>' in page


def test_the_reason_is_told_in_the_readers_language(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(chats__csv=ONE_BAD_ROW)
    cast.manager.language = "zh-hans"
    cast.manager.save()

    assert "不是有效的时间" in text_of(client, file_page(cast, batch))


def test_refused_rows_can_be_mended_and_uploaded_again(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(chats__csv=ONE_BAD_ROW)
    answer = client.get(reverse("chats:imports_refused", args=[cast.shop.pk, batch.pk]))
    mended = answer.content.decode("utf-8-sig").replace("2026-11-31", "2026-05-09")

    second = upload(mended__csv=mended)[-1]

    assert "attachment" in answer["Content-Disposition"]
    assert (second.read, second.added, second.refused) == (1, 1, 0)


def test_without_refused_rows_there_is_nothing_to_download(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(chats__csv=TWO_MESSAGES)

    address = reverse("chats:imports_refused", args=[cast.shop.pk, batch.pk])

    assert client.get(address).status_code == 404
    assert address not in text_of(client, file_page(cast, batch))


def test_a_file_of_no_known_kind_is_refused_with_the_reason(
    cast: Cast, client: Client, imports: str, upload
) -> None:
    (batch,) = upload(orders__csv="<!doctype html><html><body>订单</body></html>")

    assert batch.status == "refused"
    for address in (imports, file_page(cast, batch)):
        assert "This is a web page" in text_of(client, address)


def test_a_chat_of_strangers_asks_who_is_who_and_then_goes_on(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(copy__txt=TWO_STRANGERS)
    address = file_page(cast, batch)
    assert batch.status == "mapping"
    assert "Who is who in this chat?" in text_of(client, address)

    client.post(address, {"buyer": "Anna", "agent": "示例旗舰店:小美"})
    upload(traffic__csv="日期,访客数\n2026-05-09,1000\n")

    batch.refresh_from_db()
    assert (batch.status, batch.added, batch.buyer, batch.agent) == ("done", 2, "Anna", "示例旗舰店:小美")


def test_saying_nothing_about_who_is_who_is_not_enough(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(copy__txt=TWO_STRANGERS)

    answer = client.post(file_page(cast, batch), {"buyer": "", "agent": ""})

    assert "Say who the buyer is, or name the agent." in answer.content.decode()
    batch.refresh_from_db()
    assert batch.status == "mapping"


def test_a_buyer_who_did_not_speak_is_not_taken(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(copy__txt=TWO_STRANGERS)

    assert client.post(file_page(cast, batch), {"buyer": "Carla"}).status_code == 200
    batch.refresh_from_db()
    assert batch.status == "mapping"


def test_a_roster_uploaded_beside_a_chat_answers_who_is_who(upload) -> None:
    chat, roster = upload(copy__txt=TWO_STRANGERS, agents__csv=AGENTS)

    assert (chat.status, roster.status) == ("done", "done")


def test_agents_that_the_shop_did_not_know_are_named(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(chats__csv=TWO_MESSAGES.replace("小美", "小新"))

    assert "New agents: 示例旗舰店:小新" in text_of(client, file_page(cast, batch))


def test_a_file_over_the_limit_is_refused_before_it_is_kept(
    settings, cast: Cast, client: Client, imports: str
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 20
    client.force_login(cast.manager)

    answer = client.post(imports, {"files": SimpleUploadedFile("chats.csv", TWO_MESSAGES.encode())})

    assert "chats.csv is too large" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_sending_no_file_asks_for_one(cast: Cast, client: Client, imports: str) -> None:
    client.force_login(cast.manager)

    assert "Choose at least one file." in client.post(imports, {}).content.decode()


@pytest.mark.parametrize("name", ["chats", "traffic", "agents"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_template_can_be_uploaded_as_it_is(
    cast: Cast, client: Client, upload, name: str, language: str
) -> None:
    cast.manager.language = language
    cast.manager.save()
    client.force_login(cast.manager)
    content = client.get(reverse("chats:imports_template", args=[cast.shop.pk, name])).content

    (batch,) = upload(template__csv=content)

    assert (batch.kind, batch.status, batch.read, batch.refused) == (f"{name}_template", "done", 2, 0)
    header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert header[0].isascii() == (language == "en")


def test_an_unknown_template_is_not_found(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)

    assert client.get(reverse("chats:imports_template", args=[cast.shop.pk, "salaries"])).status_code == 404


def test_the_list_asks_for_news_while_something_is_under_way_and_stops_then(
    cast: Cast, client: Client, imports: str, work_off
) -> None:
    client.force_login(cast.manager)
    client.post(imports, {"files": SimpleUploadedFile("chats.csv", TWO_MESSAGES.encode())})
    latest = reverse("chats:imports_latest", args=[cast.shop.pk])

    assert "hx-trigger" in text_of(client, latest)
    assert "Reading the file" in text_of(client, latest)
    work_off()
    assert "hx-trigger" not in text_of(client, latest)


def test_a_job_nobody_begins_makes_the_page_ask_for_the_worker(
    cast: Cast, client: Client, imports: str
) -> None:
    client.force_login(cast.manager)
    job = Job.objects.create(shop=cast.shop, kind="refresh")
    assert "Does the worker run?" not in text_of(client, imports)

    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - dt.timedelta(minutes=2))

    assert "Does the worker run?" in text_of(client, imports)


def test_a_computation_that_failed_is_told(cast: Cast, client: Client, imports: str) -> None:
    client.force_login(cast.manager)
    Job.objects.create(shop=cast.shop, kind="refresh", status="failed", message="The disk is full.")

    assert "Computing the figures failed" in text_of(client, imports)
    assert "The disk is full." in text_of(client, imports)


def test_the_list_tells_shop_time(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(chats__csv=TWO_MESSAGES)
    evening = dt.datetime(2026, 5, 12, 1, 30, tzinfo=dt.UTC)
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=evening)
    Shop.objects.filter(pk=cast.shop.pk).update(timezone="America/New_York")

    assert "2026-05-11 21:30" in text_of(client, f"/s/{cast.shop.pk}/imports/")


def test_a_file_of_another_shop_is_not_found(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(chats__csv=ONE_BAD_ROW)
    client.force_login(cast.stranger)

    for shop in (cast.shop, cast.other_shop):
        for page in ("chats:imports_file", "chats:imports_refused"):
            assert client.get(reverse(page, args=[shop.pk, batch.pk])).status_code == 404
    assert client.post(reverse("chats:imports_file", args=[cast.other_shop.pk, batch.pk])).status_code == 404


def test_an_agent_finds_no_import_page(cast: Cast, client: Client, upload) -> None:
    (batch,) = upload(chats__csv=TWO_MESSAGES)
    client.force_login(cast.agent)

    assert client.get(file_page(cast, batch)).status_code == 404
    assert client.post(reverse("chats:imports", args=[cast.shop.pk])).status_code == 404


def test_ten_more_files_ask_the_database_no_more_often(cast: Cast, client: Client, imports: str) -> None:
    client.force_login(cast.manager)
    done = Job.objects.create(shop=cast.shop, kind="import", status="done")

    def queries_with(files: int) -> int:
        for number in range(files):
            ImportBatch.objects.create(
                shop=cast.shop, path=f"{number}.csv", status="done", job=done, created_by=cast.manager
            )
        with CaptureQueriesContext(connection) as captured:
            client.get(imports)
        return len(captured)

    queries_with(1)  # the first visit remembers the shop in the session
    assert queries_with(1) == queries_with(10)


def test_the_history_has_pages(cast: Cast, client: Client, imports: str) -> None:
    client.force_login(cast.manager)
    for number in range(21):
        ImportBatch.objects.create(shop=cast.shop, path=f"file-{number:02}.csv", status="done")

    assert "file-00.csv" not in text_of(client, imports)
    assert "file-00.csv" in text_of(client, imports + "?page=2")


def test_many_refused_rows_come_in_pages(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    batch = ImportBatch.objects.create(shop=cast.shop, path="a.csv", status="done", refused=101)
    for line in range(2, 103):
        RefusedRow.objects.create(batch=batch, line=line, column="时间", code="missing-value")

    first = text_of(client, file_page(cast, batch))

    assert first.count("a value is required") == 100
    assert text_of(client, file_page(cast, batch) + "?page=2").count("a value is required") == 1
