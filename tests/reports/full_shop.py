"""The told shop with something of everything, for a crawl of all its pages.

To the fortnight come every class and reason for exclusion, rulings both ways, buyers of two agents, chases
that worked and not, slow answers and none, masked buyers, a week before with sales, and the latest days.
Around it: lost-sale forms in every state, contests, notes of chases, a card, actions, a report.
"""

import datetime as dt
from pathlib import Path

from accounts.audit.actor import Actor
from accounts.models import Agent
from chats.credit import rulings
from chats.models import ChaseNote, ImportBatch, Job, Order
from reports.facts import queries, refresh
from reports.lost_sales.desk import reviews as lost_sale_reviews
from reports.lost_sales.form import verbs as lost_sales
from reports.metrics.scorecard import FORM_COMPLETION, LAST_MONTH, SALES_TARGET, TEAM, Line
from reports.models import Action, LostSaleEntry, LostSaleForm, Promotion, SalesTarget
from reports.reasons import taxonomy as reasons
from reports.scorecards import points as scorecards
from reports.weekly import revisions
from tests.remembered import once
from tests.reports import told
from tests.reports.told import MONDAY, TUESDAY, Told

# What the told fortnight lacks.
BEFORE = (
    "05-05 10:00 una > xiaomei: 有货吗",
    "10:00:20 xiaomei > una: 有",
    "10:10 una orders P1 ¥90",
    "10:11 P1 paid",
    "05-06 11:00 vic orders P2 ¥33",
    "11:01 P2 paid",
    "12:00 w**w orders P3 ¥12",
    "12:01 P3 paid",
    "13:00 yan > xiaoqi: 贵吗",
    "13:03 xiaoqi > yan: 不贵",
)
LOST = (
    "05-12 11:00 sue > xiaomei: 太贵了",
    "11:00:05 xiaomei > sue: 亲，这款很值的",
    "11:30 pat > xiaomei: 在吗",
    "12:00 joe > xiaomei: 想买",
    "12:00:05 xiaomei > joe: 好的",
    "12:10 joe orders L1 ¥88",
    "12:30 amy > xiaoqi: 有小码吗",
    "12:32:05 xiaoqi > amy: 没有哦",
    "12:40 ben > xiaoqi: 太贵了",
    "12:40:09 xiaoqi > ben: 已经很划算啦",
)
CHASED = (
    "05-12 15:00 rob > xiaomei: 在吗",
    "15:05 xiaomei > rob: 在的",
    "15:06 rob > xiaomei: 这个怎么样",
    "15:30 rob > xiaoqi: 你好",
    "15:30:09 xiaoqi > rob: 您好",
    "16:00 rob orders R1 ¥45 x3",
    "16:20 xiaoqi > rob: 亲，可以付款了",
    "16:30 R1 paid",
    "17:00 m**o > xiaomei: 有吗",
    "17:00:30 xiaomei > m**o: 有的",
    "05-13 10:00 liz > xiaolan: 有优惠吗",
    "10:00:40 xiaolan > liz: 有的",
    "10:05 liz orders R2 ¥75",
    "11:00 xiaolan > liz: 还没付款哦",
    "12:00 xiaomei > ned: 新品上架",
)
RULED = (
    "05-13 10:00 m**k orders B1 ¥31",
    "10:01 B1 paid",
    "10:30 nobody orders B2 ¥37",
    "10:31 B2 paid",
    "11:00 eve orders B3 ¥41 flag 1",
    "11:01 B3 paid",
    "11:30 fay orders B4 ¥43 flag 1",
    "11:31 B4 paid",
    "12:00 gil orders B5 ¥47",
    "12:01 B5 paid",
    "12:30 ourshop orders B6 ¥53",
    "12:31 B6 paid",
    "13:00 hal > xiaomei: 有吗",
    "13:00:10 xiaomei > hal: 有",
    "13:10 hal > xiaoqi: 便宜点",
    "13:10:10 xiaoqi > hal: 好",
    "13:20 hal orders B7 ¥59",
    "13:21 B7 paid",
    "13:30 B7 refunded ¥9",
    "14:00 ida > xiaomei: 在吗",
    "14:00:05 xiaomei > ida: 在",
    "14:10 ida orders B8 ¥61",
    "14:11 B8 paid",
    "15:00 jon orders B9 ¥67",
    "15:01 B9 paid",
    "05-14 09:00 hal orders C1 ¥71",
    "09:01 C1 paid",
    "B1 is xiaoqi's",
    "B3 is xiaomei's",
    "B8 is nobody's",
    "B9 is xiaolan's",
)
LATEST = (
    "05-18 10:00 kay > xiaomei: 在吗",
    "10:00:09 xiaomei > kay: 在的",
    "10:30 kay orders D1 ¥120",
    "10:31 D1 paid",
    "05-19 09:00 leo > xiaoqi: 有货吗",
    "09:01 xiaoqi > leo: 有的",
    "09:10 leo orders D2 ¥66",
    "05-20 09:00 max > xiaomei: 你好",
    "09:00:20 xiaomei > max: 您好",
    "09:01 max > xiaomei: 怎么卖",
    "09:20 kay orders D3 ¥40",
    "09:21 D3 paid",
    "09:30 n**e orders D4 ¥200",
    "09:31 D4 paid",
)
VISITORS = {MONDAY + dt.timedelta(days=day): (90 + day, 300, 30) for day in (-6, -5, *range(7), 7, 8, 9)}
CARD = (
    Line("inquiry_conversion_rate", 30, 0.2, 0.8),
    Line(SALES_TARGET, 20, 0.5, 1.0),
    Line("first_response_seconds", 10, 60, 5),
    Line("reply_rate", 10, 0.5, 1.0),
    Line("chase_success_rate", 10, 50, 90, 0, TEAM),
    Line("items_per_buyer", 5, 1.0, 1.1, 0, LAST_MONTH),
    Line(FORM_COMPLETION, 5, 0.2, 1.0),
)
REASONS = {
    "sue": "price.above",
    "pat": "attitude.silent",
    "joe": "chase.none",
    "amy": "goods.size",
    "ben": "price.above",
    "yan": "price.above",
}
NOTES = (("D2", "xiaoqi", 30), ("D2", "xiaoqi", 50), ("R2", "xiaomei", 10))  # order, by whom, minutes after
NIGHT = dt.datetime(2026, 5, 12, 15, tzinfo=dt.UTC)


