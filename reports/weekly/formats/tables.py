"""A report's sections as tables of typed cells: the page, the PDF and the workbook show the same ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.ui import formats
from reports.figures import labels, rules
from reports.metrics.columns import BOOKED
from reports.metrics.definitions import METRICS
from reports.models import Action
from reports.scorecards import words as scorecard_words
from reports.weekly.content import schema
from reports.weekly.formats import wording

Content = dict[str, Any]
AGENT_COLUMNS = (
    "receptions",
    "reply_rate",
    "first_response_seconds",
    "average_response_seconds",
    "mature_inquiries",
    "inquiry_conversion_rate",
    "sales_fen",
    "paid_orders",
    "order_value",
    "items_per_buyer",
    "chase_orders",
    "chase_success_rate",
)
COMPARED = frozenset({"reply_rate", "first_response_seconds", "inquiry_conversion_rate", "sales_fen"})
FORM_COLUMNS = ("due", "handed_in", "late", "missing")


@dataclass(frozen=True)
class Cell:
    """A value with its unit ("text" or a unit of figures); `before` gives a change, `better` its verdict
    (high, low or ""); `note` is a small second line; `rule` the number of the rule that the value names."""

    value: str | float | None
    unit: str = "text"
    before: float | None = None
    better: str = ""
    note: str = ""
    rule: str = ""

    @property
    def is_number(self) -> bool:
        return self.unit != "text"

    @property
    def written(self) -> str:
        """As people read it."""
        if self.unit == "text" or isinstance(self.value, str):
            return str(self.value) if self.value not in (None, "") else formats.NO_DATA
        return formats.FORMATS[self.unit](self.value)

    @property
    def change(self) -> formats.Change | None:
        if self.unit == "text" or self.before is None or isinstance(self.value, str):
            return None
        return formats.change(self.value, self.before, self.unit, labels.BETTER[self.better])


@dataclass(frozen=True)
class Table:
    """One table of a section. The last `totals` rows sum up the others."""

    section: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    totals: int = 0
    numeric: frozenset[int] = field(default_factory=frozenset)
    kind: str = ""  # "figures": figures one below the other; "pair": two weeks side by side

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """(heading, whether it is one of numbers)."""
        return [(heading, place in self.numeric) for place, heading in enumerate(self.headings)]

    @property
    def body(self) -> Sequence[Sequence[Cell]]:
        return self.rows[: len(self.rows) - self.totals]

    @property
    def foot(self) -> Sequence[Sequence[Cell]]:
        return self.rows[len(self.rows) - self.totals :]


def _table(
    section: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], totals: int = 0
) -> Table:
    found = list(rows)
    numeric = frozenset(place for row in found for place, cell in enumerate(row) if cell.is_number)
    return Table(section, title, headings, found, totals, numeric)


def number(code: str, value: float | None, before: float | None = None, note: str = "") -> Cell:
    """A cell of a declared figure."""
    better = METRICS[code].better if code in METRICS else ""
    return Cell(value, wording.unit(code), before, better, note)


def of_cell(code: str, cell: Content, compared: bool = True, note: str = "") -> Cell:
    """A cell of the content, with its change if it is `compared`."""
    return number(code, cell["now"], cell["before"] if compared else None, note)


def of_rule(number: str) -> Cell:
    """A rule by its title; the page leads to its text."""
    return Cell(rules.title(number), rule=number)


def figures(section: str, title: str, found: Content, codes: Sequence[str]) -> Table:
    """Figures one below the other: now, before, what they are made of."""
    rows = [
        (
            Cell(wording.figure(code)),
            of_cell(code, found[code]),
            number(code, found[code]["before"]),
            Cell(fraction(code, found[code])),
            of_rule(wording.rule(code)),
        )
        for code in codes
        if code in found
    ]
    headings = (_("Figure"), _("Value"), _("Before"), _("Made of"), _("How it is counted"))
    return replace(_table(section, title, headings, rows), kind="figures")


def fraction(code: str, cell: Content) -> str:
    """Numerator ÷ denominator of a ratio; empty for other figures."""
    if "of" not in cell:
        return ""
    metric = METRICS.get(code)
    expressions = (metric.numerator, metric.denominator) if metric else ("", "")
    return " ÷ ".join(
        (formats.money if "_fen" in expression else formats.count)(part)
        for part, expression in zip(cell["of"], expressions, strict=True)
    )


def shop(content: Content) -> list[Table]:
    """Key figures."""
    return [figures("shop", wording.section("shop"), content["shop"]["figures"], schema.shop_codes())]


def changed(content: Content) -> list[Table]:
    """Contributions to the change of paid amounts; they add up to it."""
    told = content["changed"]
    rows = [
        (
            Cell(wording.figure(line["code"])),
            number(line["code"], line["before"]),
            number(line["code"], line["now"]),
            Cell(line["fen"], "money"),
        )
        for line in told["lines"]
    ]
    total = (
        Cell(_("Paid in the shop")),
        Cell(told["before_fen"], "money"),
        Cell(told["now_fen"], "money"),
        Cell(told["now_fen"] - told["before_fen"], "money"),
    )
    headings = (_("Figure"), _("Before"), _("Value"), _("Contribution"))
    return [_table("changed", wording.section("changed"), headings, [*rows, total], totals=1)]


def books(content: Content) -> list[Table]:
    """The books day by day (D7.3)."""
    days = content["books"]["days"]
    rows = [
        (
            Cell(row["day"]),
            *(Cell(row[code], "money") for code in BOOKED),
            Cell(_("yes") if row["balances"] else _("NO")),
        )
        for row in days
    ]
    sums = (
        Cell(_("Sum")),
        *(Cell(sum(row[code] for row in days), "money") for code in BOOKED),
        Cell(_("yes") if content["books"]["balances"] else _("NO")),
    )
    headings = (_("Day"), *map(wording.figure, BOOKED), _("Balances"))
    return [_table("books", wording.section("books"), headings, [*rows, sums], totals=1)]


def funnel(content: Content) -> list[Table]:
    """The funnel's figures, and its people day by day."""
    found = content["funnel"]
    daily = schema.FUNNEL[:5]
    rows = [(Cell(row["day"]), *(Cell(row[code], "count") for code in daily)) for row in found["days"]]
    return [
        figures("funnel", wording.section("funnel"), found["figures"], schema.FUNNEL),
        _table("funnel", _("Visitors and buyers by day"), (_("Day"), *map(wording.figure, daily)), rows),
    ]


