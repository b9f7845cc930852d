"""Broken, cut off and malicious files are refused in words; nothing ends in a traceback."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chats.importers.base import FileRefused, Parsed
from chats.importers.reading import archive as archives
from chats.importers.reading.text import decode
from chats.importers.registry import parse_file
from tests.chats.importers.builders import SHOP, archive, read, refusal, table, workbook

CHAT = ("agent", "buyer", "direction", "sent_at", "text")
LINE = ("店:小美", "lily", "in", "2026-05-09 10:02:00", "有货吗")
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'
    "<msgs><msg>&lol2;</msg></msgs>"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\t", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "unknown-encoding"),
        (b"abc\xff\xff\xff\xff", "unknown-encoding"),
        (b"PK\x03\x04broken", "broken-archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "broken-spreadsheet"),
        (LAUGHS.encode(), "unsafe-xml"),
        (b"<msgs><msg>", "broken-xml"),
        (b"<!DOCTYPE html><html></html>", "web-page"),
        ("今天天气不错。\n我们去公园。".encode(), "unknown-text"),
        (b"a,b,c\n1,2,3\n", "unknown-text"),
    ],
)
def test_the_refusal_says_what_it_is(data: bytes, code: str):
    assert refusal("x.dat", data).code == code


@pytest.mark.parametrize("kept", [10, 100, 1000, -30])
def test_a_workbook_that_is_cut_off_is_refused(kept: int):
    data = workbook(export=[CHAT, LINE])
    assert refusal("x.xlsx", data[:kept]).code in ("broken-archive", "broken-spreadsheet")


def test_a_cell_of_ten_megabytes_is_refused_with_its_line():
    data = table(CHAT, LINE, (*LINE[:-1], "x" * 10_000_000))
    refused = refusal("x.csv", data)
    assert (refused.code, refused.line) == ("cell-too-long", 3)


def test_a_quote_that_is_never_closed_is_refused_with_its_line():
    data = table(CHAT, LINE) + b'"' + table(*[LINE] * 10_000)
    refused = refusal("x.csv", data)
    assert (refused.code, refused.line) == ("cell-too-long", 3)


def test_an_archive_gives_one_outcome_a_file():
    data = archive(
        {
            "chats/may.csv": table(CHAT, LINE),
            "__MACOSX/chats/._may.csv": b"junk",
            "../../etc/notes.txt": "随便写写".encode(),
            "empty.csv": b"",
        }
    )
    outcomes = dict(parse_file("week.zip", data, SHOP))
    assert list(outcomes) == ["week.zip/chats/may.csv", "week.zip/../../etc/notes.txt", "week.zip/empty.csv"]
    assert outcomes["week.zip/chats/may.csv"].read == 1
    assert outcomes["week.zip/empty.csv"].code == "empty-file"


def test_an_archive_inside_an_archive_is_read_but_not_for_ever():
    inner = archive({"may.csv": table(CHAT, LINE)})
    twice = archive({"inner.zip": inner})
    assert [path for path, _ in parse_file("o.zip", twice, SHOP)] == ["o.zip/inner.zip/may.csv"]
    [(path, refused)] = parse_file("p.zip", archive({"o.zip": twice}), SHOP)
    assert (path, refused.code) == ("p.zip/o.zip/inner.zip", "nested-archive")


def test_names_packed_on_chinese_windows_are_readable():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr(zipfile.ZipInfo("x" * 8), table(CHAT, LINE))
    renamed = data.getvalue().replace(b"x" * 8, "聊天记录".encode("gb18030"))
    assert parse_file("a.zip", renamed, SHOP)[0][0] == "a.zip/聊天记录"


def test_an_empty_archive_is_refused():
    assert refusal("a.zip", archive({})).code == "empty-archive"


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archives, "RATIO_MATTERS_FROM_BYTES", 1000)
    assert refusal("a.zip", archive({"zeros.csv": b"0" * 1_000_000})).code == "archive-too-dense"
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 1 << 20)
    assert refusal("a.zip", archive({"zeros.csv": b"0" * (2 << 20)})).code == "archive-too-large"
    monkeypatch.setattr(archives, "MAX_MEMBERS", 1)
    assert refusal("a.zip", archive({"a": b"1", "b": b"2"})).code == "archive-too-many"


def test_a_bomb_in_a_workbook_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 100)
    assert refusal("a.xlsx", workbook(export=[CHAT, LINE])).code == "archive-too-large"


def test_other_office_documents_are_refused_by_name():
    data = archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert refusal("a.docx", data).code == "office-document"


def test_the_same_chats_are_read_in_every_encoding():
    text = table(CHAT, LINE).decode()
    frames = [
        read("x.csv", text.encode(encoding)).messages
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16")
    ]
    assert all(frame.equals(frames[0]) for frame in frames)


def test_big5_is_read_when_it_is_certain_and_refused_when_it_is_not():
    chat = "時間,內容\n2026-05-09 10:02:00,請問這個顏色還有現貨嗎？今天下單的話什麼時候可以寄出\n" * 2
    assert decode(chat.encode("big5")) == chat
    with pytest.raises(FileRefused, match="unknown-encoding"):
        decode("buyer,text\nlily,請問這個顏色還有現貨嗎？謝謝\n".encode("big5"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"PK\x03\x04", b"{", b"<", "订单编号,".encode(), b"agent,buyer,direction,sent_at\n"]
    ),
)
def test_whatever_the_bytes_are_there_is_an_answer(data: bytes, start: bytes):
    for _, outcome in parse_file("x.bin", start + data, SHOP):
        assert isinstance(outcome, Parsed | FileRefused)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("web.json", b'{"user": "lily", "chats": [{"date": "2026-05-09"', "broken-json"),
        ("log.xml", b"<?xml version='1.0'?><msgs><msg><content>hi", "broken-xml"),
        ("other.json", b'{"weather": "fine"}', "unknown-format"),
    ],
)
def test_a_file_that_was_cut_off_is_called_broken_and_not_unknown(name: str, data: bytes, code: str) -> None:
    [(_path, refused)] = parse_file(name, data, SHOP)
    assert isinstance(refused, FileRefused)
    assert refused.code == code
