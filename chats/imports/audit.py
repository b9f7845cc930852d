"""What the audit trail says of an import: one entry for the files of an upload or of a command."""

from collections.abc import Sequence

from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.models import Shop
from chats.models import ImportBatch

MOST_NUMBERS = 10


def note(by: Actor, shop: Shop, batches: Sequence[ImportBatch]) -> None:
    """Note which files, by their numbers, brought what. A saved chat is often named after its buyer, so
    names stand on the import page only, where an erased buyer's can be taken out."""
    if not batches:
        return
    done = [batch for batch in batches if batch.status == ImportBatch.Status.DONE]
    told = {
        "added": sum(one.added for one in done),
        "changed": sum(one.changed for one in done),
        "refused": sum(one.refused for one in done),
        "refused_files": len(batches) - len(done),
        "kinds": sorted({one.kind for one in done if one.kind}),
    }
    numbers = ", ".join(f"#{batch.pk}" for batch in batches[:MOST_NUMBERS])
    about = f"{numbers}, …" if len(batches) > MOST_NUMBERS else numbers
    audit.note(by, shop, "imported", about, files=len(batches), **told)
