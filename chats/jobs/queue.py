"""Background work: a row says what is to do and how far it is, a broker only wakes somebody up.

A job may run twice, its result must not count twice. Three things see to that: one conditional update
claims a job, `attempts` tells the claims apart, and a handler commits its rows together with the end of
the job (`finish_in_transaction`). A worker that lost its claim gets `ClaimLost` and commits nothing.

    @jobs.register("import")
    def import_files(job: Job, progress: jobs.Progress) -> None:
        rows = read(job.payload["batch"], progress)
        with jobs.finish_in_transaction(job):
            store(rows)

A shop does one job of a kind at a time. A kind may name a lane after a colon ("weekly_report:2026-W20"):
the handler is that of the kind before the colon, and jobs of different lanes run side by side.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_noop

from accounts.models import Shop, User
from chats.jobs.pulse import pulse
from chats.models import Job

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
PROGRESS_EVERY_SECONDS = 1.0
LANE = ":"

# Kept in English on the row and translated where it is shown: {% translate job.message %}
BROKE = gettext_noop("The job failed. The worker log has the error.")
STOPPED = gettext_noop("The job was stopped three times before it could finish. See the worker log.")


class JobFailed(Exception):
    """The work cannot succeed and will not be tried again; the text is the sentence for people."""


class ClaimLost(Exception):
    """Another worker took this job over, so nothing more may be committed here."""


class Progress:
    """Tells the page how far a job is, and everybody that its worker is alive."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.told = float("-inf")

    def __call__(self, done: int, total: int, force: bool = False) -> None:
        """Note `done` of `total`; cheap enough for every row, writes at most once a second."""
        if not force and time.monotonic() - self.told < PROGRESS_EVERY_SECONDS:
            return
        if not _mine(self.job).update(done=done, total=total, heartbeat_at=timezone.now()):
            raise ClaimLost
        self.job.done, self.job.total = done, total
        self.told = time.monotonic()


Handler = Callable[[Job, Progress], None]
HANDLERS: dict[str, Handler] = {}


