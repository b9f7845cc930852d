"""Build the report of an ISO week, or find the one that says the same, and write its files (contracts.md)."""

import argparse
import datetime as dt
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.management.usage import shop_named
from accounts.models import Shop
from reports.weekly import revisions
from reports.weekly.formats import registry as files

WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)


def week(text: str) -> dt.date:
    """The Monday of a week written 2026-W20; anything else is wrong usage."""
    written = WEEK.fullmatch(text)
    if written:
        try:
            return dt.date.fromisocalendar(int(written[1]), int(written[2]), 1)
        except ValueError:  # 2026-W54
            pass
    raise argparse.ArgumentTypeError(f"{text!r} is not an ISO week; write it like 2026-W20.")


class Command(BaseCommand):
    """Stores a first report or a revision if there is anything new, and writes every format into a folder."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--shop", required=True)
        parser.add_argument("--week", required=True, type=week, help="like 2026-W20")
        parser.add_argument("--output-dir", type=Path, help="a folder for the files; made if need be")
        parser.add_argument(
            "--again",
            action="store_true",
            help="also if rules changed since: makes a revision by the new rules",
        )

    def handle(self, **options: Any) -> None:
        shop, monday = shop_named(options["shop"]), options["week"]
        built = self._built(shop, monday, options["again"])
        self.stdout.write(f"{shop.name} {built.report.week}: {_told(built)}")
        if options["output_dir"]:
            self._write(revisions.Document.of(built.report), options["output_dir"])

    def _built(self, shop: Shop, monday: dt.date, again: bool) -> revisions.Built:
        try:
            return revisions.make(shop, monday, again)
        except revisions.NoData:
            raise CommandError(
                f"{shop.name} has no data of {monday:%G-W%V} ({monday} – {monday + dt.timedelta(6)})."
            ) from None

    def _write(self, document: revisions.Document, folder: Path) -> None:
        try:
            written = files.write_all(document, folder)
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.", returncode=2) from None
        for path in written.paths:
            self.stdout.write(f"written: {path}")
        for note in written.notes:
            self.stderr.write(note)


def _told(built: revisions.Built) -> str:
    """What became of it, in a few words."""
    number = built.report.revision
    if built.kept_for_rules:
        stays = f"revision {number} stays as it is: the rules of these days changed since."
        return f"{stays} --again makes a new one."
    if not built.is_new:
        return f"revision {number} is there and says the same."
    if number == 1:
        return "report built."
    return f"revision {number} built; {len(built.report.differences)} figures differ from the one before."
