"""Make the demo shop, so that `make run` shows a shop at work; a second run leaves it as it is."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.demo import DEMO_PASSWORD, DEMO_SHOP
from accounts.models import Shop
from reports.demo import shop as demo_shop


class Command(BaseCommand):
    """Nine weeks of an accessories shop up to yesterday, imported from files as every shop's are."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="delete the demo shop and make it anew")

    def handle(self, **options: Any) -> None:
        shop = demo_shop.find()
        if shop and demo_shop.is_complete(shop) and not options["reset"]:
            self.stdout.write(f"The demo shop {shop.name} is there. load_demo --reset makes it anew.")
            return
        if shop:
            demo_shop.remove(shop)
            self.stdout.write(f"The demo shop {shop.name} was deleted.")
        try:
            demo_shop.load(_today(), self.stdout.write)
        except demo_shop.DemoFileRefused as refused:
            raise CommandError(f"The demo shop could not be filled. {refused}") from refused
        self.stdout.write(self.style.SUCCESS(f"{DEMO_SHOP} is ready."))
        self.stdout.write(f"Sign in with the password {DEMO_PASSWORD} as: {', '.join(demo_shop.usernames())}")
        self.stdout.write(
            self.style.WARNING(
                "Everybody can know this password. Do not keep these accounts on an open server."
            )
        )


def _today() -> dt.date:
    zone = Shop._meta.get_field("timezone").get_default()
    return timezone.now().astimezone(ZoneInfo(zone)).date()
