"""What a declared figure consists of: names, sums, unit, rule and clock."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

HIGH, LOW, NEITHER = "high", "low", ""
SUMS, RECEPTIONS, ORDERS = "sums", "receptions", "orders"  # where a figure comes from

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
    needs that no daily sum can give: RECEPTIONS or ORDERS; it then has no numerator.

    Of a figure from receptions `column` is the column whose values make it, `rows` the flag of the
    receptions that count (and the state of their list; "" all of them), and `how` makes the figure of
    the ascending values (compute.percentile); rows without a value count for nothing.
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
    source: str = SUMS
    column: str = ""
    rows: str = ""
    how: Callable[[Sequence[float]], float | None] | None = None

    @property
    def is_of_receptions(self) -> bool:
        """Whether the values of receptions make the figure, and no sum of days."""
        return self.source == RECEPTIONS


@cache
def terms(expression: str) -> tuple[tuple[int, str], ...]:
    """(+1 or -1, sum) for every term of a numerator or denominator."""
    return tuple((-1 if sign == "-" else 1, name) for sign, name in TERM.findall(expression))
