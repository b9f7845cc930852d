"""Figures of the whole shop: the books (D7.3) and the funnel from visitor to buyer (D8)."""

from functools import partial

from reports.metrics.metric import HIGH, LOW, PAYMENT_DAY, Metric

_shop = partial(Metric, clock=PAYMENT_DAY)
LINKED_FEN = "paid_fen - unlinked_fen - excluded_fen"

BOOKS = (
    _shop(
        *("paid_fen", "全店支付金额", "Paid in the shop", "paid_fen", "", "money", "D7.3"),
        zh_help="当天付款的全部订单金额。",
        en_help="All orders paid that day.",
        better=HIGH,
    ),
    _shop(
        *("agents_fen", "客服销售额", "Sales of the agents", "agents_fen", "", "money", "D7.3"),
        zh_help="业绩归客服的部分。",
        en_help="The part that is credited to agents.",
        better=HIGH,
    ),
    _shop(
        *("silent_fen", "无归属销售额", "Credited to nobody", "silent_fen", "", "money", "D7.3"),
        zh_help="买家可识别而业绩不归任何客服的部分。",
        en_help="Paid by known buyers and credited to no agent.",
    ),
    _shop(
        *("unlinked_fen", "未关联金额", "Unlinked", "unlinked_fen", "", "money", "D7.3"),
        zh_help="买家昵称缺失或被打码，无法与聊天关联的订单。",
        en_help="Orders whose buyer's nick is missing or masked, so that no chat can be found.",
        better=LOW,
    ),
    _shop(
        *("excluded_fen", "剔除金额", "Excluded", "excluded_fen", "", "money", "D7.3"),
        zh_help="按旗帜、备注、自家账号或人工剔除的订单。",
        en_help="Orders set aside by flag, memo, own account or by hand.",
    ),
    _shop(
        *("service_share", "客服销售占比", "Share of service", "agents_fen", LINKED_FEN, "rate", "D7.4"),
        zh_help="客服销售额占可关联支付金额的比例。",
        en_help="Agents' sales of all paid amounts whose buyer is known.",
        better=HIGH,
    ),
)
FUNNEL = (
    _shop(
        *("visitors", "访客数", "Visitors", "visitors", "", "count", "D8.1"),
        zh_help="流量表中的访客数，按天去重。",
        en_help="Visitors as the traffic sheet counts them, once a day.",
        better=HIGH,
    ),
    _shop(
        *("consulting_buyers", "咨询人数", "Consulting buyers", "consulting_buyers", "", "count", "D8.4"),
        zh_help="当天有接待，或当天付款的订单由客服促成的买家。",
        en_help="Buyers with a reception that day, or an order paid that day that an agent closed.",
    ),
    _shop(
        *("consulting_paying_buyers", "咨询成交人数", "Consulting buyers who paid"),
        *("consulting_paying_buyers", "", "count", "D8.4"),
        zh_help="当天付款、订单由客服促成的买家。",
        en_help="Buyers whose order, paid that day, an agent closed.",
        better=HIGH,
    ),
    _shop(
        *(
            "silent_paying_buyers",
            "静默成交人数",
            "Silent buyers",
            "silent_paying_buyers",
            "",
            "count",
            "D8.4",
        ),
        zh_help="当天付款、而没有客服促成的买家。",
        en_help="Buyers who paid that day without an agent's part in it.",
    ),
    _shop(
        *("paying_buyers", "成交人数", "Paying buyers", "paying_buyers", "", "count", "D8.4"),
        zh_help="当天付款的可识别买家。",
        en_help="Known buyers who paid that day.",
        better=HIGH,
    ),
    _shop(
        *("ordering_buyers", "下单人数", "Ordering buyers", "ordering_buyers", "", "count", "D8.4"),
        zh_help="当天下单的可识别买家。",
        en_help="Known buyers who ordered that day.",
    ),
    _shop(
        *("effective_entry_rate", "有效入店率", "Effective entry"),
        *("visitors - bounced_visitors", "visitors", "rate", "D8.1"),
        zh_help="没有马上离开的访客占比。",
        en_help="Visitors who did not leave at once.",
        better=HIGH,
    ),
    _shop(
        *("consult_rate", "旺旺咨询率", "Consulting rate", "consulting_buyers", "visitors", "rate", "D8.1"),
        zh_help="咨询人数占访客数的比例。",
        en_help="Visitors who asked.",
    ),
    _shop(
        *("consult_conversion_rate", "旺旺咨询转化率", "Consulting conversion"),
        *("consulting_paying_buyers", "consulting_buyers", "rate", "D8.1"),
        zh_help="咨询人数中成交的比例。",
        en_help="Buyers who asked and bought.",
        better=HIGH,
    ),
    _shop(
        *(
            "shop_conversion_rate",
            "成交转化率",
            "Shop conversion",
            "paying_buyers",
            "visitors",
            "rate",
            "D8.1",
        ),
        zh_help="访客中成交的比例。",
        en_help="Visitors who bought.",
        better=HIGH,
    ),
    _shop(
        *("order_payment_rate_shop", "订单支付率", "Ordering buyers who pay"),
        *("paying_buyers", "ordering_buyers", "rate", "D8.1"),
        zh_help="付款人数除以下单人数；两者不是同一天的人，可能超过100%。",
        en_help="Paying for each ordering buyer; mixes two days and may exceed 100 %.",
        better=HIGH,
    ),
    _shop(
        *("amount_payment_rate", "支付宝成交率", "Ordered amount that is paid"),
        *("paid_fen - excluded_fen", "ordered_fen", "rate", "D8.1"),
        zh_help="支付金额除以下单金额，不含剔除订单；两者不是同一天的订单，可能超过100%。",
        en_help="Paid for each ordered yuan, without excluded orders; mixes two days and may exceed 100 %.",
        better=HIGH,
    ),
    _shop(
        *("shop_order_value", "全店客单价", "Paid per buyer", LINKED_FEN, "paying_buyers", "money", "D8.1"),
        zh_help="可关联支付金额除以成交人数。",
        en_help="What known buyers paid, for each of them.",
        better=HIGH,
    ),
    _shop(
        *("page_depth", "访问深度", "Pages per visitor", "page_views", "visitors", "decimal", "D8.1"),
        zh_help="浏览量除以访客数。",
        en_help="Page views for each visitor.",
        better=HIGH,
    ),
    _shop(
        *(
            "silent_rate_a",
            "静默转化率 A",
            "Silent rate A",
            "silent_paying_buyers",
            "visitors",
            "rate",
            "D8.2",
        ),
        zh_help="静默成交人数除以访客数。",
        en_help="Silent buyers of all visitors.",
    ),
    _shop(
        *("silent_rate_b", "静默转化率 B", "Silent rate B"),
        *("silent_paying_buyers", "paying_buyers", "rate", "D8.2"),
        zh_help="静默成交人数除以成交人数。",
        en_help="Silent buyers of all paying buyers.",
    ),
    _shop(
        *("silent_rate_c", "静默转化率 C", "Silent rate C"),
        *("silent_paying_buyers", "visitors - consulting_buyers", "rate", "D8.2"),
        zh_help="静默成交人数除以没有咨询的访客数。",
        en_help="Silent buyers of the visitors who did not ask.",
    ),
)
