"""Everything hostile that we could think of, in one list: it does no harm, and the page says what was wrong.

A file is uploaded as a manager does, beside a good one. Whatever is in it: the good file is read, nothing
of the hostile one is stored but a batch that says why, nothing is written outside the folder of uploads,
and memory and time stay within bounds (what would break them is refused before it is unpacked).
"""

import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chats.models import ImportBatch, Job, Message, Order
from tests.cast import make_cast
from tests.chats.importers.builders import archive, table, workbook
from tests.safety import hostile_files as files
from tests.safety.hostile_files import CHAT, GOOD, LINE

TEN_MEGABYTES = "x" * 10_000_000
MOST_EXTRA_MEGABYTES = 400

# what: (name of the file, its bytes, words of the English sentence)
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    # XML
    "a billion laughs": ("log.xml", lambda: files.laughing().encode(), "defines entities"),
    "XML that asks for a file": ("log.xml", lambda: files.reaching_out().encode(), "defines entities"),
    "XML nested a hundred thousand deep": ("log.xml", lambda: b"<a>" * 100_000, "XML is cut off"),
    # JSON
    "JSON nested a hundred thousand deep": ("log.json", lambda: b"[" * 100_000, "JSON is cut off"),
    "a number of five thousand digits": ("log.json", lambda: b'{"a": ' + b"9" * 5000 + b"}", "JSON is cut"),
    # zips
    "a zip bomb": ("bomb.zip", lambda: files.bomb(40), "times smaller"),
    "forty small bombs in a zip": ("bombs.zip", files.many_bombs, "times smaller"),
    "zips in zips in zips": ("deep.zip", files.deeply_nested, "nested too deeply"),
    "twenty thousand members": (
        "many.zip",
        lambda: archive({f"{number}.csv": b"" for number in range(20_001)}),
        "at most 20000",
    ),
    "a link to a file of the server": ("link.zip", files.symbolic_link, "This is plain text"),
    "a zip that is cut off": ("cut.zip", lambda: archive({"may.csv": GOOD})[:-30], "damaged or cut off"),
    "an encrypted zip": ("locked.zip", files.encrypted, "protected by a password"),
    "a gzip that is cut off": ("may.csv.gz", files.truncated_gzip, "only .zip is read"),
    # workbooks
    "one cell in the last corner": ("corner.xlsx", lambda: files.far_corner(1_048_576), "spans 1048576 rows"),
    "one cell in the corner of 20,000 rows": ("corner.xlsx", lambda: files.far_corner(20_000), "spans 20000"),
    "the last corner without cell names": ("corner.xlsx", files.nameless_corner, "spans 1048576 rows"),
    "a cell beyond every sheet": (
        "beyond.xlsx",
        lambda: files.sheet(f'<row r="1">{files.cell("A99999999999", "x")}</row>'),
        "damaged",
    ),
    "billions of shared texts": ("texts.xlsx", lambda: files.shared_texts(4_000_000_000), "damaged"),
    "laughs in a workbook": (
        "laughs.xlsx",
        lambda: files.sheet(f'<row r="1">{files.cell("A1", "&a9;")}</row>', before=files.laughing("x")),
        "",
    ),
    "a workbook that is cut off": ("cut.xlsx", lambda: workbook(a=[CHAT, LINE])[:-200], "damaged or cut"),
    "ten megabytes in a cell of a workbook": (
        "cell.xlsx",
        lambda: files.sheet(
            "".join(
                f'<row r="{line}">'
                + "".join(files.cell(f"{c}{line}", v) for c, v in zip("ABCDE", row, strict=True))
                + "</row>"
                for line, row in enumerate((CHAT, (*LINE[:-1], TEN_MEGABYTES)), start=1)
            )
        ),
        "longer than 100000 characters",
    ),
    "two thousand columns in a workbook": ("wide.xlsx", files.wide_workbook, "more than 1000 columns"),
    # text
    "ten megabytes in a cell": (
        "cell.csv", lambda: table(CHAT, LINE, (*LINE[:-1], TEN_MEGABYTES)), "longer than",
    ),
    "a quote that is never closed": (
        "quote.csv", lambda: GOOD + b'"' + table(*[LINE] * 5_000), "quote that is never closed",
    ),
    "a million columns": (
        "wide.csv",
        lambda: table((*CHAT, *(f"c{number}" for number in range(1_000_000))), LINE),
        "more than 1000 columns",
    ),
    "random bytes": ("noise.csv", files.noise, "encoding is not known"),
    "zero bytes between the letters": ("nul.csv", lambda: GOOD.replace(b"lily", b"li\0ly"), "encoding"),
    "UTF-16 without a mark": ("utf16.csv", lambda: GOOD.decode().encode("utf-16-le"), "encoding"),
    "UTF-16 cut within a letter": ("utf16.csv", lambda: GOOD.decode().encode("utf-16")[:-1], "encoding"),
    "two encodings in one file": (
        "mixed.csv", lambda: GOOD + table(LINE).decode().encode("gb18030"), "encoding is not known",
    ),
    "nothing at all": ("empty.csv", lambda: b"", "empty"),
}  # fmt: skip


