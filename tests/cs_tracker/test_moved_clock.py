"""A run under a moved clock: tests and the processes that they start read the same moment."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.moved_clock import NAMED

TEST = """
import datetime as dt
import subprocess
import sys

CHILD = "import datetime; print(datetime.datetime.now(datetime.UTC).isoformat())"


def test_time():
    there = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True).stdout
    for now in (dt.datetime.now(dt.UTC), dt.datetime.fromisoformat(there.strip())):
        assert dt.timedelta(0) <= now - dt.datetime.fromisoformat("START") < dt.timedelta(minutes=20)
"""


def _under_the_real_clock() -> dict[str, str]:
    """This process's environment without the clock that it may itself run under."""
    return {name: value for name, value in os.environ.items() if name != "TEST_CLOCK_SHIFT_SECONDS"}


def _run(tmp_path: Path, clock: str, start: str, *options: str) -> subprocess.CompletedProcess:
    (tmp_path / "test_time.py").write_text(TEST.replace("START", start))
    command = [sys.executable, "-m", "pytest", "-p", "tests.moved_clock", f"--clock={clock}", *options]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "-c", str(settings.BASE_DIR / "pyproject.toml"), str(tmp_path)],
        cwd=settings.BASE_DIR,
        env=_under_the_real_clock(),
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_tests_their_workers_and_children_read_the_moved_clock(tmp_path: Path, workers: str) -> None:
    run = _run(tmp_path, "29 February", "2028-02-29T04:00Z", workers)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "clock: 29 February, from 2028-02-29T04:00Z" in run.stdout


@pytest.mark.parametrize("clock", ["2028-02-29T04:00", "whenever"])
def test_an_instant_without_zone_and_an_unknown_name_are_refused(tmp_path: Path, clock: str) -> None:
    run = _run(tmp_path, clock, "2028-02-29T04:00Z", "-n0")
    assert run.returncode == pytest.ExitCode.USAGE_ERROR


def test_the_named_clocks_are_at_the_edges_they_name() -> None:
    at = {name: dt.datetime.fromisoformat(start) for name, start in NAMED.items()}
    assert at["31 December of a year with 53 weeks"].isocalendar().week == 53
    assert at["29 February"].strftime("%m-%d") == "02-29"
    assert at["after midnight in UTC"] - at["before midnight in UTC"] == dt.timedelta(minutes=35)
