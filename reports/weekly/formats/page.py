"""A report as its page and its PDF show it: sentences, tiles, drawings and tables, all words in place."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.ui import formats
from reports.figures import labels
from reports.metrics.definitions import METRICS
from reports.weekly.content import schema
from reports.weekly.formats import drawings, tables, wording
from reports.weekly.formats.tables import Table
from reports.weekly.revisions import Document

Content = dict[str, Any]
TILES = (
    ("books", "paid_fen"),
    ("books", "agents_fen"),
    ("books", "service_share"),
    ("shop", "inquiry_conversion_rate"),
    ("shop", "inquiries"),
    ("shop", "reply_rate"),
    ("shop", "first_response_seconds"),
    ("chasing", "recovered_fen"),
)
DRAWINGS = {
    "changed": drawings.contributions,
    "funnel": drawings.funnel_steps,
    "agents": drawings.conversions,
    "causes": drawings.causes,
}
FOLDED = frozenset({"definitions"})
MOST_DIFFERENCES = 60  # of a revision; all of them stand in the JSON file


@dataclass(frozen=True)
class Tile:
    """One stat tile."""

    label: str
    value: str
    change: formats.Change | None
    note: str


@dataclass(frozen=True)
class Section:
    """One section: heading, one sentence about it, drawing and tables."""

    code: str
    title: str
    note: str
    bars: list[drawings.Bar]
    tables: list[Table]

    @property
    def folded(self) -> bool:
        return self.code in FOLDED


@dataclass(frozen=True)
class Difference:
    """One line of a revision's list: where, and what it said before and says now."""

    section: str
    about: str
    figure: str
    before: str
    after: str


def body(document: Document) -> dict[str, Any]:
    """The context of templates/reports/weekly/body.html."""
    content = document.content
    return {
        "meta": content["meta"],
        "document": document,
        "report_title": wording.title(content["meta"]),
        "sentences": wording.summary(content),
        "looks": wording.looks(content),
        "warnings": [(one["level"], wording.warning(one)) for one in content["warnings"]],
        "tiles": [_tile(content, *named) for named in TILES],
        "books_balance": content["books"]["balances"],
        "book_days": drawings.books_days(content),
        "buckets": drawings.buckets(),
        "sections": _sections(content),
        "differences": differences(document)[:MOST_DIFFERENCES],
        "differences_count": len(document.differences),
        "rules": rules(content["meta"]),
    }


def _tile(content: Content, section: str, code: str) -> Tile:
    cell = content[section]["figures"][code]
    metric = METRICS[code]
    change = labels.change(metric, cell["now"], cell["before"])
    note = tables.fraction(code, cell) if metric.unit == "rate" else ""
    return Tile(labels.name(metric), labels.figure_text(metric, cell["now"]), change, note)


def _sections(content: Content) -> list[Section]:
    found = tables.tables(content)
    return [
        Section(code, wording.section(code), note(code), DRAWINGS.get(code, _nothing)(content), found[code])
        for code in schema.SECTIONS
        if found.get(code)
    ]


def _nothing(_content: Content) -> list[drawings.Bar]:
    return []


def note(section: str) -> str:
    """What the reader of a section should know, in a sentence."""
    return {
        "changed": _(
            "What known buyers paid is visitors × (consulting rate × consulting conversion + silent A) × paid"
            " per buyer; each line is the part of the change that its figure made. They add up to the fen."
        ),
        "books": _("Every paid yuan is in exactly one column, on the day of its payment."),
        "funnel": _("Known buyers, each counted once a day, on days with visitor figures."),
        "agents": _(
            # xgettext:no-python-format
            "The thin line over a bar is the 95 % interval. Agents with too few mature inquiries stand below"
            " the others."
        ),
        "chasing": _("Booked on the day the order was placed."),
        "causes": _("Rows submitted, still lost, and not accepted as no real inquiry."),
        "rulings": _("Decisions made or withdrawn in these days, whenever the order was paid."),
    }.get(section, "")


def rules(meta: Content) -> str:
    """Which rule versions held on these days."""
    begin = _("from the beginning")
    return "、".join(f"v{one['number']} ({one['valid_from'] or begin})" for one in meta["rules"])


def differences(document: Document) -> list[Difference]:
    """What this revision says otherwise than the one before, in words."""
    return [_difference(one) for one in document.differences if one["path"][:2] != ["meta", "rules"]]


def _difference(one: Content) -> Difference:
    section, *inner = one["path"]
    code = next((part for part in reversed(inner) if wording.is_figure(part)), "")
    parts = [part for part in inner if part not in (code, "figures", "rows", "days", "agents", "total")]
    about = " · ".join(wording.part_of_path(part) for part in parts)
    name = wording.figure(code) if code else ""
    return Difference(
        wording.section(section), about, name, _said(code, one["before"]), _said(code, one["after"])
    )


def _said(code: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return formats.NO_DATA
    if code and isinstance(value, int | float):
        return wording.figure_text(code, value)
    if isinstance(value, list):
        return " ÷ ".join(str(part) for part in value)
    return str(value)
