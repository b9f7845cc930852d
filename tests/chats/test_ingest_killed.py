"""A killed import leaves nothing half done, and two at once do not double anything."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROWS = 3000
NOTHING = "[0, 0, 0, 0, 0, 0]\n"
EVERYTHING = f"[1, {ROWS}, 1, 1, 1, 2]\n"


@dataclass
class Books:
    """A database that other processes can open."""

    url: str

    def start(self, *command: object) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *map(str, command)],
            env=os.environ | {"DATABASE_URL": self.url},
            cwd=Path(settings.BASE_DIR),
            stdout=subprocess.PIPE,
            text=True,
        )

    def process(self, *command: object) -> subprocess.Popen:
        return self.start("-m", "tests.chats.importing_process", *command)

    def said(self, *command: object) -> str:
        return self.process(*command).communicate()[0]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with one shop and nothing else."""
    file = tmp_path_factory.mktemp("books") / "empty.sqlite3"
    books = Books(f"sqlite:///{file}")
    assert books.start("manage.py", "migrate", "--verbosity=0").wait() == 0
    books.said("shop")
    return file


@pytest.fixture
def sqlite(migrated: Path, tmp_path: Path) -> Books:
    """A SQLite file of one's own."""
    return Books(f"sqlite:///{shutil.copy(migrated, tmp_path)}")


@pytest.fixture
def postgres(transactional_db) -> Books:
    """The test database with one shop, where it is PostgreSQL."""
    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL")
    config = connection.settings_dict
    where = f"{config['HOST']}:{config['PORT']}/{config['NAME']}"
    books = Books(f"postgres://{config['USER']}:{config['PASSWORD']}@{where}")
    books.said("shop")
    return books


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
    assert books.said("count") == NOTHING
    assert books.said("import", "a.csv", ROWS) == f"{ROWS + 1} 0\n"
    assert books.said("count") == EVERYTHING


def check_two_at_once(books: Books) -> None:
    assert import_twice_at_once(books) == [f"0 {ROWS + 1}\n", f"{ROWS + 1} 0\n"]
    assert books.said("count") == f"[2, {ROWS}, 1, 1, 1, 2]\n"


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
