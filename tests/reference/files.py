"""Writes a World as the files that a shop would upload: our templates, an order export, trades."""

import csv
import datetime as dt
import io
import json
import random
from pathlib import Path

from tests.reference import times
from tests.reference.people import nick_of
from tests.reference.world import MessageRow, OrderRow, TrafficRow, World

# The export of 2018, with the trailing spaces that its header cells have.
EXPORT_COLUMNS = [
    *("订单编号", "买家会员名", "买家支付宝账号", "买家应付货款", "买家应付邮费", "买家支付积分", "总金额"),
    *("返点积分", "买家实际支付金额", "买家实际支付积分", "订单状态", "买家留言", "收货人姓名", "收货地址 "),
    *("运送方式", "联系电话 ", "联系手机", "订单创建时间", "订单付款时间 ", "宝贝标题 ", "宝贝种类 "),
    *("物流单号 ", "物流公司", "订单备注", "宝贝总数量", "店铺Id", "店铺名称", "订单关闭原因", "卖家服务费"),
    *("买家服务费", "发票抬头", "是否手机订单", "分阶段订单信息", "特权订金订单id", "是否上传合同照片"),
    *("是否上传小票", "是否代付", "定金排名", "修改后的sku", "修改后的收货地址", "异常信息", "天猫卡券抵扣"),
    *("集分宝抵扣", "是否是O2O交易", "新零售交易类型", "新零售导购门店名称", "新零售导购门店id"),
    *("新零售发货门店名称", "新零售发货门店id", "退款金额", "预约门店", "确认收货时间", "打款商家金额"),
    "含应开票给个人的个人红包",
]
CHAT_COLUMNS = ["agent", "buyer", "direction", "sent_at", "kind", "text", "message_id", "buyer_open_uid"]
TRAFFIC_COLUMNS = ["date", "visitors", "page_views", "bounced_visitors"]


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def clock(at: dt.datetime | None) -> str:
    return "" if at is None else at.strftime("%Y-%m-%d %H:%M:%S")


def table(columns: list[str], rows: list[dict]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, quoting=csv.QUOTE_ALL, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def agents_file(world: World) -> bytes:
    """The roster template; the first row of a name holds the agent's first nick (D2.1)."""
    rows = [
        {"nick": nick, "name": agent.name, "kind": agent.kind}
        for agent in world.agents
        for nick in agent.nicks
    ]
    return table(["nick", "name", "team", "kind"], rows).encode()


def chats_file(messages: list[MessageRow]) -> bytes:
    rows = []
    for row in messages:
        cells = (row.agent, row.buyer, row.direction, clock(row.sent_at), row.kind)
        cells += (row.text, row.source_id, row.open_uid)
        rows.append(dict(zip(CHAT_COLUMNS, cells, strict=True)))
    return table(CHAT_COLUMNS, rows).encode("utf-8-sig")


def export_status(order: OrderRow) -> tuple[str, str]:
    """Status and reason of closing as the export words them."""
    if order.paid is None:
        return ("交易关闭", "买家未付款") if order.closed else ("等待买家付款", "订单未关闭")
    if order.closed:
        return "交易关闭", "退款"
    return "买家已付款，等待卖家发货", "订单未关闭"


def export_row(order: OrderRow) -> dict[str, str]:
    status, reason = export_status(order)
    received = order.amount_fen - order.refunded_fen if order.paid else 0
    return {
        "订单编号": f'="{order.order_no}"',
        "买家会员名": order.buyer,
        "买家应付货款": yuan(order.amount_fen),
        "买家应付邮费": "0.00",
        "总金额": yuan(order.amount_fen),
        "买家实际支付金额": yuan(received),
        "订单状态": status,
        "收货人姓名": "测试收货人",
        "收货地址 ": "北京 北京市 海淀区 测试街道1号",
        "联系手机": "'13800000000",
        "订单创建时间": clock(order.created),
        "订单付款时间 ": clock(order.paid) or "null",
        "宝贝标题 ": "测试连衣裙",
        "订单备注": order.memo,
        "宝贝总数量": "" if order.items is None else str(order.items),
        "店铺名称": "测试旗舰店",
        "订单关闭原因": reason,
        "特权订金订单id": '=""',
        "退款金额": yuan(order.refunded_fen),
    }


def export_file(orders: list[OrderRow]) -> bytes:
    return table(EXPORT_COLUMNS, [export_row(order) for order in orders]).encode("gb18030")


def trade_status(order: OrderRow) -> str:
    if order.paid is None:
        return "TRADE_CLOSED_BY_TAOBAO" if order.closed else "WAIT_BUYER_PAY"
    return "TRADE_CLOSED" if order.closed else "WAIT_SELLER_SEND_GOODS"


def trade(order: OrderRow) -> dict:
    """One trade of the open platform; it can carry a flag, but not a refunded amount."""
    assert order.refunded_fen == 0, order
    assert order.items is not None, order
    fields = {
        "tid": order.order_no,
        "created": clock(order.created),
        "modified": clock(max(order.created, order.paid or order.created)),
        "payment": yuan(order.amount_fen),
        "total_fee": yuan(order.amount_fen),
        "post_fee": "0.00",
        "received_payment": "0.00",
        "status": trade_status(order),
        "type": "fixed",
        "buyer_nick": order.buyer,
        "seller_nick": "测试旗舰店",
        "seller_memo": order.memo,
        "seller_flag": order.flag,
        "num": order.items,
        "orders": {"order": [{"oid": order.order_no, "num": order.items, "payment": yuan(order.amount_fen)}]},
    }
    return fields | ({"pay_time": clock(order.paid)} if order.paid else {})


def trades_file(orders: list[OrderRow]) -> bytes:
    """One JSON answer a line, as bulk downloads write them."""
    answers = [{"trade_fullinfo_get_response": {"trade": trade(order)}} for order in orders]
    return "".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers).encode()


