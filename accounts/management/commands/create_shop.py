"""Create a shop, with the default rules."""

from argparse import ArgumentParser
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import BaseCommand, CommandError

from accounts.management.usage import is_writable
from accounts.models import Shop

LONGEST_NAME = 120


class Command(BaseCommand):
    """The shop's files carry wall-clock time of its zone."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--main-account", default="", metavar="NICK")
        parser.add_argument("--timezone", default="Asia/Shanghai")

    def handle(self, **options: Any) -> None:
        name = options["name"].strip()
        main_account = options["main_account"].strip()
        check(name, main_account, options["timezone"])
        shop = Shop.objects.create(name=name, main_account=main_account, timezone=options["timezone"])
        self.stdout.write(f"Shop {shop.name} is created, in the time zone {shop.timezone}.")


def check(name: str, main_account: str, timezone: str) -> None:
    """Refuse a name that is empty, too long or taken, and a zone that nobody knows."""
    if not name:
        raise CommandError("The shop needs a name.", returncode=2)
    for text in (name, main_account):
        if len(text) > LONGEST_NAME or not is_writable(text):
            raise CommandError(
                f"{text[:40]!r}…: expected at most {LONGEST_NAME} readable characters.", returncode=2
            )
    if Shop.objects.filter(name=name).exists():
        raise CommandError(f"There is a shop {name} already.", returncode=2)
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CommandError(
            f"{timezone} is no time zone. Write it like Asia/Shanghai.", returncode=2
        ) from None
