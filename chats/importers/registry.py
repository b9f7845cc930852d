"""Which importers there are, which one a file is for, and reading it: the one door to this room."""

from collections.abc import Iterator
from typing import NoReturn

from chats.importers.base import FileRefused, Parsed, ShopContext
from chats.importers.chats.chats_template import ChatsTemplate
from chats.importers.chats.openplatform_chats import ChatLog, ChatPeers, LogQuery
from chats.importers.chats.qianniu_web import QianniuScraped, QianniuWeb
from chats.importers.chats.qianniu_web_table import QianniuScrapedTable, QianniuWebTable
from chats.importers.chats.qianniu_window import QianniuWindow
from chats.importers.chats.retail_bot import RetailBot
from chats.importers.importer import Importer
from chats.importers.orders.openplatform_trades import OpenPlatformTrades
from chats.importers.orders.taobao_items import TaobaoItems
from chats.importers.orders.taobao_orders import TaobaoOrders
from chats.importers.others.agents_template import AgentsTemplate
from chats.importers.others.shop_reports import ItemInquiries, TrafficSources
from chats.importers.others.shop_traffic import ShopDailySheet, TrafficTemplate
from chats.importers.reading import archive
from chats.importers.reading.source import Source
from chats.importers.reading.tabular import Table
from chats.importers.refused_files import KNOWN_ELSEWHERE, refuse_headless, refuse_if_known, refuse_prose

IMPORTERS: tuple[Importer, ...] = (
    ChatsTemplate(),
    AgentsTemplate(),
    TaobaoOrders(),
    TaobaoItems(),
    TrafficSources(),
    ItemInquiries(),
    TrafficTemplate(),
    ShopDailySheet(),
    QianniuWebTable(),
    QianniuScrapedTable(),
    QianniuWeb(),
    QianniuScraped(),
    OpenPlatformTrades(),
    RetailBot(),
    ChatLog(),
    ChatPeers(),
    LogQuery(),
    QianniuWindow(),
)
NAMES = {one.kind: (one.zh, one.en) for one in IMPORTERS}
KNOWN = KNOWN_ELSEWHERE.union(name for one in IMPORTERS for names in one.columns.values() for name in names)
MAX_NESTING = 2  # a zip inside a zip is read, deeper ones are not
LONGEST_LIST = 300
NEAR = 0.3  # a table with less than this part of what a kind needs is near none

Outcome = tuple[str, Parsed | FileRefused]


def parse_file(name: str, data: bytes, context: ShopContext) -> list[Outcome]:
    """(path, what it holds or why it is refused) of a file, or of every file inside a zip.

    A file in a zip has the path `outer.zip/inner.csv`; nothing is ever written to disk.
    """
    return list(_outcomes(name, data, context, 0, archive.Budget(len(data))))


def _outcomes(
    name: str, data: bytes, context: ShopContext, depth: int, budget: archive.Budget
) -> Iterator[Outcome]:
    source = Source(name, data, KNOWN)
    try:
        if source.container == "zip":
            yield from _members(source, context, depth, budget)
        else:
            yield name, _importer(source).parse(source, context)
    except FileRefused as refused:
        yield name, refused


def _members(source: Source, context: ShopContext, depth: int, budget: archive.Budget) -> Iterator[Outcome]:
    if depth == MAX_NESTING:
        raise FileRefused("nested-archive")
    empty = True
    for inner, content in archive.members(source.data, budget):
        empty = False
        path = f"{source.name}/{inner}"
        if isinstance(content, FileRefused):
            yield path, content
        else:
            yield from _outcomes(path, content, context, depth + 1, budget)
    if empty:
        raise FileRefused("empty-archive")


def _importer(source: Source) -> Importer:
    """The importer for a file by its content, never by its name alone.

    Raises FileRefused: by name for files of other platforms and tools, else with the nearest kind,
    what it would still need, and the columns found.
    """
    refuse_if_known(source)
    for importer in IMPORTERS:
        if importer.recognises(source):
            return importer
    _refuse_unknown(source)


def _refuse_unknown(source: Source) -> NoReturn:
    if source.container in ("json", "xml"):
        _refuse_broken(source)
    share, table, nearest = _nearest(source)
    if table is None or nearest is None:
        raise FileRefused("unknown-format", container=source.container)
    if share < NEAR and source.container == "text":
        refuse_prose(source)
    columns = "、".join(name for name in table.written if name)[:LONGEST_LIST]
    if share < NEAR:
        refuse_headless(table)
        raise FileRefused("unknown-table", line=table.header_line, columns=columns)
    missing = "、".join(nearest.missing(table))
    raise FileRefused(
        "unknown-columns", line=table.header_line, kind=nearest.kind, missing=missing, columns=columns
    )


def _refuse_broken(source: Source) -> None:
    """A file that was cut off is of no known kind either; say the first, which can be mended."""
    _ = source.json if source.container == "json" else source.xml


def _nearest(source: Source) -> tuple[float, Table | None, Importer | None]:
    """The table and format that fit best, and which part of what the format needs the table has.

    Best is the most needed columns found, then the largest part of them: of a table with three of an order's
    five and two of an item's three, an order export is meant. What lacks nothing is left out: it was not
    meant, or it had been recognised.
    """
    candidates = [
        (len(one.needed) - len(missing), 1 - len(missing) / len(one.needed), table, one)
        for table in source.tables
        for one in IMPORTERS
        if one.needed and (missing := one.missing(table))
    ]
    _, share, table, one = max(candidates, key=lambda found: found[:2], default=(0, 0.0, None, None))
    return share, table, one
