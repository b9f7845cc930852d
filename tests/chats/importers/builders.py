"""Small files for tests, built in memory."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

from chats.importers.base import FileRefused, Parsed, ShopContext
from chats.importers.registry import parse_file

SHOP = ShopContext(main_account="测试店")


def table(*rows: Sequence[str]) -> bytes:
    return "".join(",".join(row) + "\n" for row in rows).encode()


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """An XLSX with one sheet a keyword; dates become date cells."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return data.getvalue()


def archive(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return data.getvalue()


def read(name: str, data: bytes, context: ShopContext = SHOP) -> Parsed:
    """What the one file holds; a refusal is raised."""
    [(_, outcome)] = parse_file(name, data, context)
    if isinstance(outcome, FileRefused):
        raise outcome
    return outcome


def refusal(name: str, data: bytes, context: ShopContext = SHOP) -> FileRefused:
    """Why the one file is refused."""
    [(_, outcome)] = parse_file(name, data, context)
    assert isinstance(outcome, FileRefused), outcome
    return outcome
