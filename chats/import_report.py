"""What became of an imported file, in words: kind, counts, notices, refusals, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from accounts.models import Shop
from chats.models import ImportBatch, Job, RefusedRow

UNDER_WAY = (Job.Status.QUEUED, Job.Status.RUNNING)


def sentence(code: str, params: dict) -> str:
    """What a code of an importer means."""
    return f"{code} {params}"


@dataclass
class RefusalLine:
    """One refused row, with the reason as a sentence."""

    line: int
    column: str
    reason: str
    raw: str


class Report:
    """One file of an import, ready for a page."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch

    @property
    def name(self) -> str:
        return PurePosixPath(self.batch.path).name or self.batch.path

    @property
    def waiting(self) -> bool:
        """Still to be read, by a job that has not failed."""
        job = self.batch.job
        return self.batch.status == ImportBatch.Status.WAITING and bool(job) and job.status in UNDER_WAY

    @property
    def stuck(self) -> bool:
        """Its job ended without reading it."""
        return self.batch.status == ImportBatch.Status.WAITING and not self.waiting

    @property
    def needs_mapping(self) -> bool:
        return self.batch.status == ImportBatch.Status.NEEDS_MAPPING

    @property
    def speakers(self) -> list[str]:
        """The names found in a chat that waits for a mapping."""
        return [name for name in self.batch.error.get("params", {}).get("speakers", "").split("、") if name]

    @property
    def kind(self) -> str:
        return self.batch.kind

    @property
    def error(self) -> str:
        """Why the whole file was refused."""
        found = self.batch.error
        return sentence(found["code"], found.get("params", {})) if found else ""

    @property
    def notices(self) -> list[str]:
        return [sentence(one["code"], one.get("params", {})) for one in self.batch.notices]

    @property
    def refusals(self) -> list[RefusalLine]:
        return [_line(row) for row in self.batch.refusals.order_by("line", "pk")]


def reports(batches: Iterable[ImportBatch]) -> list[Report]:
    """One report a batch."""
    return [Report(batch) for batch in batches]


def running_refresh(shop: Shop) -> Job | None:
    """The recomputation that is under way for the shop, if any."""
    return Job.objects.filter(shop=shop, kind="refresh", status__in=UNDER_WAY).order_by("pk").first()


def _line(row: RefusedRow) -> RefusalLine:
    written = " · ".join(f"{name}: {value}" for name, value in row.raw.items() if value)
    return RefusalLine(row.line, row.column, sentence(row.code, row.params), written)
