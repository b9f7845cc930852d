"""Daily visitors: our own template and the daily sheet that shops keep (日期, PV, UV, …)."""

import datetime as dt

from chats.attribution.columns import PARSED_TRAFFIC, frame
from chats.importers.base import Parsed, ShopContext
from chats.importers.importer import Importer
from chats.importers.reading.instants import parse_date
from chats.importers.reading.rows import Row, RowRefused, Values, choose, shown
from chats.importers.reading.simple_tables import read_rows
from chats.importers.reading.source import Source

TRAFFIC = {
    "date": ("date", "日期", "统计日期"),
    "visitors": ("visitors", "访客数", "uv"),
    "page_views": ("page_views", "浏览量", "pv"),
    "bounced_visitors": ("bounced_visitors", "跳失人数"),
}
NOT_TOLD = -1
SHEET_COLUMNS = frozenset({"uv", "pv"})


class _DailyVisitors(Importer):
    """One row a day; of two rows of one day the later counts."""

    columns = TRAFFIC
    needed = ("date", "visitors")

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        table, notices = choose(source.tables, self.fits)
        rows, refusals, repeated = read_rows(table, TRAFFIC, _day, lambda day: day["date"])
        return Parsed(
            kind=self.kind,
            read=len(rows) + len(refusals) + repeated,
            traffic=frame(rows, PARSED_TRAFFIC),
            refusals=refusals,
            notices=notices,
            repeated=repeated,
        )


class TrafficTemplate(_DailyVisitors):
    """date, visitors, page_views, bounced_visitors in either language."""

    kind = "traffic_template"
    zh, en = "流量模板", "Traffic template"

    def recognises(self, source: Source) -> bool:
        return any(self.fits(table) and not table.columns & SHEET_COLUMNS for table in source.tables)


class ShopDailySheet(_DailyVisitors):
    """A shop's own sheet: 日期, UV, PV and figures of its own that we do not read."""

    kind = "shop_daily_sheet"
    zh, en = "店铺每日登记表", "Shop's daily sheet"

    def recognises(self, source: Source) -> bool:
        return any(self.fits(table) and table.columns & SHEET_COLUMNS for table in source.tables)


def _date(row: Row) -> dt.date:
    text = row.value("date")
    if not text:
        raise RowRefused("date", "missing-value")
    date = parse_date(text)
    if date is None:
        raise RowRefused("date", "bad-date", found=shown(text))
    return date


def _day(row: Row) -> Values:
    date = _date(row)
    visitors, page_views = row.count("visitors"), row.count("page_views")
    bounced = row.count("bounced_visitors")
    if visitors is None:
        raise RowRefused("visitors", "missing-value")
    if bounced is not None and bounced > visitors:
        raise RowRefused(
            "bounced_visitors", "bounced-over-visitors", found=str(bounced), visitors=str(visitors)
        )
    return {
        "date": date,
        "visitors": visitors,
        "page_views": NOT_TOLD if page_views is None else page_views,
        "bounced_visitors": NOT_TOLD if bounced is None else bounced,
    }
