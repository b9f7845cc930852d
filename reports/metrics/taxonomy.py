"""The lost-sale reasons that every shop starts with, in two levels (D9.5)."""

from dataclasses import dataclass

AGENT, SHOP, BUYER, NO_LOSS, NOBODY = "A", "S", "B", "N", ""
INVALID = "invalid"  # the first level whose acceptance takes an inquiry out of all figures (D9.4)
OTHER = "other.text"  # the one reason that must be told in words


@dataclass(frozen=True)
class Reason:
    """One reason: its code, its two names and the initials of its pinyin, by which keys find it."""

    code: str
    zh: str
    en: str
    initials: str


@dataclass(frozen=True)
class Group:
    """A reason of the first level with its owner and what lies below it."""

    reason: Reason
    owner: str
    reasons: tuple[Reason, ...]


def _group(owner: str, head: tuple[str, str, str, str], *below: tuple[str, str, str, str]) -> Group:
    code = head[0]
    return Group(Reason(*head), owner, tuple(Reason(f"{code}.{own}", *names) for own, *names in below))


TAXONOMY = (
    _group(
        AGENT,
        ("promo", "活动", "Promotions", "hd"),
        ("unknown", "不了解店铺活动", "not known", "bljdphd"),
        ("wrong", "报错优惠", "wrong discount told", "bcyh"),
        ("untold", "未主动告知", "not offered", "wzdgz"),
    ),
    _group(
        AGENT,
        ("recommend", "推荐", "Recommending", "tj"),
        ("passive", "无推荐意识", "not proactive", "wtjys"),
        ("alternative", "未推替代款", "no alternative", "wttdk"),
        ("combination", "未做搭配", "no combination", "wzdp"),
        ("needs", "未探询需求", "needs not asked", "wtxxq"),
    ),
    _group(
        AGENT,
        ("chase", "催付", "Payment chasing", "cf"),
        ("none", "未催付/无技巧", "none or no technique", "wcfwjq"),
        ("late", "太晚", "too late", "tw"),
        ("words", "话术不当", "wrong words", "hsbd"),
        ("cause", "未问原因", "reason not asked", "wwyy"),
    ),
    _group(
        AGENT,
        ("knowledge", "业务能力", "Product knowledge", "ywnl"),
        ("product", "产品知识不足", "product", "cpzsbz"),
        ("size", "尺码搭配建议不准", "size advice", "cmdpjybz"),
        ("rules", "规则物流不熟", "rules, shipping", "gzwlbs"),
        ("beside", "答非所问", "beside the point", "dfsw"),
    ),
    _group(
        AGENT,
        ("selling", "销售技巧", "Sales skill", "xsjq"),
        ("need", "需求判断不准", "need misjudged", "xqpdbz"),
        ("price", "价格异议", "price objection", "jgyy"),
        ("quality", "质量异议", "quality objection", "zlyy"),
        ("review", "差评异议", "bad-review objection", "cpyy"),
        ("closing", "未促单", "no closing", "wcd"),
    ),
    _group(
        AGENT,
        ("attitude", "服务态度", "Attitude", "fwtd"),
        ("slow", "响应慢", "slow", "xym"),
        ("silent", "未回复", "no reply", "whf"),
        ("unprofessional", "怠慢", "unprofessional", "dm"),
        ("robot", "机器人未接管", "robot not taken over", "jqrwjg"),
    ),
    _group(
        SHOP,
        ("price", "价格", "Price", "jg"),
        ("above", "高于预期", "above expectation", "gyyq"),
        ("cheaper", "他店更低", "cheaper elsewhere", "tdgd"),
        ("postage", "运费", "postage", "yf"),
        ("sale", "等大促", "waits for sale", "ddc"),
        ("bargaining", "议价未成", "bargaining failed", "yjwc"),
    ),
    _group(
        SHOP,
        ("goods", "商品", "Goods", "sp"),
        ("stock", "缺货断码", "out of stock", "qhdm"),
        ("style", "款式颜色", "style", "ksys"),
        ("size", "尺码", "size", "cm"),
        ("material", "材质质量", "material", "czzl"),
        ("function", "功能不符", "function", "gnbf"),
        ("reviews", "评价销量", "reviews", "pjxl"),
        ("facts", "详情不足", "page lacks facts", "xqbz"),
    ),
    _group(
        SHOP,
        ("delivery", "物流服务", "Delivery and service", "wlfw"),
        ("speed", "发货时效", "speed", "fhsx"),
        ("carrier", "快递不到", "carrier", "kdbd"),
        ("returns", "退换顾虑", "returns", "thgl"),
        ("installation", "安装售后", "installation", "azsh"),
        ("lead", "定制周期", "lead time", "dzzq"),
    ),
    _group(
        SHOP,
        ("payment", "支付", "Payment", "zf"),
        ("failed", "支付失败", "failed", "zfsb"),
        ("change", "改价改址未成", "change not made", "gjgzwc"),
        ("forgot", "忘记付款", "forgot", "wjfk"),
        ("other", "代付", "other payer", "df"),
    ),
    _group(
        BUYER,
        ("buyer", "买家", "Buyer", "mj"),
        ("thinking", "再考虑", "thinking it over", "zkl"),
        ("ask", "需商量", "must ask someone", "xsl"),
        ("unneeded", "暂不需要", "no need now", "zbxy"),
        ("gone", "失联", "gone silent", "sl"),
        ("shop", "找错店", "wrong shop", "zcd"),
    ),
    _group(
        BUYER,
        ("competitor", "竞品", "Competitor", "jp"),
        ("bought", "已在他店购买", "bought elsewhere", "yztdgm"),
        ("promotion", "竞品活动", "their promotion", "jphd"),
    ),
    _group(
        NO_LOSS,
        (INVALID, "无效", "No real inquiry", "wx"),
        ("aftersale", "售后查件", "after-sales", "shcj"),
        ("advert", "广告同行", "advert", "ggth"),
        ("mistake", "误点", "by mistake", "wd"),
        ("internal", "内部测试", "internal", "nbcs"),
    ),
    _group(
        NOBODY,
        ("other", "其他", "Other", "qt"),
        ("text", "其他(必填说明)", "other, text required", "qt"),
        ("unclear", "不清楚", "not known", "bqc"),
    ),
)
