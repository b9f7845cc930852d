"""生意参谋 reports, kept for comparison only: item inquiries and traffic sources."""

import datetime as dt
import re
from collections.abc import Iterator

from chats.attribution.columns import PARSED_PLATFORM, frame
from chats.importers.base import FileRefused, Parsed, ShopContext
from chats.importers.reading.instants import parse_date
from chats.importers.reading.known_columns import INQUIRIES, INQUIRY_METRICS, SOURCE_METRICS, SOURCES
from chats.importers.reading.rows import Aliases, Layout, Row, RowRefused, Values, choose, rows_of, short
from chats.importers.reading.source import Source
from chats.importers.reading.tabular import Table

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


class _ShopReport:
    """One row of the frame a figure: subject × metric, the value as written."""

    kind: str
    names: Aliases
    metrics: tuple[str, ...]
    needed: tuple[str, ...]  # cleaned metric names that only this report has together

    def _fits(self, table: Table) -> bool:
        layout = Layout.of(table, self.names)
        return len(layout.places) == len(self.names) and table.columns >= set(self.needed)

    def recognises(self, source: Source) -> bool:
        return any(self._fits(table) for table in source.tables)

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """`read` counts rows of items or sources; averages and totals are none of them."""
        days = days_in_name(source.name)
        table, notices = choose(source.tables, self._fits)
        parsed = Parsed(kind=self.kind, read=0, notices=notices)
        kept: dict[str, list[Values]] = {}
        for row in rows_of(table, self._layout(table)):
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

    def _layout(self, table: Table) -> Layout:
        return Layout.of(table, {**self.names, **{metric: (metric,) for metric in self.metrics}})

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
    names: Aliases = INQUIRIES
    metrics = INQUIRY_METRICS
    needed = ("询单人数",)

    def subject(self, row: Row) -> str:
        subject = short(row, "subject", LONGEST_SUBJECT)
        if not subject:
            raise RowRefused("subject", "missing-value")
        return subject


class TrafficSources(_ShopReport):
    """流量来源; the subject is source and detail, columns of changes are left out."""

    kind = "shop_traffic_sources"
    names: Aliases = SOURCES
    metrics = SOURCE_METRICS
    needed = ("访客数",)

    def subject(self, row: Row) -> str:
        source, detail = (short(row, name, LONGEST_SUBJECT // 2 - 2) for name in ("label", "subject"))
        if not source:
            raise RowRefused("label", "missing-value")
        return f"{source} / {detail}" if detail else source
