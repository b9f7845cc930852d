"""Workers on the real Redis that die while they build reports: each is there once in the end (D10.2)."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as django_settings

WEEKS = 3
SHOP = f"""
import datetime as dt
from django.utils import timezone
from accounts.models import Shop
from chats.models import ShopState
from reports.weekly import due
monday = dt.date(2026, 5, 11)
shop = Shop.objects.create(name="shop", main_account="shop")
last = monday + {WEEKS} * due.WEEK - dt.timedelta(1)
ShopState.objects.create(shop=shop, first_day=monday, last_day=last, refreshed_at=timezone.now())
weeks = [monday + number * due.WEEK for number in range({WEEKS})]
"""
ASK = "for week in weeks:\n    due.request(shop, week)"


class Machine:
    """Workers on a database of their own, as in tests/chats/test_jobs.py."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.folder, self.pauses = folder, folder / "pauses"
        self.pauses.mkdir()
        self.env = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'weekly.sqlite3'}",
            "REDIS_URL": redis_url,
            "JOB_STALE_SECONDS": "3",
            "PAUSES": str(self.pauses),
            "PYTHONPATH": str(django_settings.BASE_DIR),
        }
        self.workers: list[subprocess.Popen] = []
        self.run("manage.py", "migrate", "--verbosity", "0")

    def run(self, *command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=django_settings.BASE_DIR, env=self.env, check=True)

    def python(self, code: str) -> None:
        self.run("-c", f"import tests.reports.weekly.slow_reports\n{code}")

    def start_worker(self, pause_at: str = "") -> subprocess.Popen:
        name = f"worker-{len(self.workers)}"
        worker = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "-A", "tests.reports.weekly.slow_reports", "worker"),
                *("--concurrency", "1", "--without-gossip", "--without-mingle", "-n", f"{name}@%h"),
            ],
            cwd=django_settings.BASE_DIR,
            env=self.env | {"PAUSE_AT": pause_at},
            stdout=(self.folder / f"{name}.log").open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen) -> None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def reports(self) -> list[tuple[str, int]]:
        """(monday, revision) of every report."""
        return self._rows("SELECT monday, revision FROM reports_weeklyreport ORDER BY monday, revision")

    def jobs(self) -> list[str]:
        rows = self._rows("SELECT status FROM chats_job WHERE kind LIKE 'weekly_report:%' ORDER BY id")
        return [status for (status,) in rows]

    def _rows(self, query: str) -> list[tuple]:
        with closing(sqlite3.connect(self.folder / "weekly.sqlite3", timeout=20)) as connection:
            return connection.execute(query).fetchall()

    def wait_until(self, met: Callable[[], bool], seconds: float = 180) -> None:
        deadline = time.monotonic() + seconds
        while not met():
            logs = "".join(log.read_text()[-3000:] for log in self.folder.glob("worker-*.log"))
            assert time.monotonic() < deadline, f"{self.jobs()} {self.reports()}\n{logs}"
            time.sleep(0.1)

    def stop(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                self.kill(worker)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Callable[[str], Machine]]:
    made: list[Machine] = []

    def make(redis_url: str) -> Machine:
        made.append(Machine(tmp_path, redis_url))
        return made[0]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def redis_url() -> str:
    url = os.environ.get("REDIS_URL")
    if not url:
        pytest.skip("REDIS_URL is not set (make services-test sets it)")
    return url


EACH_ONCE = [("2026-05-11", 1), ("2026-05-18", 1), ("2026-05-25", 1)]


def kill_a_worker_at(machine: Machine, place: str) -> None:
    """Start a worker that pauses at a place, and kill it there."""
    before = set(machine.pauses.iterdir())
    victim = machine.start_worker(place)
    machine.wait_until(lambda: bool(set(machine.pauses.iterdir()) - before))
    machine.kill(victim)
    assert machine.reports() == []
    assert "running" in machine.jobs()
    time.sleep(3.2)  # the heartbeat grows stale


@pytest.mark.services
def test_killed_workers_leave_no_half_report_and_the_next_one_builds_each_once(
    machine, redis_url: str
) -> None:
    on_redis = machine(redis_url)
    on_redis.python(SHOP + ASK)
    kill_a_worker_at(on_redis, "read")
    kill_a_worker_at(on_redis, "keep")  # inside the transaction, after the row was written

    on_redis.start_worker()
    on_redis.wait_until(lambda: on_redis.jobs() == ["done"] * WEEKS)

    assert on_redis.reports() == EACH_ONCE


@pytest.mark.services
def test_two_workers_build_each_report_once_and_different_weeks_at_once(machine, redis_url: str) -> None:
    on_redis = machine(redis_url)
    on_redis.env["JOB_STALE_SECONDS"] = "60"
    twice = (
        "from chats import jobs\n"
        "from chats.models import Job\n"
        "for week in weeks * 2:\n"
        "    payload = {'monday': week.isoformat()}\n"
        "    jobs.enqueue(shop, due.kind_of(week), payload)"
    )
    on_redis.python(SHOP + twice)
    for _ in range(2):
        on_redis.start_worker("read")  # nobody dies here, so a busy machine must not look like death
    on_redis.wait_until(lambda: on_redis.jobs() == ["done"] * 2 * WEEKS)

    assert on_redis.reports() == EACH_ONCE
    builders = {pause.name.split("-")[1] for pause in on_redis.pauses.iterdir()}
    assert len(builders) == 2
