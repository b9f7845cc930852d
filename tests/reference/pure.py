"""The kernel alone on a reference world: frames in, figures out, no database, no files.

Who is who is told by the reference, so that a difference can only come from the figures.
"""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from chats.attribution import columns
from chats.attribution.attribute import Attribution, attribute
from chats.attribution.clock import day_number, epoch_to_wall, number_day
from chats.attribution.filters import FILTER_NAMES
from chats.attribution.inquiries import LOST_STAGES
from chats.attribution.people import People
from chats.attribution.rules import BEGINNING, Rules, RuleVersion, with_changes
from chats.attribution.sales import CLASS_NAMES
from chats.attribution.versions import RuleBook
from reports.metrics.columns import AGENT_DAY_SUMS, SHOP_DAY_SUMS
from reports.metrics.facts import agent_days, shop_days
from tests.reference import people as reference_people
from tests.reference import reference, talk, times
from tests.reference.world import World

CONVERSIONS = ("ordered_same_day", "ordered_final", "paid_same_day", "paid_next_day", "paid_final", "mature")
COUNTS = ("buyer_messages", "human_messages", "rounds", "wait_seconds")
Rows = dict[Any, dict[str, Any]]


def rule_book(world: World) -> RuleBook:
    """The versions that the world's set_rules commands lead to (D7.7)."""
    versions = {BEGINNING: RuleVersion(1, BEGINNING, Rules())}
    for first_day, changes in world.rule_versions:
        day = first_day or BEGINNING
        base = versions[max(known for known in versions if known <= day)]
        number = base.number if base.valid_from == day else len(versions) + 1
        versions[day] = RuleVersion(number, day, with_changes(base.rules, changes))
    return RuleBook(tuple(versions[day] for day in sorted(versions)), world.timezone)


