"""The demo shop's contests: one granted, one refused, one that waits; raised and decided through verbs."""

from accounts.audit.actor import Actor
from accounts.models import Agent, Shop, User
from chats.credit import rulings
from chats.models import Contest, Credit
from reports.demo.story.people import AGENTS

# What the runner-up says, and what the supervisor answers; the last one waits.
SAID = (
    ("尺码和搭配都是我给买家推荐的，同事只回了一句发货时间。", "看了聊天记录，推荐和价格都是您谈的，归您。"),
    ("买家上午先问的我。", "您只回了“稍等”，买家下单前的问题都是同事回答的，维持原判。"),
    ("满减是我算给买家的，下单前他只是又确认了一下库存。", ""),
)


def add_contests(shop: Shop, supervisor: User) -> int:
    """Raise the contests and decide all but the last; how many there are."""
    credits = _contestable(shop)
    for credit, (sentence, answer) in zip(credits, SAID, strict=False):
        agent = _agent(credit.order_runner_up_id)
        claim = rulings.contest(Actor.of(agent.user), agent, credit.order, sentence)
        if answer:
            granted = sentence == SAID[0][0]
            winner = agent if granted else _agent(credit.credited_id)
            rulings.decide(claim, winner, answer, Actor.of(supervisor))
    return Contest.objects.filter(shop=shop).count()


def _agent(pk: int | None) -> Agent:
    assert pk is not None, "contestable orders have a runner-up and somebody who is credited"
    return Agent.objects.select_related("user").get(pk=pk)


def _contestable(shop: Shop) -> list[Credit]:
    """The latest paid orders before which two of the demo's people had talked with the buyer."""
    rows = Credit.objects.filter(
        shop=shop,
        order_runner_up_id__in=Agent.objects.filter(shop=shop, user__isnull=False).values("pk"),
        paid_day__isnull=False,
    )
    found = list(rows.select_related("order").order_by("-paid_day", "-order__paid_at")[: 2 * len(AGENTS)])
    return found[:: max(1, len(found) // len(SAID))][: len(SAID)]
