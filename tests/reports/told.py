"""A shop with a small readable fortnight, filled through the product's commands, and its readers.

Monday 2026-05-11: lily asks xiaomei and buys (A1 ¥59). tom asks xiaoqi and does not buy. ann buys in
silence (A2 ¥100). bob pays after xiaolan's chase (A3 ¥80). A masked nick buys (A4 ¥70), and A5 ¥60 is
no real order. Tuesday: kim asks xiaoqi, then xiaomei, and buys (A6 ¥200). A7 ¥30 of the 20th is unpaid;
the talk before it makes everything earlier final.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from accounts.models import Agent, Membership, Role, Shop, Team, User
from chats.models import Credit
from tests.cast import member, supervises
from tests.reference.files import write_world
from tests.reference.product import ProductShop, filled_shop
from tests.remembered import once
from tests.story import MONDAY, story

TUESDAY = MONDAY + dt.timedelta(days=1)
WEEK = "from=2026-05-11&to=2026-05-17"
LINES = (
    "10:02 lily > xiaomei: 有货吗",
    "10:02:08 xiaomei > lily: 有的亲",
    "10:20 lily orders A1 ¥59",
    "10:21 A1 paid",
    "11:00 tom > xiaoqi: 在吗",
    "11:00:20 xiaoqi > tom: 在的",
    "12:00 ann orders A2 ¥100",
    "12:00:30 A2 paid",
    "13:00 bob orders A3 ¥80",
    "13:30 xiaolan > bob: 亲，记得付款哦",
    "13:40 A3 paid",
    "14:00 t**1 orders A4 ¥70",
    "14:01 A4 paid",
    "15:00 eve orders A5 ¥60 memo 刷单",
    "15:01 A5 paid",
    "05-12 09:00 kim > xiaoqi: 想买",
    "09:00:10 xiaoqi > kim: 好的",
    "09:30 kim > xiaomei: 还有吗",
    "09:30:10 xiaomei > kim: 有的，今天发货",
    "10:00 kim orders A6 ¥200",
    "10:01 A6 paid",
    "05-20 10:00 zoe > xiaolan: 你好",
    "10:00:05 xiaolan > zoe: 您好",
    "10:30 zoe orders A7 ¥30",
)
VISITORS = {MONDAY: (100, 300, 40), TUESDAY: (50, 150, 20)}


@dataclass
class Told:
    """The shop, and one reader of every kind."""

    shop: Shop
    manager: User
    supervisor: User  # of xiaomei's team only
    head: User  # supervises all teams
    xiaomei: User
    xiaoqi: User
    xiaolan: User
    stranger: User

    def url(self, path: str = "") -> str:
        """The address of a page of the shop."""
        return f"/s/{self.shop.pk}/{path}"

    def order(self, number: str) -> str:
        """The address of an order's page."""
        return self.url(f"orders/{self.credit(number).pk}/")

    def credit(self, number: str) -> Credit:
        return Credit.objects.get(shop=self.shop, order__order_no=number)


def tell(folder: Path, *more: str, rules: dict[str, str] | None = None, visitors: dict | None = None) -> Told:
    """Fill the shop with the fortnight, and with more lines where given; the files lie in the folder."""
    world = story(
        *LINES,
        *more,
        rules={"min_inquiries_to_rank": "1"} | (rules or {}),
        visitors=VISITORS if visitors is None else visitors,
    )
    made: list[ProductShop] = []

    def make() -> Told:
        made.append(filled_shop(world, folder, "shop"))
        return read_by(Shop.objects.get(name="shop"))

    told = once(("told", repr((more, rules, visitors))), make)
    if not made:
        write_world(world, folder)
    return told


def read_by(shop: Shop) -> Told:
    """The readers of the shop."""
    first, second = (Team.objects.create(shop=shop, name=name) for name in ("售前一组", "售前二组"))
    users = {name: member(name, shop, Role.AGENT) for name in ("xiaomei", "xiaoqi", "xiaolan")}
    for name, team in (("xiaomei", first), ("xiaoqi", second), ("xiaolan", second)):
        Agent.objects.filter(shop=shop, name=name).update(user=users[name], team=team)
    supervisor = member("mila", shop, Role.SUPERVISOR)
    Membership.objects.get(user=supervisor).teams.add(first)
    other = Shop.objects.create(name="别家旗舰店")
    return Told(
        shop,
        member("wu", shop, Role.MANAGER),
        supervisor,
        supervises(member("head", shop, Role.SUPERVISOR)),
        **users,
        stranger=member("stranger", other, Role.MANAGER),
    )
