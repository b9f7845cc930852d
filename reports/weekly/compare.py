"""Two weeks side by side: what one says against the other, figure by figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reports.pages import downloads
from reports.weekly.content import schema
from reports.weekly.formats import wording
from reports.weekly.formats.lines import Line, lines
from reports.weekly.formats.tables import Cell, Table, number

Content = dict[str, Any]
SECTIONS = ("shop", "books", "funnel", "agents", "chasing", "causes", "forms", "scorecards")


@dataclass(frozen=True)
class Pair:
    """One figure of both weeks."""

    section: str
    subject: str
    code: str
    first: float | None
    second: float | None


Key = tuple[str, object, str]  # section, subject, code


def pairs(first: Content, second: Content) -> list[Pair]:
    """Every figure that either week has; those of single days are left out, for days have no partner."""
    both = [{line.key: line for line in lines(one) if not _is_of_a_day(line, one)} for one in (first, second)]
    return list(_pairs(*both))


def _is_of_a_day(line: Line, content: Content) -> bool:
    return line.about in content["meta"]["days"] or line.section == "changed"


def _pairs(first: Mapping[Key, Line], second: Mapping[Key, Line]) -> Iterator[Pair]:
    for key, line in {**first, **second}.items():
        one, other = first.get(key), second.get(key)
        yield Pair(
            line.section, line.subject, line.code, one.now if one else None, other.now if other else None
        )


def table(found: list[Pair], section: str, names: tuple[str, str]) -> Table:
    """The pairs of a section: about whom, which figure, both weeks; the second shows its change."""
    codes = schema.agent_codes()
    rows = [
        (
            Cell(wording.figure(pair.code), note=pair.subject),
            number(pair.code, pair.first),
            number(pair.code, pair.second, pair.first),
        )
        for pair in found
        if pair.section == section and (pair.section != "agents" or pair.code in codes)
    ]
    headings = (_("Figure"), *names)
    return Table(section, wording.section(section), headings, rows, numeric=frozenset({1, 2}), kind="pair")


def tables(found: list[Pair], names: tuple[str, str]) -> list[Table]:
    """One table a section that either week has, agents last: there are many of them."""
    told = [table(found, section, names) for section in SECTIONS if section != "agents"]
    return [*(one for one in told if one.rows), table(found, "agents", names)]


def headings(names: tuple[str, str]) -> list[downloads.Heading]:
    """The header of the file."""
    texts = (_("Section"), _("About"), _("Figure"), _("Unit"), *names)
    return [downloads.Heading(text) for text in texts]


def file_rows(found: list[Pair]) -> list[list[downloads.Cell]]:
    """The rows of the file, amounts in yuan."""
    return [
        [
            wording.section(pair.section),
            pair.subject,
            wording.figure(pair.code),
            wording.unit_name(wording.unit(pair.code)),
            *(downloads.plain(value, wording.unit(pair.code)) for value in (pair.first, pair.second)),
        ]
        for pair in found
    ]
