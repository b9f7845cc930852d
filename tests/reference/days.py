"""Sums of one business day in the reference implementation (D4, D6.6, D7, D8.4)."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tests.reference import talk
from tests.reference.credit import Facts
from tests.reference.inquiries import Inquiry
from tests.reference.talk import Reception

if TYPE_CHECKING:
    from tests.reference.reference import Picture

SERVICE = [
    "receptions",
    "outreach",
    "replied",
    "first_response_seconds_sum",
    "first_response_within_target",
    "rounds",
    "answered_rounds",
    "wait_seconds",
    "service_rounds",
    "within_3min_rounds",
    "platform_wait_seconds",
    "slow_response_rounds",
    "long_receptions",
    "buyer_messages",
    "human_messages",
    "agent_chars",
    "peak_concurrency",
]
CONVERSIONS = ["ordered_same_day", "ordered_final", "paid_same_day", "paid_next_day", "paid_final"]
INQUIRY = [
    *("inquiries", "mature_inquiries", *CONVERSIONS),
    *("mature_ordered_final", "mature_paid_final", "own_paid_final", "mature_own_paid_final"),
]
SALES = ["sales_fen", "refunded_fen", "paid_orders", "sale_buyers", "items"]
CHASING = [
    *("chase_orders", "recovered_orders", "recovered_fen"),
    *("mature_chase_orders", "mature_recovered_orders"),
]
ASSISTS = ["assist_orders", "assist_payments"]
AGENT_COLUMNS = [*SERVICE, *INQUIRY, *SALES, *CHASING, *ASSISTS]
BOOKS = [
    "paid_fen",
    "agents_fen",
    "silent_fen",
    "unlinked_fen",
    "excluded_fen",
    "silent_orders",
    "consulted_orders",
    "chased_orders",
    "unlinked_orders",
    "excluded_orders",
]
TRAFFIC = ["visitors", "page_views", "bounced_visitors"]
FUNNEL = [
    "consulting_buyers",
    "consulting_paying_buyers",
    "silent_paying_buyers",
    "paying_buyers",
    "ordering_buyers",
    "ordered_fen",
]
SHOP_COLUMNS = [*AGENT_COLUMNS, *BOOKS, *TRAFFIC, *FUNNEL]

Sums = dict[str, Any]


def service_sums(receptions: list[Reception], zone: str) -> Sums:
    """D4 of one agent and day, from all its receptions, filtered ones too."""
    sums: Sums = dict.fromkeys(SERVICE, 0)
    sums["outreach"] = len([one for one in receptions if one.filtered == "monologue"])
    kept = [one for one in receptions if one.filtered is None]
    for reception in kept:
        add_reception(sums, reception, zone)
    sums["peak_concurrency"] = talk.most_open_at_once([run for one in kept for run in one.runs])
    return sums


def add_reception(sums: Sums, reception: Reception, zone: str) -> None:
    """D4.1–D4.6 of one unfiltered reception.

    CHOICE: agent_chars counts the texts of all human messages, of images and cards too if present.
    """
    rules, response = reception.rules, reception.first_response
    sums["receptions"] += 1
    sums["buyer_messages"] += len(reception.from_buyer)
    sums["human_messages"] += len(reception.from_agent)
    sums["agent_chars"] += sum(len(said.text) for said in reception.from_agent)
    if response is not None:
        sums["replied"] += 1
        sums["first_response_seconds_sum"] += response
        sums["first_response_within_target"] += int(response <= rules["first_response_target_seconds"])
    lengths = [run[-1].at - run[0].at for run in reception.runs]
    sums["long_receptions"] += int(any(x > rules["long_reception_minutes"] * 60 for x in lengths))
    for one in reception.rounds:
        add_round(sums, one, rules, zone)


def add_round(sums: Sums, one: talk.Round, rules: dict, zone: str) -> None:
    """D4.3, D4.5, D4.6."""
    wait = None if one.answered is None else one.answered - one.opened
    sums["rounds"] += 1
    if wait is not None:
        sums["answered_rounds"] += 1
        sums["wait_seconds"] += wait
        sums["slow_response_rounds"] += int(wait > rules["slow_response_seconds"])
    if talk.in_service_hours(one.opened, zone, rules["service_hours"]):
        sums["service_rounds"] += 1
        sums["within_3min_rounds"] += int(wait is not None and wait <= 180)
        sums["platform_wait_seconds"] += 600 if wait is None else min(wait, 600)


def inquiry_sums(groups: Iterable[list[Inquiry]]) -> Sums:
    """D6 over groups of inquiries: of one each for an agent, of a buyer-day each for the shop (D6.6).

    One conversion suffices; a group is mature when all its inquiries are.
    """
    sums: Sums = dict.fromkeys(INQUIRY, 0)
    for group in groups:
        mature = all(one.mature for one in group)
        reached = {
            name: any(getattr(one, name) for one in group) for name in [*CONVERSIONS, "own_paid_final"]
        }
        sums["inquiries"] += 1
        sums["mature_inquiries"] += int(mature)
        for name, is_reached in reached.items():
            sums[name] += int(is_reached)
        for name in ("ordered_final", "paid_final", "own_paid_final"):
            sums["mature_" + name] += int(mature and reached[name])
    return sums


def buyers_of(orders: list[Facts]) -> set:
    """Distinct people; an order whose buyer identifies nobody adds none (D2.2)."""
    return {order.buyer for order in orders if order.buyer.identified}


def sales_sums(orders: list[Facts]) -> Sums:
    """D7.2, D7.4 of paid orders. CHOICE: an unknown item quantity adds 0."""
    return {
        "sales_fen": sum(order.row.amount_fen for order in orders),
        "refunded_fen": sum(order.row.refunded_fen for order in orders),
        "paid_orders": len(orders),
        "sale_buyers": len(buyers_of(orders)),
        "items": sum(order.row.items or 0 for order in orders),
    }


def chase_sums(chased: list[Facts], as_of: int | None) -> Sums:
    """D5.4, D7.5 of chased orders, on their creation day (D1.4)."""
    recovered = [order for order in chased if order.recovered]
    mature = [order for order in chased if as_of is not None and order.unpaid_until <= as_of]
    return {
        "chase_orders": len(chased),
        "recovered_orders": len(recovered),
        "recovered_fen": sum(order.row.amount_fen for order in recovered),
        "mature_chase_orders": len(mature),
        "mature_recovered_orders": len([order for order in mature if order.recovered]),
    }


def agent_sums(known: "Picture", day: dt.date) -> dict[str, Sums]:
    """Every agent's sums of a day."""
    receptions = [one for one in known.receptions if one.day == day]
    inquiries = [one for one in known.inquiries if one.reception.day == day]
    created = [one for one in known.orders if one.created_day == day]
    paid = [one for one in known.orders if one.paid_day == day]
    agents = {one.agent for one in receptions}
    agents |= {one.effective for one in paid if one.effective}
    agents |= {one.chaser.agent for one in created if one.chaser}
    for one in paid:
        agents |= one.assist_orders | one.assist_payments
    sums = {}
    for agent in agents:
        sums[agent] = {
            **service_sums([one for one in receptions if one.agent == agent], known.world.timezone),
            **inquiry_sums([one] for one in inquiries if one.reception.agent == agent),
            **sales_sums([one for one in paid if one.effective == agent]),
            **chase_sums([one for one in created if one.chaser and one.chaser.agent == agent], known.as_of),
            "assist_orders": len([one for one in paid if agent in one.assist_orders]),
            "assist_payments": len([one for one in paid if agent in one.assist_payments]),
        }
    return sums


