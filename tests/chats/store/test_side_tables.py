"""Daily visitors, and figures of other tools."""

import datetime as dt

from accounts.models import Shop
from chats.attribution.columns import PARSED_PLATFORM, frame
from chats.models import DailyTraffic, PlatformFigure
from tests.chats.store.builders import counts, marks, parsed, take, visited


def test_a_day_is_replaced_by_the_later_file(shop: Shop):
    assert counts(take(shop, traffic=[visited("2026-05-09", 1000, 3200, 410), visited("2026-05-10", 5)])) == (
        2,
        0,
        0,
    )
    later = [visited("2026-05-09", 1001), visited("2026-05-10", 5)]
    assert counts(take(shop, traffic=later)) == (0, 1, 1)
    assert list(
        DailyTraffic.objects.order_by("date").values_list("visitors", "page_views", "bounced_visitors")
    ) == [
        (1001, None, None),
        (5, None, None),
    ]
    assert marks(shop) == set()


def test_a_file_without_page_views_keeps_those_of_the_same_visitors(shop: Shop):
    take(shop, traffic=[visited("2026-05-09", 1000, 3200, 410)])
    assert counts(take(shop, traffic=[visited("2026-05-09", 1000)])) == (0, 0, 1)
    assert counts(take(shop, traffic=[visited("2026-05-09", 1000, bounced=400)])) == (0, 1, 0)
    row = DailyTraffic.objects.get()
    assert (row.visitors, row.page_views, row.bounced_visitors) == (1000, 3200, 400)


def figure(value: str, metric: str = "询单人数") -> dict:
    day = dt.date(2026, 5, 9)
    row = {"first_day": day, "last_day": day, "subject": "7001", "label": "耳环", "metric": metric}
    return row | {"value": value, "line": 2}


def test_figures_of_other_tools_are_kept_and_brought_up_to_date(shop: Shop):
    def file(*rows: dict):
        return parsed(kind="shop_item_inquiries", platform=frame(list(rows), PARSED_PLATFORM), read=len(rows))

    assert counts(take(shop, file(figure("12"), figure("3", "付款人数")))) == (2, 0, 0)
    assert counts(take(shop, file(figure("13"), figure("3", "付款人数")))) == (0, 1, 1)
    stored = PlatformFigure.objects.order_by("metric").values_list("report", "metric", "value")
    assert set(stored) == {
        ("shop_item_inquiries", "询单人数", "13"),
        ("shop_item_inquiries", "付款人数", "3"),
    }
