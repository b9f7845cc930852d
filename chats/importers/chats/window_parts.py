"""The lines below a header → what was said and what the platform put between (D2.3)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from chats.attribution.columns import AUTO, IMAGE, SYSTEM
from chats.importers.chats.message_kinds import RECEIPTS, is_entry_card, is_recall, is_transfer, kind_of

CARD_LINES = 6  # a card's price stands at most so many lines below its first line
_BETWEEN = re.compile("撤回了一条消息|转交给|原因|当前用户来自")
_PRICE = re.compile(r"[¥￥]\s*\d[\d.,]*(?:\s*[-~]\s*[¥￥]?\s*[\d.,]+)?|\d+\.\d{1,2}\s*元?|\d+\s*元")
_CURRENCY = frozenset("¥￥")


class Part(NamedTuple):
    """One message among the lines below a header. `by` names the speaker where it is not the
    header's; `of_buyer` where the platform shows it in the buyer's name."""

    kind: int
    text: str
    offset: int  # of its first line among the lines
    by: str = ""
    of_buyer: bool = False


def parts(lines: list[str]) -> list[Part]:
    """The messages among the lines below one header: its words first, then notices and cards.

    A header without any words stands for a picture or sticker, which a copy leaves out.
    """
    between: list[Part] = []
    words = lines
    if any(map(_BETWEEN.search, lines)):
        between, words = _split(lines)
    text = _joined(words)
    if not text and between:
        return between
    return [Part(kind_of(text) if text else IMAGE, text, 0), *between]


def _joined(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line.strip() not in RECEIPTS).strip()


def _split(lines: list[str]) -> tuple[list[Part], list[str]]:
    """Notices and cards, and the lines that are neither."""
    between: list[Part] = []
    words: list[str] = []
    place = 0
    while place < len(lines):
        length, part = _platform_part(lines, place)
        if part:
            between.append(part)
        else:
            words.append(lines[place])
        place += length
    return between, words


def _platform_part(lines: list[str], place: int) -> tuple[int, Part | None]:
    """How many lines from here on belong together, and the platform's message they are, if any."""
    line = lines[place].strip()
    if is_recall(line):
        return 1, Part(SYSTEM, line, place, by=line.removesuffix("撤回了一条消息").strip(" \"“”'"))
    if is_transfer(line):
        notice = list(_while_transfer(lines, place))
        return len(notice), Part(SYSTEM, "\n".join(notice), place, of_buyer=True)
    if is_entry_card(line):
        length = _card_length(lines, place)
        return length, Part(AUTO, _joined(_no_blanks(lines[place : place + length])), place, of_buyer=True)
    return 1, None


def _while_transfer(lines: list[str], place: int) -> Iterator[str]:
    while place < len(lines) and is_transfer(lines[place].strip()):
        yield lines[place].strip()
        place += 1


def _card_length(lines: list[str], place: int) -> int:
    """Lines of the card from its mark to its price; the mark alone where no price follows."""
    for end in range(place + 1, min(place + CARD_LINES, len(lines))):
        line = lines[end].strip()
        below = lines[end + 1].strip() if end + 1 < len(lines) else ""
        if line in _CURRENCY and below[:1].isdigit():
            return end + 2 - place
        if _PRICE.fullmatch(line):
            return end + 1 - place
    return 1


def _no_blanks(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()]
