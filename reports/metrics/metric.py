"""What a declared figure consists of: names, sums, unit, rule and clock."""

import re
from dataclasses import dataclass
from functools import cache

HIGH, LOW, NEITHER = "high", "low", ""

RECEPTION_DAY = "reception day"
INQUIRY_DAY = "inquiry day"
PAYMENT_DAY = "payment day"
CREATION_DAY = "creation day"

TERM = re.compile(r"([+-]?)\s*([a-z_0-9]+)\s*")


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One figure. `numerator` and `denominator` add and subtract sums of the daily facts by name
    ("sales_fen - refunded_fen"); without a denominator the figure is the numerator itself.

    `unit`: money (fen), rate, count, decimal or duration (seconds). `clock`: the day on which it is
    booked (D1.4). `better`: high, low, or "" where neither is. `source` tells which rows a figure
    needs that no daily sum can give: receptions or orders; it then has no numerator.
    """

    code: str
    zh: str
    en: str
    unit: str
    rule: str
    clock: str
    zh_help: str
    en_help: str
    numerator: str = ""
    denominator: str = ""
    better: str = NEITHER
    source: str = "sums"


@cache
def terms(expression: str) -> tuple[tuple[int, str], ...]:
    """(+1 or -1, sum) for every term of a numerator or denominator."""
    return tuple((-1 if sign == "-" else 1, name) for sign, name in TERM.findall(expression))
