"""A report as files: one registry of formats that pages, mails and the command share."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reports.pages import downloads
from reports.weekly.formats import detail, lines, pdf, workbook
from reports.weekly.revisions import Document

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
    writer.writerow(detail.headings())
    for line in lines.lines(document.content):
        writer.writerow([_cell(value) for value in detail.cells(line)])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: downloads.Cell) -> downloads.Cell:
    return downloads.safe_text(value) if isinstance(value, str) else value


FORMATS: dict[str, Format] = {
    one.kind: one
    for one in (
        Format("pdf", "PDF", "application/pdf", pdf.pdf_bytes, pdf.missing),
        Format("xlsx", "XLSX", downloads.XLSX_TYPE, workbook.workbook_bytes),
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
