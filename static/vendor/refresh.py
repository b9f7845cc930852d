"""Take the vendored front-end files from npm again: `python static/vendor/refresh.py`.

Every file named in manifest.json is replaced by that of the version written there; to move to
another version, change the version first. Needs npm; nothing at run time does.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent
MANIFEST = VENDOR / "manifest.json"
# Manifest storage looks for the map that such a line names, and fails because we do not keep it.
SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=[^\n]*)\s*$")


def packed(name: str, version: str, folder: str) -> tarfile.TarFile:
    """The package as npm serves it."""
    command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", folder]
    archive = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return tarfile.open(Path(folder) / archive.stdout.strip().splitlines()[-1])


def refresh(package: dict) -> None:
    """Write the package's files beside this script and note their hashes in `package`."""
    with (
        tempfile.TemporaryDirectory() as folder,
        packed(package["name"], package["version"], folder) as archive,
    ):
        for file in package["files"]:
            source = archive.extractfile(f"package/{file['from']}")
            content = SOURCE_MAP.sub(b"\n", source.read())
            target = VENDOR / file["to"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            file["sha256"] = hashlib.sha256(content).hexdigest()


def main() -> None:
    """Refresh every package of the manifest and write the manifest."""
    packages = json.loads(MANIFEST.read_text(encoding="utf-8"))
    for package in packages:
        refresh(package)
    MANIFEST.write_text(json.dumps(packages, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
