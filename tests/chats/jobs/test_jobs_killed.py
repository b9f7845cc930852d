"""Workers that die in the middle of a job: another one does it again, and everything is there once."""

import time
from collections.abc import Callable

import pytest

from tests.machine import Machine

MODULE = "tests.chats.jobs.crashing_worker"
ENQUEUE = """
from accounts.models import Shop
from chats.jobs import queue as jobs
shop = Shop.objects.create(name="shop")
jobs.enqueue(shop, "test-slow", {"steps": 8, "pause_seconds": 0.5})
"""


def seen(machine: Machine) -> tuple[str, int, int, int]:
    """Status, attempts and steps done of the job, and the number of teams."""
    [found] = machine.rows(
        "SELECT status, attempts, done, (SELECT count(*) FROM accounts_team) FROM chats_job"
    )
    return found


def half_done(machine: Machine) -> bool:
    status, _attempts, done, _teams = seen(machine)
    return status == "running" and done >= 2


def kill_a_worker_mid_job(machine: Machine) -> tuple[str, int, int, int]:
    """Kill worker and pool in the middle of a job, start another worker, and return how the job ended."""
    victim = machine.start_worker()
    machine.python(ENQUEUE)
    machine.wait_until(lambda: half_done(machine))
    machine.kill(victim)
    status, _attempts, _done, teams = seen(machine)
    assert (status, teams) == ("running", 0)

    time.sleep(3.2)  # the heartbeat grows stale; there is no beat here, the new worker's first sweep must do
    machine.start_worker()
    machine.wait_until(lambda: seen(machine)[0] in ("done", "failed"))
    return seen(machine)


def test_a_job_survives_the_death_of_its_worker_on_the_folder_broker(machine: Callable[..., Machine]) -> None:
    assert kill_a_worker_mid_job(machine(MODULE)) == ("done", 2, 8, 8)


@pytest.mark.services
def test_a_job_survives_the_death_of_its_worker_on_redis(
    machine: Callable[..., Machine], redis_url: str
) -> None:
    assert kill_a_worker_mid_job(machine(MODULE, redis_url)) == ("done", 2, 8, 8)
