"""The import job: reads the waiting files of one upload, then has the touched days computed."""

from accounts.audit.actor import Actor
from chats.imports import audit as import_trail
from chats.imports.context import shop_context
from chats.imports.verbs import run_batch
from chats.jobs import queue as jobs
from chats.models import ImportBatch, Job

Status = ImportBatch.Status


@jobs.register("import")
def import_files(job: Job, progress: jobs.Progress) -> None:
    """Read the files one by one; those that a killed attempt has read already are left alone.

    A chat whose agent could not be told is tried again if the other files brought new agents.
    """
    before = shop_context(job.shop)
    _read_waiting(job, progress)
    if shop_context(job.shop) != before:
        ImportBatch.objects.filter(job=job, status=Status.NEEDS_MAPPING).update(
            status=Status.WAITING, error={}
        )
        _read_waiting(job, progress)
    with jobs.finish_in_transaction(job):
        batches = list(ImportBatch.objects.filter(job=job).order_by("pk"))
        import_trail.note(Actor.of(job.created_by), job.shop, batches)
        jobs.enqueue(job.shop, "refresh", {}, job.created_by)


def _read_waiting(job: Job, progress: jobs.Progress) -> None:
    files = ImportBatch.objects.filter(job=job)
    for batch in files.filter(status=Status.WAITING).order_by("pk"):
        read = files.exclude(status=Status.WAITING).count()
        progress(read, files.count(), force=True)
        run_batch(batch)
