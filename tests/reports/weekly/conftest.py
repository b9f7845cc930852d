"""The told fortnight (tests.reports.told), and more lines that come late."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.weekly import revisions
from tests.reference.files import write_world
from tests.reference.product import command
from tests.reports.told import Told
from tests.story import MONDAY, story


@pytest.fixture
def late(tmp_path: Path) -> Callable[..., None]:
    """A function that imports more lines into a told shop, through the command."""
    count = iter(range(100))

    def bring(told: Told, *lines: str) -> None:
        folder = tmp_path / f"late {next(count)}"
        folder.mkdir()
        paths = write_world(story(*lines), folder)
        answers = json.loads(command("import_files", "--shop", told.shop.name, "--json", *map(str, paths)))
        assert not any(answer["refused"] for answer in answers)

    return bring


@pytest.fixture
def week(told: Told) -> dict:
    """The stored content of the told shop's first week."""
    return revisions.content_of(revisions.make(told.shop, MONDAY).report)
