"""The demo shop's lost-sale forms: filled, handed in and reviewed through the verbs, as its people would."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Shop, User
from chats.spans import ONE_DAY
from reports.demo.story import people
from reports.demo.story import reasons as stories
from reports.lost_sales.desk import reviews as lost_sale_reviews
from reports.lost_sales.form import verbs as lost_sales
from reports.metrics.taxonomy import INVALID
from reports.models import LostSaleEntry, LostSaleForm, LostSaleReason
from reports.reasons import taxonomy as reasons

REVIEWED, AGREED = 0.3, 0.88
STARTED = 3  # rows with a reason in the forms of the last day, which nobody has handed in yet
RETURNED_COMMENT = "聊天里您没有提到满减活动，请再看一遍。"


@transaction.atomic
def fill_forms(shop: Shop, first: dt.date, last: dt.date, reviewer: User, seed: int) -> int:
    """Open and fill the forms of every day; those of the last day are begun only. How many were handed in."""
    rng = random.Random(seed)  # noqa: S311  (a story, no secret)
    lost_sales.open_days(shop, first, last)
    codes = reasons.by_code(shop)
    forms = LostSaleForm.objects.filter(shop=shop).select_related("agent", "shop").order_by("day", "agent_id")
    done = 0
    for form in forms:
        _answer(rng, form, codes, (form.day - first).days // 7 + 1, STARTED if form.day == last else None)
        if form.day < last:
            lost_sales.submit(form, _handed_in_at(rng, form))
            done += 1
    lost_sales.mark_late(shop)
    _review(rng, shop, reviewer, codes, last)
    return done


def _answer(
    rng: random.Random, form: LostSaleForm, codes: dict[str, LostSaleReason], week: int, most: int | None
) -> None:
    agent = next(one for one in people.AGENTS if one.name == form.agent.name)
    changed = {}
    for row in list(form.entries.select_related("form__shop", "suggested"))[:most]:
        unpaid = row.stage == LostSaleEntry.Stage.UNPAID
        code = stories.reason(rng, agent, week, unpaid, row.suggested.code if row.suggested else "")
        changed[row] = {"reason": str(codes[code].pk)} | _told(rng, agent, week, unpaid)
        if rng.random() < 0.15:
            changed[row]["would_do"] = rng.choice(stories.WOULD_DO)
    lost_sales.save_rows(changed)
    if most is None and rng.random() < 0.4:
        lost_sales.save_best_answer(form, rng.choice(stories.BEST_ANSWERS))


def _told(rng: random.Random, agent: people.Agent, week: int, unpaid: bool) -> dict[str, str]:
    answers = {"promo_told": "promo", "recommended": "recommend"} | ({"chased": "chase"} if unpaid else {})
    told = {name: "yes" if rng.random() < agent.skill(side, week) else "no" for name, side in answers.items()}
    return {"chased": "na"} | told


def _handed_in_at(rng: random.Random, form: LostSaleForm) -> dt.datetime:
    """In the last hour of the evening, or late in the afternoon after."""
    zone = ZoneInfo(form.shop.timezone)
    if rng.random() < stories.ON_TIME:
        day, hour = form.day, rng.randint(22, 23)
    else:
        day, hour = form.day + ONE_DAY, rng.randint(13, 17)
    return dt.datetime.combine(day, dt.time(hour, rng.randint(0, 59)), zone)


def _review(
    rng: random.Random, shop: Shop, reviewer: User, codes: dict[str, LostSaleReason], last: dt.date
) -> None:
    """The supervisor has looked at part of the rows; the last two days and "invalid" still wait."""
    rows = LostSaleEntry.objects.filter(
        form__shop=shop, form__day__lt=last - ONE_DAY, form__status=LostSaleForm.Status.SUBMITTED
    ).exclude(reason__parent__code=INVALID)
    open_rows = rows.filter(state=LostSaleEntry.State.OPEN).select_related("form__shop", "reason__parent")
    returned = False
    for row in open_rows.order_by("-form__day", "pk"):
        if rng.random() > REVIEWED:
            continue
        if rng.random() < AGREED:
            lost_sale_reviews.accept(row, reviewer)
        elif not returned and row.reason and row.reason.parent and row.reason.parent.code == "promo":
            lost_sale_reviews.give_back(row, reviewer, RETURNED_COMMENT)
            returned = True
        else:
            other = rng.choice(("promo.untold", "recommend.passive", "price.above", "chase.late"))
            lost_sale_reviews.change(row, reviewer, codes[other])
