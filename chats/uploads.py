"""Files that people upload: kept until they are read, one batch a file, one job for all of them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction

from accounts.models import Shop, User
from chats import jobs
from chats.models import ImportBatch, Job

FOLDER = "imports"
PATH_LENGTH = 400


def receive(shop: Shop, files: Iterable[UploadedFile], user: User) -> Job:
    """Keep the files and note a job that imports them in the order they came."""
    kept = [(file.name, *_keep(file)) for file in files]
    with transaction.atomic():
        job = jobs.enqueue(shop, "import", {}, user)
        for name, stored_as, sha256 in kept:
            ImportBatch.objects.create(
                shop=shop,
                path=name[-PATH_LENGTH:],
                sha256=sha256,
                stored_as=stored_as,
                job=job,
                created_by=user,
            )
    return job


def resume(batch: ImportBatch, agent: str, buyer: str, user: User) -> Job:
    """Read a file again now that a person has said who is who in it."""
    with transaction.atomic():
        job = jobs.enqueue(batch.shop, "import", {}, user)
        batch.agent, batch.buyer, batch.job = agent, buyer, job
        batch.status, batch.error = ImportBatch.Status.WAITING, {}
        batch.save(update_fields=["agent", "buyer", "job", "status", "error"])
    return job


def _keep(file: UploadedFile) -> tuple[str, str]:
    """Move the file beside the media; its name there, relative to MEDIA_ROOT, and its hash."""
    stored_as = f"{FOLDER}/{uuid4().hex}"
    target = Path(settings.MEDIA_ROOT) / stored_as
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    if isinstance(file, TemporaryUploadedFile):
        for chunk in file.chunks():
            digest.update(chunk)
        Path(file.temporary_file_path()).rename(target)
    else:
        with target.open("wb") as kept:
            for chunk in file.chunks():
                digest.update(chunk)
                kept.write(chunk)
    target.chmod(0o600)
    return stored_as, digest.hexdigest()
