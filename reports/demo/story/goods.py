"""What the demo shop sells, and its promotions week by week."""

# ruff: noqa: E501  (one exchange or one piece a line reads best)

from dataclasses import dataclass

FREE_POSTAGE_FROM_FEN = 3900
POSTAGE_FEN = 500


@dataclass(frozen=True)
class Product:
    """One item of the shop; `group` says what can stand in for it, `fen` is the price."""

    number: str
    group: str
    short: str
    title: str
    fen: int
    material: str
    size: str
    colours: tuple[str, ...]

    @property
    def link(self) -> str:
        """The item page as people paste it into a chat."""
        return f"https://item.taobao.com/item.htm?id={self.number}"

    @property
    def price(self) -> str:
        """The price as people write it."""
        return f"{self.fen / 100:g}"


@dataclass(frozen=True)
class Promotion:
    """What is on in one week: money off from a sum on, and a small gift."""

    from_fen: int
    off_fen: int
    gift: str

    @property
    def text(self) -> str:
        """The offer in a few words."""
        return f"满{self.from_fen // 100}减{self.off_fen // 100}"


def _product(serial: int, group: str, short: str, title: str, fen: int, *facts: str) -> Product:
    material, size, *colours = facts
    return Product(f"9000000{serial:05d}", group, short, title, fen, material, size, tuple(colours))


PRODUCTS = (
    _product(101, "耳饰", "珍珠耳钉", "小饰界淡水珍珠耳钉女925银针气质简约", 3900, "925银针配淡水珍珠", "珠子6毫米", "白珠", "粉珠"),
    _product(102, "耳饰", "流苏耳线", "小饰界流苏耳线女长款显脸瘦气质", 2900, "S925银镀白金", "垂下来大约7厘米", "银色", "金色"),
    _product(103, "耳饰", "蝴蝶结耳环", "小饰界蝴蝶结耳环女法式复古小众设计", 3500, "合金镀真金，银针", "宽大约2厘米", "金色", "银色"),
    _product(104, "耳饰", "耳骨夹", "小饰界无耳洞耳骨夹女冷淡风", 1900, "铜镀真金", "内径1厘米，可以捏紧", "银色", "金色", "玫瑰金"),
    _product(105, "耳饰", "月光石耳坠", "小饰界月光石耳坠女新中式温柔风", 5900, "14K包金配天然月光石", "全长3.2厘米", "蓝光", "白光"),
    _product(106, "耳饰", "花朵耳夹", "小饰界花朵耳夹女无耳洞蚊香盘不疼", 2600, "锌合金配树脂花", "花直径1.5厘米", "白色", "粉色", "紫色"),
    _product(201, "项链", "锁骨链", "小饰界小星星锁骨链女925银简约", 6900, "925银", "链长40加5厘米延长链", "银色", "玫瑰金"),
    _product(202, "项链", "珍珠项链", "小饰界巴洛克珍珠项链女复古轻奢", 12900, "天然巴洛克珍珠", "链长42加5厘米", "白色"),
    _product(203, "项链", "毛衣链", "小饰界毛衣链女长款百搭秋冬", 4900, "合金镀银配水晶", "链长70厘米", "银色", "枪黑"),
    _product(204, "项链", "字母项链", "小饰界字母项链女可刻字生日礼物", 8900, "925银", "链长45厘米可调", "银色", "金色"),
    _product(205, "项链", "四叶草项链", "小饰界四叶草项链女双面戴", 7900, "钛钢镀18K金配贝母", "吊坠1.4厘米", "白贝", "黑贝"),
    _product(206, "项链", "情侣项链", "小饰界情侣项链一对磁吸纪念日礼物", 11900, "钛钢，不掉色", "链长45和55厘米", "一对"),
    _product(301, "手饰", "红绳手链", "小饰界本命年红绳手链转运珠编织", 3600, "手工编织绳配999银珠", "14到20厘米可调", "大红", "暗红"),
    _product(302, "手饰", "细手镯", "小饰界足银细手镯女素圈叠戴", 16900, "999足银", "内径5.6厘米，开口可调", "光面", "哑光"),
    _product(303, "手饰", "水晶手串", "小饰界草莓晶手串女多圈招桃花", 9900, "天然草莓晶", "适合15厘米左右手围", "粉色", "紫色"),
    _product(304, "手饰", "戒指", "小饰界莫比乌斯戒指女925银开口可调", 4500, "925银", "开口可调，12到16号", "银色", "金色"),
    _product(305, "手饰", "对戒", "小饰界情侣对戒一对素圈刻字", 13900, "925银", "男女号都有，10到22号", "一对"),
    _product(306, "手饰", "脚链", "小饰界脚链女铃铛夏日海边", 3200, "S925银", "21加4厘米", "银色"),
    _product(401, "发饰", "鲨鱼夹", "小饰界鲨鱼夹大号后脑勺抓夹发夹女", 1590, "醋酸板材", "长10.5厘米，发量多也夹得住", "奶咖", "琥珀", "黑色"),
    _product(402, "发饰", "珍珠发箍", "小饰界珍珠发箍女高颅顶显脸小", 2390, "仿珍珠配缎面", "宽3厘米，里面有防滑", "米白", "黑色"),
    _product(403, "发饰", "发簪", "小饰界新中式发簪女流苏盘发", 2800, "合金配琉璃", "长16厘米", "青色", "红色"),
    _product(404, "发饰", "发圈套装", "小饰界大肠发圈套装女不伤发5条装", 990, "缎面，高弹", "5条一套", "莫兰迪色", "黑白色"),
    _product(501, "其他", "胸针", "小饰界山茶花胸针女高级感防走光", 2990, "合金镀金配珍珠", "直径4厘米", "白色", "黑色"),
    _product(502, "其他", "首饰盒", "小饰界首饰盒便携旅行收纳耳钉戒指", 2500, "绒面", "10乘10厘米", "粉色", "墨绿"),
)  # fmt: skip

# One entry a week 1-9; days after the ninth week keep the last one.
PROMOTIONS = (
    Promotion(9900, 1000, "擦银布"),
    Promotion(9900, 1000, "擦银布"),
    Promotion(12900, 1500, "发圈一个"),
    Promotion(12900, 1500, "发圈一个"),
    Promotion(7900, 800, "首饰袋"),
    Promotion(7900, 1000, "首饰袋"),
    Promotion(9900, 1500, "小发夹"),
    Promotion(9900, 1500, "小发夹"),
    Promotion(8900, 1200, "擦银布和首饰袋"),
)


def promotion_of(week: int) -> Promotion:
    """What is on in a week (1-9 and after)."""
    return PROMOTIONS[min(week, len(PROMOTIONS)) - 1]


def due(products: list[Product], promotion: Promotion) -> tuple[int, int]:
    """What the buyer pays for these pieces: (goods after the promotion, postage), in fen."""
    goods = sum(product.fen for product in products)
    if goods >= promotion.from_fen:
        goods -= promotion.off_fen
    return goods, 0 if goods >= FREE_POSTAGE_FROM_FEN else POSTAGE_FEN
