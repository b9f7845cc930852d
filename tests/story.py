"""Small readable days: lines such as "10:02 lily > xiaomei: 有货吗" become a World.

    story(
        "10:02 lily > xiaomei: 有货吗",
        "10:03 xiaomei > lily: 有的亲",
        "10:20 lily orders A1 ¥59",
        "10:21 A1 paid",
    )

Days start on Monday 2026-05-11; "05-12 10:00 …" moves to that day and the lines after stay on it.
The cast: agents xiaomei, xiaoqi, xiaolan and the robot zhushou; everybody else is a buyer.
Messages take a kind ("10:02 lily > xiaomei [image]"), orders "x2", "flag 1", "memo …" at the end;
"10:30 A1 closed", "10:30 A1 refunded ¥10", "A1 is xiaoqi's" and "A1 is nobody's" (a ruling).
"""

import datetime as dt
import re

from tests.reference.world import AgentRow, MessageRow, OrderRow, TrafficRow, World

MONDAY = dt.date(2026, 5, 11)
HUMANS = ("xiaomei", "xiaoqi", "xiaolan")
ROBOT = "zhushou"
WHEN = re.compile(r"(?:(\d\d)-(\d\d) )?(\d\d):(\d\d)(?::(\d\d))? (.*)", re.DOTALL)
SAYS = re.compile(r"(\S+) > (\S+?)(?: \[(\w+)\])?(?:: (.*))?", re.DOTALL)
ORDERS = re.compile(r"(\S+) orders (\S+) ¥([\d.]+)(?: x(\d+))?(?: flag (\d))?(?: memo (.+))?")
HAPPENS = re.compile(r"(\S+) (paid|closed|refunded)(?: ¥([\d.]+))?")
RULING = re.compile(r"(\S+) is (\S+)'s")


def fen(yuan: str) -> int:
    whole, _, cents = yuan.partition(".")
    return int(whole) * 100 + int((cents + "00")[:2])


def story(
    *lines: str,
    rules: dict[str, str] | None = None,
    versions: list[tuple[dt.date, dict[str, str]]] | None = None,
    visitors: dict[dt.date, tuple[int, int, int]] | None = None,
    timezone: str = "Asia/Shanghai",
    day: dt.date = MONDAY,
) -> World:
    """The world in which these lines happened.

    `rules` belong to the first version, `versions` are later ones; `visitors` give each day
    visitors, page views and bounced visitors.
    """
    world = World(timezone=timezone, main_account="ourshop")
    world.agents = [AgentRow(name, "human", [name]) for name in HUMANS]
    world.agents.append(AgentRow("robot", "robot", [ROBOT]))
    world.rule_versions = [(None, rules)] if rules else []
    world.rule_versions += versions or []
    world.traffic = [TrafficRow(date, *counts) for date, counts in (visitors or {}).items()]
    for line in lines:
        day = _tell(world, line, day)
    return world


def _tell(world: World, line: str, day: dt.date) -> dt.date:
    """Adds what one line says; returns the day on which the story now is."""
    if ruled := RULING.fullmatch(line):
        world.rulings[ruled[1]] = None if ruled[2] == "nobody" else ruled[2]
        return day
    when = WHEN.fullmatch(line)
    assert when, line
    if when[1]:
        day = day.replace(month=int(when[1]), day=int(when[2]))
    at = dt.datetime.combine(day, dt.time(int(when[3]), int(when[4]), int(when[5] or 0)))
    _happen(world, at, when[6])
    return day


def _happen(world: World, at: dt.datetime, what: str) -> None:
    if bought := ORDERS.fullmatch(what):
        order = OrderRow(bought[2], bought[1], at, None, fen(bought[3]), 0, int(bought[4] or 1))
        order.flag, order.memo = int(bought[5] or 0), bought[6] or ""
        world.orders.append(order)
    elif said := SAYS.fullmatch(what):
        outwards = said[1] in (*HUMANS, ROBOT)
        agent, buyer = (said[1], said[2]) if outwards else (said[2], said[1])
        direction = "out" if outwards else "in"
        world.messages.append(MessageRow(agent, buyer, direction, at, said[4] or "", said[3] or "text"))
    else:
        _change(world, at, what)


def _change(world: World, at: dt.datetime, what: str) -> None:
    change = HAPPENS.fullmatch(what)
    assert change, what
    order = next(order for order in world.orders if order.order_no == change[1])
    if change[2] == "paid":
        order.paid = at
    elif change[2] == "closed":
        order.closed = True
    else:
        order.refunded_fen = fen(change[3])
