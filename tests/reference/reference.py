"""The four exports of contracts.md, worked out literally from definitions.md.

Independent of the product: plain loops over lists, no frames, nothing shared but the column names.
Where the definitions leave a choice, the place that makes it says CHOICE.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tests.reference import rule_book, talk, times
from tests.reference.credit import Facts, order_facts, talk_by_buyer
from tests.reference.days import AGENT_COLUMNS, SHOP_COLUMNS, agent_sums, shop_sums
from tests.reference.inquiries import Inquiry, inquiry_of
from tests.reference.people import People
from tests.reference.world import World

Row = dict[str, Any]


@dataclass
class Picture:
    """Everything worked out for a world."""

    world: World
    receptions: list[talk.Reception]
    orders: list[Facts]
    inquiries: list[Inquiry]
    as_of: int | None

    def inquiry(self, reception: talk.Reception) -> Inquiry | None:
        return next((one for one in self.inquiries if one.reception is reception), None)


def default_as_of(world: World) -> int | None:
    """D1.5: the earlier of the latest message (of any kind) and the latest order instant.

    CHOICE: without messages or without orders nothing is mature.
    """
    zone = world.timezone
    said = [times.instant(row.sent_at, zone) for row in world.messages]
    bought = [times.instant(row.created, zone) for row in world.orders]
    bought += [times.instant(row.paid, zone) for row in world.orders if row.paid]
    return min(max(said), max(bought)) if said and bought else None


def picture(world: World, as_of: dt.datetime | None = None) -> Picture:
    people, book = People(world), rule_book.versions(world)
    said = talk.resolved(world, people)
    receptions = talk.receptions(world, people, book, said)
    talks = talk_by_buyer(receptions, talk.words_to_robots(said, people))
    facts = order_facts(world, people, book, talks)
    now = default_as_of(world) if as_of is None else times.instant(as_of, world.timezone)
    found = [inquiry_of(reception, world, people, facts, now) for reception in receptions]
    return Picture(world, receptions, facts, [one for one in found if one is not None], now)


def orders(world: World, first: dt.date, last: dt.date, as_of: dt.datetime | None = None) -> list[Row]:
    """One row per order created or paid in the span, by creation day, buyer and number."""
    chosen = []
    for facts in picture(world, as_of).orders:
        paid_in_span = facts.paid_day is not None and first <= facts.paid_day <= last
        if first <= facts.created_day <= last or paid_in_span:
            chosen.append((facts.created_day, order_row(facts, world.timezone)))
    chosen.sort(key=lambda pair: (pair[0], pair[1]["buyer"] or "", pair[1]["order_no"]))
    return [row for _, row in chosen]


def order_row(facts: Facts, zone: str) -> Row:
    as_written = facts.row.buyer or None
    closers = (facts.order_closer, facts.payment_closer, facts.chaser)
    agents = [closer.agent if closer else None for closer in closers]
    evidence = [times.written(closer.evidence_at if closer else None, zone) for closer in closers]
    return {
        "order_no": facts.row.order_no,
        "buyer": facts.buyer.cell if facts.buyer.identified else as_written,
        "created_at": times.written(facts.created, zone),
        "paid_at": times.written(facts.paid, zone),
        "amount_fen": facts.row.amount_fen,
        "refunded_fen": facts.row.refunded_fen,
        "class": facts.order_class,
        "order_closer": agents[0],
        "payment_closer": agents[1],
        "chaser": agents[2],
        "credited_agent": facts.effective,
        "ruling": facts.ruling,
        "order_evidence_at": evidence[0],
        "payment_evidence_at": evidence[1],
        "chase_evidence_at": evidence[2],
        "rule_version": facts.rule_version,
    }


def receptions(world: World, first: dt.date, last: dt.date, as_of: dt.datetime | None = None) -> list[Row]:
    """One row per reception of the span, filtered ones too, by day, agent and buyer."""
    known = picture(world, as_of)
    chosen = [one for one in known.receptions if first <= one.day <= last]
    chosen.sort(key=lambda one: (one.day, one.agent, one.buyer.cell))
    return [reception_row(one, known.inquiry(one)) for one in chosen]


def reception_row(reception: talk.Reception, inquiry: Inquiry | None) -> Row:
    answered = [one for one in reception.rounds if one.answered is not None]

    def flag(name: str) -> int | None:
        return None if inquiry is None else int(getattr(inquiry, name))

    return {
        "day": reception.day.isoformat(),
        "agent": reception.agent,
        "buyer": reception.buyer.cell,
        "filtered_reason": reception.filtered,
        "started_by": "buyer" if reception.messages[0].by_buyer else "agent",
        "buyer_messages": len(reception.from_buyer),
        "human_messages": len(reception.from_agent),
        "rounds": len(reception.rounds),
        "unanswered_rounds": len(reception.rounds) - len(answered),
        "wait_seconds": sum(one.answered - one.opened for one in answered),
        "replied": int(reception.first_response is not None),
        "first_response_seconds": reception.first_response,
        "inquiry": int(inquiry is not None),
        "ordered_same_day": flag("ordered_same_day"),
        "ordered_final": flag("ordered_final"),
        "paid_same_day": flag("paid_same_day"),
        "paid_next_day": flag("paid_next_day"),
        "paid_final": flag("paid_final"),
        "mature": flag("mature"),
        "lost_stage": None if inquiry is None else inquiry.lost_stage,
    }


def days_of(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def agent_days(world: World, first: dt.date, last: dt.date, as_of: dt.datetime | None = None) -> list[Row]:
    """One row per agent and day where any figure is not 0, by day and agent."""
    known = picture(world, as_of)
    rows = []
    for day in days_of(first, last):
        sums = agent_sums(known, day)
        for agent in sorted(sums):
            if any(sums[agent].values()):
                rows.append({"day": day.isoformat(), "agent": agent} | sums[agent])
    return rows


def shop_days(world: World, first: dt.date, last: dt.date, as_of: dt.datetime | None = None) -> list[Row]:
    """One row for every day of the span."""
    known = picture(world, as_of)
    return [{"day": day.isoformat()} | shop_sums(known, day) for day in days_of(first, last)]


EXPORTS = {"orders": orders, "receptions": receptions, "agent_days": agent_days, "shop_days": shop_days}
COLUMNS = {"agent_days": ["day", "agent", *AGENT_COLUMNS], "shop_days": ["day", *SHOP_COLUMNS]}


def figures(world: World, what: str, first: dt.date, last: dt.date, as_of: dt.datetime | None = None) -> list:
    """The reference as an engine: (world, what, first, last, as_of) → rows as in the JSON export."""
    return EXPORTS[what](world, first, last, as_of)
