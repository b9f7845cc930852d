"""Whether the weeks of a chart can still change: told by the instant, not by the date somewhere else."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Shop
from chats.models import ShopState
from chats.spans import Span
from reports.facts.maturity import open_from

WEEKS = [Span(dt.date(2026, 5, 4), dt.date(2026, 5, 10)), Span(dt.date(2026, 5, 11), dt.date(2026, 5, 17))]


# The last inquiry of Sunday the 17th is mature 48 hours and 3 days after it: at midnight to the 23rd, which
# is four in the afternoon of the 22nd in Greenwich.
@pytest.mark.parametrize(
    ("as_of", "place"),
    [
        (dt.datetime(2026, 5, 22, 15, 59, tzinfo=dt.UTC), 1),
        (dt.datetime(2026, 5, 22, 16, 0, tzinfo=dt.UTC), None),
        (dt.datetime(2026, 5, 15, 15, 0, tzinfo=dt.UTC), 0),
        (None, 0),
    ],
)
def test_weeks_are_open_until_their_last_inquiry_is_mature(db: None, as_of: dt.datetime, place: int) -> None:
    shop = Shop.objects.create(name="晓美家", main_account="晓美家")
    ShopState.objects.create(shop=shop, as_of=as_of, refreshed_at=timezone.now())
    assert open_from(shop, WEEKS) == place