def traffic_file(rows: list[TrafficRow]) -> bytes:
    cells = []
    for row in rows:
        counts = [row.visitors, row.page_views, row.bounced]
        written = [row.date.isoformat(), *("" if count is None else str(count) for count in counts)]
        cells.append(dict(zip(TRAFFIC_COLUMNS, written, strict=True)))
    return table(TRAFFIC_COLUMNS, cells).encode()


def _write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def write_orders(folder: Path, orders: list[OrderRow], name: str) -> list[Path]:
    """Orders with a flag as trades, which can carry it, the others as an order export."""
    plain, flagged = [o for o in orders if not o.flag], [o for o in orders if o.flag]
    paths = []
    if plain:
        paths.append(_write(folder, f"ExportOrderList{name}.csv", export_file(plain)))
    if flagged:
        paths.append(_write(folder, f"trades_{name}.json", trades_file(flagged)))
    return paths


def write_world(world: World, folder: Path) -> list[Path]:
    """Every file of the world in the order in which a shop would upload them: roster first."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [_write(folder, "agents_template.csv", agents_file(world))] if world.agents else []
    if world.messages:
        paths.append(_write(folder, "chats_template.csv", chats_file(world.messages)))
    paths += write_orders(folder, world.orders, "201805111000")
    if world.traffic:
        paths.append(_write(folder, "traffic_template.csv", traffic_file(world.traffic)))
    return paths


def message_groups(world: World) -> list[list[MessageRow]]:
    """Messages with equal content together: only within one file are equal rows told apart (D2.4)."""
    groups: dict[tuple, list[MessageRow]] = {}
    for row in world.messages:
        key = (nick_of(row.agent), nick_of(row.buyer), row.open_uid, row.direction)
        key += (times.instant(row.sent_at, world.timezone), row.kind, row.text)
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def dealt(things: list, hands: int, chance: random.Random) -> list[list]:
    """Deals things to some hands at random; about a fifth goes to two hands, so that files overlap."""
    dealt_out: list[list] = [[] for _ in range(hands)]
    for thing in things:
        for hand in chance.sample(range(hands), 2 if hands > 1 and chance.random() < 0.2 else 1):
            dealt_out[hand].append(thing)
    return [hand for hand in dealt_out if hand]


def early_export(world: World, until: dt.datetime) -> list[OrderRow]:
    """The orders as an export of that moment showed them; later files know better (D2.6)."""
    early = []
    for order in world.orders:
        if order.created <= until and not order.flag:
            row = OrderRow(**vars(order))
            if row.paid and row.paid > until:
                row.paid, row.refunded_fen, row.closed = None, 0, False
            early.append(row)
    return early


def write_batches(world: World, folder: Path, chance: random.Random) -> list[Path]:
    """The same world in many overlapping files in random order, early order exports among them."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [_write(folder, "agents_template.csv", agents_file(world))] if world.agents else []
    for n, groups in enumerate(dealt(message_groups(world), chance.randint(2, 4), chance)):
        rows = [row for group in groups for row in group]
        chance.shuffle(rows)
        paths.append(_write(folder, f"chats_{n}.csv", chats_file(rows)))
    for n, orders in enumerate(dealt(world.orders, chance.randint(1, 3), chance)):
        paths += write_orders(folder, orders, f"20180511100{n}")
    if world.orders:
        moment = chance.choice(world.orders).created
        paths += write_orders(folder, early_export(world, moment), "201805110900")
    for n, rows in enumerate(dealt(world.traffic, 2, chance)):
        paths.append(_write(folder, f"traffic_{n}.csv", traffic_file(rows)))
    chance.shuffle(paths)
    return paths
