"""A workbook whose cells span more than the machine can hold is refused before it is laid out."""

import io
import zipfile

import pytest

from chats.importers.base import FileRefused
from chats.importers.reading.workbook_size import check_grids

SHEET = "xl/worksheets/sheet1.xml"


def checked(parts: dict[str, str | bytes]) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    check_grids(zipfile.ZipFile(held))


def sheet(*rows: str) -> dict[str, str | bytes]:
    return {SHEET: f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>"}


def size_refused(*rows: str) -> dict[str, str]:
    with pytest.raises(FileRefused, match="sheet-too-large") as refused:
        checked(sheet(*rows))
    return {name: refused.value.params[name] for name in ("rows", "columns")}


@pytest.mark.parametrize(
    "rows",
    [
        ['<row r="1"><c r="A1"/><c r="B1"/></row>'],
        ['<row r="200000"><c r="CV200000"/></row>'],  # 200,000 × 100 cells are just allowed
        ["<row><c/><c/></row>", "<row><c/></row>"],  # no cell has a name
        ["<x:row><x:c r='B2'/></x:row>"],  # another prefix and other quotes
        ["<row r='7'></row>"],  # no cell at all
    ],
)
def test_what_can_be_laid_out_is_let_through(rows: list[str]):
    checked(sheet(*rows))


def test_a_cell_in_the_last_corner_claims_the_whole_grid():
    assert size_refused('<row r="1048576"><c r="XFD1048576"/></row>') == {
        "rows": "1048576",
        "columns": "16384",
    }


def test_rows_and_columns_count_without_their_cells():
    assert size_refused("<row r='1048577'><c r='A1'/></row>") == {"rows": "1048577", "columns": "1"}
    assert size_refused("<row r='1'><c r='xfe1'/></row>") == {"rows": "1", "columns": "16385"}


def test_cells_without_names_stand_beside_each_other():
    """1,300 rows, the widest of 16,384 cells: 21,299,200 in all."""
    assert size_refused(*["<row><c/></row>"] * 1299, f"<row>{'<c/>' * 16384}</row>") == {
        "rows": "1300",
        "columns": "16384",
    }


@pytest.mark.parametrize(
    "row", ['<row r="1"><c r="A12345678"/></row>', "<row r='1'><c r='ABCD1'/></row>"], ids=["row", "column"]
)
def test_a_name_that_no_cell_can_have_is_broken(row: str):
    with pytest.raises(FileRefused, match="broken-spreadsheet"):
        checked(sheet(row))


def test_more_texts_than_there_are_bytes_is_broken():
    checked({"xl/sharedStrings.xml": '<sst count="2" uniqueCount="1"><si><t>a</t></si></sst>'})
    with pytest.raises(FileRefused, match="broken-spreadsheet"):
        checked({"xl/sharedStrings.xml": '<sst uniqueCount="4000000000"/>'})


def test_a_sheet_in_utf16_is_broken():
    with pytest.raises(FileRefused, match="broken-spreadsheet"):
        checked({SHEET: "<worksheet/>".encode("utf-16")})


@pytest.mark.parametrize("name", ["xl/workbook.bin", "content.xml", "mimetype"])
def test_two_documents_in_one_are_refused(name: str):
    with pytest.raises(FileRefused, match="office-document"):
        checked({**sheet(), name: "x"})


def test_parts_that_hold_no_cells_are_not_looked_into():
    checked({"docProps/thumbnail.jpeg": b"<row><c r='XFD1048576'/></row>", "xl/media/a.png": b"\0"})


def test_a_part_that_cannot_be_unpacked_is_broken():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr(SHEET, "<worksheet>rose</worksheet>")
    broken = io.BytesIO(held.getvalue().replace(b"rose", b"rise"))
    with pytest.raises(FileRefused, match="broken-spreadsheet"):
        check_grids(zipfile.ZipFile(broken))
