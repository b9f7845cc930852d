"""A new shop for each test."""

from pathlib import Path

import pytest

from tests.contracts.shell import ShopShell


@pytest.fixture
def shop(db: None, tmp_path: Path) -> ShopShell:
    return ShopShell(tmp_path)
