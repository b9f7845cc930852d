"""What became of an imported file, in the reader's language: kind, notices, refusals, who spoke."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Shop
from chats.importers.words import wording
from chats.models import ImportBatch, Job

SPEAKERS_APART = "、"
LATE_AFTER_SECONDS = 60


def sentence(code: str, params: Mapping[str, str]) -> str:
    """What a code of an importer means, in the reader's language."""
    return wording.sentence(code, params, get_language() or "zh")


class Report:
    """One file of an import, ready for a page."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch

    @property
    def name(self) -> str:
        """The file's own name, without the folders before it."""
        return PurePosixPath(self.batch.path).name or self.batch.path

    @property
    def waiting(self) -> bool:
        """Still to be read, by a job that has not failed."""
        job = self.batch.job
        waits = self.batch.status == ImportBatch.Status.WAITING
        return waits and job is not None and job.status in Job.PENDING

    @property
    def stuck(self) -> bool:
        """Its job ended without reading it."""
        return self.batch.status == ImportBatch.Status.WAITING and not self.waiting

    @property
    def needs_mapping(self) -> bool:
        """Waits for a person to say who is who."""
        return self.batch.status == ImportBatch.Status.NEEDS_MAPPING

    @property
    def speakers(self) -> list[str]:
        """The names found in a chat that waits for a mapping."""
        written = self.batch.error.get("params", {}).get("speakers", "")
        return [name for name in written.split(SPEAKERS_APART) if name]

    @property
    def kind(self) -> str:
        """What the file was taken for."""
        return wording.kind_name(self.batch.kind, get_language() or "zh")

    @property
    def error(self) -> str:
        """Why the whole file was refused."""
        found = self.batch.error
        if not found:
            return ""
        place = {"line": str(found.get("line", 0)), "column": found.get("column", "")}
        return sentence(found["code"], place | found.get("params", {}))

    @property
    def notices(self) -> list[str]:
        """What to know about a file that was taken."""
        return [sentence(one["code"], one.get("params", {})) for one in self.batch.notices]


def reports(batches: Iterable[ImportBatch]) -> list[Report]:
    """One report a batch."""
    return [Report(batch) for batch in batches]


@dataclass(frozen=True)
class Work:
    """A job of the shop that somebody waits for: files being read, or figures being computed."""

    job: Job
    late: bool  # nobody has begun it for longer than a running worker takes


def under_way(shop: Shop) -> list[Work]:
    """The imports and recomputations that are not finished, in the order in which they will be."""
    found = Job.objects.filter(shop=shop, kind__in=("import", "refresh"), status__in=Job.PENDING).order_by(
        "pk"
    )
    limit = timezone.now() - dt.timedelta(seconds=LATE_AFTER_SECONDS)
    busy = any(job.status == Job.Status.RUNNING for job in found)
    return [Work(job, not busy and job.created_at < limit) for job in found]


def failed_refresh(shop: Shop) -> Job | None:
    """The latest recomputation, if it failed."""
    latest = Job.objects.filter(shop=shop, kind="refresh").order_by("-pk").first()
    return latest if latest and latest.status == Job.Status.FAILED else None
