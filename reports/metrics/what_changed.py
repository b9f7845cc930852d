"""Why sales moved between two spans: contributions that add up to the difference to the fen (D7.3, D8.3).

What known buyers paid is a product: visitors × (consulting rate × consulting conversion + silent A) ×
paid per buyer. Each factor's contribution is its Shapley value: the change that it makes when the
factors move one after the other, averaged over every order in which they could, so that no factor
gains by being asked first. What the product does not cover stands as lines of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial

Sums = Mapping[str, int | None]
Factors = tuple[Fraction, ...]

# Codes of declared figures (definitions.METRICS), in the order of the funnel.
FACTORS = (
    "visitors",
    "consult_rate",
    "consult_conversion_rate",
    "silent_rate_a",
    "shop_order_value",
)
NO_VISITORS, NO_BUYER, UNLINKED, EXCLUDED = "no_visitors_fen", "no_buyer_fen", "unlinked_fen", "excluded_fen"
RESTS = (NO_VISITORS, NO_BUYER, UNLINKED, EXCLUDED)
NEITHER, BEFORE, NOW = "no_visitors", "no_visitors_before", "no_visitors_now"


@dataclass(frozen=True)
class Side:
    """One span: the sums of its days with traffic, and of all its days (columns.SHOP_DAY_COLUMNS)."""

    counted: Sums
    every: Sums

    @property
    def has_visitors(self) -> bool:
        return bool(self.counted.get("visitors"))


@dataclass(frozen=True)
class Line:
    """One cause: its figure in the two spans (fen for the rests), and how many fen of the change it made."""

    code: str
    before: float | None
    now: float | None
    fen: int


@dataclass(frozen=True)
class WhatChanged:
    """`before_fen` + the fen of all lines = `now_fen`, both all paid amounts of the span.

    `reason` says why there are no factors: no_visitors, no_visitors_before or no_visitors_now, and
    empty where there are. What known buyers paid on days without visitors is then one line.
    """

    before_fen: int
    now_fen: int
    factors: tuple[Line, ...]
    rests: tuple[Line, ...]
    reason: str = ""

    @property
    def difference_fen(self) -> int:
        return self.now_fen - self.before_fen

    @property
    def lines(self) -> tuple[Line, ...]:
        """Factors first, then the rests that moved anything or hold any money."""
        return (*self.factors, *(line for line in self.rests if line.before or line.now))

    @property
    def largest(self) -> Line | None:
        """The line that moved the most money in the direction of the difference; None without any change."""
        same_way = [line for line in self.lines if line.fen * self.difference_fen > 0]
        return max(same_way, key=lambda line: abs(line.fen), default=None)


def what_changed(before: Side, now: Side) -> WhatChanged:
    """Why all paid amounts of one span differ from those of another; swapped spans give the negative."""
    known = before.has_visitors and now.has_visitors
    covered = tuple(_covered_fen(side) if known else 0 for side in (before, now))
    factors = _factor_lines(before, now, covered[1] - covered[0]) if known else ()
    held = tuple(_rests(side, fen) for side, fen in zip((before, now), covered, strict=True))
    rests = tuple(Line(code, held[0][code], held[1][code], held[1][code] - held[0][code]) for code in RESTS)
    return WhatChanged(
        _sum(before.every, "paid_fen"), _sum(now.every, "paid_fen"), factors, rests, _reason(before, now)
    )


def _reason(before: Side, now: Side) -> str:
    if before.has_visitors:
        return "" if now.has_visitors else NOW
    return BEFORE if now.has_visitors else NEITHER


def _sum(sums: Sums, name: str) -> int:
    return sums.get(name) or 0


def _linked_fen(sums: Sums) -> int:
    """Paid amounts but unlinked and excluded ones (D7.4)."""
    return _sum(sums, "paid_fen") - _sum(sums, UNLINKED) - _sum(sums, EXCLUDED)


def _covered_fen(side: Side) -> int:
    """What the product of the factors is: nothing while no known buyer paid."""
    return _linked_fen(side.counted) if _sum(side.counted, "paying_buyers") else 0


def _rests(side: Side, covered: int) -> dict[str, int]:
    """The money of a span that its factors do not speak of, by code; with `covered` all that was paid.

    NO_VISITORS is linked money of days without traffic, NO_BUYER that of days with traffic but no
    paying buyer: orders of unknown buyers that rulings gave to agents (D7.6).
    """
    has_traffic = _linked_fen(side.counted) if side.has_visitors else 0
    # Without visitors in the other span the whole of this one's stays unexplained for the same reason.
    no_buyer = has_traffic if not _sum(side.counted, "paying_buyers") else 0
    linked = _linked_fen(side.every)
    return {
        NO_VISITORS: linked - covered - no_buyer,
        NO_BUYER: no_buyer,
        UNLINKED: _sum(side.every, UNLINKED),
        EXCLUDED: _sum(side.every, EXCLUDED),
    }


def _ratio(sums: Sums, part: str, whole: str) -> Fraction | None:
    return Fraction(_sum(sums, part), _sum(sums, whole)) if _sum(sums, whole) else None


def _figures(side: Side) -> tuple[Fraction | None, ...]:
    """The factors of a span in the order of FACTORS; None where there is nothing to divide by."""
    sums = side.counted
    buyers = _sum(sums, "paying_buyers")
    return (
        Fraction(_sum(sums, "visitors")),
        _ratio(sums, "consulting_buyers", "visitors"),
        _ratio(sums, "consulting_paying_buyers", "consulting_buyers"),
        _ratio(sums, "silent_paying_buyers", "visitors"),
        Fraction(_linked_fen(sums), buyers) if buyers else None,
    )


def _factor_lines(before: Side, now: Side, difference: int) -> tuple[Line, ...]:
    shown = _figures(before), _figures(now)
    # A figure that one span cannot tell (nobody asked, nobody bought) cannot have changed anything.
    first = tuple(_either(one, other) for one, other in zip(*shown, strict=True))
    last = tuple(_either(other, one) for one, other in zip(*shown, strict=True))
    fen = whole_numbers(contributions(first, last), difference)
    return tuple(
        Line(code, _float(one), _float(other), part)
        for code, one, other, part in zip(FACTORS, *shown, fen, strict=True)
    )


def _either(one: Fraction | None, other: Fraction | None) -> Fraction:
    return one if one is not None else other if other is not None else Fraction(0)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _sales(factors: Factors) -> Fraction:
    """D8.3."""
    visitors, consult, conversion, silent, value = factors
    return visitors * (consult * conversion + silent) * value


def contributions(before: Factors, now: Factors) -> tuple[Fraction, ...]:
    """The Shapley value of each factor, exact: they add up to the difference of the two products."""
    size = len(FACTORS)
    worth = {
        moved: _sales(tuple(now[n] if n in moved else before[n] for n in range(size)))
        for count in range(size + 1)
        for moved in map(frozenset, combinations(range(size), count))
    }
    return tuple(_shapley(worth, number, size) for number in range(size))


def _shapley(worth: Mapping[frozenset[int], Fraction], number: int, size: int) -> Fraction:
    """What one factor adds to those that moved before it, averaged over every order of moving."""
    added = Fraction(0)
    for moved, sales in worth.items():
        if number not in moved:
            weight = Fraction(factorial(len(moved)) * factorial(size - len(moved) - 1), factorial(size))
            added += weight * (worth[moved | {number}] - sales)
    return added


def whole_numbers(parts: tuple[Fraction, ...], total: int) -> tuple[int, ...]:
    """The parts as whole fen that add up to `total`, which is their sum.

    Each is cut off towards zero; the fen that are left over go one by one to the parts that lost the
    most in their direction, at equal losses to the first. So parts with all signs turned give the
    same fen with all signs turned.
    """
    whole = [int(part) for part in parts]
    left = total - sum(whole)
    sign = 1 if left > 0 else -1
    lost = sorted(range(len(parts)), key=lambda n: ((parts[n] - whole[n]) * -sign, n))
    for number in lost[: abs(left)]:
        whole[number] += sign
    return tuple(whole)
