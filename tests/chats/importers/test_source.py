"""What a file turns out to be when it is opened."""

import pytest

from chats.importers.base import FileRefused
from chats.importers.reading import source
from chats.importers.reading.source import Source
from chats.importers.reading.text import SAMPLE_BYTES, decode
from tests.chats.importers.builders import refusal, workbook


@pytest.mark.parametrize(
    ("magic", "kind"), [(b"\x1f\x8b", "gzip"), (b"Rar!", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7-Zip")]
)
def test_other_archives_are_refused_by_name(magic: bytes, kind: str):
    refused = refusal("week.dat", magic + b"\x08\x00rest")
    assert (refused.code, refused.params) == ("compressed-otherwise", {"kind": kind})


def test_blank_characters_that_are_no_ascii_are_an_empty_file():
    assert refusal("x.txt", "\u3000\u3000".encode()).code == "empty-file"


def test_a_nul_in_a_text_is_no_text():
    assert refusal("x.txt", b"agent\0buyer").code == "unknown-encoding"


def test_bytes_that_end_in_the_middle_of_a_character_are_no_text():
    with pytest.raises(FileRefused, match="unknown-encoding"):
        decode(b"abc\xff")


def test_characters_for_private_use_are_no_text():
    with pytest.raises(FileRefused, match="unknown-encoding"):
        decode(b"caf\xaa\xa1 ole\n")  # GB18030 for U+E000


def test_big5_that_is_longer_than_the_sample_is_judged_by_whole_lines():
    line = "2026-05-09 10:02:00,請問這個顏色還有現貨嗎？今天下單的話什麼時候可以寄出\n"
    chat = line * (SAMPLE_BYTES // len(line.encode("big5")) + 2)
    assert decode(chat.encode("big5")) == chat


def test_big5_that_breaks_off_behind_the_sample_is_refused():
    line = "2026-05-09 10:02:00,請問這個顏色還有現貨嗎？今天下單的話什麼時候可以寄出\n"
    chat = (line * (SAMPLE_BYTES // len(line.encode("big5")) + 2)).encode("big5")
    with pytest.raises(FileRefused, match="unknown-encoding"):
        decode(chat + b"\xff\xff\n")


class PanicException(BaseException):
    """Named as the library's own, which no program can import."""


@pytest.mark.parametrize("error", [PanicException, OSError, ValueError])
def test_a_spreadsheet_that_the_library_gives_up_on_is_refused(monkeypatch, error: type[BaseException]):
    monkeypatch.setattr(source.CalamineWorkbook, "from_filelike", _raising(error))
    with pytest.raises(FileRefused, match="broken-spreadsheet"):
        _ = Source("x.xlsx", workbook(s=[["a"]]), frozenset()).sheets


def test_an_interruption_while_reading_is_passed_on(monkeypatch):
    monkeypatch.setattr(source.CalamineWorkbook, "from_filelike", _raising(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        _ = Source("x.xlsx", workbook(s=[["a"]]), frozenset()).sheets


def _raising(error: type[BaseException]):
    def raise_it(*_):
        raise error

    return raise_it