def shop_sums(known: "Picture", day: dt.date) -> Sums:
    """The shop's sums of a day (D6.6), its books (D7.3), traffic and funnel (D8.4)."""
    by_agent = agent_sums(known, day).values()
    sums = {name: sum(one[name] for one in by_agent) for name in AGENT_COLUMNS}
    by_buyer: dict = {}
    for inquiry in known.inquiries:
        if inquiry.reception.day == day:
            by_buyer.setdefault(inquiry.reception.buyer, []).append(inquiry)
    paid = [one for one in known.orders if one.paid_day == day]
    kept = [one for one in known.receptions if one.day == day and one.filtered is None]
    sums |= inquiry_sums(by_buyer.values())
    sums["sale_buyers"] = len(buyers_of([one for one in paid if one.effective]))
    sums["peak_concurrency"] = talk.most_open_at_once([run for one in kept for run in one.runs])
    return sums | books(paid) | traffic(known, day) | funnel(known, day, paid)


def books(paid: list[Facts]) -> Sums:
    """D7.3 and the classes of the orders paid on a day."""

    def fen(orders: list[Facts]) -> int:
        return sum(order.row.amount_fen for order in orders)

    nobody = [order for order in paid if order.effective is None]
    sums = {
        "paid_fen": fen(paid),
        "agents_fen": fen([order for order in paid if order.effective is not None]),
        "silent_fen": fen([o for o in nobody if o.order_class not in ("unlinked", "excluded")]),
        "unlinked_fen": fen([order for order in nobody if order.order_class == "unlinked"]),
        "excluded_fen": fen([order for order in nobody if order.order_class == "excluded"]),
    }
    for name in ("silent", "consulted", "chased", "unlinked", "excluded"):
        sums[name + "_orders"] = len([order for order in paid if order.order_class == name])
    return sums


def traffic(known: "Picture", day: dt.date) -> Sums:
    rows = [row for row in known.world.traffic if row.date == day]
    if not rows:
        return dict.fromkeys(TRAFFIC)
    return {
        "visitors": rows[-1].visitors,
        "page_views": rows[-1].page_views,
        "bounced_visitors": rows[-1].bounced,
    }


def funnel(known: "Picture", day: dt.date, paid: list[Facts]) -> Sums:
    """D8.4. CHOICE: "every not excluded order created that day" takes in unlinked ones for
    `ordered_fen`; people are identified buyers only."""
    received = {
        r.buyer for r in known.receptions if r.day == day and r.filtered is None and r.buyer.identified
    }
    consulted = buyers_of([order for order in paid if order.order_class in ("consulted", "chased")])
    paying = buyers_of([order for order in paid if order.order_class != "excluded"])
    created = [o for o in known.orders if o.created_day == day and o.order_class != "excluded"]
    return {
        "consulting_buyers": len(received | consulted),
        "consulting_paying_buyers": len(consulted),
        "silent_paying_buyers": len(paying - consulted),
        "paying_buyers": len(paying),
        "ordering_buyers": len(buyers_of(created)),
        "ordered_fen": sum(order.row.amount_fen for order in created),
    }
