"""Workers on the real Redis that die while they build reports: each is there once in the end (D10.2)."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.machine import Machine

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
EACH_ONCE = [("2026-05-11", 1), ("2026-05-18", 1), ("2026-05-25", 1)]


@pytest.fixture
def on_redis(machine: Callable[..., Machine], redis_url: str, pauses: Path) -> Machine:
    """A machine whose workers leave a file at each pause."""
    return machine("tests.reports.weekly.slow_reports", redis_url, PAUSES=str(pauses))


@pytest.fixture
def pauses(tmp_path: Path) -> Path:
    folder = tmp_path / "pauses"
    folder.mkdir()
    return folder


def reports(machine: Machine) -> list[tuple[str, int]]:
    """(monday, revision) of every report."""
    return machine.rows("SELECT monday, revision FROM reports_weeklyreport ORDER BY monday, revision")


def jobs(machine: Machine) -> list[str]:
    rows = machine.rows("SELECT status FROM chats_job WHERE kind LIKE 'weekly_report:%' ORDER BY id")
    return [status for (status,) in rows]


def kill_a_worker_at(place: str, machine: Machine, pauses: Path) -> None:
    """Start a worker that pauses at a place, and kill it there."""
    before = set(pauses.iterdir())
    victim = machine.start_worker(PAUSE_AT=place)
    machine.wait_until(lambda: bool(set(pauses.iterdir()) - before))
    machine.kill(victim)
    assert reports(machine) == []
    assert "running" in jobs(machine)
    time.sleep(3.2)  # the heartbeat grows stale


@pytest.mark.services
def test_killed_workers_leave_no_half_report_and_the_next_one_builds_each_once(
    on_redis: Machine, pauses: Path
) -> None:
    on_redis.python(SHOP + ASK)
    kill_a_worker_at("read", on_redis, pauses)
    kill_a_worker_at("keep", on_redis, pauses)  # inside the transaction, after the row was written

    on_redis.start_worker()
    on_redis.wait_until(lambda: jobs(on_redis) == ["done"] * WEEKS)

    assert reports(on_redis) == EACH_ONCE


@pytest.mark.services
def test_two_workers_build_each_report_once_and_different_weeks_at_once(
    on_redis: Machine, pauses: Path
) -> None:
    on_redis.env["JOB_STALE_SECONDS"] = "60"  # nobody dies here, so a busy machine must not look like death
    twice = (
        "from chats.jobs import queue as jobs\n"
        "for week in weeks * 2:\n"
        "    payload = {'monday': week.isoformat()}\n"
        "    jobs.enqueue(shop, due.kind_of(week), payload)"
    )
    on_redis.python(SHOP + twice)
    for _ in range(2):
        on_redis.start_worker(PAUSE_AT="read")
    on_redis.wait_until(lambda: jobs(on_redis) == ["done"] * 2 * WEEKS)

    assert reports(on_redis) == EACH_ONCE
    builders = {pause.name.split("-")[1] for pause in pauses.iterdir()}
    assert len(builders) == 2
