"""Words that somebody looks for in chats: compared NFKC and case-insensitively, shown where they stand."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from chats.attribution.phrases import folded

BEFORE, AFTER = 24, 72  # characters of an excerpt around the hit
# Where characters lie that folding changes; ideographs, Hangul syllables and private ones stay what they are.
CHANGING = (
    (0x41, 0x3400),
    (0xA640, 0xAC00),
    (0xF900, 0x12000),
    (0x16E40, 0x16E80),
    (0x1D400, 0x1FC00),
    (0x2F800, 0x2FA20),
)
CLASS_SIGNS = frozenset("[]^-\\*?")  # mean something inside a class of a pattern


@dataclass(frozen=True)
class Cut:
    """A text in three parts: before the hit, the hit as written, behind it."""

    before: str
    hit: str
    after: str


def find(text: str, needle: str) -> tuple[int, int] | None:
    """First and last+1 position of the folded needle in the text as written.

    None where it is not there, and where only folding across characters brings it about.
    """
    parts = [folded(char) for char in text]
    start = "".join(parts).find(needle) if needle else -1
    if start < 0:
        return None
    places = [place for place, part in enumerate(parts) for _ in part]
    return places[start], places[start + len(needle) - 1] + 1


def cut(text: str, needle: str) -> Cut:
    """The surroundings of the first hit on one line; the beginning where the hit cannot be placed."""
    text = " ".join(text.split("\n"))
    first, last = find(text, needle) or (0, 0)
    before, after = text[max(first - BEFORE, 0) : first], text[last : last + AFTER]
    return Cut(
        ("…" if first > BEFORE else "") + before,
        text[first:last],
        after + ("…" if last + AFTER < len(text) else ""),
    )


def marked(text: str, needle: str) -> str | SafeString:
    """The text with every hit in <mark>, safe to show; the text itself where nothing is looked for."""
    needle = folded(needle or "").strip()
    if not needle:
        return text
    pieces: list[tuple[str]] = []
    while found := find(text, needle):
        first, last = found
        pieces.append((mark_safe(f"{escape(text[:first])}<mark>{escape(text[first:last])}</mark>"),))  # noqa: S308 (escaped)
        text = text[last:]
    return format_html_join("", "{}", [*pieces, (text,)])


@cache
def _written_as() -> dict[str, frozenset[str]]:
    """Folded character → the other characters that fold to it, alone or as a part."""
    found: dict[str, set[str]] = {}
    for first, last in CHANGING:
        for char in map(chr, range(first, last)):
            became = folded(char)
            if became != char:
                for part in became:
                    found.setdefault(part, set()).add(char)
    return {part: frozenset(chars) for part, chars in found.items()}


def _is_plain(char: str) -> bool:
    """Whether a character of a folded text was written as itself and as nothing else."""
    return char not in _written_as() and _is_whole(char)


def _is_whole(char: str) -> bool:
    """Whether nobody can have written the character as a letter with an accent behind it."""
    return unicodedata.normalize("NFD", char) == char


def condition(needle: str) -> tuple[str, str] | None:
    """What the database can leave out: SQL about `text` with its parameter, true of every hit.

    Texts are stored as written, so the database compares the longest part that has one spelling only, else
    one character in all its spellings. What it lets pass is compared in full afterwards.
    """
    plain = max("".join(c if _is_plain(c) else "\n" for c in needle).split("\n"), key=len)
    if plain:
        function = "strpos" if connection.vendor == "postgresql" else "instr"
        return f"{function}(text, %s) > 0", plain
    whole = [char for char in needle if _is_whole(char) and not char.isspace()]
    if not whole:
        return None
    rarest = min(whole, key=lambda char: len(_written_as()[char]))
    spellings = {rarest, *_written_as()[rarest]}
    if spellings & CLASS_SIGNS:
        return None
    signs = "".join(sorted(spellings))
    if connection.vendor == "postgresql":
        return "text ~ %s", f"[{signs}]"
    return "text GLOB %s", f"*[{signs}]*"
