"""Files that mean harm: each is made in memory, small, and large only once it is unpacked."""

import gzip
import io
import random
import stat
import zipfile
from collections.abc import Mapping

from tests.chats.importers.builders import archive, table, workbook

CHAT = ("agent", "buyer", "direction", "sent_at", "text")
LINE = ("示例旗舰店:小美", "lily", "in", "2026-05-09 10:02:00", "有货吗")
GOOD = table(CHAT, LINE)
MEGABYTE = 1 << 20

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def cell(name: str, text: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(*rows: str, before: str = "", **parts: str) -> bytes:
    """A workbook written by hand, with one sheet of the given rows and whatever else is named."""
    content = f'{before}<worksheet xmlns="{SPREADSHEET}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    more = {f"xl/{name}.xml": text for name, text in parts.items()}
    files = PARTS | {"xl/worksheets/sheet1.xml": content} | more
    return archive({name: text.encode() for name, text in files.items()})


def far_corner(height: int) -> bytes:
    """Two cells at the opposite corners of a sheet."""
    return sheet(
        f'<row r="1">{cell("A1", "agent")}</row>', f'<row r="{height}">{cell(f"XFD{height}", "x")}</row>'
    )


def nameless_corner() -> bytes:
    """The same without cell names: 16,384 empty cells, then one a million rows below."""
    return sheet(f'<row r="1">{"<c/>" * 16_384}</row><row r="1048576"><c/></row>')


def shared_texts(claimed: int) -> bytes:
    """A workbook that claims to share billions of texts."""
    texts = f'<sst xmlns="{SPREADSHEET}" count="{claimed}" uniqueCount="{claimed}"><si><t>a</t></si></sst>'
    return sheet(f'<row r="1">{cell("A1", "agent")}</row>', sharedStrings=texts)


def laughing(inside: str = "msgs") -> str:
    """A billion laughs: entities that each hold ten of the one before."""
    entities = ['<!ENTITY a0 "ha">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return f'<?xml version="1.0"?><!DOCTYPE x [{"".join(entities)}]><{inside}><msg>&a9;</msg></{inside}>'


def reaching_out() -> str:
    """XML that asks for a file of the server."""
    return '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><msgs>&f;</msgs>'


def zipped(files: Mapping[str, bytes], **of_first: int) -> bytes:
    """A zip with changed fields of its first entry."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            for field, value in of_first.items():
                setattr(entry, field, value)
            packed.writestr(entry, content)
    return data.getvalue()


def symbolic_link() -> bytes:
    """A zip whose entry is a link to a file of the server."""
    return zipped({"link.csv": b"/etc/passwd"}, external_attr=(stat.S_IFLNK | 0o777) << 16, create_system=3)


def encrypted() -> bytes:
    """A zip whose one entry says, in both of its headers, that it is encrypted."""
    data = bytearray(archive({"may.csv": GOOD}))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flags] |= 1
    return bytes(data)


def bomb(megabytes: int) -> bytes:
    """Much of the same, packed a thousand times smaller."""
    return archive({"same.csv": b"\xff" * (megabytes * MEGABYTE)})


def many_bombs() -> bytes:
    """A zip of zips, each just small enough by itself."""
    one = bomb(20)
    return archive({f"{number}.zip": one for number in range(40)})


def deeply_nested() -> bytes:
    inner = archive({"may.csv": GOOD})
    for _ in range(4):
        inner = archive({"inner.zip": inner})
    return inner


def noise() -> bytes:
    return random.Random(3).randbytes(200_000)


def truncated_gzip() -> bytes:
    return gzip.compress(GOOD * 100)[:-20]


def wide_workbook() -> bytes:
    return workbook(export=[[*CHAT, *(f"c{number}" for number in range(2_000))], LINE])
