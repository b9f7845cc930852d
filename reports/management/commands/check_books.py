"""Check that the books of a shop balance to the fen (D7.3)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.management.usage import day, shop_named
from reports.books import check as books


class Command(BaseCommand):
    """Exit status 0 when every day balances; otherwise each day that does not, with its buckets."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--shop", required=True)
        parser.add_argument("--from", dest="first", type=day)
        parser.add_argument("--to", dest="last", type=day)

    def handle(self, **options: Any) -> None:
        shop = shop_named(options["shop"])
        first, last = options["first"], options["last"]
        if first and last and first > last:
            raise CommandError("--from is later than --to.", returncode=2)
        result = books.check(shop, first, last)
        for wrong in result.wrong:
            self.stderr.write(wrong)
        if result.wrong:
            raise CommandError(f"{shop.name}: the books do not balance on {len(result.wrong)} days.")
        self.stdout.write(
            f"{shop.name}: {result.days} days balance. Paid {result.paid_fen} fen ="
            f" agents {result.agents_fen} + uncredited {result.silent_fen}"
            f" + unlinked {result.unlinked_fen} + excluded {result.excluded_fen}."
        )
