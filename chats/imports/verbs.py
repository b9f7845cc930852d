"""Files into the shop's books: the verbs of the import page, its job and the import command.

Each file is one transaction: its rows, its refused rows, its counts and the days it touched appear
together or not at all. A file that cannot be read is refused as a whole, and its batch says why.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Shop, User
from chats.importers.base import FileRefused, MappingNeeded, Parsed, Refusal, ShopContext
from chats.importers.registry import parse_file
from chats.importers.words.wording import file_sentence, sentence
from chats.imports import kept_bytes
from chats.imports.context import shop_context
from chats.imports.fingerprint import reading_fingerprint
from chats.imports.kept_bytes import PATH_LENGTH
from chats.models import ImportBatch, RefusedRow
from chats.store import prepare, store
from chats.store.bulk import cut, lock_shop, storable
from chats.store.erased import HIDDEN, ErasedNames

NOT_FILES = frozenset({"Thumbs.db", "desktop.ini"})
Status = ImportBatch.Status


def import_path(
    shop: Shop, path: Path | str, agent: str = "", buyer: str = "", user: User | None = None
) -> list[ImportBatch]:
    """Import a file, every file in a folder, or every file in a zip; one batch a file, in their order.

    A chat whose agent could not be told is tried again once the rest is in: the roster may lie beside it.
    """
    batches = [
        batch
        for file in _files(Path(path))
        for batch in import_bytes(shop, _readable(file), file.read_bytes(), agent, buyer, user)
    ]
    if len(batches) > 1:
        read_again(batches)
    return batches


def _readable(file: Path) -> str:
    """The path as text: names unpacked from a zip of Chinese Windows are often bytes of GB18030."""
    name = os.fsencode(file)
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def read_again(batches: Iterable[ImportBatch]) -> None:
    """Read the chats among these files that wait for a mapping once more: the roster may be in by now."""
    for batch in batches:
        if batch.status == Status.NEEDS_MAPPING:
            batch.status, batch.error = Status.WAITING, {}
            run_batch(batch)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and file.name not in NOT_FILES and not file.name.startswith(".")
    )


def import_bytes(
    shop: Shop, name: str, data: bytes, agent: str = "", buyer: str = "", user: User | None = None
) -> list[ImportBatch]:
    """Import one file given as bytes; one batch, or one for every file inside a zip."""
    told = {"agent": cut(agent, 120), "buyer": cut(buyer, 120), "created_by": user}
    file = _File(shop, name, data, hashlib.sha256(data).hexdigest(), shop_context(shop, agent, buyer))
    return [file.settle(file.new_batch(path, **told), outcome) for path, outcome in file.outcomes()]


def run_batch(batch: ImportBatch) -> list[ImportBatch]:
    """Import the file that waits under MEDIA_ROOT for this batch; doing it twice does no harm.

    Of a zip, the given batch becomes that of the last file inside, so that it is done last. The bytes
    go once they are read; those of a chat that waits for a mapping stay.
    """
    if batch.status != Status.WAITING:
        return [batch]
    data = kept_bytes.read(batch.stored_as)
    context = shop_context(batch.shop, batch.agent, batch.buyer)
    file = _File(batch.shop, batch.path, data, hashlib.sha256(data).hexdigest(), context)
    *inner, (last_path, last_outcome) = file.outcomes()
    told = {"agent": batch.agent, "buyer": batch.buyer, "created_by": batch.created_by, "job": batch.job}
    settled = [
        _settled_before(batch, path) or file.settle(file.new_batch(path, **told), outcome)
        for path, outcome in inner
    ]
    batch.sha256, batch.reading = file.sha256, file.reading
    batch.path = last_path[-PATH_LENGTH:]
    return [*settled, file.settle(batch, last_outcome)]


def _settled_before(batch: ImportBatch, path: str) -> ImportBatch | None:
    """The batch of a file inside the zip that an attempt of the same job, killed later, has settled."""
    same_job = ImportBatch.objects.filter(shop=batch.shop, job=batch.job, path=path[-PATH_LENGTH:])
    return same_job.exclude(status=Status.WAITING).first() if batch.job else None


@dataclass(frozen=True)
class Unchanged:
    """These very bytes were imported before, and nothing that matters has changed since."""

    before: ImportBatch


Outcome = Parsed | FileRefused | Unchanged


@dataclass(frozen=True)
class _File:
    """One file on its way in."""

    shop: Shop
    name: str
    data: bytes
    sha256: str
    context: ShopContext

    @property
    def reading(self) -> str:
        return reading_fingerprint(self.context)

    def new_batch(self, path: str, **told: Any) -> ImportBatch:
        """A batch that is not stored yet: it appears together with its rows."""
        shortened = path[-PATH_LENGTH:]
        return ImportBatch(shop=self.shop, path=shortened, sha256=self.sha256, reading=self.reading, **told)

    def outcomes(self) -> list[tuple[str, Outcome]]:
        """(path, what became of it) of the file, or of every file inside."""
        before = self._imported_before()
        if before:
            return [(self.name, Unchanged(before))]
        return [*parse_file(self.name, self.data, self.context)]

    def _imported_before(self) -> ImportBatch | None:
        """The batch that shows that reading the file again would change nothing.

        Same bytes, same name, same roster and mapping, same importers, no refused row, and no
        import since that changed anything.
        """
        done = ImportBatch.objects.filter(shop=self.shop, status=Status.DONE)
        same = (
            done.filter(sha256=self.sha256, reading=self.reading, refused=0).order_by("-finished_at").first()
        )
        if not same or Path(same.path).name != Path(self.name).name:
            return None
        since = done.filter(Q(added__gt=0) | Q(changed__gt=0), finished_at__gte=same.finished_at)
        return None if since.exclude(pk=same.pk).exists() else same

    def settle(self, batch: ImportBatch, outcome: Outcome) -> ImportBatch:
        """Store what the file holds, or why it is refused or waits."""
        if isinstance(outcome, MappingNeeded):
            return _wait(batch, outcome, kept_bytes.inner(self.name, self.data, batch.path))
        if isinstance(outcome, FileRefused):
            return _refuse(batch, outcome)
        if isinstance(outcome, Unchanged):
            return _repeat(batch, outcome.before)
        return _take(batch, outcome)


def _take(batch: ImportBatch, parsed: Parsed) -> ImportBatch:
    """Store everything of one file in one transaction."""
    ready = prepare(parsed)
    with transaction.atomic():
        lock_shop(batch.shop_id)
        batch.kind = parsed.kind
        batch.notices = [{"code": one.code, "params": dict(one.params)} for one in parsed.notices]
        batch.save()
        result = store(batch.shop, ready, batch.pk)
        erased = ErasedNames.of(batch.shop_id)
        batch.path, batch.buyer = _without_erased(batch, parsed, erased)
        rows = [_refused_row(batch, refusal, erased) for refusal in parsed.refusals]
        RefusedRow.objects.bulk_create(rows, batch_size=1000)
        batch.new_agents = result.new_agents
        vars(batch).update(asdict(result.counts))
        _finish(batch, Status.DONE)
        _drop_waiting(batch)
    return batch


def _without_erased(batch: ImportBatch, parsed: Parsed, erased: ErasedNames) -> tuple[str, str]:
    """The file's name and the buyer told with it; saved chats are often named after an erased buyer."""
    path, buyer = batch.path, batch.buyer
    if not erased.known or parsed.messages is None:
        return path, buyer
    for name in {*parsed.messages["buyer"], *parsed.messages["open_uid"]} - {""}:
        if erased.is_erased(name):
            path = path.replace(name, HIDDEN)
    return path, HIDDEN if buyer and erased.is_erased(buyer) else buyer


