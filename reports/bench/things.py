"""One thing of each kind in the bench shop, so that no page is left out for want of an object."""

import datetime as dt

from accounts.audit.actor import Actor
from accounts.models import Agent, Membership, Role, Shop, User
from accounts.people import invitations
from chats.jobs import queue as jobs
from chats.models import (
    BuyerAlias,
    ChaseNote,
    Contest,
    Credit,
    ImportBatch,
    Job,
    Reception,
    RefusedRow,
    RuleSet,
    Ruling,
)
from reports.library.scripts import verbs as scripts
from reports.models import (
    Action,
    ChatCase,
    Delivery,
    LostSaleEntry,
    LostSaleForm,
    LostSaleReason,
    Promotion,
    ReportHook,
    SavedView,
    Script,
)
from reports.rules import preview as rule_preview
from reports.weekly import revisions

Ids = dict[str, object]
WEEK = dt.timedelta(days=7)


def things(shop: Shop, manager: User, worker: User) -> Ids:
    """What the parameters of addresses name; of each kind one that has much to show. `worker` becomes the
    user of an agent who sold something and lost something."""
    busiest = Reception.objects.filter(shop=shop, filtered=0).latest("day", "buyer_messages")
    lost = LostSaleForm.objects.filter(shop=shop).values("agent_id")
    credit = Credit.objects.filter(shop=shop, effective_id__in=lost).latest("created_day", "pk")
    assert credit.effective_id is not None  # asked for
    Membership.objects.create(user=worker, shop=shop, role=Role.AGENT)
    Agent.objects.filter(pk=credit.effective_id).update(user=worker)
    agent = Agent.objects.get(pk=credit.effective_id)
    buyer = BuyerAlias.objects.get(pk=busiest.buyer_id)
    known: Ids = {"shop_id": shop.pk, "agent_id": agent.pk, "team_id": agent.team_id, "user_id": worker.pk}
    known |= {"order_id": credit.pk, "buyer_id": buyer.pk, "kind": "csv", "name": "agents", "table": "pareto"}
    return (
        known
        | _imports(shop)
        | _rulings(shop, credit, agent, manager, worker)
        | _people(shop, manager)
        | _rules(shop, manager)
        | _library(shop, busiest, buyer, manager)
        | _forms(shop, agent, manager)
        | _weeks(shop, busiest.day)
    )


def _imports(shop: Shop) -> Ids:
    """The latest file, with a refused row that it did not have."""
    batch = ImportBatch.objects.filter(shop=shop).latest("pk")
    RefusedRow.objects.create(batch=batch, line=2, code="bad-time", params={"found": "x"})
    return {"batch_id": batch.pk}


def _rulings(shop: Shop, credit: Credit, agent: Agent, manager: User, worker: User) -> Ids:
    contest = Contest.objects.create(
        shop=shop, order_id=credit.pk, agent=agent, author=worker, sentence="Mine."
    )
    older = Credit.objects.filter(shop=shop).exclude(pk=credit.pk).latest("pk")
    ruling = Ruling.objects.create(order_id=older.pk, agent=agent, reason="Talked first.", author=manager)
    unpaid = Credit.objects.filter(shop=shop, paid_day=None).select_related("order").latest("pk")
    note = ChaseNote.objects.create(
        order_id=unpaid.pk, agent=agent, author=worker, channel="phone", chased_at=unpaid.order.created_at
    )
    return {"contest_id": contest.pk, "ruling_id": ruling.pk, "note_id": note.pk}


def _people(shop: Shop, manager: User) -> Ids:
    invitation, _token = invitations.invite(shop, manager, Role.AGENT, [], [], "new")
    view = SavedView.objects.create(shop=shop, user=manager, page="leaderboard", name="mine")
    return {"invitation_id": invitation.pk, "view_id": view.pk}


def _rules(shop: Shop, manager: User) -> Ids:
    """The rules in force, and a preview of others, computed here: no worker need run."""
    payload = {"changes": {"unpaid_days": "4"}, "valid_from": None, "seen": ""}
    preview = Job.objects.create(shop=shop, kind=rule_preview.KIND, payload=payload, created_by=manager)
    jobs.run(preview.pk)
    return {"preview_id": preview.pk, "number": RuleSet.objects.filter(shop=shop).latest("number").number}


def _library(shop: Shop, busiest: Reception, buyer: BuyerAlias, manager: User) -> Ids:
    script = scripts.add(Script(shop=shop, kind="chase", title="Chase"), "Still there?", Actor.of(manager))
    promotion = Promotion.objects.create(
        shop=shop, title="Sale", first_day=busiest.day, last_day=busiest.day, author=manager
    )
    case = ChatCase.objects.create(
        shop=shop,
        agent=busiest.agent,
        buyer=buyer,
        first_at=busiest.first_at,
        last_at=busiest.last_at,
        verdict="good",
        author=manager,
    )
    return {"script_id": script.pk, "promotion_id": promotion.pk, "case_id": case.pk}


def _forms(shop: Shop, agent: Agent, manager: User) -> Ids:
    """The agent's latest form, every other form handed in with reasons, and an action against one."""
    heads = list(LostSaleReason.objects.filter(shop=shop, parent=None))
    submitted = LostSaleForm.objects.filter(shop=shop).exclude(agent=agent)
    submitted.update(status=LostSaleForm.Status.SUBMITTED)
    rows = list(LostSaleEntry.objects.filter(form__in=submitted))
    for place, row in enumerate(rows):
        row.reason = heads[place % len(heads)]
    LostSaleEntry.objects.bulk_update(rows, ["reason"], batch_size=500)
    form = LostSaleForm.objects.filter(shop=shop, agent=agent).latest("day")
    action = Action.objects.create(
        shop=shop,
        reason=heads[0],
        title="Briefing",
        kind=Action.Kind.BRIEFING,
        start_day=form.day - WEEK,
        owner=manager,
        created_by=manager,
    )
    entry = LostSaleEntry.objects.filter(form=form).first()
    made: Ids = {"form_id": form.pk, "action_id": action.pk}
    return made | ({"entry_id": entry.pk} if entry else {})


def _weeks(shop: Shop, day: dt.date) -> Ids:
    """The reports of two weeks, and one on its way to a robot."""
    monday = day - dt.timedelta(days=day.weekday())
    revisions.make(shop, monday - WEEK)
    report = revisions.make(shop, monday).report
    robot = ReportHook.objects.create(shop=shop, kind="wecom", address="https://qyapi.weixin.qq.com/?key=1")
    delivery = Delivery.objects.create(
        report=report, kind="shop", channel="hook", recipient=f"hook:{robot.pk}", status="failed"
    )
    return {
        "week": report.week,
        "month": f"{day:%Y-%m}",
        "hook_id": robot.pk,
        "delivery_id": delivery.pk,
    }
