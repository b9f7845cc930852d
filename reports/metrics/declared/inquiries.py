"""Inquiries and what became of them (D6), booked on the day of the inquiry."""

from functools import partial

from reports.metrics.metric import HIGH, INQUIRY_DAY, LOW, Metric

_inquiry = partial(Metric, clock=INQUIRY_DAY)

INQUIRIES = (
    _inquiry(
        *("inquiries", "询单数", "Inquiries", "inquiries", "", "count", "D6.1"),
        zh_help="买家不在售后期内的咨询接待；客服按接待计，店铺按买家每天计一次。",
        en_help="Consulted receptions of buyers not in after-sales; the shop counts a buyer once a day.",
    ),
    _inquiry(
        *("mature_inquiries", "到期询单", "Mature inquiries", "mature_inquiries", "", "count", "D6.4"),
        zh_help="下单和付款期限都已过、结果不会再变的询单。",
        en_help="Inquiries whose time to order and to pay is over, so that nothing changes any more.",
    ),
    _inquiry(
        *("inquiry_conversion_rate", "询单转化率", "Inquiry conversion"),
        *("mature_paid_final", "mature_inquiries", "rate", "D6.3"),
        zh_help="到期询单中最终付款的比例。",
        en_help="Mature inquiries that led to a paid order.",
        better=HIGH,
    ),
    _inquiry(
        *("inquiry_conversion_provisional", "询单转化率（暂计）", "Inquiry conversion, provisional"),
        *("paid_final", "inquiries", "rate", "D6.4"),
        zh_help="全部询单中目前已付款的比例，未到期的以后还可能付款。",
        en_help="All inquiries that have paid so far; those still open may yet pay.",
        better=HIGH,
    ),
    _inquiry(
        *("own_inquiry_conversion_rate", "本人询单转化率", "Own inquiry conversion"),
        *("mature_own_paid_final", "mature_inquiries", "rate", "D6.3"),
        zh_help="只算业绩归同一客服的订单。",
        en_help="Only orders credited to the same agent count.",
        better=HIGH,
    ),
    _inquiry(
        *(
            "own_inquiry_conversion_provisional",
            "本人询单转化率（暂计）",
            "Own inquiry conversion, provisional",
        ),
        *("own_paid_final", "inquiries", "rate", "D6.4"),
        zh_help="全部询单中目前已付款且业绩归同一客服的比例。",
        en_help="All inquiries that have paid so far with an order credited to the same agent.",
        better=HIGH,
    ),
    _inquiry(
        *("inquiry_order_rate", "询单下单率", "Inquiries that order"),
        *("mature_ordered_final", "mature_inquiries", "rate", "D6.3"),
        zh_help="到期询单中下单的比例，不论是否付款。",
        en_help="Mature inquiries that led to an order, paid or not.",
        better=HIGH,
    ),
    _inquiry(
        *("inquiry_order_provisional", "询单下单率（暂计）", "Inquiries that order, provisional"),
        *("ordered_final", "inquiries", "rate", "D6.4"),
        zh_help="全部询单中目前已下单的比例。",
        en_help="All inquiries that have ordered so far.",
        better=HIGH,
    ),
    _inquiry(
        *("order_payment_rate", "下单付款率", "Orders that are paid"),
        *("mature_paid_final", "mature_ordered_final", "rate", "D6.3"),
        zh_help="到期且已下单的询单中付款的比例。",
        en_help="Of the mature inquiries that ordered, those that paid.",
        better=HIGH,
    ),
    _inquiry(
        *("order_payment_provisional", "下单付款率（暂计）", "Orders that are paid, provisional"),
        *("paid_final", "ordered_final", "rate", "D6.4"),
        zh_help="全部已下单的询单中目前已付款的比例。",
        en_help="Of all inquiries that ordered, those that have paid so far.",
        better=HIGH,
    ),
    _inquiry(
        *("ordered_same_day", "当日下单", "Ordered the same day", "ordered_same_day", "", "count", "D6.2"),
        zh_help="询单当天就下单的询单数。",
        en_help="Inquiries that ordered on their own day.",
    ),
    _inquiry(
        *("ordered_final", "最终下单", "Ordered in the end", "ordered_final", "", "count", "D6.2"),
        zh_help="在询单时限内（默认48小时）下单的询单数。",
        en_help="Inquiries that ordered within the window (48 h unless the shop says otherwise).",
    ),
    _inquiry(
        *("paid_same_day", "当日付款", "Paid the same day", "paid_same_day", "", "count", "D6.2"),
        zh_help="询单当天就付款的询单数。",
        en_help="Inquiries that paid on their own day.",
    ),
    _inquiry(
        *("paid_next_day", "次日付款", "Paid by the next day", "paid_next_day", "", "count", "D6.2"),
        zh_help="到次日结束前付款的询单数。",
        en_help="Inquiries that paid by the end of the next day.",
    ),
    _inquiry(
        *("paid_final", "最终付款", "Paid in the end", "paid_final", "", "count", "D6.2"),
        zh_help="时限内下单并在付款期限内付款的询单数。",
        en_help="Inquiries that ordered within the window and paid in time.",
    ),
    _inquiry(
        *("lost_inquiries", "流失询单", "Lost inquiries"),
        *("mature_inquiries - mature_paid_final", "", "count", "D6.5"),
        zh_help="到期而没有付款的询单。",
        en_help="Mature inquiries without a paid order.",
        better=LOW,
    ),
    _inquiry(
        *("open_inquiries", "未定询单", "Open inquiries"),
        *("inquiries - mature_inquiries - paid_final + mature_paid_final", "", "count", "D6.5"),
        zh_help="期限未到、还没有付款的询单，既不算成交也不算流失。",
        en_help="Inquiries that can still be paid: neither converted nor lost yet.",
    ),
)
