"""The bulk path of the chats template: fast and slow readers agree, lines are physical lines."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chats.attribution.columns import AUTO, CARD, IMAGE, IN, OUT, SYSTEM, TEXT
from chats.importers.reading import bulk
from tests.chats.importers.builders import read, refusal, table, workbook

HEADER = ("agent", "buyer", "direction", "sent_at", "kind", "text")
LINE = ("店:小美", "lily", "in", "2026-05-09 10:02:00", "", "有货吗")


def chat(*rows, header=HEADER):
    return read("chats.csv", table(header, *rows))


def changed(**cells: str) -> tuple[str, ...]:
    return tuple({**dict(zip(HEADER, LINE, strict=True)), **cells}.values())


@pytest.mark.parametrize(
    ("word", "code"), [("in", IN), ("买家", IN), ("out", OUT), ("客服", OUT), ("OUT", OUT)]
)
def test_directions_are_understood_in_both_languages(word: str, code: int):
    assert chat(changed(direction=word)).messages["direction"].tolist() == [code]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("", TEXT),
        ("文字", TEXT),
        ("image", IMAGE),
        ("图片", IMAGE),
        ("卡片", CARD),
        ("auto", AUTO),
        ("系统", SYSTEM),
    ],
)
def test_kinds_are_understood_in_both_languages(word: str, code: int):
    assert chat(changed(kind=word)).messages["kind"].tolist() == [code]


def test_two_equal_rows_without_an_id_both_survive():
    parsed = chat(LINE, LINE)
    assert (len(parsed.messages), parsed.repeated) == (2, 0)


def test_lines_are_physical_lines_also_behind_line_ends_in_cells():
    parsed = chat(changed(text='"一\n二\n三"'), LINE, changed(sent_at="x"), LINE)
    assert parsed.messages["line"].tolist() == [2, 5, 7]
    assert [one.line for one in parsed.refusals] == [6]


def test_blank_lines_are_no_rows_but_count_as_lines():
    data = table(HEADER) + b"\n" + table(LINE) + b",,,,,\n" + table(LINE) + b"\n\n"
    parsed = read("chats.csv", data)
    assert (parsed.read, parsed.messages["line"].tolist()) == (2, [3, 5])


def test_a_ragged_row_is_refused_and_the_others_are_taken():
    parsed = chat(LINE, (*LINE, "多了一格"), LINE)
    assert parsed.messages["line"].tolist() == [2, 4]
    assert [(one.line, one.code) for one in parsed.refusals] == [(3, "too-many-cells")]
    assert parsed.read == 3


def test_empty_cells_at_the_end_of_a_row_do_not_matter():
    assert len(chat((*LINE, "", ""), LINE).messages) == 2


def test_a_banner_above_the_header_is_passed_over():
    assert read("chats.csv", "我们店的聊天\n".encode() + table(HEADER, LINE)).messages["line"].tolist() == [3]


def test_date_cells_and_epoch_cells_of_a_workbook_are_times():
    when = dt.datetime(2026, 5, 9, 10, 2)
    rows = [HEADER, [*LINE[:3], when, "", "a"], [*LINE[:3], 1778292120, "", "b"]]
    parsed = read("chats.xlsx", workbook(chats=rows))
    assert parsed.messages["sent_at"].tolist() == [1778292120, 1778292120]


def test_a_number_as_text_of_a_message_is_read_as_written():
    rows = [HEADER, [*LINE[:5], 36]]
    assert read("chats.xlsx", workbook(chats=rows)).messages["text"].tolist() == ["36"]


def test_masked_buyers_are_told():
    [notice] = chat(LINE, changed(buyer="t**1"), changed(buyer="t**1")).notices
    assert (notice.code, dict(notice.params)) == ("chat-masked-buyer", {"count": "1", "example": "t**1"})


def test_a_nick_that_is_too_long_to_store_is_refused():
    [one] = chat(changed(buyer="x" * 121)).refusals
    assert (one.code, one.column) == ("too-long", "buyer")


def test_without_a_direction_column_the_file_is_refused_with_what_is_missing():
    header = tuple(name for name in HEADER if name != "direction")
    refused = refusal("chats.csv", table(header, LINE[:5]))
    assert (refused.code, refused.params["kind"], refused.params["missing"]) == (
        "unknown-columns",
        "chats_template",
        "direction",
    )


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\x00\x1a", exclude_categories=("Cs",)), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, st.sampled_from(["in", "买家", "x"]), CELL), max_size=6))
def test_the_fast_and_the_slow_reader_agree(cells: list[tuple[str, str, str, str]]):
    quoted = [
        ('"' + '","'.join(c.replace('"', '""') for c in (a, b, d, "2026-05-09 10:02:00", "", t)) + '"',)
        for a, b, d, t in cells
    ]
    data = table(HEADER, *quoted)
    fast = read("chats.csv", data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_parsed_in_c", lambda text, table: None)
        slow = read("chats.csv", data)
    assert fast.messages.equals(slow.messages)
    assert fast.refusals == slow.refusals
