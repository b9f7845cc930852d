"""How large the grid is that the cells of a workbook span: a few bytes can claim one of billions of cells.

A spreadsheet library lays out the whole grid from the first to the last cell, so one cell in the last
corner of a sheet would take all memory of the machine. This looks at the names of the cells before.
"""

import re
import zipfile

from chats.importers.base import FileRefused

MOST_CELLS = 20_000_000  # of one sheet: 200,000 orders with a hundred columns
MOST_ROWS = 1 << 20  # of any sheet of Excel's
MOST_COLUMNS = 1 << 14
SHARED_STRINGS = re.compile(r"sharedstrings", re.IGNORECASE)
CELL_NAME = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]+)(\d+)""")
ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']\s*(\d+)""")
ROW = re.compile(rb"<(?:\w+:)?row\b")
CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
CLAIMED = re.compile(rb"""\b(?:uniqueCount|count)\s*=\s*["']\s*(\d+)""")
UNUSUAL = (
    b"<c>",
    b"<c/",
    b"<c\n",
    b"<c\t",
    b"<c\r",
    b":c",
    b"r='",
    b"r =",
    b"\tr=",
    b"\nr=",
    b"\rr=",
    b"r= ",
)
LONGEST_ROW = 7  # digits of 1048576
HEAD_BYTES = 4096


def check_grids(workbook: zipfile.ZipFile) -> None:
    """Refuse a workbook one of whose sheets spans more cells, or claims more texts, than can be read."""
    names = set(workbook.namelist())
    if names & {"xl/workbook.bin", "content.xml", "mimetype"}:
        raise FileRefused("office-document")  # two documents in one: nobody can say which would be read
    for name in names:
        if name.casefold().endswith((".xml", ".rels")) or name.startswith("xl/"):
            _check_part(name, _read(workbook, name))


def _read(workbook: zipfile.ZipFile, name: str) -> bytes:
    try:
        return workbook.read(name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise FileRefused("broken-spreadsheet") from error


def _check_part(name: str, content: bytes) -> None:
    if SHARED_STRINGS.search(name):
        claimed = [int(number) for number in CLAIMED.findall(content[:HEAD_BYTES])]
        if max(claimed, default=0) > len(content):  # each text takes several bytes
            raise FileRefused("broken-spreadsheet")
    elif ROW.search(content[:HEAD_BYTES]) or ROW.search(content):
        _check_sheet(content)
    elif name.startswith("xl/worksheets/") and b"\0" in content[:HEAD_BYTES]:
        raise FileRefused("broken-spreadsheet")  # UTF-16: no program writes sheets so


def _check_sheet(content: bytes) -> None:
    height, columns = _roughly(content) or (MOST_ROWS, MOST_COLUMNS)
    if height * columns > MOST_CELLS:
        height, columns = _exactly(content)
    if height > MOST_ROWS or columns > MOST_COLUMNS or height * columns > MOST_CELLS:
        raise FileRefused("sheet-too-large", rows=str(height), columns=str(columns), limit=str(MOST_CELLS))


def _roughly(content: bytes) -> tuple[int, int] | None:
    """Rows and columns that the sheet has at most, several times faster; None where it is not written as
    spreadsheet programs write."""
    letters = re.findall(rb' r="([A-Z]{1,3})', content)
    if len(letters) != content.count(b"<c ") or any(odd in content for odd in UNUSUAL):
        return None
    high = re.findall(rb' r="[A-Z]*(\d{6,})', content)
    if any(len(digits) > LONGEST_ROW for digits in high):
        return None
    return max(map(int, high), default=99_999), max(map(_number, set(letters)), default=0)


def _exactly(content: bytes) -> tuple[int, int]:
    """Rows and columns that the cells span, however the sheet is written."""
    found = set(CELL_NAME.findall(content))
    rows = {digits for _, digits in found} | set(ROW_NUMBER.findall(content))
    if any(len(digits) > LONGEST_ROW for digits in rows) or any(len(letters) > 3 for letters, _ in found):
        raise FileRefused("broken-spreadsheet")
    columns = max((_number(letters) for letters in {letters.upper() for letters, _ in found}), default=0)
    height = max(map(int, rows), default=0)
    if len(found) < len(CELL.findall(content)):  # some cells have no name and stand beside the one before
        columns = max(columns, *(len(CELL.findall(part)) for part in ROW.split(content)))
        height = max(height, len(ROW.findall(content)))
    return height, columns


def _number(letters: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
