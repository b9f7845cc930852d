"""Every format of a report carries the same numbers: each file is read back and compared with the content."""

import csv
import io
import json
import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from reports.figures import rules
from reports.metrics.scorecard import DEFAULT
from reports.pages import downloads
from reports.scorecards.points import save_version
from reports.weekly import revisions
from reports.weekly.formats import detail, lines, page, pdf, tables
from reports.weekly.formats import registry as files
from reports.weekly.revisions import Document
from tests.docs.test_rules_cited import CITATION
from tests.reports.told import Told
from tests.story import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(told: Told) -> Document:
    save_version(told.shop, None, "考核", DEFAULT, None, None)
    return Document.of(revisions.make(told.shop, MONDAY).report)


@pytest.fixture(params=["zh-hans", "en"], autouse=True)
def language(request):
    with translation.override(request.param):
        yield request.param


def expected(document: Document) -> list[list]:
    """What the detail must hold: words, code, unit, value, before, numerator, denominator."""
    return [detail.cells(line) for line in lines.lines(document.content)]


def flat(text: str) -> str:
    """Text without white space: lines of a page break where they like."""
    return re.sub(r"\s+", "", text)


def words_of_tables(document: Document) -> list[str]:
    return [
        flat(cell.written)
        for found in tables.tables(document.content).values()
        for table in found
        for row in table.rows
        for cell in row
    ]


def test_the_told_week_has_numbers_in_every_section(document):
    sections = {line.section for line in lines.lines(document.content)}
    assert {"shop", "books", "funnel", "agents", "scorecards", "chasing", "forms"} <= sections
    assert any(line.now for line in lines.lines(document.content))


def test_json_is_the_content_itself(document):
    told = json.loads(files.json_bytes(document))
    assert (told.pop("revision"), told.pop("differences")) == (1, [])
    assert told == document.content


def test_csv_holds_every_number(document):
    raw = files.csv_bytes(document)
    assert raw.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    assert header == detail.headings()
    assert [[_number(cell) for cell in row] for row in rows] == [
        [_number("" if cell is None else str(downloads.safe_text(str(cell)))) for cell in row]
        for row in expected(document)
    ]


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def test_the_workbook_holds_every_number_and_its_tables(document):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(files.FORMATS["xlsx"].write(document)))
    detail_sheet = book.worksheets[-1]
    rows = [list(row) for row in detail_sheet.iter_rows(min_row=2, values_only=True)]
    assert [[_bare(cell) for cell in row] for row in rows] == [
        [_bare(cell) for cell in row] for row in expected(document)
    ]
    shown = [sheet.title for sheet in book.worksheets[1:-1]]
    written = [code for code, found in tables.tables(document.content).items() if found]
    assert len(shown) == len(written)
    for code, sheet in zip(written, book.worksheets[1:-1], strict=True):
        _assert_tables(document, code, sheet)
    assert all(sheet.freeze_panes for sheet in book.worksheets[1:])
    assert sum(len(sheet._charts) for sheet in book.worksheets) >= 3


def _bare(cell: object) -> object:
    return pytest.approx(cell, abs=1e-9) if isinstance(cell, float) else (cell if cell != "" else None)


def _assert_tables(document: Document, code: str, sheet) -> None:
    """Each value of the section's tables stands in its row of the sheet, and nothing is a formula."""
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert not any(isinstance(cell, str) and cell.startswith("=") for row in rows for cell in row)
    for table in tables.tables(document.content)[code]:
        for row in table.rows:
            values = [downloads.plain(cell.value, cell.unit) for cell in row if cell.is_number]
            values = [value for value in values if value is not None]
            assert any(_holds(found, values) for found in rows), (code, values)


def _holds(row: list, values: list[float]) -> bool:
    numbers = iter(cell for cell in row if isinstance(cell, int | float))
    return all(any(abs(number - value) < 1e-9 for number in numbers) for value in values)


def test_the_page_shows_every_cell_of_the_tables(document):
    shown = flat(_text(render_to_string("reports/weekly/body.html", page.body(document))))
    missing = [word for word in words_of_tables(document) if word not in shown]
    assert missing == []


def _text(html: str) -> str:
    from html import unescape

    return unescape(re.sub(r"<[^>]+>", " ", html))


def test_the_pdf_shows_every_cell_of_the_tables_and_its_pages_are_numbered(document):
    import pypdf

    if lacking := pdf.missing():
        pytest.skip(lacking)
    read = pypdf.PdfReader(io.BytesIO(files.FORMATS["pdf"].write(document)))
    pages = [flat(one.extract_text()) for one in read.pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert f"{number}/{len(pages)}" in text
    numbers = {word for word in words_of_tables(document) if any(map(str.isdecimal, word))}
    whole = "".join(text.replace(f"{number}/{len(pages)}", "") for number, text in enumerate(pages, start=1))
    assert sorted(word for word in numbers if word not in whole) == []


def test_files_for_people_name_rules_by_title(document):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(files.FORMATS["xlsx"].write(document)))
    cells = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    shown = _text(render_to_string("reports/weekly/pdf.html", page.body(document)))
    texts = [*cells, files.csv_bytes(document).decode("utf-8-sig"), shown]
    assert [found for text in texts for found in CITATION.findall(text)] == []
    assert rules.title("D4.4") in cells


def test_the_same_report_is_the_same_workbook(document):
    write = files.FORMATS["xlsx"].write
    assert write(document) == write(document)


def test_a_name_that_looks_like_a_formula_is_text(told: Told):
    import openpyxl

    agent = told.shop.agents.order_by("pk").first()
    agent.name = "=HYPERLINK(0)"
    agent.save()
    document = Document.of(revisions.make(told.shop, MONDAY).report)
    book = openpyxl.load_workbook(io.BytesIO(files.FORMATS["xlsx"].write(document)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=HYPERLINK(0)"] != []
    assert not any(cell.data_type == "f" for cell in cells)
    rows = list(csv.reader(io.StringIO(files.csv_bytes(document).decode("utf-8-sig"))))
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_a_machine_without_type_says_what_to_install(document, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "_has_chinese_type", lambda: False)
    done = files.write_all(document, tmp_path)
    assert [path.suffix for path in done.paths] == [".xlsx", ".csv", ".json"]
    assert len(done.notes) == 1 and "fonts-noto-cjk" in done.notes[0]


def test_a_report_from_before_a_figure_was_declared_has_every_format_still(document: Document) -> None:
    """Stored reports stay as they are, so those of earlier editions lack later figures."""
    written = json.loads(json.dumps(document.content))
    later = {"first_response_median", "first_response_p90"}
    found = written["agents"]
    for part in (written["shop"], found["total"], *found["rows"]):
        assert later <= part["figures"].keys()
        part["figures"] = {code: cell for code, cell in part["figures"].items() if code not in later}
    found["median"] = {code: value for code, value in found["median"].items() if code not in later}
    earlier = Document(document.shop, written)

    for one in files.FORMATS.values():
        if not one.missing():
            assert one.write(earlier), one.kind
    assert {line.code for line in lines.lines(document.content)} >= later
    assert not {line.code for line in lines.lines(written)} & later
    assert render_to_string("reports/weekly/body.html", page.body(earlier))
