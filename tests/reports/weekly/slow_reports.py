"""A worker that pauses at one place of building a weekly report; only the tests start it.

PAUSE_AT says where: "read" before anything is read, "keep" inside the transaction that stores the report.
Each pause leaves a file in PAUSES, so that the test knows when to kill.
"""

import os
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cs_tracker.settings")
django.setup()

from cs_tracker.celery import app  # noqa: E402, F401  (`celery -A` looks for it)
from reports.delivery import jobs as build_job  # noqa: E402, F401
from reports.weekly import revisions  # noqa: E402

SECONDS = 2.0
FUNCTIONS = {"read": revisions.read, "keep": revisions.keep}


def paused(name: str) -> Any:
    """The function of `kept`, which stands still for a while first if it is the one to pause at."""
    real = FUNCTIONS[name]

    def slowly(*args: Any, **kwargs: Any) -> Any:
        done = real(*args, **kwargs)
        if os.environ.get("PAUSE_AT") == name:
            folder = Path(os.environ["PAUSES"])
            (folder / f"{name}-{os.getpid()}-{time.monotonic_ns()}").touch()
            time.sleep(SECONDS)
        return done

    return slowly


revisions.read, revisions.keep = paused("read"), paused("keep")
