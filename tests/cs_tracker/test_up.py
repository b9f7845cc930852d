"""One command runs web server, worker and clock, restarts what dies, and leaves nothing behind."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
    pytest.mark.xdist_group("processes"),  # one after the other: each starts half a dozen
]
PATIENCE = 180  # seconds; a busy machine is no failure
FEW = {"WEB_PROCESSES": "1", "WORKER_PROCESSES": "1"}  # each takes seconds to start


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[int], subprocess.Popen]]:
    """Return a function that runs `manage.py up` on a data folder of its own."""
    started: list[subprocess.Popen] = []

    def start_on(port: int) -> subprocess.Popen:
        started.append(
            subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(port)],
                cwd=django_settings.BASE_DIR,
                env=os.environ | FEW | {"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""},
                stdout=(tmp_path / f"up-{len(started)}.log").open("w"),
                stderr=subprocess.STDOUT,
            )
        )
        return started[-1]

    yield start_on
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=PATIENCE)


def wait_for(condition: Callable[[], object]) -> object:
    """Return the first true answer, or fail."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := condition()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)
    return answer


def status(port: int, path: str) -> int | None:
    """Return the HTTP status of a path, or nothing while nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def processes(mark: str, *words: str) -> list[int]:
    """Return the processes that carry `mark` in their environment and all `words` in their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
            environment = (entry / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue  # it ended in the meantime, or belongs to somebody else
        if mark in environment and command and all(word in command for word in words):
            found.append(int(entry.name))
    return sorted(found)


def test_it_serves_restarts_a_dead_worker_and_stops_cleanly(start, port: int, tmp_path: Path) -> None:
    mark = f"DATA_DIR={tmp_path}"
    up = start(port)
    wait_for(lambda: status(port, "/healthz") == 200)
    assert status(port, "/static/admin/css/base.css") == 200
    log = tmp_path / "up-0.log"
    wait_for(lambda: f"CS Tracker is ready: http://127.0.0.1:{port}" in log.read_text())

    workers = wait_for(lambda: processes(mark, "celery", "--concurrency"))
    os.kill(workers[0], signal.SIGKILL)
    wait_for(lambda: "worker | ended with status -9; starting again" in log.read_text())
    wait_for(lambda: set(processes(mark, "celery", "--concurrency")) - set(workers))

    up.send_signal(signal.SIGINT)
    assert up.wait(timeout=PATIENCE) == 0
    assert log.read_text().endswith("CS Tracker has stopped.\n")
    assert processes(mark) == []


def test_nothing_outlives_it_when_it_is_killed(start, port: int, tmp_path: Path, migrated_file: Path) -> None:
    shutil.copy(migrated_file, tmp_path / "cs_tracker.sqlite3")  # how it migrates the test above has seen
    up = start(port)
    wait_for(lambda: status(port, "/healthz") == 200)

    up.kill()
    up.wait()

    wait_for(lambda: processes(f"DATA_DIR={tmp_path}") == [])


def test_a_taken_port_is_told_in_words(start, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]

        assert start(taken).wait(timeout=PATIENCE) == 1

    assert (tmp_path / "up-0.log").read_text() == (
        f"CommandError: Port {taken} is taken by another program. "
        f"Stop that, or choose another port: --port {taken + 1} (or PORT={taken + 1}).\n"
    )
