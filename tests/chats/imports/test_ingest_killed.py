"""A killed import leaves nothing half done, and two at once do not double anything."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import Agent, Shop
from chats.models import BuyerAlias, DirtyDay, ImportBatch, Message, Order

ROWS = 3000
TABLES = (ImportBatch, Message, Order, BuyerAlias, Agent, DirtyDay)  # all that an import writes to
NOTHING = [0, 0, 0, 0, 0, 0]
EVERYTHING = [1, ROWS, 1, 1, 1, 2]


@dataclass
class Books:
    """A database that other processes can open; `number` asks it for one."""

    url: str
    number: Callable[[str], int]

    def process(self, *command: object) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.chats.imports.importing_process", *map(str, command)],
            env=os.environ | {"DATABASE_URL": self.url},
            cwd=Path(settings.BASE_DIR),
            stdout=subprocess.PIPE,
            text=True,
        )

    def said(self, *command: object) -> str:
        return self.process(*command).communicate()[0]

    def count(self) -> list[int]:
        """The rows that other processes have committed, by table."""
        return [self.number(f"SELECT count(*) FROM {table._meta.db_table}") for table in TABLES]


@pytest.fixture(scope="module")
def with_a_shop(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with one shop and nothing else."""
    file = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("books")))
    sqlite_books(file).said("shop")
    return file


def sqlite_books(file: Path) -> Books:
    def number(query: str) -> int:
        with closing(sqlite3.connect(file, timeout=20)) as beside:
            return beside.execute(query).fetchone()[0]

    return Books(f"sqlite:///{file}", number)


@pytest.fixture
def sqlite(with_a_shop: Path, tmp_path: Path) -> Books:
    """A SQLite file of one's own."""
    return sqlite_books(Path(shutil.copy(with_a_shop, tmp_path)))


@pytest.fixture
def postgres(transactional_db) -> Books:
    """The test database with one shop, where it is PostgreSQL."""
    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL")
    config = connection.settings_dict
    where = f"{config['HOST']}:{config['PORT']}/{config['NAME']}"
    Shop.objects.create(name="测试旗舰店")
    return Books(f"postgres://{config['USER']}:{config['PASSWORD']}@{where}", _number)


def _number(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def kill_half_way(books: Books) -> None:
    victim = books.process("import", "a.csv", ROWS, "pause")
    assert victim.stdout.readline() == "half done\n"
    victim.kill()
    victim.wait()


def import_twice_at_once(books: Books) -> list[str]:
    both = [books.process("import", name, ROWS) for name in ("a.csv", "b.csv")]
    return sorted(process.communicate()[0] for process in both)


def check_kill(books: Books) -> None:
    kill_half_way(books)
    assert books.count() == NOTHING
    assert books.said("import", "a.csv", ROWS) == f"{ROWS + 1} 0\n"
    assert books.count() == EVERYTHING


def check_two_at_once(books: Books) -> None:
    assert import_twice_at_once(books) == [f"0 {ROWS + 1}\n", f"{ROWS + 1} 0\n"]
    assert books.count() == [2, *EVERYTHING[1:]]


def test_an_import_killed_half_way_leaves_nothing_and_can_be_done_again(sqlite: Books):
    check_kill(sqlite)


def test_two_imports_of_one_shop_at_once_add_every_row_once(sqlite: Books):
    check_two_at_once(sqlite)


@pytest.mark.services
def test_an_import_killed_half_way_leaves_nothing_in_postgresql(postgres: Books):
    check_kill(postgres)


@pytest.mark.services
def test_two_imports_at_once_add_every_row_once_in_postgresql(postgres: Books):
    check_two_at_once(postgres)
