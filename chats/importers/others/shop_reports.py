"""生意参谋 reports, kept for comparison only: item inquiries and traffic sources."""

import datetime as dt
import re
from collections.abc import Iterator

from chats.attribution.columns import PARSED_PLATFORM, frame
from chats.importers.base import FileRefused, Parsed, ShopContext
from chats.importers.importer import Importer
from chats.importers.reading.instants import parse_date
from chats.importers.reading.rows import Aliases, Layout, Row, RowRefused, Values, choose, rows_of, short
from chats.importers.reading.source import Source

INQUIRIES = {"label": ("商品名称",), "subject": ("商品编号",)}
INQUIRY_METRICS = (
    "咨询人数",
    "询单人数",
    "当日询单人数",
    "询单转化率",
    "当日询单转化率",
    "当日付款人数",
    "当日付款金额",
    "最终付款人数",
    "最终付款金额",
    "最终付款件数",
)
SOURCES = {"label": ("来源",), "subject": ("来源明细",)}
SOURCE_METRICS = (
    "访客数",
    "新访客",
    "浏览量",
    "人均浏览量",
    "收藏人数",
    "加购人数",
    "跳失率",
    "下单金额",
    "下单买家数",
    "下单转化率",
    "支付金额",
    "支付买家数",
    "支付转化率",
    "客单价",
    "uv价值",
)
NOT_COMPUTED = frozenset({"", "-", "--", "延迟统计", "暂无数据"})
TOTALS = frozenset({"平均值", "汇总值", "汇总", "均值", "合计"})
DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
LONGEST_SUBJECT, LONGEST_VALUE = 200, 60


def days_in_name(name: str) -> tuple[dt.date, dt.date]:
    """First and last day in the file's own name; the sheets themselves carry no date."""
    written = re.split(r"[/\\]", name)[-1]
    found = [parse_date("-".join(match.groups())) for match in DAY_IN_NAME.finditer(written)]
    days = sorted(day for day in found if day is not None)
    if not days:
        raise FileRefused("date-not-in-name", found=written)
    return days[0], days[-1]


def with_metrics(names: Aliases, metrics: tuple[str, ...]) -> Aliases:
    """The columns of a report: its subjects, and each metric by its own name."""
    return {**names, **{metric: (metric,) for metric in metrics}}


class _ShopReport(Importer):
    """Gives a frame with one row for each figure: subject, metric, and the value as written."""

    metrics: tuple[str, ...]

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """`read` counts rows of items or sources; averages and totals are none of them."""
        days = days_in_name(source.name)
        table, notices = choose(source.tables, self.fits)
        parsed = Parsed(kind=self.kind, read=0, notices=notices)
        kept: dict[str, list[Values]] = {}
        for row in rows_of(table, Layout.of(table, self.columns)):
            if row.text("label") in TOTALS:
                continue
            parsed.read += 1
            try:
                figures = list(self._figures(row, days))
            except RowRefused as refused:
                parsed.refusals.append(row.refusal(refused))
                continue
            parsed.repeated += figures[0]["subject"] in kept
            kept[figures[0]["subject"]] = figures
        parsed.platform = frame([one for figures in kept.values() for one in figures], PARSED_PLATFORM)
        return parsed

    def _figures(self, row: Row, days: tuple[dt.date, dt.date]) -> Iterator[Values]:
        label = short(row, "label", LONGEST_SUBJECT)
        subject = self.subject(row)
        for metric in self.metrics:
            if metric not in row.layout:
                continue
            value = short(row, metric, LONGEST_VALUE)
            yield {
                "first_day": days[0],
                "last_day": days[1],
                "subject": subject,
                "label": label,
                "metric": row.layout.written[metric],
                "value": "" if value in NOT_COMPUTED else value,
                "line": row.line,
            }

    def subject(self, row: Row) -> str:
        raise NotImplementedError  # pragma: no cover - each report has its own


class ItemInquiries(_ShopReport):
    """询单 by item; the subject is the item number."""

    kind = "shop_item_inquiries"
    zh, en = "生意参谋商品询单", "Business Advisor item inquiries"
    metrics = INQUIRY_METRICS
    columns = with_metrics(INQUIRIES, metrics)
    needed = ("label", "subject", "询单人数")

    def subject(self, row: Row) -> str:
        subject = short(row, "subject", LONGEST_SUBJECT)
        if not subject:
            raise RowRefused("subject", "missing-value")
        return subject


class TrafficSources(_ShopReport):
    """流量来源; the subject is source and detail, columns of changes are left out."""

    kind = "shop_traffic_sources"
    zh, en = "生意参谋流量来源", "Business Advisor traffic sources"
    metrics = SOURCE_METRICS
    columns = with_metrics(SOURCES, metrics)
    needed = ("label", "subject", "访客数")

    def subject(self, row: Row) -> str:
        source, detail = (short(row, name, LONGEST_SUBJECT // 2 - 2) for name in ("label", "subject"))
        if not source:
            raise RowRefused("label", "missing-value")
        return f"{source} / {detail}" if detail else source
