"""A report as files: one registry of formats that pages, mails and the command share."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from reports import downloads
from reports.metrics.definitions import METRICS
from reports.weekly import lines, wording
from reports.weekly.kept import Document

UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def _nothing() -> str:
    return ""


@dataclass(frozen=True)
class Format:
    """One kind of file. `missing` says in a sentence what this machine lacks for it, if anything."""

    kind: str
    label: str
    content_type: str
    write: Callable[[Document], bytes]
    missing: Callable[[], str] = _nothing


@dataclass
class Written:
    """The files that were written, and a sentence for each that could not be made here."""

    paths: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def json_bytes(document: Document) -> bytes:
    """The content with its revision, for machines; the same report is always the same bytes."""
    told = {**document.content, "revision": document.revision, "differences": list(document.differences)}
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n").encode()


def csv_bytes(document: Document) -> bytes:
    """Every number, one a line, in UTF-8 with a BOM; amounts in yuan, rates as shares, seconds."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings())
    for line in lines.lines(document.content):
        writer.writerow([_cell(value) for value in cells(line)])
    return out.getvalue().encode("utf-8-sig")


def headings() -> list[str]:
    """The header of the detail: CSV and the workbook's last sheet."""
    return [
        *(_("Section"), _("About"), _("Figure"), _("Code"), _("Unit"), _("Value"), _("Before")),
        *(_("Numerator"), _("Denominator")),
    ]


def cells(line: lines.Line) -> list[downloads.Cell]:
    """One line of the detail, bare: yuan in place of fen."""
    numerator, denominator = fraction(line)
    return [
        wording.section(line.section),
        line.subject,
        wording.figure(line.code),
        line.code,
        wording.unit_name(line.unit),
        downloads.plain(line.now, line.unit),
        downloads.plain(line.before, line.unit),
        numerator,
        denominator,
    ]


def fraction(line: lines.Line) -> tuple[lines.Number, lines.Number]:
    """Numerator and denominator of a ratio, amounts in yuan."""
    if line.of is None or line.code not in METRICS:
        return line.of or (None, None)
    metric = METRICS[line.code]
    units = ("money" if "_fen" in part else "count" for part in (metric.numerator, metric.denominator))
    return tuple(downloads.plain(part, unit) for part, unit in zip(line.of, units, strict=True))


def _cell(value: downloads.Cell) -> downloads.Cell:
    return downloads.safe_text(value) if isinstance(value, str) else value


FORMATS: dict[str, Format] = {
    one.kind: one
    for one in (
        Format("csv", "CSV", "text/csv; charset=utf-8", csv_bytes),
        Format("json", "JSON", "application/json", json_bytes),
    )
}


def file_name(document: Document, kind: str) -> str:
    """Shop, week, and the revision if it is not the first."""
    return f"{UNSAFE_IN_NAMES.sub('_', document.name)}.{kind}"


def write_all(document: Document, folder: Path) -> Written:
    """Write every format that this machine can make into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    done = Written()
    for one in FORMATS.values():
        lacking = one.missing()
        if lacking:
            done.notes.append(lacking)
            continue
        path = folder / file_name(document, one.kind)
        path.write_bytes(one.write(document))
        done.paths.append(path)
    return done
