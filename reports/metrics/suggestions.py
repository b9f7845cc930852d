"""Which reason a lost inquiry suggests, by rules that a person can check in the chat (D9.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

FAR_OVER = 6  # first response longer than this many targets is far over it
LAST_WORDS = 4  # so many of the buyer's last messages are looked at

# Words of buyers → the reason they speak of. The first rule with a hit in the latest message wins.
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("competitor.bought", ("别家买了", "别家买好", "别的店买了", "其他家买了", "拼多多买了")),
    ("price.cheaper", ("别家", "其他家", "另一家", "别的店", "隔壁", "拼多多", "pdd", "更便宜", "才一半")),
    ("price.postage", ("邮费", "运费", "包邮")),
    ("price.sale", ("有活动再", "等活动", "等大促", "双十一", "双11", "618", "等降价", "搞活动再")),
    ("price.above", ("贵", "预算", "便宜点", "能少", "优惠点", "打折", "降价", "砍价")),
    ("goods.stock", ("没货", "缺货", "断货", "断码", "什么时候补", "卖完", "补货", "没有现货", "无货")),
    ("goods.size", ("尺码不", "没有合适的尺", "太大", "太小", "偏大", "偏小", "有点大", "有点小", "戴不了")),
    ("delivery.speed", ("来不及", "发货慢", "太慢", "等不了", "等不及", "急用")),
    ("delivery.returns", ("退货", "退换", "能退", "运费险")),
    ("buyer.ask", ("问问", "商量", "问一下我", "让我妈", "让我老公")),
    ("buyer.thinking", ("再看看", "想想", "考虑", "再说", "先逛逛", "回头")),
)


@dataclass(frozen=True)
class Lost:
    """What the rules look at. `words` are the buyer's text messages in order of time."""

    replied: bool
    first_response_seconds: int | None
    unpaid_order: bool
    chased: bool
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Suggestion:
    """A reason's code, and why: `rule` is silent, slow, unchased or words, with what it found."""

    code: str
    rule: str
    found: dict[str, object] = field(default_factory=dict)


def suggest(lost: Lost, target_seconds: int) -> Suggestion | None:
    """The first rule that fits: no reply, far too slow, unpaid and never chased, the buyer's last words."""
    if not lost.replied:
        return Suggestion("attitude.silent", "silent")
    seconds = lost.first_response_seconds
    if seconds is not None and seconds > FAR_OVER * target_seconds:
        return Suggestion("attitude.slow", "slow", {"seconds": seconds, "target": target_seconds})
    if lost.unpaid_order and not lost.chased:
        return Suggestion("chase.none", "unchased")
    return _by_words(lost.words)


def _by_words(words: Sequence[str]) -> Suggestion | None:
    for said in reversed(words[-LAST_WORDS:]):
        lowered = said.casefold()
        for code, phrases in WORDS:
            hit = next((phrase for phrase in phrases if phrase in lowered), None)
            if hit:
                return Suggestion(code, "words", {"phrase": hit, "said": said[:80]})
    return None
