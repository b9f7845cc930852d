"""The vendored front-end files are those of the manifest, and nothing outside is linked."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
PACKAGES = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
FILES = [(package["name"], file) for package in PACKAGES for file in package["files"]]


@pytest.mark.parametrize(
    ("name", "file"), FILES, ids=lambda value: value if isinstance(value, str) else value["to"]
)
def test_a_vendored_file_has_the_hash_of_the_manifest(name: str, file: dict) -> None:
    content = (VENDOR / file["to"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == file["sha256"]
    assert b"sourceMappingURL" not in content


def test_every_vendored_file_stands_in_the_manifest() -> None:
    known = {file["to"] for _, file in FILES} | {"manifest.json", "refresh.py"}
    found = {
        str(path.relative_to(VENDOR))
        for path in VENDOR.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert found == known


def test_every_package_keeps_its_licence() -> None:
    assert all(any("LICENSE" in file["to"] for file in package["files"]) for package in PACKAGES)
