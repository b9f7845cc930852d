"""The books of a shop, checked against the orders themselves and not only against each other (D7.3)."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from django.db.models import Sum

from accounts.models import Shop
from chats.attribution.clock import number_day
from chats.frames import rule_book
from chats.models import Order
from reports.metrics.columns import BOOKED, BUCKET_SUMS
from reports.models import AgentDay, ShopDay


@dataclass
class BooksCheck:
    """What a check found: a sentence a day that does not balance, and the sums over the span."""

    days: int = 0
    paid_fen: int = 0
    agents_fen: int = 0
    silent_fen: int = 0
    unlinked_fen: int = 0
    excluded_fen: int = 0
    wrong: list[str] = field(default_factory=list)


def _paid_by_day(shop: Shop) -> Counter[dt.date]:
    """All paid amounts by business day of payment, from the orders."""
    rows = Order.objects.filter(shop=shop, paid_at__isnull=False).values_list("paid_at", "amount_fen")
    paid_at = [int(at.timestamp()) for at, _amount in rows if at]
    days = rule_book(shop).business_days(np.array(paid_at, np.int64)).tolist() if paid_at else []
    paid: Counter[dt.date] = Counter()
    for day, (_at, amount) in zip(days, rows, strict=True):
        paid[number_day(day)] += amount
    return paid


def check(shop: Shop, first: dt.date | None = None, last: dt.date | None = None) -> BooksCheck:
    """Compare, for each day, paid orders, the shop's buckets and the agents' sales."""
    paid = _paid_by_day(shop)
    stored = {row["day"]: row for row in ShopDay.objects.filter(shop=shop).values("day", *BOOKED)}
    by_agents = dict(
        AgentDay.objects.filter(shop=shop).values_list("day").annotate(Sum("sales_fen")).order_by()
    )
    result = BooksCheck()
    for day in sorted({*paid, *stored, *by_agents}):
        if (first and day < first) or (last and day > last):
            continue
        row = stored.get(day, dict.fromkeys(BOOKED, 0))
        total = sum(row[name] for name in BUCKET_SUMS)
        if not (paid[day] == row["paid_fen"] == total and row["agents_fen"] == by_agents.get(day, 0)):
            result.wrong.append(
                f"{day}: orders paid {paid[day]}, stored {row['paid_fen']}, buckets {total},"
                f" agents {row['agents_fen']} of whom agent-days hold {by_agents.get(day, 0)} (fen)."
            )
        result.days += 1
        for name in BOOKED:
            setattr(result, name, getattr(result, name) + row[name])
    return result
