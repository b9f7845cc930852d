"""Write a shop's figures of a span as CSV or JSON (contracts.md)."""

import csv
import datetime as dt
import io
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from accounts.management.usage import day, shop_named
from accounts.models import Shop
from chats.attribution.clock import wall_to_epoch
from reports.facts import export as exports


def _instant(text: str, timezone: str) -> int:
    """UTC epoch seconds of `YYYY-MM-DDTHH:MM:SS` shop time."""
    try:
        wall = dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        raise CommandError(
            f"--as-of {text}: expected YYYY-MM-DDTHH:MM:SS in shop time.", returncode=2
        ) from None
    seconds = int((wall - dt.datetime(1970, 1, 1)).total_seconds())
    return int(wall_to_epoch(np.array([seconds], np.int64), timezone)[0])


def as_csv(rows: list[exports.Row], columns: tuple[str, ...]) -> str:
    """The rows with their header, also when there are none."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: "" if value is None else value for name, value in row.items()} for row in rows)
    return out.getvalue()


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=2) from None


class Command(BaseCommand):
    """One row an order, reception, agent-day or shop-day, as the definitions say."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--shop", required=True)
        parser.add_argument("--from", dest="first", required=True, type=day)
        parser.add_argument("--to", dest="last", required=True, type=day)
        parser.add_argument("--what", required=True, choices=sorted(exports.ROWS))
        parser.add_argument("--as-of", help="YYYY-MM-DDTHH:MM:SS shop time; decides maturity only")
        parser.add_argument("--format", choices=["csv", "json"], default="csv")
        parser.add_argument("--output", help="a file; otherwise standard output")

    def handle(self, **options: Any) -> None:
        shop: Shop = shop_named(options["shop"])
        as_of = _instant(options["as_of"], shop.timezone) if options["as_of"] else None
        if options["first"] > options["last"]:
            raise CommandError("--from is later than --to.", returncode=2)
        rows = exports.ROWS[options["what"]](shop, options["first"], options["last"], as_of)
        columns = exports.COLUMNS[options["what"]]
        text = json.dumps(rows, ensure_ascii=False) if options["format"] == "json" else as_csv(rows, columns)
        if options["output"]:
            _write(Path(options["output"]), text)
        else:
            self.stdout.write(text, ending="" if options["format"] == "csv" else "\n")
