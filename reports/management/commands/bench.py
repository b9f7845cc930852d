"""Measure what the core work costs, as ratios against a baseline of the same run (contracts.md)."""

import importlib.util
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.bench import pages

DEFAULT_MESSAGES = 1_000_000
YEAR_WEEKS = 52


class Command(BaseCommand):
    """Makes a shop of N messages and N/20 orders in the configured database, and removes it again."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--messages", type=int, default=DEFAULT_MESSAGES, metavar="N")
        parser.add_argument("--pages", action="store_true", help="time every page of the shop instead")
        parser.add_argument(
            "--weeks",
            type=int,
            nargs="?",
            const=YEAR_WEEKS,
            metavar="N",
            help="measure N weekly reports of 50 agents (52) on one and on two workers instead",
        )
        parser.add_argument("--json", action="store_true", help="print a JSON object and nothing else")

    def handle(self, **options: Any) -> None:
        if options["weeks"] is not None:
            self._weeks(options["weeks"], options["json"])
            return
        if options["messages"] < 1000:
            raise CommandError("--messages: at least 1000, or there is nothing to measure.", returncode=2)
        if options["pages"]:
            found = pages.PageBench(options["messages"], self.stderr.write).run()
            self.stdout.write(json.dumps(found, indent=2) if options["json"] else pages.as_table(found))
            return
        if importlib.util.find_spec("duckdb") is None:
            raise CommandError("The baseline needs DuckDB: pip install -r requirements-dev.txt")
        from reports.bench.measure import Bench

        found = Bench(options["messages"], self.stderr.write).run()
        self.stdout.write(json.dumps(found, indent=2) if options["json"] else as_table(found))

    def _weeks(self, weeks: int, as_json: bool) -> None:
        if weeks < 1:
            raise CommandError("--weeks: at least 1.", returncode=2)
        from reports.bench import weeks as bench

        found = bench.run(weeks, self.stderr.write)
        self.stdout.write(json.dumps(found, indent=2) if as_json else as_lines(found))


def as_lines(found: dict[str, Any]) -> str:
    """The measurements of weekly reports for people."""
    return "\n".join(f"{name.replace('_', ' '):28}{value:>12}" for name, value in found.items())


def as_table(found: dict[str, Any]) -> str:
    """The measurements for people."""
    head = f"{found['database']}, {found['messages']} messages, {found['orders']} orders"
    lines = [head, f"{'':28}{'seconds':>10}{'baseline':>10}{'ratio':>8}  wanted"]
    for line in found["lines"]:
        base, ratio = line["baseline_seconds"], line["ratio"]
        lines.append(
            f"{line['name']:28}{line['ours_seconds']:>10.3f}"
            f"{'' if base is None else f'{base:.3f}':>10}{'' if ratio is None else f'{ratio:.3f}':>8}"
            f"  {line['wanted']} {line['baseline'] and 'of ' + line['baseline']}"
        )
    return "\n".join([*lines, f"peak memory {found['peak_megabytes']} MB"])
