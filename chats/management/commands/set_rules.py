"""Change the rules of a shop, from a business day on or from the beginning (D7.7)."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.management.usage import day, shop_named
from chats.attribution.parameters import BadRule
from chats.attribution.rules import FIRST_VERSION_ONLY
from chats.rules.versions import set_rules


class Command(BaseCommand):
    """Parameter names are those of definitions.md; lists are comma separated, switches on or off."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--shop", required=True)
        parser.add_argument("--valid-from", type=day, metavar="DATE")
        parser.add_argument("changes", nargs="+", metavar="KEY=VALUE")

    def handle(self, **options: Any) -> None:
        shop = shop_named(options["shop"])
        changes = dict(self.change(written) for written in options["changes"])
        self.warn_if_idle(changes, options["valid_from"])
        try:
            version = set_rules(shop, changes, options["valid_from"])
        except BadRule as bad:
            raise CommandError(f"{bad.name}={bad.value}: expected {bad.expected}.", returncode=2) from None
        audit.note(
            Actor(name="set_rules"),
            shop,
            "rules_changed",
            f"#{version.number}",
            **self.noted(changes, options),
        )
        since = version.valid_from if options["valid_from"] else "the beginning"
        self.stdout.write(f"Rule set {version.number} of {shop.name} is valid from {since}.")
        self.stdout.write("Stored figures do not change until refresh_days computes them anew.")

    @staticmethod
    def noted(changes: dict[str, str], options: dict[str, Any]) -> dict[str, Any]:
        """What the audit trail says of it."""
        first = options["valid_from"]
        return {"changes": changes, "valid_from": first.isoformat() if first else ""}

    @staticmethod
    def change(written: str) -> tuple[str, str]:
        """The parts of KEY=VALUE."""
        name, equals, value = written.partition("=")
        if not equals or not name.strip():
            raise CommandError(f"{written}: expected KEY=VALUE.", returncode=2)
        return name.strip(), value

    def warn_if_idle(self, changes: dict[str, str], valid_from: dt.date | None) -> None:
        """Some parameters count in the first version only."""
        idle = [name for name in changes if name in FIRST_VERSION_ONLY]
        if valid_from and idle:
            names = ", ".join(idle)
            self.stderr.write(f"{names}: only the first version decides this; leave out --valid-from.")
