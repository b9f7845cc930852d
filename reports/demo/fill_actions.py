"""The demo shop's actions: the three of the case study, and one whose effect nobody can tell yet."""

import datetime as dt
from dataclasses import dataclass

from accounts.audit.actor import Actor
from accounts.models import Shop, Team, User
from chats.spans import ONE_DAY
from reports.actions import verbs as actions
from reports.demo.story import people
from reports.lost_sales.desk import reminders as form_reminders
from reports.models import Action, LostSaleForm, LostSaleReason
from reports.reasons import taxonomy as reasons

Kind = Action.Kind


@dataclass(frozen=True)
class Planned:
    """One action; without a team it is for the whole shop."""

    title: str
    cause: str
    kind: str
    week: int
    note: str
    team: str = ""


PLANNED = (
    Planned(
        "每次活动前的活动说明会",
        "promo",
        Kind.BRIEFING,
        people.PROMO_BRIEFING_WEEK,
        "活动上线前一天，全员过一遍满减、赠品和时间，抽查三个问题。",
    ),
    Planned(
        "和客服一起写的催付话术",
        "chase",
        Kind.SCRIPT,
        people.CHASE_SCRIPT_WEEK,
        "先问原因，再给理由，最后提醒时间；不催两遍以上。",
    ),
    Planned(
        "主动推荐一对一沟通",
        "recommend",
        Kind.ONE_TO_ONE,
        people.RECOMMENDING_TALK_WEEK,
        "和每个人一起看三段聊天：哪里可以推替代款，哪里可以做搭配。",
    ),
    Planned(
        "产品知识小考",
        "knowledge",
        Kind.EXAM,
        people.CHASE_SCRIPT_WEEK,
        "材质、尺寸、过敏三类问题各五题。",
        people.TEAMS[1],
    ),
)


def plan(shop: Shop, first: dt.date, owner: User) -> int:
    """Plan the actions from the week in which they show in the chats, and remind of one open form."""
    heads = {one.code: one for one, _children in reasons.tree(shop)}
    for planned in PLANNED:
        _plan(shop, planned, first, heads[planned.cause], owner)
    waiting = LostSaleForm.objects.filter(shop=shop, status=LostSaleForm.Status.OPEN).order_by("agent__name")
    form_reminders.remind(shop, waiting[:1], owner)
    return len(PLANNED)


def _plan(shop: Shop, planned: Planned, first: dt.date, cause: LostSaleReason, owner: User) -> None:
    actions.save_action(
        Action(
            shop=shop,
            reason=cause,
            title=planned.title,
            kind=planned.kind,
            team=Team.objects.get(shop=shop, name=planned.team) if planned.team else None,
            start_day=first + 7 * (planned.week - 1) * ONE_DAY,
            owner=owner,
            note=planned.note,
            created_by=owner,
        ),
        [],
        Actor.of(owner),
    )
