"""What a Celery worker may be asked to do; the work itself is in `jobs`."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from chats.imports import jobs as import_job
from chats.jobs import queue as jobs

HANDLERS = (import_job,)  # importing it registers the handler of its job


@shared_task
def run_job(job_id: int) -> None:
    """Do one job."""
    jobs.run(job_id)


@shared_task
def sweep() -> None:
    """Wake workers for forgotten jobs."""
    jobs.sweep()


@worker_ready.connect
def sweep_at_start(**_: Any) -> None:
    """Look for forgotten jobs as soon as a worker runs, not only when beat asks."""
    sweep.apply_async(retry=False)