def _refused_row(batch: ImportBatch, refusal: Refusal, erased: ErasedNames) -> RefusedRow:
    names_one = erased.known and any(erased.is_erased(str(cell)) for cell in refusal.raw.values())
    return RefusedRow(
        batch=batch,
        line=refusal.line,
        column=cut(refusal.column, 80),
        code=refusal.code,
        params=_storable(refusal.params),
        raw={} if names_one else _storable(refusal.raw),
    )


def _storable(texts: Mapping[str, str]) -> dict[str, str]:
    return {storable(name): storable(str(text)) for name, text in texts.items()}


def _repeat(batch: ImportBatch, before: ImportBatch) -> ImportBatch:
    """The same again: every row is there already."""
    batch.kind, batch.notices = before.kind, before.notices
    batch.read = batch.unchanged = before.read
    return _finish(batch, Status.DONE)


def _refuse(batch: ImportBatch, refused: FileRefused) -> ImportBatch:
    batch.error = {
        "line": refused.line,
        "column": storable(refused.column),
        "code": refused.code,
        "params": _storable(refused.params),
    }
    return _finish(batch, Status.REFUSED)


def _finish(batch: ImportBatch, status: str) -> ImportBatch:
    """Note how the file ended; its bytes go with the commit."""
    transaction.on_commit(partial(kept_bytes.forget, batch.stored_as))
    batch.status, batch.stored_as, batch.finished_at = status, "", timezone.now()
    batch.save()
    return batch


def _wait(batch: ImportBatch, needed: MappingNeeded, data: bytes) -> ImportBatch:
    """Keep the bytes of a chat until a person says who is the agent in it."""
    _refuse(batch, needed)
    batch.status, batch.finished_at = Status.NEEDS_MAPPING, None
    batch.sha256 = hashlib.sha256(data).hexdigest()
    batch.stored_as = kept_bytes.keep(batch.shop_id, data)
    batch.save()
    return batch


def _drop_waiting(batch: ImportBatch) -> None:
    """A file that was taken answers the question of the same file that still waited for a mapping."""
    waiting = ImportBatch.objects.filter(shop=batch.shop, status=Status.NEEDS_MAPPING, sha256=batch.sha256)
    for other in waiting.exclude(pk=batch.pk):
        transaction.on_commit(partial(kept_bytes.forget, other.stored_as))
        other.delete()


def batch_report(batch: ImportBatch) -> dict[str, Any]:
    """What became of a file, as `import_files --json` prints it; sentences in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    rows = batch.refusals.order_by("line", "pk").values("line", "column", "code", "params")
    errors = [_error(row, sentence(row["code"], row["params"], language)) for row in rows]
    if batch.error:
        where = {"line": batch.error["line"], "column": batch.error["column"]}
        told = file_sentence(batch.error["code"], batch.error["params"], language, **where)
        errors.insert(0, _error(batch.error, told))
    counts = ("read", "added", "changed", "unchanged", "refused")
    return {
        "path": batch.path,
        "kind": batch.kind,
        **{name: getattr(batch, name) for name in counts},
        "new_agents": batch.new_agents,
        "errors": errors,
    }


def _error(found: Mapping[str, Any], told: str) -> dict[str, Any]:
    return {**{name: found[name] for name in ("line", "column", "code")}, "message": told}
