"""Import files of a shop and compute what they touch; the format of each file is recognised."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy

from accounts.audit.actor import Actor
from accounts.management.usage import shop_named
from accounts.models import Shop
from chats.importers.words.wording import kind_name
from chats.imports import audit as import_trail
from chats.imports import verbs as ingest
from chats.models import ImportBatch
from reports.facts import refresh
from reports.lost_sales.form import verbs as lost_sales

NOT_TAKEN = 1
WRONG_USAGE = 2
COUNTS = gettext_lazy(
    "%(read)s rows read: %(added)s added, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused"
)


class Command(BaseCommand):
    """Exit status 0 when every file was taken, 1 when one was refused or waits for a mapping."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--shop", required=True)
        parser.add_argument("--agent", default="", metavar="NICK", help="who is the agent in a window copy")
        parser.add_argument("--buyer", default="", metavar="NICK", help="who is the buyer in a window copy")
        parser.add_argument("--json", action="store_true", help="print a JSON list and nothing else")
        parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or zip")

    def handle(self, **options: Any) -> None:
        shop, paths = shop_named(options["shop"]), [Path(path) for path in options["paths"]]
        for path in paths:
            if not path.exists():
                raise CommandError(f"{path}: there is no such file or folder.", returncode=WRONG_USAGE)
        batches = self.read(shop, paths, options)
        import_trail.note(Actor(name="import_files"), shop, batches)
        refresh.refresh(shop)
        lost_sales.catch_up(shop)
        reports = [ingest.batch_report(batch) for batch in batches]
        if options["json"]:
            self.stdout.write(json.dumps(reports, ensure_ascii=False, indent=2))
        else:
            for batch, report in zip(batches, reports, strict=True):
                self.tell(batch, report)
        if any(batch.status != ImportBatch.Status.DONE for batch in batches):
            raise SystemExit(NOT_TAKEN)

    def read(self, shop: Shop, paths: list[Path], options: dict[str, Any]) -> list[ImportBatch]:
        """Import every file; a chat without a known agent once more when all rosters are in."""
        batches = [batch for path in paths for batch in self.read_path(shop, path, options)]
        ingest.read_again(batches)
        return batches

    @staticmethod
    def read_path(shop: Shop, path: Path, options: dict[str, Any]) -> list[ImportBatch]:
        try:
            return ingest.import_path(shop, path, options["agent"], options["buyer"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.", returncode=WRONG_USAGE) from None

    def tell(self, batch: ImportBatch, report: dict[str, Any]) -> None:
        """One line for a file that was taken, its reason on stderr for one that was not."""
        if batch.status != ImportBatch.Status.DONE:
            self.stderr.write(f"{batch.path}: {report['errors'][0]['message']}")
            return
        parts = [kind_name(batch.kind, get_language() or settings.LANGUAGE_CODE), COUNTS % report]
        if batch.new_agents:
            parts.append(gettext("new agents: %(nicks)s") % {"nicks": "、".join(batch.new_agents)})
        if batch.refused:
            address = reverse("chats:imports_refused", args=[batch.shop_id, batch.pk])
            parts.append(gettext("refused rows: %(address)s") % {"address": address})
        self.stdout.write(f"{batch.path}: " + "; ".join(parts))
