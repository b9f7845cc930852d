"""Text copied from a chat window → headers with the lines below each; no roles yet.

Header forms: `nick 2026-5-9 9:58:20`, `nick2026-5-9 9:58:20`, `nick --> receiver 2026-5-9 9:58:20`,
and a nick line with the time on the next line.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from chats.importers.reading.wall_times import CLOCK_PATTERN, DATE_PATTERN, moment_of

SPACED, GLUED, ARROW, TWO_LINES = "spaced", "glued", "arrow", "two lines"
LONGEST_NICK = 60  # characters
_DIGITS = frozenset("0123456789")
_TIME = re.compile(rf"{DATE_PATTERN}\s+{CLOCK_PATTERN}$")
_NO_NICK = re.compile(r'[\t,，。！？!?；;、“”"<>《》|/=]|[:：]$')
_ARROW_SIGN = "-->"


@dataclass(slots=True)
class Heard:
    """One header and the lines below it. `wall` is None where the date or time is impossible."""

    speaker: str
    receiver: str
    written_time: str
    wall: int | None
    line: int  # of the header
    form: tuple[str, bool, str]  # which form, whether it has seconds, what separates the date
    body: list[str] = field(default_factory=list)
    body_line: int = 0  # of the first line below the header


@dataclass
class Transcript:
    """What stands before the first header, and every header in the order of the file."""

    preamble: list[str]
    heard: list[Heard]

    def usual_form(self) -> tuple[str, bool, str]:
        """The form that most headers have."""
        return Counter(one.form for one in self.heard).most_common(1)[0][0]


def scan(text: str, not_nicks: frozenset[str] = frozenset()) -> Transcript:
    """Read a transcript; a line whose nick would be one of `not_nicks` is no header but text."""
    preamble: list[str] = []
    heard: list[Heard] = []
    body = preamble
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if line and line[-1] in _DIGITS and (head := _header(line, number, body, not_nicks)):
            if head.form[0] == TWO_LINES:
                body.pop()
            heard.append(head)
            body = head.body
            continue
        body.append(raw.rstrip())
    return Transcript(preamble, heard)


def _header(line: str, number: int, above: list[str], not_nicks: frozenset[str]) -> Heard | None:
    """The header that a line is, judged with the lines above it; None where it is text."""
    match = _TIME.search(line)
    if not match:
        return None
    before = line[: match.start()]
    two_lines = not before.strip()
    if two_lines:
        before = above[-1] if above else ""
    speaker, receiver, form = _names(before)
    if not speaker or speaker in not_nicks:
        return None
    groups = match.groups()
    signature = (TWO_LINES if two_lines else form, groups[5] is not None, line[match.start(2) - 1])
    first = number - 1 if two_lines else number
    return Heard(speaker, receiver, match[0], moment_of(groups), first, signature, body_line=number + 1)


@lru_cache(maxsize=4096)
def _names(before: str) -> tuple[str, str, str]:
    """(speaker, receiver, form) of what stands before a time; no speaker where it is a sentence."""
    speaker, arrow, receiver = (part.strip() for part in before.partition(_ARROW_SIGN))
    if not is_nick(speaker) or (arrow and not is_nick(receiver)):
        return "", "", ""
    return speaker, receiver, ARROW if arrow else SPACED if before[-1:].isspace() else GLUED


def is_nick(name: str) -> bool:
    """Whether a name could be a nick at all: short, and without the punctuation of a sentence."""
    return 0 < len(name) <= LONGEST_NICK and not _NO_NICK.search(name)


def looks_like_transcript(text: str, lines: int) -> bool:
    """Whether at least two headers stand among the first lines, or the text begins with one."""
    heard = scan("\n".join(text.lstrip().split("\n", lines)[:lines])).heard
    return bool(heard) and (heard[0].line <= 2 or len(heard) > 1)
