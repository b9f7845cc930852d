"""The leaderboard's table: figures with links to their rows, changes, and quarters told by lightness."""

from collections.abc import Callable, Iterator, Mapping
from html import escape  # Django's looks for lazy words first, a thousand times a table
from operator import itemgetter
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2.data import TableListData
from django_tables2.utils import OrderBy

from accounts.models import Shop, Team
from accounts.templatetags.ui import change_mark
from accounts.ui import formats
from accounts.ui.columns import NUMBER, FigureColumn
from reports.figures import labels, rows_behind
from reports.leaderboard import board as boards
from reports.metrics.definitions import GROUPS, METRICS
from reports.metrics.metric import Metric
from reports.pages.downloads import Cell, Heading

INTERVAL, POINTS = "interval", "points"
PEOPLE = {"sale_buyers", "order_value", "items_per_buyer"}
ONCE = PEOPLE | {metric.code for metric in GROUPS["inquiries"][2]}


class NoneLast(TableListData):
    """Rows sorted by one column, whichever way round: those without a value come last, without a place."""

    def order_by(self, aliases: list[str]) -> None:
        known = self.data
        for alias in reversed(aliases):
            column = OrderBy(alias).bare
            known = [record for record in self.data if record[column] is not None]
            unknown = [record for record in self.data if record[column] is None]
            known.sort(key=itemgetter(column), reverse=alias.startswith("-"))
            self.data = known + unknown
        for place, record in enumerate(self.data, start=1):
            record["place"] = place if record["ranked"] and place <= len(known) else None


class MetricColumn(FigureColumn):
    """A declared figure: a link to its rows, its quarter among the agents, its change on the span before.

    `link` is the address of the rows of all agents; a record's `whose` narrows it.
    """

    def __init__(self, metric: Metric, link: str, quarters: Mapping[int, int]) -> None:
        super().__init__(verbose_name=labels.name(metric), unit=metric.unit)
        self.metric, self.unit, self.quarters = metric, metric.unit, quarters
        self.rows_address = escape(link) if link else ""
        self.quarter_words = _quarter_words() if quarters else {}

    def draw(self, value: object, record: dict[str, Any]) -> SafeString:
        """The cell of a record."""
        written = escape(self.write(value))
        if self.rows_address and value is not None and record["whose"] is not None:
            more = record["once"] if self.metric.code in ONCE else ""
            written = f'<a href="{self.rows_address}{escape(record["whose"] + more)}">{written}</a>'
        quarter = self.quarters.get(record["id"]) if record["id"] else None
        moved = record["changes"].get(self.metric.code)
        drawn = written + change_mark(moved, "cell-change")
        # Escaped above; the rest is ours.
        return mark_safe(_in_quarter(drawn, quarter, self.quarter_words[quarter]) if quarter else drawn)  # noqa: S308


def _row(opened: str, draw: list[tuple[str, Callable[[dict[str, Any]], str]]], record: dict[str, Any]) -> str:
    """One row; cells are escaped unless they are safe already."""
    return opened + "".join(f"{css}{conditional_escape(cell(record))}</td>" for css, cell in draw) + "</tr>"


def _quarter_words() -> dict[int, str]:
    """Quarter → what a reader who sees no shade is told, said once a table."""
    words = gettext("quarter %(number)s of 4, 4 is best")
    return {number: escape(words % {"number": number}) for number in range(1, boards.QUARTERS + 1)}


def _in_quarter(drawn: str, quarter: int, words: str) -> str:
    return f'<span class="heat heat-{quarter}">{drawn}<span class="visually-hidden"> ({words})</span></span>'


class IntervalColumn(tables.Column):
    """The 95 % interval of a rate (D6.7)."""

    empty_values = ()  # type: ignore[assignment]  # nothing counts as empty
    unit = "text"

    def render(self, value: tuple[float, float] | None) -> str:
        if value is None:
            return formats.NO_DATA
        return f"{value[0] * 100:.1f}–{value[1] * 100:.1f}{formats.NBSP}%"


