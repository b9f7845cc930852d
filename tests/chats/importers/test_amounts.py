"""Amounts in yuan become whole fen, exactly or not at all (D1.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chats.importers.reading.amounts import NotACount, NotAnAmount, NotWholeFen, to_count, to_fen

FEN = st.integers(min_value=0, max_value=10**14)


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


@given(FEN)
def test_an_amount_with_two_decimals_is_exact(fen: int):
    assert to_fen(yuan(fen)) == fen


@given(FEN, st.sampled_from(["{}元", "¥{}", "￥ {} ", "{}00", "\u3000{}"]))
def test_decoration_changes_nothing(fen: int, form: str):
    assert to_fen(form.format(yuan(fen))) == fen


@given(FEN)
def test_thousands_commas_change_nothing(fen: int):
    assert to_fen(f"{fen // 100:,}.{fen % 100:02d}") == fen


@given(st.integers(min_value=0, max_value=10**11))
def test_a_number_cell_of_a_spreadsheet_gives_its_fen(fen: int):
    assert to_fen(fen / 100) == fen


@given(FEN, st.integers(min_value=1, max_value=9))
def test_parts_of_a_fen_are_refused_in_text(fen: int, part: int):
    with pytest.raises(NotWholeFen):
        to_fen(f"{yuan(fen)}{part}")


@given(st.text(max_size=12))
def test_any_text_is_an_amount_no_value_or_refused(text: str):
    try:
        fen = to_fen(text)
    except (NotAnAmount, NotWholeFen):
        return
    assert fen is None or fen >= 0


@pytest.mark.parametrize("text", ["", "null", "NULL", "-", "--", "无退款申请", "没有申请退款", " "])
def test_the_words_for_no_value_are_no_value(text: str):
    assert to_fen(text) is None


@pytest.mark.parametrize("text", ["-5.00", "1e3", "免费", "1.2.3", "٣٤", ".5", "5.", "nan"])
def test_anything_else_is_refused(text: str):
    with pytest.raises(NotAnAmount):
        to_fen(text)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -1.0, 1e15])
def test_numbers_that_are_no_amounts_are_refused(number: float):
    with pytest.raises(NotAnAmount):
        to_fen(number)


def test_a_float_is_rounded_to_the_fen():
    assert to_fen(0.1 + 0.2) == 30
    assert to_fen(178.8) == 17880
    assert to_fen(0.005) == 1


def test_counts_are_whole_numbers():
    assert to_count("17,470") == 17470
    assert to_count("17470.0") == 17470
    assert to_count("-") is None
    for text in ("1.5", "-1", "一", "99999999999"):
        with pytest.raises(NotACount):
            to_count(text)
