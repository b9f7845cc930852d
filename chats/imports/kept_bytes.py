"""The bytes of uploaded files under MEDIA_ROOT, which wait there only until they are read."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings

from chats.importers.base import FileRefused
from chats.importers.reading import archive

FOLDER = "imports"
PATH_LENGTH = 400


def _place(stored_as: str) -> Path:
    return Path(settings.MEDIA_ROOT) / stored_as


def read(stored_as: str) -> bytes:
    """The bytes that were kept under this name; none where they are gone, which is refused as empty."""
    place = _place(stored_as)
    return place.read_bytes() if stored_as and place.is_file() else b""


def keep(shop_id: int, data: bytes | Path) -> str:
    """Keep bytes until they are read; their name relative to MEDIA_ROOT.

    A file that is on that disk already is told by its path and only renamed.
    """
    stored_as = f"{FOLDER}/{shop_id}/{uuid4().hex}"
    place = _place(stored_as)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if isinstance(data, Path):
        data.rename(place)
    else:
        place.write_bytes(data)
    place.chmod(0o600)
    return stored_as


def forget(stored_as: str) -> None:
    """Delete bytes that are read, if there are any."""
    if stored_as:
        _place(stored_as).unlink(missing_ok=True)


def inner(name: str, data: bytes, path: str) -> bytes:
    """The bytes of the file that the importers call `path`: the file itself, or one inside a zip."""
    if path == name[-PATH_LENGTH:]:
        return data
    for member, content in archive.members(data):
        member_path = f"{name}/{member}"
        if isinstance(content, FileRefused):
            continue
        if member_path[-PATH_LENGTH:] == path or path.startswith(f"{member_path}/"):
            return inner(member_path, content, path)
    raise KeyError(path)
