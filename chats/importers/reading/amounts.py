"""Amounts in yuan as files write them → whole fen; counts → whole numbers (D1.3)."""

import re
import unicodedata
from decimal import Decimal

NO_VALUE = frozenset({"", "null", "-", "--", "无退款申请", "没有申请退款"})
DECORATION = str.maketrans("", "", "元¥￥, \u3000\xa0\t")
PLAIN_NUMBER = re.compile(r"(\d{1,13})(?:\.(\d{1,20}))?", re.ASCII)
LARGEST_COUNT = 2_000_000_000


class NotAnAmount(ValueError):
    """The cell holds something that is neither an amount nor "no value"."""


class NotWholeFen(ValueError):
    """The amount has parts of a fen: rounding it would break the books."""


class NotACount(ValueError):
    """The cell does not hold a whole number, 0 or more."""


def is_no_value(text: str) -> bool:
    """Whether a stripped cell says in one of the platform's ways that there is no value."""
    return text.casefold() in NO_VALUE


def to_fen(cell: object) -> int | None:
    """Fen of a cell in yuan, None for "no value". Numbers of a spreadsheet are rounded to the fen.

    Raises NotAnAmount, or NotWholeFen for a text such as 1.234.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number_to_fen(cell)
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    if is_no_value(text):
        return None
    match = PLAIN_NUMBER.fullmatch(text.translate(DECORATION))
    if not match:
        raise NotAnAmount(text)
    yuan, decimals = match[1], match[2] or ""
    if decimals[2:].strip("0"):
        raise NotWholeFen(text)
    return int(yuan) * 100 + int(decimals[:2].ljust(2, "0"))


def _number_to_fen(number: float) -> int:
    if not 0 <= number < 1e13:  # also refuses not-a-number
        raise NotAnAmount(str(number))
    return int((Decimal(repr(number)) * 100).to_integral_value(rounding="ROUND_HALF_UP"))


def to_count(cell: object) -> int | None:
    """A whole number, 0 or more; None for "no value". `17,470` and `17470.0` are whole numbers."""
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    if is_no_value(text):
        return None
    match = re.fullmatch(r"(\d{1,10})(?:\.0*)?", text.replace(",", ""), re.ASCII)
    if not match or int(match[1]) > LARGEST_COUNT:
        raise NotACount(text)
    return int(match[1])
