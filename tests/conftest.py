"""What every test may use: the sample files, and jobs that run when the test says so."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from whitenoise.middleware import WhiteNoiseMiddleware

from chats import jobs
from chats.models import Job

STORES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a second run, on another database, leave out what cannot come out differently there."""
    parser.addoption("--stored-only", action="store_true", help="only tests that use database or services")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep tests that share the one Redis on one worker, and drop those that `--stored-only` leaves out."""
    for item in items:
        if item.get_closest_marker("services"):
            item.add_marker(pytest.mark.xdist_group("services"))
    if config.getoption("stored_only"):
        dropped = [item for item in items if not _uses_store(item)]
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if _uses_store(item)]


def _uses_store(item: pytest.Item) -> bool:
    """Whether a test reads or writes the database, or needs PostgreSQL or Redis itself."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "services"))
    return marked or bool(STORES & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real and prepared export files; it lies beside the checkout and is never committed."""
    folder = Path(django_settings.BASE_DIR).parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip(f"the sample files are not here ({folder.name} beside the checkout)")
    return folder


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
def work_off() -> Callable[[], int]:
    """Return a function that runs every waiting job in this process, as a worker would, and counts them."""

    def run_all() -> int:
        count = 0
        while job := Job.objects.filter(status=Job.Status.QUEUED).order_by("pk").first():
            assert jobs.run(job.pk), f"{job} waits for a job that is running"
            count += 1
        return count

    return run_all
