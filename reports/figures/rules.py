"""The rules of docs/definitions.md for people: titles and texts without their numbers, in both languages."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt

ENGLISH, CHINESE = "definitions.md", "definitions.zh.md"
NOT_IMPLEMENTED = {ENGLISH: "> **Not implemented yet", CHINESE: "> **尚未实现"}
HEADING = re.compile(r'^<a id="(\S+)"></a>\n\n#{2,3} (D\d+(?:\.\d+)?) (.+)$', re.MULTILINE)
PARAMETERS = '<a id="parameters"></a>'  # the table behind the rules, which the page of rules shows better
REFERENCE = re.compile(r"\[(D\d+(?:\.\d+)?)\](?=\(#)")
# Raw HTML in the texts is shown as it is written, never as markup.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Rule:
    """A rule (D4.2) or a whole chapter (D4); `text` is HTML, in which other rules go by their titles."""

    anchor: str
    number: str
    title: str
    text: SafeString

    @property
    def is_chapter(self) -> bool:
        return "." not in self.number


def title(number: str) -> str:
    """What a rule is called in the reader's language; empty for no rule."""
    return _titles(_file())[number] if number else ""


def rules() -> tuple[Rule, ...]:
    """Every rule that holds, chapters before their rules, in the reader's language.

    Chapters that are announced and not implemented at all are left out.
    """
    return _rules(_file())


def _file() -> str:
    return CHINESE if (get_language() or "zh").startswith("zh") else ENGLISH


@cache
def _sections(file: str) -> tuple[tuple[str, str, str, str], ...]:
    """(anchor, number, title, Markdown) of every chapter and rule of a file."""
    text = Path(settings.BASE_DIR, "docs", file).read_text(encoding="utf-8")
    _, *parts = HEADING.split(text.partition(PARAMETERS)[0])
    return tuple(zip(*(parts[place::4] for place in range(4)), strict=True))


@cache
def _titles(file: str) -> dict[str, str]:
    return {number: heading for _, number, heading, _ in _sections(file)}


@cache
def _rules(file: str) -> tuple[Rule, ...]:
    announced = {
        number
        for _, number, _, body in _sections(file)
        if "." not in number and NOT_IMPLEMENTED[file] in body
    }
    return tuple(
        Rule(anchor, number, heading, _rendered(file, body))
        for anchor, number, heading, body in _sections(file)
        if number.partition(".")[0] not in announced
    )


def _rendered(file: str, body: str) -> SafeString:
    named = REFERENCE.sub(lambda found: f"[{_titles(file)[found[1]]}]", body)
    html: str = MARKDOWN.render(named)
    return mark_safe(html)  # noqa: S308 (our own file, with HTML escaped)
