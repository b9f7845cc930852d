"""One file as importers see it: its container, its text, its sheets, its tables, each read once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as SafeElementTree
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineError, CalamineWorkbook

from chats.importers.base import FileRefused
from chats.importers.reading import archive, text, workbook_size
from chats.importers.reading.tabular import Known, Table, delimited_table, sheet_table

XLS_MAGIC = b"\xd0\xcf\x11\xe0"
HEAD = 4096
PANIC = "PanicException"  # how calamine gives up on what it did not expect; no subclass of Exception
RECEIVER_SHEETS = frozenset({"发货报表"})  # receivers only: never read (names, addresses, phones)


def _begins(content: Any, blank: Any) -> Any:
    """What follows the blanks at the beginning, as far as one needs to see it; large files stay uncopied."""
    return content[:HEAD].lstrip(blank) or content.lstrip(blank)


@dataclass
class Source:
    """A file's name (with its path inside a zip) and bytes. Every property is computed on demand.

    `known` are the header names by which the header of a table is told from what stands around it.
    Properties raise FileRefused when the content is not what the container promises.
    """

    name: str
    data: bytes
    known: Known

    @cached_property
    def container(self) -> str:
        """zip | xlsx | xls | xml | json | text, by magic bytes or the first character."""
        if not _begins(self.data, b" \t\r\n\0"):
            raise FileRefused("empty-file")
        if self.data.startswith(archive.ZIP_MAGIC):
            return archive.container(self.data)
        if self.data.startswith(XLS_MAGIC):
            return "xls"
        first = _begins(self.text, None)[:1]
        if not first:
            raise FileRefused("empty-file")
        return {"<": "xml", "{": "json", "[": "json"}.get(first, "text")

    @cached_property
    def text(self) -> str:
        """The decoded text without BOM, line ends as \\n."""
        return text.decode(self.data)

    @cached_property
    def json(self) -> Any:
        """The parsed JSON of a `json` container; FileRefused("broken-json") where it is cut off."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError) as error:  # a number of thousands of digits is no JSONDecodeError
            raise FileRefused("broken-json", line=getattr(error, "lineno", 0)) from error

    @cached_property
    def xml(self) -> Element:
        """The root of an `xml` container, entities refused."""
        try:
            return SafeElementTree.fromstring(self.text)
        except DefusedXmlException as error:
            raise FileRefused("unsafe-xml") from error
        except (ParseError, ValueError, LookupError) as error:
            line = error.position[0] if isinstance(error, ParseError) else 0
            raise FileRefused("broken-xml", line=line) from error

    @cached_property
    def sheets(self) -> list[tuple[str, list[list[Any]]]]:
        """(name, rows) of every sheet; rows begin at row 1 and hold Python values, "" for empty.

        A sheet of receivers (发货报表) is not read at all.
        """
        return list(self._read_sheets())

    def _read_sheets(self) -> Iterator[tuple[str, list[list[Any]]]]:
        if self.data.startswith(archive.ZIP_MAGIC):
            archive.check_limits(self.data)
            with archive.opened(self.data) as parts:
                workbook_size.check_grids(parts)
        try:
            workbook = CalamineWorkbook.from_filelike(BytesIO(self.data))
            for name in workbook.sheet_names:
                if name.strip() not in RECEIVER_SHEETS:
                    yield name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except (CalamineError, ValueError, OSError) as error:
            raise FileRefused("broken-spreadsheet") from error
        except BaseException as error:
            if type(error).__name__ != PANIC:
                raise
            raise FileRefused("broken-spreadsheet") from error

    @cached_property
    def delimited(self) -> Table:
        """The text read as comma or tab separated cells below a header (among the first ten rows)."""
        return delimited_table(self.text, self.known)

    @cached_property
    def tables(self) -> list[Table]:
        """One table a sheet, or the one table of a text; none for other containers."""
        if self.container in ("xlsx", "xls"):
            return [sheet_table(name, rows, self.known) for name, rows in self.sheets if rows]
        return [self.delimited] if self.container == "text" else []
