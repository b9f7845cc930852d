"""The job that builds one week's report."""

import datetime as dt

from django.utils.translation import gettext_noop

from chats.jobs import queue as jobs
from chats.models import Job
from reports.delivery import sending
from reports.weekly import revisions
from reports.weekly.due import KIND

NO_DATA = gettext_noop("There are no data of this week. Import its files, then build the report again.")


@jobs.register(KIND)
def build_report(job: Job, progress: jobs.Progress) -> None:
    """Read everything, then keep the report together with the end of the job. Doing it twice adds nothing."""
    monday = dt.date.fromisoformat(job.payload["monday"])
    progress(0, 2, force=True)
    try:
        content = revisions.read(job.shop, monday, job.payload.get("again", False))
    except revisions.NoData:
        raise jobs.JobFailed(NO_DATA) from None
    progress(1, 2, force=True)
    with jobs.finish_in_transaction(job):
        if content is not None:
            built = revisions.keep(job.shop, monday, content)
            if built.is_new:
                sending.plan(built.report)
