"""The demo shop's weekly reports: built where the shop is made, so that they are there at the first look."""

import datetime as dt
from zoneinfo import ZoneInfo

from accounts.models import Shop
from reports.weekly import due, revisions


def build_reports(shop: Shop, today: dt.date) -> int:
    """Build the report of each week that is over on a day, whatever hour it is; how many were built."""
    tonight = dt.datetime.combine(today, dt.time.max, ZoneInfo(shop.timezone))
    weeks = due.missed_weeks(shop, tonight)
    return sum(revisions.make(shop, monday).is_new for monday in weeks)