class Kernel:
    """One world attributed by the kernel."""

    def __init__(self, world: World, as_of: dt.datetime | None) -> None:
        self.world, self.known = world, reference_people.People(world)
        self.agents: dict[str, int] = {}
        self.buyers: dict[reference_people.Buyer, int] = {}
        for message in world.messages:
            self._agent(message.agent)
        for row in world.agents:
            for nick in row.nicks:
                self._agent(nick)
        self.as_of = times.instant(as_of, world.timezone) if as_of else reference.default_as_of(world)
        messages, self.orders = self._messages(), self._orders()
        self.book = rule_book(world)
        self.found: Attribution = attribute(
            messages, self.orders, self._people(), self.book, self.as_of, self._invalid()
        )
        self.agent_name = {number: nick for nick, number in self.agents.items()} | {columns.NOBODY: None}
        self.buyer_cell = {number: buyer.cell for buyer, number in self.buyers.items()}

    def _agent(self, nick: str) -> int:
        return self.agents.setdefault(self.known.agent(nick), len(self.agents) + 1)

    def _buyer(self, nick: str, uid: str = "") -> int:
        buyer = self.known.buyer(nick, uid)
        number = len(self.buyers)
        return self.buyers.setdefault(buyer, number if buyer.identified else -number - 2)

    def _instant(self, wall: dt.datetime | None) -> int:
        return columns.NEVER if wall is None else times.instant(wall, self.world.timezone)

    def _messages(self) -> pd.DataFrame:
        rows = [
            {
                "agent": self._agent(row.agent),
                "buyer": self._buyer(row.buyer, row.open_uid),
                "sent_at": self._instant(row.sent_at),
                "direction": columns.DIRECTIONS.index(row.direction),
                "kind": columns.KINDS.index(row.kind),
                "chars": len(row.text),
                "message": number,
                "text": row.text,
            }
            for number, row in enumerate(talk.stored_messages(self.world))
        ]
        return columns.frame(rows, columns.MESSAGES | {"text": "object"})

    def _orders(self) -> pd.DataFrame:
        rulings = {
            number: columns.NOBODY if nick is None else self._agent(nick)
            for number, nick in self.world.rulings.items()
        }
        rows = []
        for number, order in enumerate(self.world.orders):
            known = order.buyer and self.known.buyer(order.buyer).identified
            rows.append(
                {
                    "order": number,
                    "buyer": self._buyer(order.buyer) if known else columns.UNLINKED,
                    "created_at": self._instant(order.created),
                    "paid_at": self._instant(order.paid),
                    "amount_fen": order.amount_fen,
                    "refunded_fen": order.refunded_fen,
                    "items": order.items or 0,
                    "flag": order.flag,
                    "memo": order.memo,
                    "excluded_manually": order.excluded_manually,
                    "ruling": rulings.get(order.order_no, columns.NO_RULING),
                }
            )
        return columns.frame(rows, columns.ORDERS)

    def _people(self) -> People:
        agents = [
            {"agent": number, "first_nick": nick, "human": not self.known.is_robot(nick)}
            for nick, number in self.agents.items()
        ]
        nicks = [row.agent for row in self.world.messages]
        nicks += [nick for row in self.world.agents for nick in row.nicks]
        return People(
            columns.frame(agents, columns.AGENTS),
            {reference_people.nick_of(nick): self._agent(nick) for nick in nicks},
            {nick: number for buyer, number in self.buyers.items() for nick in self.known.nicks(buyer)},
            reference_people.nick_of(self.world.main_account),
        )

    def _invalid(self) -> pd.DataFrame:
        rows = [
            {"agent": self._agent(agent), "buyer": self._buyer(buyer), "day": day_number(day)}
            for agent, buyer, day in self.world.invalid
        ]
        return columns.frame(rows, {"agent": "int64", "buyer": "int64", "day": "int64"})

    def _time(self, epoch: int) -> str | None:
        if epoch >= columns.NEVER:
            return None
        wall = int(epoch_to_wall(np.array([epoch]), self.world.timezone)[0])
        return str(np.datetime64(wall, "s")).replace("T", " ")

    def order_rows(self) -> Rows:
        return {
            (self.world.orders[row["order"]].order_no,): {
                "class": CLASS_NAMES[row["class"]],
                **{f"{name}_closer": self.agent_name[row[f"{name}_closer"]] for name in ("order", "payment")},
                "chaser": self.agent_name[row["chaser"]],
                "credited_agent": self.agent_name[row["effective"]],
                **{
                    f"{name}_evidence_at": self._time(row[f"{name}_evidence_at"])
                    for name in ("order", "payment", "chase")
                },
                "rule_version": self.book.versions[row["version"]].number,
            }
            for row in self.found.credits.to_dict("records")
        }

    def reception_rows(self) -> Rows:
        rows: Rows = {}
        for row in self.found.receptions.to_dict("records"):
            asked, response = bool(row["inquiry"]), row["first_response_seconds"]
            day = number_day(row["day"]).isoformat()
            rows[(day, self.agent_name[row["agent"]], self.buyer_cell[row["buyer"]])] = {
                "filtered_reason": FILTER_NAMES[row["filtered"]] or None,
                "started_by": "agent" if row["started_by"] else "buyer",
                **{name: row[name] for name in COUNTS},
                "unanswered_rounds": row["rounds"] - row["answered_rounds"],
                "replied": int(row["replied"]),
                "first_response_seconds": None if response < 0 else response,
                "inquiry": int(asked),
                **{name: int(row[name]) if asked else None for name in CONVERSIONS},
                "lost_stage": LOST_STAGES[row["lost_stage"]] or None,
            }
        return rows

    def agent_day_rows(self) -> Rows:
        facts = agent_days(self.found, self.orders, self.as_of).to_dict("records")
        return {
            (number_day(row["day"]).isoformat(), self.agent_name[row["agent"]]): {
                name: row[name] for name in AGENT_DAY_SUMS
            }
            for row in facts
        }

    def shop_day_rows(self) -> Rows:
        facts = shop_days(self.found, self.orders, self.as_of).to_dict("records")
        return {
            (number_day(row["day"]).isoformat(),): {name: row[name] for name in SHOP_DAY_SUMS}
            for row in facts
            if any(row[name] for name in SHOP_DAY_SUMS)
        }
