"""A shop of which every kind of thing is there, so that every address can be asked for.

All of it belongs to Xiaomei, an agent of the first team.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.audit.actor import Actor
from accounts.models import Invitation, Membership, Role, Shop, Team, User
from chats.attribution.sales import CLASS_NAMES
from chats.models import (
    BuyerAlias,
    ChaseNote,
    Contest,
    Credit,
    ImportBatch,
    Job,
    Order,
    Reception,
    RefusedRow,
    RuleSet,
    Ruling,
    ShopState,
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
    RuleEffect,
    SavedView,
    Script,
    WeeklyReport,
)
from reports.weekly import revisions
from tests.cast import agent_of, member
from tests.safety.addresses import EVERY, parameters

TOKEN = "a-link"
NOON = dt.datetime(2026, 5, 11, 4, 0, tzinfo=dt.UTC)


@dataclass
class World:
    """The readers and the objects that addresses name."""

    readers: dict[str, User | None]
    other: Shop
    ids: dict[str, object]

    def address(self, name: str, **more: object) -> str:
        known = self.ids | more
        kwargs = {key: known[key] for key in parameters(name)}
        return reverse(name, kwargs=kwargs) if EVERY[name].name else f"/{name}"


def make_world() -> World:
    """The shop, another one, and a reader of every kind."""
    shop, other = (Shop.objects.create(name=name, main_account=name) for name in ("示例旗舰店", "别家旗舰店"))
    first, second = (Team.objects.create(shop=shop, name=name) for name in ("一组", "二组"))
    readers = _readers(shop, other)
    Membership.objects.get(user=readers["supervisor"]).teams.add(first)
    Membership.objects.get(user=readers["other supervisor"]).teams.add(second)
    xiaomei = agent_of(shop, "小美", first, readers["agent"])
    agent_of(shop, "小七", second, readers["colleague"])
    agent_of(other, "别人", user=readers["stranger"])
    ids = {"shop_id": shop.pk, "agent_id": xiaomei.pk, "team_id": first.pk, "user_id": readers["agent"].pk}
    view = SavedView.objects.create(shop=shop, user=readers["agent"], page="leaderboard", name="mine")
    ids["view_id"] = view.pk
    return World(readers, other, ids | _rows(shop, xiaomei, readers["manager"]) | _weeks(shop) | _ways(shop))


def _readers(shop: Shop, other: Shop) -> dict[str, User | None]:
    return {
        "anonymous": None,
        "stranger": member("stranger", other, Role.AGENT),
        "agent": member("xiaomei", shop, Role.AGENT),
        "colleague": member("xiaoqi", shop, Role.AGENT),
        "other supervisor": member("nils", shop, Role.SUPERVISOR),
        "supervisor": member("mila", shop, Role.SUPERVISOR),
        "manager": member("wu", shop, Role.MANAGER),
    }


def _weeks(shop: Shop) -> dict[str, object]:
    """Two weeks with their reports."""
    monday = dt.date(2026, 5, 11)
    weeks = (monday - dt.timedelta(7), monday)
    ShopState.objects.create(shop=shop, first_day=weeks[0], last_day=monday, as_of=NOON, refreshed_at=NOON)
    for week in weeks:
        revisions.make(shop, week)
    return {"week": f"{monday:%G-W%V}", "month": "2026-05"}


def _ways(shop: Shop) -> dict[str, object]:
    """A robot, and a delivery of the latest report to it that failed."""
    robot = ReportHook.objects.create(shop=shop, kind="wecom", address="https://qyapi.weixin.qq.com/x?key=1")
    report = WeeklyReport.objects.filter(shop=shop).latest("monday")
    delivery = Delivery.objects.create(
        report=report, kind="shop", channel="hook", recipient=f"hook:{robot.pk}", status="failed"
    )
    return {"hook_id": robot.pk, "delivery_id": delivery.pk}


def _rows(shop: Shop, xiaomei, manager: User) -> dict[str, object]:
    """An order, an import, a lost-sale row and a link; what addresses call them."""
    order = Order.objects.create(
        shop=shop, order_no="A1", created_at=NOON, paid_at=NOON, amount_fen=5900, version=NOON
    )
    Credit.objects.create(
        order=order,
        shop=shop,
        created_day=NOON.date(),
        paid_day=NOON.date(),
        class_code=CLASS_NAMES.index("consulted"),
        order_closer_id=xiaomei.pk,
        credited_id=xiaomei.pk,
        effective_id=xiaomei.pk,
        order_evidence_at=NOON,
        order_evidence_hash=1,
        rule_version=1,
    )
    ruling = Ruling.objects.create(order=order, agent=xiaomei, reason="x", author=manager)
    contest = Contest.objects.create(
        shop=shop, order=order, agent=xiaomei, author=xiaomei.user, sentence="mine"
    )
    job = Job.objects.create(shop=shop, kind="import", status=Job.Status.DONE)
    batch = ImportBatch.objects.create(shop=shop, path="a.csv", job=job, status="done", refused=1)
    RefusedRow.objects.create(batch=batch, line=2, code="bad-time", params={"found": "x"})
    form = LostSaleForm.objects.create(
        shop=shop, agent=xiaomei, day=NOON.date(), status=LostSaleForm.Status.SUBMITTED
    )
    reason = LostSaleReason.objects.create(shop=shop, code="price", zh="价格", en="price")
    entry = LostSaleEntry.objects.create(
        form=form, buyer_name="lily", first_at=NOON, last_at=NOON, reason=reason
    )
    action = Action.objects.create(
        shop=shop,
        reason=reason,
        title="x",
        kind=Action.Kind.BRIEFING,
        start_day=NOON.date(),
        owner=manager,
        created_by=manager,
    )
    action.agents.add(xiaomei)
    link = Invitation.objects.create(
        shop=shop,
        role=Role.AGENT,
        token_hash=hashlib.sha256(TOKEN.encode()).hexdigest(),
        created_by=manager,
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    lily = BuyerAlias.objects.create(shop=shop, nick="lily", written="lily")
    BuyerAlias.objects.filter(pk=lily.pk).update(person=lily.pk)
    _reception(shop, xiaomei, lily)
    called = ChaseNote.objects.create(
        order=order, agent=xiaomei, author=xiaomei.user, channel="phone", chased_at=NOON
    )
    numbers = {
        "order_id": order.pk,
        "batch_id": batch.pk,
        "invitation_id": link.pk,
        "buyer_id": lily.pk,
        "note_id": called.pk,
    }
    names = {"kind": "csv", "name": "agents", "token": TOKEN, "uidb36": "1", "key": "x"}
    decided = {"contest_id": contest.pk, "ruling_id": ruling.pk} | _rules(shop)
    loop = {"form_id": form.pk, "entry_id": entry.pk, "action_id": action.pk, "table": "pareto"}
    return numbers | names | decided | loop | _library(shop, xiaomei, lily, manager)


def _library(shop: Shop, xiaomei, buyer: BuyerAlias, author: User) -> dict[str, object]:
    """A script, a promotion, and a passage of Xiaomei's that can be done better."""
    script = scripts.add(Script(shop=shop, kind="chase", title="x"), "x", Actor.of(author))
    day = NOON.date()
    promotion = Promotion.objects.create(shop=shop, title="x", first_day=day, last_day=day, author=author)
    case = ChatCase.objects.create(
        shop=shop,
        agent=xiaomei,
        buyer=buyer,
        first_at=NOON,
        last_at=NOON,
        verdict="improve",
        author=author,
    )
    return {"script_id": script.pk, "promotion_id": promotion.pk, "case_id": case.pk}