def full_shop(folder: Path) -> Told:
    """The shop and its readers; made once a process."""
    return once("the full shop", lambda: make_full_shop(folder))


def make_full_shop(folder: Path) -> Told:
    """The shop and its readers, made anew."""
    lines = (*BEFORE, *LOST, *CHASED, *RULED, *LATEST)
    found = told.tell(folder, *lines, rules={"excluded_flags": "1"}, visitors=VISITORS)
    _exclude(found)
    _forms(found)
    _rest(found)
    return found


def _exclude(found: Told) -> None:
    """An order without a buyer, and one excluded by hand."""
    Order.objects.filter(shop=found.shop, order_no="B2").update(buyer=None)
    Order.objects.filter(shop=found.shop, order_no="B5").update(excluded_manually=True)
    refresh.refresh_all(found.shop)


def _forms(found: Told) -> None:
    """Two days' forms handed in and reviewed in each way; the others are missing."""
    lost_sales.open_days(found.shop, MONDAY - dt.timedelta(days=7), MONDAY + dt.timedelta(days=9))
    lost_sales.mark_late(found.shop)
    codes = reasons.by_code(found.shop)
    wanted = LostSaleForm.objects.filter(day__in=(TUESDAY, MONDAY - dt.timedelta(days=5)))
    for form in wanted.filter(shop=found.shop, agent__name__in=("xiaomei", "xiaoqi")):
        if form.agent.name == "xiaoqi":
            lost_sales.add_row(form, "电话客户")
        rows = list(form.entries.select_related("form__shop", "buyer"))
        said = [REASONS[row.buyer.nick] if row.buyer else "promo.unknown" for row in rows]
        lost_sales.save_rows(
            {row: {"reason": str(codes[code].pk)} for row, code in zip(rows, said, strict=True)}
        )
        lost_sales.save_best_answer(form, "亲，两件更划算")
        lost_sales.submit(form, NIGHT)
    lost_sale_reviews.accept(_entry(found, "sue"), found.head)
    lost_sale_reviews.change(_entry(found, "joe"), found.head, codes["price.postage"], "看聊天")
    lost_sale_reviews.give_back(_entry(found, "ben"), found.head, "请再看")


def _entry(found: Told, buyer: str) -> LostSaleEntry:
    related = ("form__shop", "form__agent", "buyer", "reason__parent")
    return LostSaleEntry.objects.select_related(*related).get(form__shop=found.shop, buyer__nick=buyer)


def _rest(found: Told) -> None:
    shop = found.shop
    mei, qi = found.xiaomei.agents.get(), found.xiaoqi.agents.get()
    claim = rulings.contest(Actor.of(found.xiaoqi), qi, found.credit("A6").order, "我先报的价")
    rulings.decide(claim, mei, "维持", Actor.of(found.head))
    rulings.contest(Actor.of(found.xiaomei), mei, found.credit("R1").order, "我先接的")
    refresh.refresh_all(shop)
    for number, name, minute in NOTES:
        order, user = found.credit(number).order, getattr(found, name)
        at = order.created_at + dt.timedelta(minutes=minute)
        ChaseNote.objects.create(
            order=order, agent=user.agents.get(), author=user, channel="phone", chased_at=at
        )
    scorecards.save_version(shop, None, "绩效", CARD, MONDAY - dt.timedelta(days=30), found.manager)
    for agent in Agent.objects.filter(shop=shop, kind="human"):
        SalesTarget.objects.create(shop=shop, agent=agent, month=MONDAY.replace(day=1), amount_fen=100_000)
    price = reasons.by_code(shop)["price.above"].parent
    for team in (None, mei.team):
        Action.objects.create(
            shop=shop,
            reason=price,
            title="议价话术",
            kind=Action.Kind.BRIEFING,
            team=team,
            start_day=MONDAY,
            owner=found.head,
            created_by=found.head,
        )
    day = MONDAY + dt.timedelta(days=400)
    promotion = {"title": "双旦", "text": "满300减30", "first_day": MONDAY, "last_day": day}
    Promotion.objects.create(shop=shop, author=found.manager, **promotion)
    revisions.make(shop, MONDAY)
    today = queries.today(shop)
    late = LostSaleForm.objects.create(shop=shop, agent=mei, day=today - dt.timedelta(days=2), late=True)
    LostSaleEntry.objects.create(form=late, buyer_name="tom", first_at=NIGHT, last_at=NIGHT)
    job = Job.objects.create(shop=shop, kind="import", status=Job.Status.DONE)
    ImportBatch.objects.create(shop=shop, path="a.csv", job=job, status="done", refused=1)
