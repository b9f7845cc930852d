"""What every test may use: usual people, jobs that run when told, other processes."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings as django_settings
from django.core.cache import cache
from django.utils import timezone, translation
from whitenoise.middleware import WhiteNoiseMiddleware

from chats.jobs import queue as jobs
from chats.models import Job
from tests.cast import Cast, make_cast
from tests.machine import Machine
from tests.remembered import once
from tests.safety.world import World, make_world

pytest_plugins = ["tests.moved_clock"]

STORES = {"db", "transactional_db", "live_server"}
REDIS_DATABASES = 16


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a second run, on another database, leave out what cannot come out differently there."""
    parser.addoption("--stored-only", action="store_true", help="only tests that use database or services")
    parser.addoption("--renew-net", action="store_true", help="store the answers of tests/net anew")


@pytest.hookimpl(tryfirst=True)  # before xdist, which reads the groups in a hook of its own
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep tests that start processes on one worker, for there is one Redis and one migrated file, and drop
    those that `--stored-only` leaves out."""
    for item in items:
        if item.get_closest_marker("services") or "migrated_file" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("processes"))
    if config.getoption("stored_only"):
        dropped = [item for item in items if not _uses_store(item)]
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if _uses_store(item)]


def _uses_store(item: pytest.Item) -> bool:
    """Whether a test reads or writes the database, or needs PostgreSQL or Redis itself."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "services"))
    return marked or bool(STORES & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session", autouse=True)
def static_files_listed_once() -> Iterator[None]:
    """List the static files once a process, not for every test client (most of what a request costs)."""
    known: dict[tuple, dict] = {}
    list_files = WhiteNoiseMiddleware.add_files_from_finders

    def add_known(self: WhiteNoiseMiddleware) -> None:
        kind = (self.static_prefix, self.max_age)
        if kind not in known:
            list_files(self)
            known[kind] = dict(self.files)
        self.files.update(known[kind])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_known)
        yield


@pytest.fixture(autouse=True)
def default_language_and_zone() -> Iterator[None]:
    """Start each test in the default language and time zone: a request leaves its reader's active."""
    translation.deactivate()
    timezone.deactivate()
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(autouse=True)
def own_folders(request: pytest.FixtureRequest, settings, tmp_path_factory) -> Iterator[None]:
    """Give tests that store files a folder of their own, and start each test with an empty cache."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed
    media = tmp_path_factory.getbasetemp() / "media"
    (media / "uploading").mkdir(parents=True, exist_ok=True)
    settings.MEDIA_ROOT, settings.FILE_UPLOAD_TEMP_DIR = media, media / "uploading"
    cache.clear()
    yield


@pytest.fixture(autouse=True)
def wake_ups(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect the ids a broker would have been told, so that no test needs one."""
    sent: list[int] = []
    monkeypatch.setattr(jobs, "wake", sent.append)
    return sent


@pytest.fixture
def cast(db: None) -> Cast:
    """The small cast, saved in the test database."""
    return make_cast()


@pytest.fixture
def world(db: None) -> World:
    """A shop with every kind of thing, and a reader of every kind."""
    return once("every kind of thing", make_world)


@pytest.fixture
def work_off() -> Callable[[], int]:
    """Return a function that runs every waiting job in this process, as a worker would, and counts them."""

    def run_all() -> int:
        count = 0
        while job := Job.objects.filter(status=Job.Status.QUEUED).order_by("pk").first():
            assert jobs.run(job.pk), f"{job} waits for a job that is running"
            count += 1
        return count

    return run_all


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows, to be copied by tests that start processes."""
    folder = tmp_path_factory.mktemp("migrated")
    file = folder / "empty.sqlite3"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=django_settings.BASE_DIR,
        env=os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{file}", "REDIS_URL": ""},
        check=True,
    )
    return file


@pytest.fixture
def machine(tmp_path: Path, migrated_file: Path) -> Iterator[Callable[..., Machine]]:
    """Return a function that makes a machine for workers (tests/machine.py), which die with the test."""
    made: list[Machine] = []

    def make(module: str, redis_url: str = "", **variables: str) -> Machine:
        made.append(Machine(tmp_path, migrated_file, module, redis_url, **variables))
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def redis_url() -> str:
    """The address of this test process's own Redis database, emptied of what killed workers left there."""
    url = os.environ.get("REDIS_URL")
    if not url:
        pytest.skip("REDIS_URL is not set (make services-test sets it)")
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    url = f"{url.removesuffix('/0')}/{int(number) % REDIS_DATABASES}"
    redis.Redis.from_url(url).flushdb()
    return url