def _reception(shop: Shop, agent, buyer: BuyerAlias) -> None:
    """A talk of the agent with the buyer."""
    counts = ("started_by", "buyer_messages", "human_messages", "rounds", "unanswered_rounds", "wait_seconds")
    outcomes = ("ordered_same_day", "ordered_final", "paid_same_day", "paid_next_day", "paid_final")
    Reception.objects.create(
        shop=shop,
        day=NOON.date(),
        agent=agent,
        buyer=buyer,
        first_at=NOON,
        last_at=NOON,
        **dict.fromkeys(counts, 0),
        **dict.fromkeys((*outcomes, "replied", "inquiry", "own_paid_final", "mature"), False),
    )


def _rules(shop: Shop) -> dict[str, object]:
    """A version of the rules with what saving it did, and a preview of another."""
    sums = {"agents": {}, "shop": {}}
    result = {"first": "2026-05-11", "last": "2026-05-17", "before": sums, "after": sums}
    effect = result | {"at": NOON.isoformat(), "by": "wu", "changes": {}}
    RuleEffect.objects.create(rule_set=RuleSet.objects.create(shop=shop, number=1), effects=[effect])
    payload = {"changes": {"unpaid_days": "4"}, "valid_from": None, "seen": "", "result": result}
    preview = Job.objects.create(shop=shop, kind="rule_preview", status=Job.Status.DONE, payload=payload)
    return {"number": 1, "preview_id": preview.pk}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block writes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