def agents(content: Content) -> list[Table]:
    """Everybody's main figures with the change of those that matter; all figures are in the detail."""
    found = content["agents"]
    rows = [
        (Cell(row["name"], note=row["team"] or ""), *_agent_cells(row["figures"], row["interval"]))
        for row in found["rows"]
    ]
    total = (Cell(str(wording.SUM_OF_AGENTS)), *_agent_cells(found["total"]["figures"], None))
    median = (Cell(str(wording.MEDIAN)), *(number(code, found["median"].get(code)) for code in AGENT_COLUMNS))
    headings = (_("Agent"), *map(wording.figure, AGENT_COLUMNS))
    return [_table("agents", wording.section("agents"), headings, [*rows, total, median], totals=2)]


def _agent_cells(found: Content, interval: list[float] | None) -> list[Cell]:
    between = "–".join(formats.rate(end) for end in interval) if interval else ""
    return [
        of_cell(code, found[code], code in COMPARED, between if code == "inquiry_conversion_rate" else "")
        for code in AGENT_COLUMNS
    ]


def scorecards(content: Content) -> list[Table]:
    """Points of each agent, the most first, with the card they were given by."""
    rows = [
        (
            Cell(row["name"]),
            Cell(row.get("card", "")),
            Cell(row["points"], "decimal", row.get("points_before"), "high"),
        )
        for row in content["scorecards"] or ()
    ]
    headings = (_("Agent"), _("Scorecard"), _("Points"))
    if not rows:
        return []
    return [_table("scorecards", wording.section("scorecards"), headings, rows), _came_about(content)]


def _came_about(content: Content) -> Table:
    """The points of each line of the cards, with the value that gave them or why it was left out."""
    cards = content["scorecards"]
    codes = list(dict.fromkeys(line["metric"] for row in cards for line in row["lines"]))
    rows = []
    for row in cards:
        own = {line["metric"]: line for line in row["lines"]}
        rows.append((Cell(row["name"]), *(_line_points(own.get(code)) for code in codes)))
    headings = (_("Agent"), *map(scorecard_words.name, codes))
    return _table("scorecards", _("How the points came about"), headings, rows)


def _line_points(line: Content | None) -> Cell:
    if line is None:
        return Cell(None, "decimal")
    value = scorecard_words.value_text(line["metric"], line["value"])
    note = f"{value} · {scorecard_words.DROPPED[line['dropped']]}" if line["dropped"] else value
    return Cell(line["points"], "decimal", note=f"{note} · ×{line['weight']}")


def chasing(content: Content) -> list[Table]:
    """Chasing, and beside it what buyers pay anyway (D7.5)."""
    found = content["chasing"]
    rows = [
        (
            Cell(wording.waited(row["after_seconds"])),
            Cell(row["rate"], "rate"),
            Cell(row["paid"], "count"),
            Cell(row["open"], "count"),
        )
        for row in found["natural"]
    ]
    headings = (_("Unpaid for"), _("Paid anyway"), _("Of these paid"), _("Orders neither paid nor chased"))
    return [
        figures("chasing", wording.section("chasing"), found["figures"], schema.CHASING),
        _table("chasing", wording.figure("natural_rate"), headings, rows),
    ]


