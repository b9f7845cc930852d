"""Zip files: what is inside, within limits, and never unpacked to disk."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from chats.importers.base import FileRefused

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
MAX_MEMBERS = 20_000
MAX_TOTAL_BYTES = 1 << 30
MAX_RATIO = 200  # uncompressed / compressed; real exports stay under 50
RATIO_MATTERS_FROM_BYTES = 32 << 20
UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1


@dataclass
class Budget:
    """What may be unpacked for one upload of `packed` bytes, however deeply its archives are nested."""

    packed: int
    unpacked: int = 0

    def spend(self, size: int) -> None:
        """Unpack this much more; raises FileRefused where it is too much."""
        self.unpacked += size
        _check_sizes(self.unpacked, self.packed)


def _check_sizes(unpacked: int, packed: int) -> None:
    if unpacked > MAX_TOTAL_BYTES:
        raise FileRefused("archive-too-large", found=str(unpacked >> 20), limit=str(MAX_TOTAL_BYTES >> 20))
    if unpacked > RATIO_MATTERS_FROM_BYTES and unpacked > MAX_RATIO * packed:
        raise FileRefused("archive-too-dense", found=str(unpacked // packed), limit=str(MAX_RATIO))


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive, to look at its parts; raises FileRefused where it is none."""
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise FileRefused("broken-archive") from error


def container(data: bytes) -> str:
    """xlsx for a workbook, zip for an archive of files; other office documents are refused."""
    names = set(opened(data).namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise FileRefused("office-document")
    return "zip"


def check_limits(data: bytes) -> None:
    """Refuse an archive whose declared content is too much for this server (zip bombs)."""
    members = opened(data).infolist()
    total = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise FileRefused("archive-too-many", found=str(len(members)), limit=str(MAX_MEMBERS))
    _check_sizes(total, len(data))


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


def members(data: bytes, budget: Budget | None = None) -> Iterator[tuple[str, bytes | FileRefused]]:
    """(inner path, bytes) of every file inside, or why it cannot be read; folders are left out."""
    check_limits(data)
    budget = budget or Budget(len(data))
    archive = opened(data)
    for member in archive.infolist():
        name = _written_name(member)
        if member.is_dir() or not _is_ours(name):
            continue
        if member.flag_bits & ENCRYPTED_FLAG:
            yield name, FileRefused("encrypted-archive")
            continue
        try:
            budget.spend(member.file_size)
            yield name, archive.read(member)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
            yield name, FileRefused("broken-archive")