def register(kind: str) -> Callable[[Handler], Handler]:
    """Make the decorated function the handler of a kind of job; it belongs into a `tasks` module."""

    def keep(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return keep


def enqueue(shop: Shop, kind: str, payload: dict[str, Any] | None = None, user: User | None = None) -> Job:
    """Write down a job now, and wake a worker once the surrounding transaction is committed."""
    job = Job.objects.create(shop=shop, kind=kind, payload=payload or {}, created_by=user)
    transaction.on_commit(lambda: wake(job.pk))
    return job


def wake(job_id: int) -> None:
    """Ask the broker to have a job run. A broker that is down breaks nothing: the sweep asks again."""
    try:
        current_app.send_task("chats.tasks.run_job", args=[job_id], retry=False)
    except Exception as error:  # each transport raises its own
        logger.warning("The broker was not told of job %s (%s); the sweep will ask again.", job_id, error)


def run(job_id: int) -> bool:
    """Do one job, if it is free to be done; True when this call worked on it."""
    job = claim(job_id)
    if job is None:
        return False
    try:
        with pulse(_mine(job)):
            _handler(job.kind)(job, Progress(job))
        if job.status == Job.Status.RUNNING:
            finish(job)
    except ClaimLost:
        logger.warning("%s was taken over by another worker.", job)
    except JobFailed as failure:
        logger.warning("%s cannot be done: %s", job, failure)
        _note_failure(job, str(failure), try_again=False)
    except Exception:
        logger.exception("%s broke off at attempt %s.", job, job.attempts)
        _note_failure(job, BROKE, try_again=job.attempts < MOST_ATTEMPTS)
    _wake_next(job)
    return True


def claim(job_id: int) -> Job | None:
    """Take a job that waits, or whose worker fell silent, unless its shop is busy with the same kind.

    The lock on the shop keeps two workers from starting two jobs of one kind at the same moment.
    """
    with transaction.atomic():
        job = Job.objects.filter(pk=job_id).first()
        if job is None:
            return None
        Shop.objects.select_for_update(no_key=True).get(pk=job.shop_id)
        if _alive().filter(shop=job.shop_id, kind=job.kind).exists():
            return None
        free = Job.objects.filter(status=Job.Status.QUEUED) | _silent()
        taken = free.filter(pk=job_id, attempts__lt=MOST_ATTEMPTS).update(
            status=Job.Status.RUNNING, attempts=F("attempts") + 1, heartbeat_at=timezone.now(), message=""
        )
        job.refresh_from_db()
    return job if taken else None


def finish(job: Job, message: str = "") -> None:
    """Mark a job as done. Inside a transaction, the job ends exactly when its rows are committed."""
    now = timezone.now()
    if not _mine(job).update(
        status=Job.Status.DONE, done=F("total"), message=message, heartbeat_at=now, finished_at=now
    ):
        raise ClaimLost
    job.status = Job.Status.DONE


@contextmanager
def finish_in_transaction(job: Job, message: str = "") -> Iterator[None]:
    """Commit what the block writes together with the end of the job, or neither."""
    with transaction.atomic():
        yield
        finish(job, message)


def sweep() -> list[int]:
    """Wake workers for jobs that nobody works on, and give up those that failed too often; their ids.

    Of the jobs waiting in one shop for one kind only the oldest is sent: the end of a job wakes the next.
    """
    _silent().filter(attempts__gte=MOST_ATTEMPTS).update(
        status=Job.Status.FAILED, message=STOPPED, finished_at=timezone.now()
    )
    woken = list(_silent().order_by("pk").values_list("pk", flat=True)) + _first_in_line()
    for job_id in woken:
        wake(job_id)
    return woken


def _first_in_line() -> list[int]:
    """Return the oldest forgotten job of each shop and kind that nobody works for."""
    limit = timezone.now() - dt.timedelta(seconds=settings.JOB_WAITING_SECONDS)
    waiting = Job.objects.filter(status=Job.Status.QUEUED).annotate(
        touched_at=Coalesce("heartbeat_at", "created_at")
    )
    seen = set(_alive().values_list("shop_id", "kind"))
    first = []
    for job_id, shop_id, kind in (
        waiting.filter(touched_at__lt=limit).order_by("pk").values_list("pk", "shop_id", "kind")
    ):
        if (shop_id, kind) not in seen:
            seen.add((shop_id, kind))
            first.append(job_id)
    return first


def _wake_next(job: Job) -> None:
    """Wake a worker for the job that waited for this one."""
    waiting = Job.objects.filter(shop=job.shop_id, kind=job.kind, status=Job.Status.QUEUED)
    following = waiting.exclude(pk=job.pk).order_by("pk").values_list("pk", flat=True).first()
    if following is not None:
        wake(following)


def _note_failure(job: Job, message: str, try_again: bool) -> None:
    """Put a job back in line, or end it as failed, with the sentence for people."""
    now = timezone.now()
    status = Job.Status.QUEUED if try_again else Job.Status.FAILED
    _mine(job).update(
        status=status, message=message, heartbeat_at=now, finished_at=None if try_again else now
    )


def _handler(kind: str) -> Handler:
    """Return the handler of a kind, after a look into every app's `tasks` module if it is unknown."""
    kind = kind.partition(LANE)[0]
    if kind not in HANDLERS:
        autodiscover_modules("tasks")
    return HANDLERS[kind]


def _mine(job: Job) -> QuerySet[Job]:
    """Return the job as long as the claim that `job` was read with still holds."""
    return Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING, attempts=job.attempts)


def _alive() -> QuerySet[Job]:
    """Return running jobs whose worker was heard of lately."""
    return Job.objects.filter(status=Job.Status.RUNNING, heartbeat_at__gte=_silence_begins())


def _silent() -> QuerySet[Job]:
    """Return running jobs whose worker was not heard of for too long."""
    return Job.objects.filter(status=Job.Status.RUNNING, heartbeat_at__lt=_silence_begins())


def _silence_begins() -> dt.datetime:
    """Return the instant before which a heartbeat counts as stale."""
    return timezone.now() - dt.timedelta(seconds=settings.JOB_STALE_SECONDS)
