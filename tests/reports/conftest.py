"""A small shop made of a story, through the same commands as any other shop; and one with readers."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Shop, User
from tests.reference.product import ProductShop, command
from tests.reports.told import Told
from tests.reports.told import tell as tell_fortnight
from tests.story import story


class SmallShop(ProductShop):
    """The shop of a story; `rows` are those of export_figures for May 2026."""

    @property
    def shop(self) -> Shop:
        return Shop.objects.get(name=self.name)

    def rows(self, what: str) -> list[dict]:
        first, last = dt.date(2026, 5, 1).isoformat(), dt.date(2026, 5, 31).isoformat()
        span = ("--from", first, "--to", last)
        return json.loads(
            command("export_figures", "--shop", self.name, *span, "--what", what, "--format", "json")
        )


@pytest.fixture
def tell(db: None, tmp_path: Path) -> Callable[..., SmallShop]:
    """Make the shop in which the given lines happened."""
    from tests.reference.files import write_world

    def make(*lines: str, name: str = "Story", **more: object) -> SmallShop:
        world = story(*lines, **more)
        small = SmallShop(world, name)
        small.set_rules()
        folder = tmp_path / name
        folder.mkdir()
        small.import_files(*write_world(world, folder))
        small.decide()
        return small

    return make


@pytest.fixture
def told(db: None, tmp_path: Path) -> Told:
    """The shop of the told fortnight with its readers."""
    return tell_fortnight(tmp_path / "files")


@pytest.fixture
def queries() -> Callable[[User, str], int]:
    """A function that counts the queries of a page, asked for once before."""

    def count(user: User, address: str) -> int:
        client = Client()
        client.force_login(user)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    return count


@pytest.fixture
def read() -> Callable[[User, str], HttpResponse]:
    """A function that gets a page as somebody."""

    def get(user: User, address: str) -> HttpResponse:
        client = Client()
        client.force_login(user)
        return client.get(address)

    return get
