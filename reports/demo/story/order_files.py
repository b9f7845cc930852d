"""Orders of the demo shop as the platform exports them: 71 columns, GB18030, every cell quoted."""

import datetime as dt

from reports.demo.story.book import Order
from reports.demo.story.goods import Product
from reports.demo.story.people import SHOP_NAME

UNPAID_CLOSES_AFTER = dt.timedelta(days=3)
SHIPPED_AFTER, RECEIVED_AFTER = dt.timedelta(hours=20), dt.timedelta(days=7)
HIDDEN_ADDRESS, HIDDEN_PHONE = "浙江省 杭州市 演示区 演示街道******(000000)", "'1**********"

# Every column of the export of 2022, with what the cell holds where the order does not say more.
ORDER_COLUMNS = {
    **dict.fromkeys(("订单编号", "买家会员名", "买家会员昵称", "支付单号"), ""),
    "支付详情": "支付宝",
    **{"买家应付货款": "", "买家应付邮费": "", "买家支付积分": "0", "总金额": "", "返点积分": "0"},
    **{"买家实际支付金额": "", "买家实际支付积分": "0", "订单状态": "", "买家留言": ""},
    **{"收货人姓名": "演**", "收货地址": HIDDEN_ADDRESS, "运送方式": "快递", "联系电话": ""},
    **{"联系手机": HIDDEN_PHONE, "虚拟号过期时间": "", "订单创建时间": "", "订单付款时间": ""},
    **dict.fromkeys(("宝贝标题", "宝贝种类", "物流单号", "物流公司", "订单备注", "宝贝总数量"), ""),
    **{"店铺Id": "0", "店铺名称": SHOP_NAME, "订单关闭原因": "", "卖家服务费": "0", "买家服务费": "0元"},
    **{"发票抬头": "", "是否手机订单": "手机订单", "分阶段订单信息": "", "特权订金订单id": ""},
    **{
        "是否上传合同照片": "否",
        "是否上传小票": "否",
        "是否代付": "否",
        "定金排名": "",
        "修改后的sku": "null",
    },
    **{"修改后的收货地址": "null", "异常信息": "null"},
    **dict.fromkeys(("天猫卡券抵扣", "集分宝抵扣", "是否是O2O交易", "新零售交易类型"), ""),
    **dict.fromkeys(("新零售导购门店名称", "新零售导购门店id", "新零售发货门店名称", "新零售发货门店id"), ""),
    **{"退款金额": "", "预约门店": "", "确认收货时间": "", "打款商家金额": "0.00元"},
    **{"含应开票给个人的个人红包": "", "是否信用购": "否"},
    **dict.fromkeys(("体验期结束时间", "前N有礼", "配送类型", "直播返现状态", "返现金额"), ""),
    **dict.fromkeys(("延迟发货自动赔付金额", "新零售成交门店昵称", "新零售成交门店id"), ""),
    **{"新零售成交经销商id": "", "预售订单": "否", "发货时间": "", "商家备忘": "", "主订单编号": ""},
}
ITEM_COLUMNS = (
    "子订单编号",
    "主订单编号",
    "标题",
    "价格",
    "购买数量",
    "外部系统编号",
    "商品属性",
    "套餐信息",
    "备注",
    "订单状态",
    "商家编码",
    "支付单号",
    "买家应付货款",
    "买家实际支付金额",
    "退款状态",
    "退款金额",
    "订单创建时间",
    "订单付款时间",
)
IDS = ("订单编号", "支付单号", "主订单编号", "子订单编号")


def order_list(orders: list[Order], now: dt.datetime) -> bytes:
    """ExportOrderList as it would be drawn at the moment `now`: one row an order."""
    return _table(tuple(ORDER_COLUMNS), [{**ORDER_COLUMNS, **_order_cells(order, now)} for order in orders])


def item_report(orders: list[Order], now: dt.datetime) -> bytes:
    """ExportOrderDetailList: one row a piece."""
    return _table(ITEM_COLUMNS, [cells for order in orders for cells in _item_cells(order, now)])