class LeaderboardTable(tables.Table):
    """One row an agent; the totals stay below whatever the order."""

    place = tables.Column(verbose_name=_("Place"), orderable=False, empty_values=(), attrs=NUMBER)
    agent = tables.Column(verbose_name=_("Agent"))
    team = tables.Column(verbose_name=_("Team"))
    request: object  # set by the page, for the links that sort

    class Meta:
        attrs = {"class": "table table-hover table-sticky table-wide leaderboard"}
        template_name = "reports/leaderboard/leaderboard_table.html"
        sequence = ("agent", "place", "team", "...")

    def __init__(
        self,
        shop: Shop,
        board: boards.Board,
        rows: list[boards.Row],
        *,
        totals: list[boards.Row],
        team: Team | None = None,
        compared: frozenset[str] = boards.COMPARED,
        heat: bool = True,
    ) -> None:
        self.shop, self.span = shop, board.span
        everybody = f"&team={team.pk}" if team else ""
        self.totals = [
            _record(board, row, compared, whose="" if row is board.shop_total else everybody)
            | {"once": "&once=1" if row is board.shop_total else ""}
            for row in totals
        ]
        ranked = rows is board.ranked
        records = [
            _record(board, row, compared, whose=f"&agent={row.agent_id}") | {"ranked": ranked} for row in rows
        ]
        quarters = boards.quarters(board) if heat and ranked else {}
        columns = list(_columns(shop, board, quarters))
        super().__init__(NoneLast(records), extra_columns=columns)  # type: ignore[no-untyped-call]  # no annotations

    @property
    def body(self) -> SafeString:
        """Every row, totals last.

        Drawn here and not by the library's rows or a template, whose cells cost ten times as much: fifty
        agents and twenty figures are a thousand of them.
        """
        draw = [self._drawn(column.name, column.column) for column in self.columns]
        rows = [_row("<tr>", draw, record) for record in self.data.data]
        rows += [_row('<tr class="row-total">', draw, record) for record in self.totals]
        return mark_safe("".join(rows))  # noqa: S308 (_row escapes)

    def _drawn(self, name: str, column: tables.Column) -> tuple[str, Callable[[dict[str, Any]], str]]:
        """The opening tag of a column's cells, and what draws one."""
        number, words = '<td class="num">', "<td>"
        if isinstance(column, MetricColumn):
            return number, lambda record: column.draw(record[name], record)
        if isinstance(column, IntervalColumn):
            return number, lambda record: column.render(record[name])
        if name == POINTS:
            return number, self._points
        if name == "place":
            return number, lambda record: str(record["place"] or "")
        return words, self._agent if name == "agent" else lambda record: record[name] or ""

    def _points(self, record: dict[str, Any]) -> str | SafeString:
        written = formats.decimal(record[POINTS], 1)
        if record[POINTS] is None:
            return written
        page = reverse("reports:scorecards", args=[self.shop.pk])
        address = f"{page}?from={self.span.first}&to={self.span.last}&open={record['id']}#card-{record['id']}"
        return format_html('<a href="{}">{}</a>', address, written)

    def _agent(self, record: dict[str, Any]) -> str | SafeString:
        name: str = record["agent"]
        if record["id"] is None:
            return name
        return self._linked(reverse("reports:agent", args=[self.shop.pk, record["id"]]), name)

    def _linked(self, page: str, words: str) -> SafeString:
        return format_html('<a href="{}?from={}&to={}">{}</a>', page, self.span.first, self.span.last, words)


def _columns(
    shop: Shop, board: boards.Board, quarters: Mapping[str, Mapping[int, int]]
) -> Iterator[tuple[str, tables.Column]]:
    if board.points is not None:
        yield POINTS, FigureColumn(verbose_name=_("Points"), unit="decimal")
    for metric in board.columns:
        link = rows_behind.address(shop, metric.code, board.span)
        yield metric.code, MetricColumn(metric, link, quarters.get(metric.code, {}))
        if metric is boards.CONVERSION:
            # xgettext:no-python-format
            yield INTERVAL, IntervalColumn(verbose_name=_("95 % interval"), attrs=NUMBER, orderable=False)  # type: ignore[no-untyped-call]  # no annotations


def _record(board: boards.Board, row: boards.Row, compared: frozenset[str], whose: str) -> dict[str, Any]:
    agent = row.agent
    record: dict[str, Any] = {"agent": row.name, "place": None, "ranked": False, INTERVAL: row.interval}
    record |= {"whose": whose, "once": "", "id": agent.pk if agent else None, **row.figures}
    record["team"] = agent.team.name if agent and agent.team else None
    record[POINTS] = (board.points or {}).get(agent.pk) if agent else None
    record["changes"] = {
        code: labels.change(METRICS[code], row.figures[code], row.before.get(code))
        for code in compared & row.figures.keys()
    }
    return record


def file_headings(board: boards.Board, compared: frozenset[str]) -> list[Heading]:
    """The columns of the board's file: as on the page, with the compared figures of the span before."""
    found = [Heading(gettext("Agent")), Heading(gettext("Place"), "count"), Heading(gettext("Team"))]
    if board.points is not None:
        found.append(Heading(gettext("Points"), "decimal"))
    for metric in board.columns:
        found.append(Heading(labels.name(metric), metric.unit))
        if metric is boards.CONVERSION:
            # xgettext:no-python-format
            found.append(Heading(gettext("95 % interval")))
        if metric.code in compared:
            before = gettext("%(figure)s, span before") % {"figure": labels.name(metric)}
            found.append(Heading(before, metric.unit))
    return found


def file_rows(
    board: boards.Board,
    records: list[dict[str, Any]],
    rows: Mapping[int | None, boards.Row],
    compared: frozenset[str],
) -> Iterator[list[Cell]]:
    """The bare values of these records, in their order; `rows` by agent id hold the span before."""
    for record in records:
        line: list[Cell] = [record["agent"], record["place"], record["team"]]
        if board.points is not None:
            line.append(record[POINTS])
        for metric in board.columns:
            line.append(record.get(metric.code))
            if metric is boards.CONVERSION:
                line.append(IntervalColumn().render(record[INTERVAL]) if record[INTERVAL] else None)  # type: ignore[no-untyped-call]  # no annotations
            if metric.code in compared:
                line.append(rows[record["id"]].before.get(metric.code))
        yield line
