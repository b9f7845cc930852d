"""A worker with one slow job kind, to be killed in the middle; only the tests start it.

The job adds one team a step and pauses, so that a kill hits it half done. All steps are committed
together with the job's end, as the handlers of the product do.
"""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cs_tracker.settings")
django.setup()

from accounts.models import Team  # noqa: E402
from chats.jobs import queue as jobs  # noqa: E402
from chats.models import Job  # noqa: E402
from cs_tracker.celery import app  # noqa: E402, F401  (`celery -A` looks for it)


@jobs.register("test-slow")
def add_teams(job: Job, progress: jobs.Progress) -> None:
    """Take a second or so for a few steps, and then commit one team for each of them."""
    steps = job.payload["steps"]
    for step in range(steps):
        progress(step, steps, force=True)
        time.sleep(job.payload["pause_seconds"])
    with jobs.finish_in_transaction(job):
        for step in range(steps):
            Team.objects.create(shop=job.shop, name=f"job {job.pk} step {step}")
