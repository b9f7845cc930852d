"""Taobao/Tmall item reports (ExportOrderDetailList, ExportItemList): companions of an order export."""

from dataclasses import replace

from chats.importers.base import Parsed, Refusal, ShopContext
from chats.importers.importer import Importer
from chats.importers.orders.item_rows import item_of, items_frame
from chats.importers.orders.order_rows import refuse_broken_ids
from chats.importers.reading.order_columns import ORDERS
from chats.importers.reading.rows import Layout, RowRefused, Values, choose, rows_of
from chats.importers.reading.source import Source
from chats.importers.reading.tabular import Table

REQUIRED = ("order_no", "title", "quantity")
# The main order's number comes first here: 订单编号 may stand for the sub-order beside it.
COLUMNS = {**ORDERS, "order_no": ("主订单编号", "订单编号", "订单号"), "quantity": ("购买数量", "宝贝数量")}


def fits(table: Table) -> bool:
    """An order number, an item title and a quantity, but no buyer: an item report (formats §5)."""
    layout = Layout.of(table, COLUMNS)
    return all(name in layout for name in REQUIRED) and "buyer" not in layout


def read_items(table: Table) -> Parsed:
    """One item a row."""
    layout = Layout.of(table, COLUMNS)
    rows = list(rows_of(table, layout))
    for ours in ("order_no", "sub_order_no"):
        refuse_broken_ids(rows, ours)
    items: list[Values] = []
    refusals: list[Refusal] = []
    for row in rows:
        try:
            items.append(item_of(row))
        except RowRefused as refused:
            refusals.append(row.refusal(refused))
    taken, repeated = items_frame(items)
    return Parsed(TaobaoItems.kind, len(rows), items=taken, refusals=refusals, repeated=repeated)


class TaobaoItems(Importer):
    """One row an item, of 10 columns (old) or 18 (new)."""

    kind = "taobao_items"
    zh, en = "淘宝/天猫宝贝报表", "Taobao/Tmall item report"
    columns = COLUMNS
    needed = REQUIRED

    def fits(self, table: Table) -> bool:
        return fits(table)

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        table, notices = choose(source.tables, fits)
        return replace(read_items(table), notices=notices)