@pytest.fixture
def upload(
    db: None, client: Client, work_off, settings, tmp_path: Path, django_capture_on_commit_callbacks
) -> Callable[..., str]:
    """A function that uploads one file beside a good one, and returns what the import page says."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cast = make_cast()
    address = reverse("chats:imports", args=[cast.shop.pk])
    client.force_login(cast.manager)

    def send(name: str, data: bytes) -> str:
        sent = [SimpleUploadedFile(name, data), SimpleUploadedFile("good.csv", GOOD)]
        assert client.post(address, {"files": sent}).status_code == 302
        with django_capture_on_commit_callbacks(execute=True):
            work_off()
        return client.get(address).content.decode()

    return send


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_words_and_nothing_of_it_stays(upload, what: str, tmp_path: Path) -> None:
    name, make, words = REFUSED[what]
    data = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    page = upload(name, data)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_EXTRA_MEGABYTES * 1024
    assert words in page
    assert {job.status for job in Job.objects.all()} == {Job.Status.DONE}
    assert not ImportBatch.objects.exclude(status="refused").exclude(path="good.csv").exists()
    assert list(Message.objects.values_list("text", flat=True)) == ["有货吗"]
    assert not Order.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "name", ["../../../evil.csv", "/etc/evil.csv", "..\\..\\evil.csv", "C:\\evil.csv", "a/../../evil.csv"]
)
def test_a_path_in_a_zip_is_a_name_and_nothing_else(upload, tmp_path: Path, name: str) -> None:
    page = upload("paths.zip", archive({name: GOOD}))

    assert Message.objects.count() == 1  # the same line as in the good file
    assert ImportBatch.objects.filter(path__startswith="paths.zip/", status="done").count() == 1
    assert "evil.csv" in page
    assert list(tmp_path.rglob("*evil*")) == []
    assert not Path("/etc/evil.csv").exists()


@pytest.mark.parametrize("name", ["../../evil.csv", "/etc/evil.csv", "<script>alert(1)</script>.csv"])
def test_the_name_of_an_upload_decides_nothing_about_where_it_lies(upload, tmp_path: Path, name: str) -> None:
    page = upload(name, b"nonsense")

    assert list(tmp_path.rglob("*evil*")) == []
    assert "<script>alert" not in page


@pytest.mark.parametrize("cells", [7, 2_000_000])
def test_rows_longer_than_their_header_are_refused_one_by_one(upload, cells: int) -> None:
    later = (*LINE[:3], "2026-05-09 10:03:00", "还在吗")
    long = table(CHAT, (*LINE, *["x"] * (cells - 5)), later)
    upload("long.csv", long)

    assert sorted(Message.objects.values_list("text", flat=True)) == ["有货吗", "还在吗"]
    batch = ImportBatch.objects.get(path="long.csv")
    assert [row.code for row in batch.refusals.all()] == ["too-many-cells"]
    assert sum(len(str(value)) for row in batch.refusals.all() for value in row.raw.values()) < 10_000


def test_the_whole_import_is_one_good_file_however_many_bad_ones_lie_in_the_zip(upload) -> None:
    some = list(REFUSED.values())[:5]
    hostile = {f"{number}-{name}": make() for number, (name, make, _) in enumerate(some)}
    upload("week.zip", archive({"may.csv": GOOD} | hostile))

    assert Message.objects.count() == 1
    assert ImportBatch.objects.filter(status="refused").count() == 5