def causes(content: Content) -> list[Table]:
    """Causes, most rows first, and who named them."""
    found = content["causes"]
    rows = [
        (
            Cell(wording.reason(row)),
            Cell(wording.owner(row["owner"])),
            Cell(row["rows"], "count"),
            Cell(row["row_rate"], "rate", row["rate_before"]),
            Cell(row["running_rate"], "rate"),
            Cell(row["amount_fen"], "money"),
        )
        for row in found["rows"]
    ]
    headings = (_("Cause"), _("Owner"), _("Rows"), _("Share"), _("Running share"), _("Amount"))
    told = [figures("causes", wording.section("causes"), found["figures"], schema.CAUSES)]
    if not rows:
        return told
    return [*told, _table("causes", _("Causes, most rows first"), headings, rows), _matrix(found)]


def _matrix(found: Content) -> Table:
    reasons = {row["reason"]: wording.reason(row) for row in found["rows"]}
    counts: dict[str, dict[str, int]] = {}
    for row in found["agents"]:
        counts.setdefault(row["name"], {})[row["reason"]] = row["rows"]
    rows = [
        (
            Cell(name),
            *(Cell(own.get(code, 0), "count") for code in reasons),
            Cell(sum(own.values()), "count"),
        )
        for name, own in counts.items()
    ]
    return _table("causes", _("Agents and causes"), (_("Agent"), *reasons.values(), _("Sum")), rows)


def actions(content: Content) -> list[Table]:
    """What runs against which cause, and what it did so far."""
    kinds = dict(Action.Kind.choices)
    rows = [
        (
            Cell(row["title"], note=str(kinds.get(row["kind"], row["kind"]))),
            Cell(wording.reason(row)),
            Cell("、".join(row["agents"]) or row["team"] or _("whole shop")),
            Cell(row["start_day"]),
            Cell(row["owner"]),
            *(Cell(wording.effect(row["effect"][part])) for part in ("reason", "conversion")),
        )
        for row in content["actions"]
    ]
    effects = [wording.figure(f"action_{part}_rate") for part in ("reason", "conversion")]
    headings = (_("Action"), _("Cause"), _("For"), _("Since"), _("Responsible"), *effects)
    return [_table("actions", wording.section("actions"), headings, rows)] if rows else []


def forms(content: Content) -> list[Table]:
    """How complete the lost-sale forms are, and whose are missing."""
    found = content["forms"]
    rows = [
        (Cell(row["name"]), *(Cell(row[code], "count") for code in FORM_COLUMNS)) for row in found["agents"]
    ]
    told = [figures("forms", wording.section("forms"), found["figures"], schema.FORMS)]
    headings = (_("Agent"), *map(wording.figure, FORM_COLUMNS))
    return [*told, _table("forms", _("Forms by agent"), headings, rows)] if rows else told


def rulings(content: Content) -> list[Table]:
    """Decisions of the span on who is credited with an order (D7.6)."""
    nobody = _("nobody")
    rows = [
        (
            Cell(row["order_no"]),
            Cell(row["amount_fen"], "money"),
            Cell(row["computed_name"] or nobody),
            Cell(row["name"] or nobody),
            Cell(row["reason"]),
            Cell(row["author"]),
            Cell(row["at"].replace("T", " ")[:16], note=_("withdrawn") if row["withdrawn_at"] else ""),
        )
        for row in content["rulings"]
    ]
    headings = (_("Order"), _("Amount"), _("Computed"), _("Credited"), _("Why"), _("Decided by"), _("When"))
    return [_table("rulings", wording.section("rulings"), headings, rows)] if rows else []


def definitions(content: Content) -> list[Table]:
    """Every figure with formula, clock and rule."""
    rows = []
    for row in content["definitions"]:
        metric = METRICS.get(row["code"])
        meaning = labels.explanation(metric) if metric else ""
        booked = labels.booking_day(metric) if metric else ""
        rows.append((Cell(wording.figure(row["code"])), of_rule(row["rule"]), Cell(meaning), Cell(booked)))
    headings = (_("Figure"), _("How it is counted"), _("Meaning"), _("Booked on"))
    return [_table("definitions", wording.section("definitions"), headings, rows)]


OF_SECTION: dict[str, Callable[[Content], list[Table]]] = {
    "shop": shop,
    "changed": changed,
    "books": books,
    "funnel": funnel,
    "agents": agents,
    "scorecards": scorecards,
    "chasing": chasing,
    "causes": causes,
    "actions": actions,
    "forms": forms,
    "rulings": rulings,
    "definitions": definitions,
}


def tables(content: Content) -> dict[str, list[Table]]:
    """The tables of every section, in the order of the report; sections without anything have none."""
    return {code: OF_SECTION[code](content) for code in schema.SECTIONS if code in OF_SECTION}
