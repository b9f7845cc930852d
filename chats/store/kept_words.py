"""Which texts are too old to keep, and what stays of one that is deleted: phrases of the shop's own rules.

Figures hang on texts only through phrases that the shop wrote into its rules (D2.7, D3.3, D4.3, D5.4). So
a deleted text leaves behind which of these stood in it, and every later computation comes to the same.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Shop
from chats.attribution.clock import day_edges, day_number
from chats.attribution.phrases import folded
from chats.models import AutoText
from chats.rules.versions import book

LEAST_DAYS = 30  # forms of the last week are still filled from the texts, and orders judged by them
BETWEEN = "⋯"  # around and between kept phrases, so that they make no new one and no whole text


@dataclass(frozen=True)
class KeptWords:
    """Phrases to be kept where a text contains them (`inside`), and texts to be kept as wholes (`whole`)."""

    inside: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()

    def of(self, text: str) -> str:
        """The kept part of a text; applying it twice changes nothing."""
        return _kept(self, text) if text else ""


@lru_cache(maxsize=50_000)  # chats say the same all day
def _kept(words: KeptWords, text: str) -> str:
    seen = folded(text)
    for phrase in words.whole:
        if folded(phrase).strip() == seen.strip():
            return phrase
    found = [phrase for phrase in words.inside if folded(phrase) in seen]
    return f"{BETWEEN}{BETWEEN.join(found)}{BETWEEN}" if found else ""


def _listed(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({phrase for phrase in phrases if phrase.strip()}))


def of_messages(shop: Shop) -> KeptWords:
    """What stays of messages: phrases of every version of the rules, used or not, and automatic texts."""
    rules = [version.rules for version in book(shop)]
    inside = [phrase for one in rules for phrase in (*one.watchwords, *one.chase_phrases)]
    whole = [phrase for one in rules for phrase in one.closing_phrases]
    automatic = AutoText.objects.filter(shop=shop).values_list("text", flat=True)
    return KeptWords(_listed(inside), _listed([*whole, *automatic]))


def of_memos(shop: Shop) -> KeptWords:
    """What stays of an order's memo: the phrases that exclude orders (D2.7)."""
    return KeptWords(
        _listed(phrase for version in book(shop) for phrase in version.rules.excluded_memo_phrases)
    )


def first_day_kept(shop: Shop, now: dt.datetime | None = None) -> dt.date | None:
    """The first day of the shop's calendar whose texts are kept; None where all are."""
    if shop.keep_texts_days is None:
        return None
    today = (now or timezone.now()).astimezone(ZoneInfo(shop.timezone)).date()
    return today - dt.timedelta(days=max(shop.keep_texts_days, LEAST_DAYS))


def kept_since(shop: Shop, now: dt.datetime | None = None) -> int | None:
    """The first instant whose texts are kept, in epoch seconds; None where all are."""
    day = first_day_kept(shop, now)
    return None if day is None else int(day_edges(day_number(day), day_number(day), shop.timezone, 0)[0])
