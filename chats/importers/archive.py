"""Zip files: what is inside, within limits, and never unpacked to disk."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from chats.importers.base import FileRefused

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
MAX_MEMBERS = 20_000
MAX_TOTAL_BYTES = 1 << 30
MAX_RATIO = 200  # uncompressed / compressed; real exports stay under 50
RATIO_MATTERS_FROM_BYTES = 32 << 20
UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise FileRefused("broken-archive") from error


def container(data: bytes) -> str:
    """xlsx for a workbook, zip for an archive of files; other office documents are refused."""
    names = set(_open(data).namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise FileRefused("office-document")
    return "zip"


def check_limits(data: bytes) -> None:
    """Refuse an archive whose declared content is too much for this server (zip bombs)."""
    members = _open(data).infolist()
    total = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise FileRefused("archive-too-many", found=str(len(members)), limit=str(MAX_MEMBERS))
    if total > MAX_TOTAL_BYTES:
        raise FileRefused("archive-too-large", found=str(total >> 20), limit=str(MAX_TOTAL_BYTES >> 20))
    if total > RATIO_MATTERS_FROM_BYTES and total > MAX_RATIO * len(data):
        raise FileRefused("archive-too-dense", found=str(total // len(data)), limit=str(MAX_RATIO))


def _written_name(member: zipfile.ZipInfo) -> str:
    """The member's name; archives made on Chinese Windows write it in GB18030 without saying so."""
    if member.flag_bits & UTF8_FLAG:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _is_ours(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "__MACOSX" not in parts and parts[-1] not in ("", ".DS_Store", "Thumbs.db")


def members(data: bytes) -> Iterator[tuple[str, bytes | FileRefused]]:
    """(inner path, bytes) of every file inside, or why it cannot be read; folders are left out."""
    check_limits(data)
    opened = _open(data)
    for member in opened.infolist():
        name = _written_name(member)
        if member.is_dir() or not _is_ours(name):
            continue
        if member.flag_bits & ENCRYPTED_FLAG:
            yield name, FileRefused("encrypted-archive")
            continue
        try:
            yield name, opened.read(member)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
            yield name, FileRefused("broken-archive")