def _table(columns: tuple[str, ...], rows: list[dict[str, str]]) -> bytes:
    lines = [",".join(f'"{column}"' for column in columns)]
    lines += [",".join(_cell(column, row[column]) for column in columns) for row in rows]
    return "\r\n".join([*lines, ""]).encode("gb18030")


def _cell(column: str, value: str) -> str:
    """Quoted; numbers that a spreadsheet would spoil are written ="…" as the platform does."""
    quoted = '"' + value.replace('"', '""') + '"'
    return f"={quoted}" if column in IDS else quoted


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _time(at: dt.datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""


def _status(order: Order, now: dt.datetime) -> tuple[str, str]:
    """The platform's word for the state of the order, and why it was closed."""
    if order.paid_at is None:
        overdue = now - order.created_at > UNPAID_CLOSES_AFTER
        return ("交易关闭", "买家未付款") if overdue else ("等待买家付款", "订单未关闭")
    if order.refunded_fen == order.amount_fen:
        return "交易关闭", "退款"
    age = now - order.paid_at
    if age < SHIPPED_AFTER:
        return "买家已付款，等待卖家发货", "订单未关闭"
    return ("卖家已发货，等待买家确认" if age < RECEIVED_AFTER else "交易成功"), "订单未关闭"


def _order_cells(order: Order, now: dt.datetime) -> dict[str, str]:
    status, reason = _status(order, now)
    received = order.amount_fen - order.refunded_fen if order.paid_at else 0
    shipped = order.paid_at + SHIPPED_AFTER if order.paid_at and "关闭" not in status else None
    confirmed = order.paid_at + RECEIVED_AFTER if order.paid_at and status == "交易成功" else None
    return {
        "订单编号": order.number,
        "主订单编号": order.number,
        "买家会员名": order.buyer,
        "买家会员昵称": order.buyer,
        "支付单号": f"{order.created_at:%Y%m%d}22001{order.number[-9:]}" if order.paid_at else "",
        "买家应付货款": _yuan(order.goods_fen),
        "买家应付邮费": _yuan(order.postage_fen),
        "总金额": _yuan(order.amount_fen),
        "买家实际支付金额": _yuan(received),
        "退款金额": _yuan(order.refunded_fen),
        "订单状态": status,
        "订单关闭原因": reason,
        "订单创建时间": _time(order.created_at),
        "订单付款时间": _time(order.paid_at),
        "发货时间": _time(shipped) if shipped and shipped <= now else "",
        "确认收货时间": _time(confirmed),
        "宝贝标题": "，".join(dict.fromkeys(product.title for product, _ in order.pieces)),
        "宝贝种类": str(len(set(order.pieces))),
        "宝贝总数量": str(len(order.pieces)),
        "商家备忘": order.memo,
    }


def _shares(order: Order) -> list[int]:
    """What each piece cost after the promotion, which is taken off the dearest one."""
    shares = [product.fen for product, _ in order.pieces]
    shares[shares.index(max(shares))] -= sum(shares) - order.goods_fen
    return shares


def _item_cells(order: Order, now: dt.datetime) -> list[dict[str, str]]:
    status, _ = _status(order, now)
    rows = []
    for place, ((product, colour), fen) in enumerate(zip(order.pieces, _shares(order), strict=True), 1):
        rows.append(_piece_cells(order, product, colour, fen, place) | {"订单状态": status})
    return rows


def _piece_cells(order: Order, product: Product, colour: str, fen: int, place: int) -> dict[str, str]:
    refunded = order.refunded_fen == order.amount_fen or (order.refunded_fen and place == len(order.pieces))
    return dict.fromkeys(ITEM_COLUMNS, "") | {
        "子订单编号": f"{order.number}{place:02d}",
        "主订单编号": order.number,
        "标题": product.title,
        "价格": _yuan(product.fen),
        "购买数量": "1",
        "商品属性": f"颜色分类:{colour}",
        "商家编码": f"XS-{product.number[-3:]}",
        "买家应付货款": _yuan(fen),
        "买家实际支付金额": _yuan(fen) if order.paid_at else "0.00",
        "退款状态": "退款成功" if refunded else "没有申请退款",
        "退款金额": _yuan(fen) if refunded else "无退款申请",
        "订单创建时间": _time(order.created_at),
        "订单付款时间": _time(order.paid_at),
    }
