"""Files that people upload: kept until they are read, one batch a file, one job for all of them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction

from accounts.models import Shop, User
from chats.imports.kept_bytes import FOLDER, PATH_LENGTH
from chats.jobs import queue as jobs
from chats.models import ImportBatch, Job


def receive(shop: Shop, files: Iterable[UploadedFile[Any]], user: User) -> Job:
    """Keep the files and note a job that imports them in the order they came."""
    kept = [(file.name or "", _keep(shop, file)) for file in files]
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


def _keep(shop: Shop, file: UploadedFile[Any]) -> str:
    """Put the file where `upload_bytes` finds it; a large one is on that disk already and only renamed."""
    stored_as = f"{FOLDER}/{shop.pk}/{uuid4().hex}"
    target = Path(settings.MEDIA_ROOT) / stored_as
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if isinstance(file, TemporaryUploadedFile):
        Path(file.temporary_file_path()).rename(target)
    else:
        target.write_bytes(file.read())
    target.chmod(0o600)
    return stored_as
