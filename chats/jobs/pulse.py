"""Keeps the heartbeat of a running job fresh while its handler is busy with one long step."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from chats.models import Job

logger = logging.getLogger(__name__)

BEATS_BEFORE_STALE = 4


@contextmanager
def pulse(mine: QuerySet[Job]) -> Iterator[None]:
    """Renew the heartbeat of the job that `mine` finds, from a thread of its own, until the block ends.

    The thread dies with the process, so a killed worker still falls silent.
    """
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(mine, over), name="pulse", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(mine: QuerySet[Job], over: threading.Event) -> None:
    """Renew until told to stop; a database that is busy now may be free at the next beat."""
    try:
        while not over.wait(settings.JOB_STALE_SECONDS / BEATS_BEFORE_STALE):
            try:
                mine.update(heartbeat_at=timezone.now())
            except DatabaseError as error:
                logger.info("A heartbeat was skipped: %s", error)
    finally:
        connection.close()  # of this thread
