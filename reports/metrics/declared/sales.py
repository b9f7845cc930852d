"""Sales and credit on the day of payment, chasing on the day of the order (D5.4, D5.6, D7)."""

from functools import partial

from reports.metrics.metric import CREATION_DAY, HIGH, LOW, PAYMENT_DAY, Metric

_sale = partial(Metric, clock=PAYMENT_DAY)
_chase = partial(Metric, clock=CREATION_DAY)

SALES = (
    _sale(
        *("sales_fen", "销售额", "Sales", "sales_fen", "", "money", "D7.2"),
        zh_help="业绩归该客服的已付款订单金额，退款在旁边另列。",
        en_help="Paid orders credited to the agent; refunds stand beside it.",
        better=HIGH,
    ),
    _sale(
        *("refunded_fen", "退款额", "Refunded", "refunded_fen", "", "money", "D7.2"),
        zh_help="同一批订单的退款，记在付款那天。",
        en_help="Refunds of the same orders, booked on the day of their payment.",
        better=LOW,
    ),
    _sale(
        *("net_sales_fen", "净销售额", "Net sales", "sales_fen - refunded_fen", "", "money", "D7.2"),
        zh_help="销售额减退款额。",
        en_help="Sales less refunds.",
        better=HIGH,
    ),
    _sale(
        *("paid_orders", "成交订单", "Paid orders", "paid_orders", "", "count", "D7.4"),
        zh_help="业绩归该客服的已付款订单数。",
        en_help="Paid orders credited to the agent.",
        better=HIGH,
    ),
    _sale(
        *("sale_buyers", "成交人数", "Buyers", "sale_buyers", "", "count", "D7.4"),
        zh_help="每天去重的成交买家数；店铺合计跨客服去重。",
        en_help="Buyers of these orders, each counted once a day; in the shop's row once for all agents.",
        better=HIGH,
    ),
    _sale(
        *("items", "成交件数", "Items", "items", "", "count", "D7.4"),
        zh_help="这些订单的商品件数。",
        en_help="Pieces in these orders.",
        better=HIGH,
    ),
    _sale(
        *("order_value", "客单价", "Sales per buyer", "sales_fen", "sale_buyers", "money", "D7.4"),
        zh_help="销售额除以成交人数。",
        en_help="Sales for each buyer.",
        better=HIGH,
    ),
    _sale(
        *("ticket_value", "笔单价", "Sales per order", "sales_fen", "paid_orders", "money", "D7.4"),
        zh_help="销售额除以成交订单数。",
        en_help="Sales for each paid order.",
        better=HIGH,
    ),
    _sale(
        *("items_per_buyer", "客件数", "Items per buyer", "items", "sale_buyers", "decimal", "D7.4"),
        zh_help="成交件数除以成交人数。",
        en_help="Pieces for each buyer.",
        better=HIGH,
    ),
    _sale(
        *("average_item_price", "件均价", "Average item price", "sales_fen", "items", "money", "D7.4"),
        zh_help="销售额除以成交件数。",
        en_help="Sales for each piece.",
        better=HIGH,
    ),
    _sale(
        *("assist_orders", "协助下单", "Assisted orders", "assist_orders", "", "count", "D5.6"),
        zh_help="业绩归别人、但下单前在时限内也接待过买家的已付款订单，不计金额。",
        en_help="Paid orders of others whose buyer this agent served before the order; no money.",
    ),
    _sale(
        *("assist_payments", "协助付款", "Assisted payments", "assist_payments", "", "count", "D5.6"),
        zh_help="业绩归别人、但下单后付款前也联系过买家的已付款订单，不计金额。",
        en_help="Paid orders of others whose buyer this agent wrote to before the payment; no money.",
    ),
)
CHASING = (
    _chase(
        *("chase_orders", "催付订单", "Chased orders", "chase_orders", "", "count", "D7.5"),
        zh_help="下单满10分钟（默认）仍未付款、客服联系过买家的订单，记给最后催付的客服。",
        en_help="Orders unpaid after 10 min (the default) whose buyer the agent wrote to last.",
    ),
    _chase(
        *("recovered_orders", "催回订单", "Recovered orders", "recovered_orders", "", "count", "D7.5"),
        zh_help="催付后在付款期限内（默认3天）付款的订单。",
        en_help="Chased orders that were paid in time (3 days unless the shop says otherwise).",
        better=HIGH,
    ),
    _chase(
        *("recovered_fen", "催回金额", "Recovered amount", "recovered_fen", "", "money", "D7.5"),
        zh_help="催回订单的金额。",
        en_help="What the recovered orders paid.",
        better=HIGH,
    ),
    _chase(
        *(
            "mature_chase_orders",
            "到期催付",
            "Mature chased orders",
            "mature_chase_orders",
            "",
            "count",
            "D7.5",
        ),
        zh_help="付款期限已过的催付订单。",
        en_help="Chased orders whose time to pay is over.",
    ),
    _chase(
        *("chase_success_rate", "催付成功率", "Chasing success"),
        *("mature_recovered_orders", "mature_chase_orders", "rate", "D7.5"),
        zh_help="到期催付订单中付款的比例；请与自然付款率一起看。",
        en_help="Mature chased orders that were paid; read it beside the natural payment rate.",
        better=HIGH,
    ),
    _chase(
        *("natural_payment_rate", "自然付款率", "Natural payment rate", "", "", "rate", "D7.5"),
        zh_help="下单若干时间后仍未付款也未催付的订单中，没有催付就在期限内付款的比例。",
        en_help="Of orders not yet paid or chased some time after creation, those paid without a chase.",
        source="orders",
    ),
    _chase(
        *("expected_recovered", "预期自然付款", "Expected without chasing", "", "", "decimal", "D7.5"),
        zh_help="到期催付订单按首次催付时的自然付款率，本来预计会付款的单数。",
        en_help="How many mature chased orders would have been paid anyway, by the natural rate.",
        source="orders",
    ),
    _chase(
        *("incremental_recovered", "催付增量", "Recovered by chasing", "", "", "decimal", "D7.5"),
        zh_help="到期催回订单减去预期自然付款。",
        en_help="Mature recovered orders less those expected anyway.",
        better=HIGH,
        source="orders",
    ),
)
