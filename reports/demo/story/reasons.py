"""Why the demo shop's agents say they lost a sale: their weak sides, less of them after each action."""

import random
from collections.abc import Mapping

from reports.demo.story.people import Agent

TAKES_SUGGESTION = 0.62
ON_TIME = 0.93
# What is lost without anybody's fault, by weight.
OTHERS = {
    "price.above": 10,
    "price.cheaper": 6,
    "price.sale": 3,
    "price.postage": 2,
    "goods.style": 5,
    "goods.stock": 3,
    "goods.size": 3,
    "goods.material": 2,
    "delivery.speed": 2,
    "buyer.thinking": 9,
    "buyer.gone": 6,
    "buyer.unneeded": 2,
    "competitor.bought": 2,
    "selling.closing": 3,
    "knowledge.product": 2,
    "invalid.aftersale": 0.5,
    "invalid.mistake": 0.5,
    "other.unclear": 1,
}
# What an agent does badly weighs this much where they never do it well, and little where they seldom fail.
WEAK_SIDES = {
    "promo": ({"promo.unknown": 3, "promo.untold": 2}, 20),
    "recommend": ({"recommend.passive": 3, "recommend.alternative": 2, "recommend.needs": 1}, 34),
    # Buyers who hesitate are asked to order as they are later asked to pay; who does not, loses them too.
    "chase": ({"chase.none": 3, "chase.late": 1, "chase.cause": 1}, 44),
}
UNPAID = {"payment.forgot": 3, "buyer.thinking": 3, "price.cheaper": 2, "payment.change": 1}
BADLY_CHASED = ("chase.none", "chase.late", "chase.words")
WOULD_DO = (
    "先问清楚用途再推荐",
    "先报活动，再谈价格",
    "早点提醒付款，顺便问原因",
    "多发一张实物图",
    "推荐一款替代的",
    "主动说明发货时间",
)
BEST_ANSWERS = (
    "亲，这款拍两件可以满减，算下来每件便宜五元，还包邮哦。",
    "您担心过敏的话，可以看看这款925银针的，很多敏感肌姐妹在戴。",
    "刚看到您拍了还没付款，是地址要改还是还在比较？我帮您看看。",
    "这款暂时没现货，同系列的这款风格一样，今天就能发。",
)


def reason(rng: random.Random, agent: Agent, week: int, unpaid: bool, suggested: str) -> str:
    """The code of the reason that the agent gives for one row."""
    if suggested and rng.random() < TAKES_SUGGESTION:
        return suggested
    if unpaid:
        if rng.random() > agent.skill("chase", week):
            return rng.choice(BADLY_CHASED)
        return _drawn(rng, UNPAID)
    weights = dict(OTHERS)
    for side, (codes, most) in WEAK_SIDES.items():
        for code, part in codes.items():
            weights[code] = (1 - agent.skill(side, week)) ** 2 * most * part
    return _drawn(rng, weights)


def _drawn(rng: random.Random, weights: Mapping[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
