"""The header names of every table we read, as they are compared (`tabular.clean_header`).

Each table is a mapping: our name -> the names met in files, the best first. Receivers' names,
addresses, phones, mail, payment accounts and buyers' messages are left out on purpose: what is not
named here is never read.
"""

CHATS = {
    "agent": ("agent", "客服"),
    "buyer": ("buyer", "买家"),
    "direction": ("direction", "方向"),
    "sent_at": ("sent_at", "时间"),
    "kind": ("kind", "类型"),
    "text": ("text", "内容"),
    "message_id": ("message_id", "消息编号"),
    "buyer_open_uid": ("buyer_open_uid", "买家openuid"),
}
TRAFFIC = {
    "date": ("date", "日期", "统计日期"),
    "visitors": ("visitors", "访客数", "uv"),
    "page_views": ("page_views", "浏览量", "pv"),
    "bounced_visitors": ("bounced_visitors", "跳失人数"),
}
AGENTS = {
    "nick": ("nick", "子账号"),
    "name": ("name", "姓名"),
    "team": ("team", "团队"),
    "kind": ("kind", "类型"),
    "active_from": ("active_from", "入职"),
    "active_to": ("active_to", "离职"),
}
ORDERS = {
    "order_no": ("订单编号", "主订单编号", "订单号"),
    "sub_order_no": ("子订单编号",),
    "buyer": ("买家会员名", "买家会员昵称", "买家昵称"),
    "open_uid": ("买家openuid", "buyer_open_uid", "open_uid", "ouid"),
    "created": ("订单创建时间", "买家下单时间"),
    "paid": ("订单付款时间", "买家付款时间"),
    "status": ("订单状态",),
    "close_reason": ("订单关闭原因",),
    "due": ("总金额",),
    "goods": ("买家应付货款",),
    "postage": ("买家应付邮费",),
    "received": ("买家实际支付金额", "买家实付金额", "支付金额"),
    "refunded": ("退款金额",),
    "quantity": ("宝贝总数量", "购买数量"),
    "title": ("宝贝标题", "商品标题", "标题"),
    "sku": ("商品属性", "宝贝规格"),
    "item_no": ("商品id",),
    "price": ("价格", "商品价格"),
    "memo": ("订单备注",),
    "seller_memo": ("商家备忘", "商家备注", "卖家备注"),
    "flag": ("备注旗帜", "插旗", "旗帜", "订单旗帜"),
    "shop": ("店铺名称",),
    "stage": ("分阶段订单信息", "分阶段信息"),
    "modified": ("修改时间", "订单修改时间", "最后修改时间", "订单更新时间"),
    "shipped": ("发货时间",),
    "confirmed": ("确认收货时间",),
    "finished": ("订单完成时间", "交易完成时间", "交易结束时间"),
    "closed": ("订单关闭时间", "交易关闭时间"),
}
# Expiry columns (虚拟号过期时间, 体验期结束时间) lie in the future and say nothing of the file's age.
TIMES = ("created", "paid", "modified", "shipped", "confirmed", "finished", "closed")

INQUIRIES = {"label": ("商品名称",), "subject": ("商品编号",)}
INQUIRY_METRICS = (
    *("咨询人数", "询单人数", "当日询单人数", "询单转化率", "当日询单转化率", "当日付款人数", "当日付款金额"),
    *("最终付款人数", "最终付款金额", "最终付款件数"),
)
SOURCES = {"label": ("来源",), "subject": ("来源明细",)}
SOURCE_METRICS = (
    *("访客数", "新访客", "浏览量", "人均浏览量", "收藏人数", "加购人数", "跳失率", "下单金额", "下单买家数"),
    *("下单转化率", "支付金额", "支付买家数", "支付转化率", "客单价", "uv价值"),
)

# Tables that are refused by name; here because their headers must be found first.
OTHER_PLATFORMS = {
    "platform-1688": ("货品总价(元)",),
    "platform-pinduoduo": ("商家实收金额(元)", "订单成交时间"),
    "platform-jd": ("下单帐号",),
}
PERFORMANCE_REPORT = (
    *("客服昵称", "接待人数", "聊天人数(原咨询人数)", "平均响应(秒)", "回复率", "客服消息数", "销售额"),
)

KNOWN: frozenset[str] = frozenset(
    {
        name
        for table in (CHATS, TRAFFIC, AGENTS, ORDERS, INQUIRIES, SOURCES)
        for n in table.values()
        for name in n
    }
    | {name for names in OTHER_PLATFORMS.values() for name in names}
    | {*INQUIRY_METRICS, *SOURCE_METRICS, *PERFORMANCE_REPORT}
)
