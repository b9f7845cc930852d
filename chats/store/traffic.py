"""Daily visitors: one row a date, replaced by the later file (D8)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from accounts.models import Shop
from chats.models import DailyTraffic
from chats.store.outcomes import ADDED, CHANGED, UNCHANGED, Outcomes

FIGURES = ("visitors", "page_views", "bounced_visitors")


def store(traffic: pd.DataFrame, shop: Shop) -> Outcomes:
    """Replace the days that the file names (PARSED_TRAFFIC); one outcome a row.

    A file without page views or bounces leaves the known ones only beside the same number of visitors:
    beside another number they would be another count's.
    Nothing becomes dirty: pages and exports read visitors where they are.
    """
    dates = traffic["date"].tolist()
    of_shop = DailyTraffic.objects.filter(shop=shop, date__range=(min(dates), max(dates)))
    stored = {date: tuple(figures) for date, *figures in of_shop.values_list("date", *FIGURES)}
    known, outcomes = dict(stored), []
    for date, *figures in zip(dates, *(traffic[name].tolist() for name in FIGURES), strict=True):
        told = _completed([None if figure < 0 else figure for figure in figures], known.get(date))
        outcomes.append(ADDED if date not in known else UNCHANGED if known[date] == told else CHANGED)
        known[date] = told
    rows = [
        DailyTraffic(shop=shop, date=date, **dict(zip(FIGURES, told, strict=True)))
        for date, told in known.items()
        if stored.get(date) != told
    ]
    DailyTraffic.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["shop", "date"], update_fields=FIGURES
    )
    return np.array(outcomes, dtype=np.int8)


def _completed(told: Sequence[int | None], before: Sequence[int | None] | None) -> tuple[int | None, ...]:
    """What the file says of a day, filled up from what was known of the same visitors."""
    if before is None or before[0] != told[0]:
        return tuple(told)
    return tuple(old if new is None else new for new, old in zip(told, before, strict=True))
