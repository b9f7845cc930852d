"""The demo shop's library: scripts in two versions, promotions that some have read, starred passages."""

import datetime as dt

from django.db.models import F, Q

from accounts.audit.actor import Actor
from accounts.models import Agent, AgentKind, Shop, User
from chats.models import Reception
from chats.spans import ONE_DAY
from reports.library.cases import verbs as cases
from reports.library.promotions import verbs as promotions
from reports.library.scripts import verbs as scripts
from reports.models import ChatCase, LostSaleReason, Promotion, PromotionRead, Script, ScriptVersion
from reports.reasons import taxonomy as reasons

Kind = Script.Kind
# kind, code of the reason, title, first words, second words, why
SCRIPTS = (
    (
        Kind.CHASE,
        "chase.none",
        "下单未付款，第一次催付",
        "亲，您的订单还没有付款哦，麻烦尽快付款。",
        "亲，看到您拍下的耳钉还没付款，是尺寸、颜色还有什么不放心的吗？今天16点前付款，当天就能发出哦～",
        "先问原因，再给理由；生硬催促的付款率低",
    ),
    (
        Kind.CHASE,
        "chase.words",
        "活动快结束时的催付",
        "亲，活动今晚结束，抓紧付款哦。",
        "亲，给您提个醒：这笔订单享受的满减今晚24点结束，之后会恢复原价，需要我帮您核对一下规格再付款吗？",
        "写清截止时间和能省多少",
    ),
    (
        Kind.OBJECTION,
        "selling.price",
        "买家觉得贵",
        "亲，一分钱一分货哦。",
        "亲，这款是925银镀金，不易过敏，别家同价位多是合金。现在满199减20，两件一起更划算，我帮您算一下？",
        "不反驳，讲材质，再帮她算",
    ),
    (
        Kind.OBJECTION,
        "selling.quality",
        "担心掉色过敏",
        "亲，不会掉色的。",
        "亲，耳针是925银，正常佩戴不易过敏；平时避开香水和水洗，配的擦银布可以保养。收到不满意7天无理由退换。",
        "说具体，给保障",
    ),
    (
        Kind.RECOMMEND,
        "recommend.alternative",
        "缺货时推替代款",
        "亲，这款没货了。",
        "亲，这款暂时断码，补货大约一周。同系列的这款珠子大小一样、更显白，现在有现货，我把链接发您看看？",
        "没货也要给选择",
    ),
)
TEXTS = {
    "runs": (
        "冬日珍珠节",
        "全店珍珠系列",
        "满199减20，满399减50，可叠加会员券；赠擦银布一块，送完为止。不与拼单价同享。",
    ),
    "over": ("入秋返场满减", "全店，定制款除外", "满300减30；24点截止。付尾款后改地址找客服登记。"),
}
COMMENTS = {
    "good": "先问清送谁、平时戴不戴耳饰，再推荐两款让买家选。晨会一起看。",
    "slow": "买家问完等了太久才回，回来时已经不说话了。忙的时候先接一句“马上帮您看”。",
    "unpaid": "下单以后没有跟进。用“下单未付款”话术问一句就好。",
}


def add_library(shop: Shop, last_day: dt.date, supervisor: User) -> int:
    """Write the library up to the last day of the data; the number of things in it."""
    codes = reasons.by_code(shop)
    for number, told in enumerate(SCRIPTS):
        _script(shop, codes, supervisor, *told, at=_noon(last_day - (30 - number) * ONE_DAY))
    runs = _promotion(shop, supervisor, "runs", last_day - 3 * ONE_DAY, last_day + 12 * ONE_DAY)
    over = _promotion(shop, supervisor, "over", last_day - 32 * ONE_DAY, last_day - 6 * ONE_DAY)
    users = list(User.objects.filter(agents__in=_people(shop)).distinct().order_by("pk"))
    _confirm(runs, users[1:-1])
    _confirm(over, users[1:])
    return len(SCRIPTS) + 2 + _cases(shop, codes, supervisor)


def _people(shop: Shop) -> list[Agent]:
    return list(Agent.objects.filter(shop=shop, kind=AgentKind.HUMAN, user__isnull=False))


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(4), dt.UTC)


def _script(
    shop: Shop,
    codes: dict[str, LostSaleReason],
    author: User,
    kind: str,
    code: str,
    title: str,
    first: str,
    second: str,
    why: str,
    at: dt.datetime,
) -> None:
    script = scripts.add(
        Script(shop=shop, kind=kind, reason=codes[code], title=title), first, Actor.of(author)
    )
    agent = _people(shop)[0].user or author
    scripts.write(script, second, why, Actor.of(agent), seen=1)
    for version in script.versions.all():
        ScriptVersion.objects.filter(pk=version.pk).update(created_at=at + version.number * 7 * ONE_DAY)


def _promotion(shop: Shop, author: User, which: str, first: dt.date, last: dt.date) -> Promotion:
    title, items, text = TEXTS[which]
    told = Promotion(
        shop=shop, title=title, items=items, text=text, first_day=first, last_day=last, author=author
    )
    promotions.save_promotion(told, Actor.of(author))
    told.created_at = _noon(first - 2 * ONE_DAY)
    told.save(update_fields=["created_at"])
    return told


def _confirm(promotion: Promotion, users: list[User]) -> None:
    PromotionRead.objects.bulk_create(
        PromotionRead(
            promotion=promotion, user=user, read_at=promotion.created_at + dt.timedelta(hours=place + 1)
        )
        for place, user in enumerate(users)
    )


def _cases(shop: Shop, codes: dict[str, LostSaleReason], author: User) -> int:
    """A talk that led to a sale, one answered late, one that nobody chased; the latest of each kind."""
    talks = Reception.objects.filter(
        shop=shop, agent__in=_people(shop), inquiry=True, human_messages__range=(3, 12)
    )
    talks = talks.select_related("agent").order_by("-day", "-first_at")
    lost = talks.filter(paid_final=False)
    chosen = (
        (talks.filter(Q(paid_final=True), rounds__gte=3), "good", "good", None),
        (
            lost.order_by(F("first_response_seconds").desc(nulls_last=True)),
            "slow",
            "improve",
            "attitude.slow",
        ),
        (lost.filter(ordered_final=True), "unpaid", "improve", "chase.none"),
    )
    found = 0
    for rows, which, verdict, code in chosen:
        talk = rows.first()
        if talk is None:
            continue
        found += 1
        cases.save_case(
            ChatCase(
                shop=shop,
                agent=talk.agent,
                buyer_id=talk.buyer_id,
                first_at=talk.first_at,
                last_at=talk.last_at,
                verdict=verdict,
                comment=COMMENTS[which],
                reason=codes[code] if code else None,
                author=author,
            ),
            Actor.of(author),
        )
    return found
