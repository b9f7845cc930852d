"""How figures are written for people: money, rates, durations, counts, and changes between spans."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import gettext, pgettext

NO_DATA = "—"
NBSP = "\u00a0"
MINUS = "\u2212"


def money(fen: float | None) -> str:
    """Fen as yuan, `¥1,234.50`; "—" where there is no value (D1.3, D1.5)."""
    if fen is None:
        return NO_DATA
    sign = MINUS if fen < 0 else ""
    whole = Decimal(abs(fen)).quantize(Decimal(1), ROUND_HALF_UP)  # an average may lie between two fen
    return f"{sign}¥{whole / 100:,.2f}"


def signed_money(fen: int) -> str:
    """An amount that is a change: +¥1.00 or −¥1.00."""
    return ("+" if fen > 0 else "") + money(fen)


def rate(value: float | None) -> str:
    """A share as per cent with one decimal, `30.5 %`; "—" where there is nothing to divide by (D1.5)."""
    return NO_DATA if value is None else f"{value * 100:.1f}{NBSP}%"


def count(value: float | None) -> str:
    """A whole number with thousands commas."""
    return NO_DATA if value is None else f"{int(value):,}"


def decimal(value: float | None, places: int = 2) -> str:
    """A number with a fixed number of decimals, such as questions per answer."""
    return NO_DATA if value is None else f"{value:,.{places}f}"


def instant(at: dt.datetime, *, seconds: bool = False) -> str:
    """An instant in shop time, `2026-05-09 10:02` or with seconds; the page sets the zone (D1.1)."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def duration(seconds: float | None) -> str:
    """Seconds as people say them: `8.4 s`, `2 min 05 s`, `1 h 05 min`."""
    if seconds is None:
        return NO_DATA
    if round(seconds, 1) < 60:
        return gettext("%(seconds)s s") % {"seconds": f"{seconds:.1f}".removesuffix(".0")}
    whole = round(seconds)
    if whole < 3600:
        parts = {"minutes": whole // 60, "seconds": f"{whole % 60:02}"}
        return gettext("%(minutes)s min %(seconds)s s") % parts
    minutes = whole // 60
    return gettext("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": f"{minutes % 60:02}"}


FORMATS: dict[str, Callable[[float | None], str]] = {
    "money": money,
    "rate": rate,
    "count": count,
    "decimal": decimal,
    "duration": duration,
}


@dataclass(frozen=True)
class Change:
    """A figure against the span before: what to write, and whether that is good news.

    `direction` is up, down or flat; `verdict` is good, bad or neutral.
    """

    text: str
    direction: str
    verdict: str


def change(now: float | None, before: float | None, unit: str, better: str = "up") -> Change | None:
    """How a figure moved. Rates differ by percentage points, durations by time, the rest by per cent.

    None where either span has no data or there is nothing to compare with. `better` names the
    direction that is good news: up, down, or "" where neither is.
    """
    if now is None or before is None or (unit not in ("rate", "duration") and not before):
        return None
    difference = now - before
    text = _difference(difference, before, unit)
    if not any(digit in text for digit in "123456789"):
        return Change(pgettext("no change", "unchanged"), "flat", "neutral")
    direction = "up" if difference > 0 else "down"
    verdict = "neutral" if not better else ("good" if direction == better else "bad")
    return Change(("+" if difference > 0 else MINUS) + text, direction, verdict)


def _difference(difference: float, before: float, unit: str) -> str:
    size = abs(difference)
    if unit == "rate":
        return gettext("%(points)s pp") % {"points": f"{size * 100:.1f}"}
    if unit == "duration":
        return duration(size)
    return rate(size / abs(before))
