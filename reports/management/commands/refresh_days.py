"""Recompute days: what changed, a span, or everything (contracts.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.management.usage import day, shop_named
from chats.attribution.clock import day_number
from reports.facts import refresh
from reports.lost_sales.form import verbs as lost_sales


class Command(BaseCommand):
    """Without a span: the days that changed; every day if rules changed since the last time."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--shop", required=True)
        parser.add_argument("--from", dest="first", type=day)
        parser.add_argument("--to", dest="last", type=day)
        parser.add_argument("--all", action="store_true", help="every day of the shop")

    def handle(self, **options: Any) -> None:
        shop = shop_named(options["shop"])
        first, last = options["first"], options["last"]
        if bool(first) != bool(last) or (first and (options["all"] or first > last)):
            raise CommandError("Give --from and --to together, in order, or --all, or neither.", returncode=2)
        if first:
            days = refresh.refresh_span(shop, day_number(first), day_number(last))
        elif options["all"] or refresh.rules_changed(shop):
            days = refresh.refresh_all(shop)
        else:
            days = refresh.refresh(shop)
        lost_sales.catch_up(shop)
        self.stdout.write(f"{shop.name}: {days} days computed.")
