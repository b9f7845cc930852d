"""Run the tests, and every Python process that they start, as if it were another moment.

    pytest --clock 2028-02-29T04:00Z tests/reports
    pytest --clock "29 February" tests/reports
    pytest --clock random

`random` draws one of the named clocks. The clock begins at its instant and ticks. Measured time, waiting and
the browser's own clock stay as they are. The instants lie after the dates in the tests' files, because rows
of the future are refused (D1.5).
"""

import datetime as dt
import os
import random
import runpy
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NAMED = {
    # Sunday to Monday and January to February at once, in UTC and where the usual shop is (UTC+8).
    "before midnight in UTC": "2027-01-31T23:30Z",
    "after midnight in UTC": "2027-02-01T00:05Z",
    "before midnight in Shanghai": "2027-01-31T15:30Z",
    "after midnight in Shanghai": "2027-01-31T16:05Z",
    "29 February": "2028-02-29T04:00Z",
    "31 December of a year with 53 weeks": "2026-12-31T04:00Z",
    "spring change in Berlin": "2027-03-28T00:55Z",
    "autumn change in Berlin": "2027-10-31T00:30Z",
    "spring change in New York": "2027-03-14T06:55Z",
    "autumn change in New York": "2027-11-07T05:30Z",
}


CLOCK = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--clock`."""
    parser.addoption("--clock", default="", help="an instant, the name of a clock, or random")


def pytest_configure(config: pytest.Config) -> None:
    """Move the clock before tests are imported; workers of xdist are children, and start under it."""
    if (asked := config.getoption("clock")) and not hasattr(config, "workerinput"):
        config.stash[CLOCK] = begin(asked)


def pytest_report_header(config: pytest.Config) -> str:
    """Which clock the tests run under."""
    return config.stash.get(CLOCK, "clock: the real one")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Where something failed under a moved clock, say which, for the header is far away or silenced."""
    if CLOCK in config.stash and terminalreporter.stats.get("failed"):
        terminalreporter.write_line(config.stash[CLOCK])


def begin(asked: str) -> str:
    """Move the clock of this process and of its future children to a named or given instant; what to tell."""
    name = random.choice(list(NAMED)) if asked == "random" else asked
    start = NAMED.get(name, name)
    try:
        instant = dt.datetime.fromisoformat(start)
    except ValueError:
        raise pytest.UsageError(f"No clock {asked!r}. Named ones: {', '.join(NAMED)}, random.") from None
    if instant.tzinfo is None:
        raise pytest.UsageError(f"{start} names no zone. Write 2028-02-29T04:00Z or 2028-02-29T12:00+08:00.")
    shift = (instant - dt.datetime.now(dt.UTC)).total_seconds()
    path = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH")]))
    os.environ |= {"TEST_CLOCK_SHIFT_SECONDS": str(shift), "PYTHONPATH": path}
    runpy.run_path(str(HERE / "sitecustomize.py"))
    return f"clock: {name}, from {start} (again with --clock {start})"
