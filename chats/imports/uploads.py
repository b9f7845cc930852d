"""Files that people upload: kept until they are read, one batch a file, one job for all of them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction

from accounts.models import Shop, User
from chats.imports import kept_bytes
from chats.imports.kept_bytes import PATH_LENGTH
from chats.jobs import queue as jobs
from chats.models import ImportBatch, Job


def receive(shop: Shop, files: Iterable[UploadedFile[Any]], user: User) -> Job:
    """Keep the files and note a job that imports them in the order they came."""
    kept = [(file.name or "", kept_bytes.keep(shop.pk, _content(file))) for file in files]
    with transaction.atomic():
        job = jobs.enqueue(shop, "import", {}, user)
        Job.objects.filter(pk=job.pk).update(total=len(kept))
        for name, stored_as in kept:
            ImportBatch.objects.create(
                shop=shop, path=name[-PATH_LENGTH:], stored_as=stored_as, job=job, created_by=user
            )
    return job


def resume(batch: ImportBatch, agent: str, buyer: str, user: User) -> Job | None:
    """Read a chat again now that a person has said who is who; None if somebody else was faster."""
    with transaction.atomic():
        waits = ImportBatch.objects.filter(pk=batch.pk, status=ImportBatch.Status.NEEDS_MAPPING)
        if not waits.update(agent=agent, buyer=buyer, status=ImportBatch.Status.WAITING, error={}):
            return None
        job = jobs.enqueue(batch.shop, "import", {}, user)
        ImportBatch.objects.filter(pk=batch.pk).update(job=job)
    return job


def _content(file: UploadedFile[Any]) -> bytes | Path:
    """A large upload lies on disk, a small one in memory."""
    return Path(file.temporary_file_path()) if isinstance(file, TemporaryUploadedFile) else file.read()
