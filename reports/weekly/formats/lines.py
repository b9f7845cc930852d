"""Every number of a report as one line: for CSV, the workbook's detail, and comparing two weeks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reports.metrics.columns import BOOKED
from reports.weekly.content import schema
from reports.weekly.formats import wording

Content = dict[str, Any]
Number = int | float | None


@dataclass(frozen=True)
class Line:
    """One figure of a section, about `subject` (an agent, a day, a reason; empty: all).

    `of` and `of_before` are numerator and denominator of a ratio. `key` is the same in every week.
    """

    section: str
    subject: str
    code: str
    now: Number
    before: Number = None
    of: tuple[Number, Number] | None = None
    of_before: tuple[Number, Number] | None = None
    about: object = ""

    @property
    def key(self) -> tuple[str, object, str]:
        return self.section, self.about, self.code

    @property
    def unit(self) -> str:
        return wording.unit(self.code)


def lines(content: Content) -> list[Line]:
    """All of them, section by section."""
    parts = (_shop, _changed, _books, _funnel, _agents, _scorecards, _chasing, _causes, _actions, _forms)
    return [line for part in parts for line in part(content)]


def _cells(
    section: str, figures: Content, codes: Iterable[str], subject: str = "", about: object = ""
) -> Iterator[Line]:
    for code in codes:
        if code not in figures:
            continue
        cell = figures[code]
        of, of_before = (tuple(cell[name]) if name in cell else None for name in ("of", "of_before"))
        yield Line(section, subject, code, cell["now"], cell["before"], of, of_before, about)


def _plain(section: str, row: Content, codes: Iterable[str], subject: str, about: object) -> Iterator[Line]:
    for code in codes:
        yield Line(section, subject, code, row[code], about=about)


def _shop(content: Content) -> Iterator[Line]:
    yield from _cells("shop", content["shop"]["figures"], schema.shop_codes())


def _changed(content: Content) -> Iterator[Line]:
    for row in content["changed"]["lines"]:
        subject = wording.figure(row["code"])
        yield Line("changed", subject, "fen", row["fen"], about=row["code"])


def _books(content: Content) -> Iterator[Line]:
    yield from _cells("books", content["books"]["figures"], schema.BOOKS)
    for row in content["books"]["days"]:
        yield from _plain("books", row, BOOKED, row["day"], row["day"])


def _funnel(content: Content) -> Iterator[Line]:
    yield from _cells("funnel", content["funnel"]["figures"], schema.FUNNEL)
    for row in content["funnel"]["days"]:
        yield from _plain("funnel", row, (code for code in row if code != "day"), row["day"], row["day"])


def _agents(content: Content) -> Iterator[Line]:
    codes = schema.agent_codes()
    for row in content["agents"]["rows"]:
        yield from _cells("agents", row["figures"], codes, row["name"], row["agent"])
    total = wording.SUM_OF_AGENTS
    yield from _cells("agents", content["agents"]["total"]["figures"], codes, str(total), "total")
    median = content["agents"]["median"]
    yield from _plain("agents", median, (c for c in codes if c in median), str(wording.MEDIAN), "median")


def _scorecards(content: Content) -> Iterator[Line]:
    for row in content["scorecards"] or ():
        yield Line(
            "scorecards", row["name"], "points", row["points"], row.get("points_before"), about=row["agent"]
        )


def _chasing(content: Content) -> Iterator[Line]:
    yield from _cells("chasing", content["chasing"]["figures"], schema.CHASING)
    for row in content["chasing"]["natural"]:
        about = row["after_seconds"]
        of = (row["paid"], row["open"])
        yield Line("chasing", wording.waited(about), "natural_payment_rate", row["rate"], of=of, about=about)


def _causes(content: Content) -> Iterator[Line]:
    causes = content["causes"]
    yield from _cells("causes", causes["figures"], schema.CAUSES)
    for row in causes["rows"]:
        subject, about = wording.reason(row), row["reason"]
        yield Line("causes", subject, "rows", row["rows"], about=about)
        yield Line("causes", subject, "amount_fen", row["amount_fen"], about=about)
        yield Line("causes", subject, "row_rate", row["row_rate"], row["rate_before"], about=about)
        yield from _plain("causes", row, ("amount_rate", "running_rate"), subject, about)
    names = {row["reason"]: wording.reason(row) for row in causes["rows"]}
    for row in causes["agents"]:
        subject = f"{row['name']} · {names.get(row['reason'], row['reason'])}"
        yield Line("causes", subject, "rows", row["rows"], about=f"{row['agent']} {row['reason']}")


def _actions(content: Content) -> Iterator[Line]:
    """The difference that an action made; positive is more."""
    for row in content["actions"]:
        for part in ("reason", "conversion"):
            difference = row["effect"][part]["difference"]
            yield Line("actions", row["title"], f"action_{part}_rate", difference, about=row["action"])


def _forms(content: Content) -> Iterator[Line]:
    yield from _cells("forms", content["forms"]["figures"], schema.FORMS)
    for row in content["forms"]["agents"]:
        yield from _plain("forms", row, ("due", "handed_in", "late", "missing"), row["name"], row["agent"])
