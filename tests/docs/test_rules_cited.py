"""Every rule that the project cites stands in docs/definitions.md, in both languages alike."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chats.attribution.rules import Rules

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = ROOT / "docs" / "definitions.md", ROOT / "docs" / "definitions.zh.md"
EDITIONS = pytest.mark.parametrize("definitions", [ENGLISH, CHINESE], ids=lambda path: path.name)
CITING = ("accounts", "chats", "cs_tracker", "docs", "locale", "reports", "static", "templates", "tests")
SUFFIXES = frozenset({".css", ".html", ".js", ".md", ".po", ".py", ".txt"})
FOREIGN = ("static/vendor/", "tests/data/")  # not ours, and files of others' making
CITATION = re.compile(r"(?a)(?<![\w#.-])D\d+(?:\.\d+)?\b(?![-.]\d)")
HEADING = re.compile(r"^#{2,3} (D\d+(?:\.\d+)?) \S", re.MULTILINE)
LINK = re.compile(r"\[(D\d+(?:\.\d+)?)\]\(#(\S+?)\)")
ANCHOR = re.compile(r'<a id="(d[\d-]+)"></a>\n\n#{2,3} (D\d+(?:\.\d+)?) ')


def rules_in(definitions: Path) -> list[str]:
    return HEADING.findall(definitions.read_text(encoding="utf-8"))


def anchor_of(rule: str) -> str:
    return rule.lower().replace(".", "-")


def cited() -> Iterator[tuple[str, str]]:
    """(place, rule) of every citation in code, templates, texts, tests and documents."""
    paths = [path for folder in CITING for path in sorted((ROOT / folder).rglob("*"))]
    for path in [*paths, *ROOT.glob("*.md")]:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix not in SUFFIXES or name.startswith(FOREIGN):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for rule in CITATION.findall(line):
                yield f"{name}:{number}", rule


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("late answers (D4.2, D5.1) of D6", ["D4.2", "D5.1", "D6"]),
        ("按D4.2计算（D7.3）", ["D4.2", "D7.3"]),
        ("see docs/definitions.md#D4.2", []),
        ("colour #D4D4D4, id 0xD1, 3D1, page-D2, D1.2.3", []),
    ],
)
def test_what_is_a_citation(line: str, found: list[str]) -> None:
    assert CITATION.findall(line) == found


@EDITIONS
def test_every_cited_rule_exists(definitions: Path) -> None:
    known = set(rules_in(definitions))
    places = list(cited())
    assert len(places) > 500, "the citations were not found"
    assert [(place, rule) for place, rule in places if rule not in known] == []


def test_both_languages_have_the_same_rules_in_the_same_order() -> None:
    assert rules_in(ENGLISH) == rules_in(CHINESE)


def test_the_rules_are_numbered_without_gaps_or_repetitions() -> None:
    rules = rules_in(ENGLISH)
    chapters = [rule for rule in rules if "." not in rule]
    assert chapters == [f"D{number}" for number in range(1, 18)]
    for chapter in chapters:
        parts = [rule for rule in rules if rule.startswith(f"{chapter}.")]
        assert parts == [f"{chapter}.{number}" for number in range(1, len(parts) + 1)]


@EDITIONS
def test_every_rule_has_its_anchor_and_every_link_leads_to_one(definitions: Path) -> None:
    text = definitions.read_text(encoding="utf-8")
    assert ANCHOR.findall(text) == [(anchor_of(rule), rule) for rule in rules_in(definitions)]
    links = LINK.findall(text)
    assert links
    assert [link for link in links if link[1] != anchor_of(link[0])] == []


@EDITIONS
def test_both_languages_lead_to_each_other_and_say_their_edition(definitions: Path) -> None:
    head = definitions.read_text(encoding="utf-8")[:300]
    other = CHINESE if definitions == ENGLISH else ENGLISH
    assert f"]({other.name})" in head
    assert ("第二版" if definitions == CHINESE else "Second edition") in head


def test_both_languages_mark_the_same_rules_as_not_implemented() -> None:
    marked = {}
    for definitions, note in ((ENGLISH, "> **Not implemented yet"), (CHINESE, "> **尚未实现")):
        text = definitions.read_text(encoding="utf-8")
        parts = HEADING.split(text)[1:]
        marked[definitions] = [
            rule for rule, body in zip(parts[::2], parts[1::2], strict=True) if note in body
        ]
    assert marked[ENGLISH] == marked[CHINESE]


@EDITIONS
def test_every_parameter_of_the_rule_set_is_defined(definitions: Path) -> None:
    table = definitions.read_text(encoding="utf-8").split('<a id="parameters"></a>')[1]
    names = set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))
    assert {field.name for field in dataclasses.fields(Rules)} <= names
