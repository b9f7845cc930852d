"""The header names of orders and items, as they are compared (`tabular.clean_header`).

Our name -> the names met in files, the best first. Receivers' names, addresses, phones, mail, payment
accounts and buyers' messages are left out on purpose: what is not named here is never read.
"""

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
