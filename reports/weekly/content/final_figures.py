"""The figures of a week that time alone does not change: if they move, late data came (D10.2).

Whether inquiries still turn into orders, chased orders are paid and forms handed in is open for days
after a week; a report that were revised for each of them would be revised every day. So before a week
is final only what its own messages, orders and visitors say is compared; afterwards conversion and
chasing as well. Refunds may come for weeks and never make a revision by themselves.
"""

from typing import Any

from accounts.models import Shop
from chats.spans import Span
from reports.facts import queries
from reports.metrics.columns import BOOKED, TRAFFIC

PEOPLE = ("consulting_buyers", "consulting_paying_buyers", "silent_paying_buyers", "paying_buyers")
ORDERED = ("ordering_buyers", "ordered_fen")
PLAIN = ("receptions", "sales_fen", "paid_orders", "sale_buyers", "items")
RATIOS = {
    "reply_rate": ("replied", "receptions"),
    "first_response_seconds": ("first_response_seconds_sum", "replied"),
    "average_response_seconds": ("wait_seconds", "answered_rounds"),
}
OPEN_RATIOS = {
    "inquiry_conversion_rate": ("mature_paid_final", "mature_inquiries"),
    "chase_success_rate": ("mature_recovered_orders", "mature_chase_orders"),
}

Settled = dict[str, Any]


def of_content(content: dict[str, Any]) -> Settled:
    """The final figures of a stored report."""
    final = content["meta"]["final"]
    books = {row["day"]: row for row in content["books"]["days"]}
    return {
        "days": {
            row["day"]: [
                *(books[row["day"]][name] for name in BOOKED),
                *(row[name] for name in (*PEOPLE, *ORDERED, *TRAFFIC)),
            ]
            for row in content["funnel"]["days"]
        },
        "agents": {row["agent"]: _of_cells(row["figures"], final) for row in content["agents"]["rows"]},
    }


def _of_cells(figures: dict[str, Any], final: bool) -> list[Any]:
    ratios = [*RATIOS, *(OPEN_RATIOS if final else ())]
    return [*(figures[code]["now"] for code in PLAIN), *(figures[code]["of"] for code in ratios)]


def of_facts(shop: Shop, span: Span, agents: list[int], final: bool) -> Settled:
    """As the daily facts say them now; `agents` are all of the shop."""
    days, traffic = queries.shop_days(shop, span), queries.traffic_days(shop, span)
    sums = queries.agent_totals(shop, span, agents)
    return {
        "days": {
            day.isoformat(): [
                *(days.get(day, {}).get(name, 0) for name in (*BOOKED, *PEOPLE, *ORDERED)),
                *(traffic.get(day, {}).get(name) for name in TRAFFIC),
            ]
            for day in span.dates
        },
        "agents": {pk: _of_sums(sums[pk], final) for pk in sums if any(sums[pk].values())},
    }


def _of_sums(sums: queries.Sums, final: bool) -> list[Any]:
    ratios = RATIOS | (OPEN_RATIOS if final else {})
    return [*(sums[name] for name in PLAIN), *([sums[part], sums[whole]] for part, whole in ratios.values())]
