"""Files into the books: batches, refusals, mappings, zips, and what stays behind (contracts.md)."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Shop
from chats.importers.base import FileRefused, MappingNeeded, Notice, Refusal, ShopContext
from chats.imports import kept_bytes
from chats.imports import verbs as ingest
from chats.models import ImportBatch, Message, RefusedRow
from tests.chats.store.builders import answered, parsed, said, working

DONE, REFUSED, MAPPING = (ImportBatch.Status[name] for name in ("DONE", "REFUSED", "NEEDS_MAPPING"))


class Importers:
    """Stands in for the importers: what each file name holds, and which files were read."""

    def __init__(self) -> None:
        self.files: dict[str, object] = {}
        self.read: list[str] = []

    def parse_file(self, name: str, data: bytes, context: ShopContext) -> list:
        self.read.append(Path(name).name)
        if data.startswith(b"PK"):
            inner = zipfile.ZipFile(BytesIO(data)).namelist()
            return [(f"{name}/{one}", self.one(one, context)) for one in inner]
        return [(name, self.one(name, context))]

    def one(self, name: str, context: ShopContext) -> object:
        held = self.files[Path(name).name]
        return held(context) if callable(held) else held


@pytest.fixture
def importers(monkeypatch: pytest.MonkeyPatch) -> Importers:
    fake = Importers()
    monkeypatch.setattr(ingest, "parse_file", fake.parse_file)
    return fake


@pytest.fixture
def shop(db) -> Shop:
    return Shop.objects.create(name="测试旗舰店", main_account="店")


def window(context: ShopContext):
    """A window copy: its agent must be told, or be in the roster."""
    if context.agent or "店:小美" in context.agents:
        return parsed(messages=[said("在吗"), answered("在的")])
    return MappingNeeded(["小美", "lily"])


def zipped(*names: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, f"bytes of {name}")
    return packed.getvalue()


def kept_files() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT) / kept_bytes.FOLDER
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.fixture(autouse=True)
def empty_media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_file_becomes_a_batch_with_counts_that_add_up(shop: Shop, importers: Importers):
    bad = Refusal(7, "时间", "bad-time", {"found": "2026-11-31"}, {"买家": "lily", "时间": "2026-11-31"})
    importers.files["chats.csv"] = parsed(
        messages=[said("在吗"), answered("在的")],
        refusals=[bad],
        repeated=1,
        notices=[Notice("masked-nicks", {"count": "3"})],
    )
    (batch,) = ingest.import_bytes(shop, "dir/chats.csv", b"x")
    assert batch.status == DONE
    assert ingest.batch_report(batch) == {
        "path": "dir/chats.csv",
        "kind": "test",
        "read": 4,
        "added": 2,
        "changed": 0,
        "unchanged": 1,
        "refused": 1,
        "new_agents": ["店:小美"],
        "errors": [
            {
                "line": 7,
                "column": "时间",
                "code": "bad-time",
                "message": "“2026-11-31”不是有效的时间。请写成 2026-05-09 10:02:00。",
            }
        ],
    }
    assert RefusedRow.objects.get().raw == {"买家": "lily", "时间": "2026-11-31"}
    assert batch.notices == [{"code": "masked-nicks", "params": {"count": "3"}}]
    assert set(Message.objects.values_list("batch_id", flat=True)) == {batch.pk}


def test_a_refused_file_says_why(shop: Shop, importers: Importers):
    importers.files["x.csv"] = FileRefused("broken-ids", line=3, column="订单编号", found="9.00E+16")
    (batch,) = ingest.import_bytes(shop, "x.csv", b"x")
    assert batch.status == REFUSED
    (error,) = ingest.batch_report(batch)["errors"]
    assert (error["line"], error["column"], error["code"]) == (3, "订单编号", "broken-ids")
    assert "9.00E+16" in error["message"]


def test_the_same_bytes_again_are_not_even_read(shop: Shop, importers: Importers):
    importers.files["a.csv"] = parsed(messages=[said("?")])
    ingest.import_bytes(shop, "a.csv", b"a")  # creates an agent, so the next reading could differ
    ingest.import_bytes(shop, "a.csv", b"a")
    (third,) = ingest.import_bytes(shop, "a.csv", b"a")
    assert importers.read == ["a.csv", "a.csv"]
    assert (third.read, third.added, third.unchanged, third.kind) == (1, 0, 1, "test")


@pytest.mark.parametrize("difference", ["other bytes", "a mapping", "another file since", "a refused row"])
def test_the_same_file_is_read_again_where_something_could_differ(
    shop: Shop, importers: Importers, difference: str
):
    bad = [Refusal(7, "时间", "bad-time", {"found": ""})] if difference == "a refused row" else []
    importers.files["a.csv"] = parsed(messages=[said("?")], refusals=bad)
    importers.files["b.csv"] = parsed(messages=[said("!")])
    for _ in range(2):
        ingest.import_bytes(shop, "a.csv", b"a")
    if difference == "another file since":
        ingest.import_bytes(shop, "b.csv", b"b")
    importers.read.clear()
    agent = "店:小美" if difference == "a mapping" else ""
    (again,) = ingest.import_bytes(shop, "a.csv", b"A" if difference == "other bytes" else b"a", agent)
    assert importers.read == ["a.csv"]
    assert (again.added, again.unchanged) == (0, 1)


def waiting(shop: Shop, name: str, data: bytes) -> ImportBatch:
    """What the upload page leaves for its job."""
    return ImportBatch.objects.create(
        shop=shop, path=name, sha256="", stored_as=kept_bytes.keep(shop.pk, data)
    )


@pytest.mark.parametrize(
    ("held", "status"), [(parsed(messages=[said("?")]), DONE), (FileRefused("web-page"), REFUSED)]
)
def test_the_bytes_go_once_the_file_is_read(
    shop: Shop, importers: Importers, django_capture_on_commit_callbacks, held: object, status: str
):
    importers.files["a.csv"] = held
    batch = waiting(shop, "a.csv", b"a")
    with django_capture_on_commit_callbacks(execute=True):
        ingest.run_batch(batch)
    batch.refresh_from_db()
    assert (batch.status, batch.stored_as, kept_files()) == (status, "", [])


def test_a_batch_that_is_done_is_left_alone(shop: Shop, importers: Importers):
    importers.files["a.csv"] = parsed(messages=[said("?")])
    batch = waiting(shop, "a.csv", b"a")
    ingest.run_batch(batch)
    assert ingest.run_batch(ImportBatch.objects.get(pk=batch.pk)) == [batch]
    assert importers.read == ["a.csv"]


def test_a_chat_waits_with_its_bytes_until_a_person_names_the_agent(
    shop: Shop, importers: Importers, django_capture_on_commit_callbacks
):
    importers.files["window.txt"] = window
    batch = waiting(shop, "window.txt", b"w")
    with django_capture_on_commit_callbacks(execute=True):
        ingest.run_batch(batch)
    assert (batch.status, batch.error["params"]) == (MAPPING, {"speakers": "小美、lily"})
    assert [file.read_bytes() for file in kept_files()] == [b"w"]
    batch.agent, batch.status, batch.error = "店:小美", ImportBatch.Status.WAITING, {}
    with django_capture_on_commit_callbacks(execute=True):
        ingest.run_batch(batch)
    assert (batch.status, batch.added, kept_files()) == (DONE, 2, [])


def test_a_zip_gives_one_batch_a_file_inside(shop: Shop, importers: Importers):
    importers.files |= {"a.csv": parsed(messages=[said("?")]), "b.csv": FileRefused("web-page")}
    batch = waiting(shop, "all.zip", zipped("a.csv", "b.csv"))
    batches = ingest.run_batch(batch)
    assert [(one.path, one.status) for one in batches] == [
        ("all.zip/a.csv", DONE),
        ("all.zip/b.csv", REFUSED),
    ]
    assert batches[-1].pk == batch.pk
    assert ImportBatch.objects.count() == 2


def test_a_chat_in_a_zip_waits_alone(shop: Shop, importers: Importers):
    importers.files |= {"a.csv": parsed(messages=[said("?", agent="店:小七")]), "window.txt": window}
    _, chat = ingest.run_batch(waiting(shop, "all.zip", zipped("a.csv", "window.txt")))
    assert (chat.path, chat.status) == ("all.zip/window.txt", MAPPING)
    assert kept_bytes.read(chat.stored_as) == b"bytes of window.txt"
    chat.agent, chat.status, chat.error = "店:小美", ImportBatch.Status.WAITING, {}
    importers.read.clear()
    (done,) = ingest.run_batch(chat)
    assert (done.pk, done.path, done.added) == (chat.pk, "all.zip/window.txt", 2)


def test_a_folder_is_read_file_by_file_and_its_chats_know_its_roster(
    shop: Shop, importers: Importers, tmp_path: Path
):
    for name in ("chat/window.txt", "roster.csv", ".DS_Store", "Thumbs.db"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(name.encode())
    importers.files |= {"window.txt": window, "roster.csv": parsed(agents=[working("店:小美", "小美")])}
    batches = ingest.import_path(shop, tmp_path / "in")
    assert [Path(one.path).name for one in batches] == ["window.txt", "roster.csv"]
    assert [(one.status, one.added) for one in batches] == [(DONE, 2), (DONE, 1)]


def test_bytes_that_are_gone_are_refused_in_words(shop: Shop):
    batch = ImportBatch.objects.create(shop=shop, path="a.csv", sha256="", stored_as="imports/1/gone")
    ingest.run_batch(batch)
    assert (batch.status, batch.error["code"]) == (REFUSED, "empty-file")
