"""The product as an engine: a World's files through the commands of contracts.md, figures back."""

import datetime as dt
import io
import json
from contextlib import redirect_stdout
from pathlib import Path

from django.core.management import call_command

from tests.reference.files import write_world
from tests.reference.people import nick_of
from tests.reference.world import World

WHATS = ("orders", "receptions", "agent_days", "shop_days")


def command(*args: str) -> str:
    """What a command prints to stdout. Exit status 0 is not an error, anything else is."""
    out = io.StringIO()
    try:
        with redirect_stdout(out):
            call_command(*args, stdout=out)
    except SystemExit as stop:
        assert not stop.code, (args, stop.code, out.getvalue())
    return out.getvalue()


class ProductShop:
    """One shop in the product's database, filled and asked through its commands only.

    Only decisions that people make on pages (rulings, manual exclusions, accepted invalid reasons)
    are written as rows, for no command makes them.
    """

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        main = ("--main-account", world.main_account) if world.main_account else ()
        command("create_shop", name, "--timezone", world.timezone, *main)

    def import_files(self, *paths: Path) -> list[dict]:
        """Imports files in this order; nothing of a good file may be refused."""
        answers = json.loads(command("import_files", "--shop", self.name, "--json", *map(str, paths)))
        for answer in answers:
            assert not answer["errors"], answer
            assert answer["refused"] == 0, answer
            parts = answer["added"] + answer["changed"] + answer["unchanged"]
            assert answer["read"] == parts, answer
        return answers

    def set_rules(self) -> None:
        for first_day, typed in self.world.rule_versions:
            since = ("--valid-from", first_day.isoformat()) if first_day else ()
            pairs = [f"{name}={value}" for name, value in typed.items()]
            command("set_rules", "--shop", self.name, *since, *pairs)

    def decide(self) -> None:
        """Rulings (D7.6), manual exclusions (D2.7) and accepted invalid reasons (D6.1)."""
        from accounts.models import AgentNick, Shop, User
        from chats.models import BuyerAlias, InvalidInquiry, Order, Ruling

        shop = Shop.objects.get(name=self.name)
        lan, _ = User.objects.get_or_create(username="lan")

        def agent_id(nick: str) -> int:
            return AgentNick.objects.get(shop=shop, nick=nick_of(nick)).agent_id

        for order in self.world.orders:
            if order.excluded_manually:
                Order.objects.filter(shop=shop, order_no=order.order_no).update(excluded_manually=True)
        for number, nick in self.world.rulings.items():
            order = Order.objects.get(shop=shop, order_no=number)
            Ruling.objects.create(
                order=order, agent_id=agent_id(nick) if nick else None, reason="known", author=lan
            )
        for agent, buyer, day in self.world.invalid:
            alias = BuyerAlias.objects.filter(shop=shop, nick=nick_of(buyer), person__isnull=False).first()
            key = {"shop": shop, "day": day, "agent_id": agent_id(agent), "buyer_id": alias.person}
            InvalidInquiry.objects.get_or_create(**key, defaults={"author": lan})

    def refresh_all(self) -> None:
        command("refresh_days", "--shop", self.name, "--all")

    def figures(self, what: str, first: dt.date, last: dt.date, as_of: dt.datetime | None) -> list[dict]:
        args = ["--shop", self.name, "--from", first.isoformat(), "--to", last.isoformat(), "--what", what]
        args += ["--as-of", as_of.strftime("%Y-%m-%dT%H:%M:%S")] if as_of else []
        return json.loads(command("export_figures", *args, "--format", "json"))


def filled_shop(world: World, folder: Path, name: str) -> ProductShop:
    """The world in the product by the straight way: rules, files, decisions."""
    shop = ProductShop(world, name)
    shop.set_rules()
    shop.import_files(*write_world(world, folder))
    shop.decide()
    shop.refresh_all()
    return shop


class Product:
    """The engine; a world is filled into the product once and asked often."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.filled: list[tuple[World, ProductShop]] = []

    def __call__(
        self, world: World, what: str, first: dt.date, last: dt.date, as_of: dt.datetime | None = None
    ) -> list[dict]:
        shop = next((shop for known, shop in self.filled if known is world), None)
        if shop is None:
            number = len(self.filled)
            shop = filled_shop(world, self.folder / str(number), f"shop {number}")
            self.filled.append((world, shop))
        return shop.figures(what, first, last, as_of)
