"""Workers on a database of their own, beside the one of the test run, to be killed in the middle of a job."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings


class Machine:
    """A SQLite file, a broker, and workers that know the jobs of one module of the tests."""

    def __init__(self, folder: Path, migrated: Path, module: str, redis_url: str = "", **more: str) -> None:
        self.folder, self.module = folder, module
        self.database = shutil.copy(migrated, folder / "machine.sqlite3")
        self.env = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "REDIS_URL": redis_url,
            "JOB_STALE_SECONDS": "3",
            "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")]),
            **more,
        }
        self.workers: list[subprocess.Popen] = []

    def python(self, code: str) -> None:
        """Run some lines, as a page or another process of the machine would."""
        command = [sys.executable, "-c", f"import {self.module}\n{code}"]
        subprocess.run(command, cwd=settings.BASE_DIR, env=self.env, check=True)

    def start_worker(self, **variables: str) -> subprocess.Popen:
        """One worker with one process, and its log in the folder."""
        name = f"worker-{len(self.workers)}"
        with (self.folder / f"{name}.log").open("w") as log:
            worker = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "-A", self.module, "worker", "-n", f"{name}@%h"),
                    *("--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO"),
                ],
                cwd=settings.BASE_DIR,
                env=self.env | variables,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen) -> None:
        """Kill a worker and its pool, with no time to say anything."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def rows(self, query: str) -> list[tuple]:
        """What the database answers, from outside."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(query).fetchall()

    def wait_until(self, met: Callable[[], bool], seconds: float = 180) -> None:
        """Wait, or fail with the jobs and the end of the logs."""
        deadline = time.monotonic() + seconds
        while not met():
            logs = "".join(log.read_text()[-3000:] for log in self.folder.glob("worker-*.log"))
            jobs = self.rows("SELECT id, kind, status, attempts, done FROM chats_job")
            assert time.monotonic() < deadline, f"{jobs} after {seconds} s\n{logs}"
            time.sleep(0.1)

    def stop(self) -> None:
        """Kill what still runs."""
        for worker in self.workers:
            if worker.poll() is None:
                self.kill(worker)
