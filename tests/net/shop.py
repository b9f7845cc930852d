"""The fixed shop of the net: the full shop of the reports' tests, and one of each thing that it lacks."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit.actor import Actor
from accounts.models import Agent, Invitation, Role, Team, User
from chats.jobs import queue as jobs
from chats.models import (
    BuyerAlias,
    ChaseNote,
    Contest,
    ImportBatch,
    Job,
    Reception,
    RefusedRow,
    RuleSet,
    Ruling,
)
from reports.actions import verbs as actions
from reports.library.cases import verbs as cases
from reports.library.promotions import verbs as promotions
from reports.library.scripts import verbs as scripts
from reports.lost_sales.desk import reminders as form_reminders
from reports.models import (
    Action,
    ChatCase,
    Delivery,
    LostSaleEntry,
    LostSaleForm,
    Promotion,
    ReportHook,
    RuleEffect,
    SavedView,
    Script,
    WeeklyReport,
)
from reports.reasons import taxonomy as reasons
from reports.rules import preview as rule_preview
from reports.weekly import revisions
from tests.reports.full_shop import make_full_shop
from tests.reports.told import MONDAY, Told

NOW = dt.datetime(2026, 5, 21, 4, 30, tzinfo=dt.UTC)  # half past twelve in the shop
TOKEN = "a-link"
WEEK = dt.timedelta(days=7)


@dataclass
class Net:
    """The shop, its readers, and by the name of an address's parameter the values to ask for."""

    told: Told
    readers: dict[str, User | None]
    values: dict[str, list[object]]


def make_net(folder: Path) -> Net:
    """Everything, with the same keys each time; for a database without shops, under a stopped clock."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")  # earlier tests of the process have used keys
    told = make_full_shop(folder)
    _more(told)
    readers = {
        "manager": told.manager,
        "head": told.head,
        "supervisor": told.supervisor,
        "agent": told.xiaomei,
        "anonymous": None,
    }
    return Net(told, readers, _values(told))


def _more(told: Told) -> None:
    """What the full shop lacks."""
    _import(told)
    _library(told)
    _people(told)
    _weeks(told)
    _preview(told)
    unpaid = LostSaleForm.objects.filter(shop=told.shop, status=LostSaleForm.Status.OPEN).order_by("pk")
    form_reminders.remind(told.shop, unpaid[:1], told.head)


def _import(told: Told) -> None:
    """Two rows of a file that were refused; files are named without the folder of this run."""
    for one in ImportBatch.objects.filter(shop=told.shop):
        one.path = Path(one.path).name
        one.save(update_fields=["path"])
    batch = ImportBatch.objects.filter(shop=told.shop).latest("pk")
    header = ["date", "visitors", "page_views", "bounced_visitors"]
    for line, code, raw in (
        (2, "bad-time", ["x", "1", "2", "1"]),
        (3, "bad-date", ["2026-05-32", "1", "2", "1"]),
    ):
        RefusedRow.objects.create(
            batch=batch,
            line=line,
            code=code,
            params={"found": raw[0]},
            raw=dict(zip(header, raw, strict=True)),
        )


def _library(told: Told) -> None:
    """A script in two versions and a retired one, promotions of which one is over, passages of talks."""
    shop, codes = told.shop, reasons.by_code(told.shop)
    chase = Script(shop=shop, kind=Script.Kind.CHASE, title="催付", reason=codes["chase.none"])
    script = scripts.add(chase, "亲，请付款", Actor.of(told.head))
    scripts.write(script, "亲，还有什么不放心的吗？", "先问原因", Actor.of(told.xiaomei), seen=1)
    over = {"first_day": MONDAY - 2 * WEEK, "last_day": MONDAY - WEEK}
    promotions.save_promotion(
        Promotion(shop=shop, title="返场", text="满300减30", author=told.head, **over), Actor.of(told.head)
    )
    for buyer, verdict in (("lily", "good"), ("tom", "improve")):
        talk = Reception.objects.select_related("agent").get(shop=shop, buyer__nick=buyer)
        case = ChatCase(
            shop=shop,
            agent=talk.agent,
            buyer_id=talk.buyer_id,
            first_at=talk.first_at,
            last_at=talk.last_at,
            verdict=verdict,
            comment="看看",
            author=told.head,
        )
        cases.save_case(case, Actor.of(told.head))
    exam = Action(
        shop=shop,
        reason=codes["goods.size"].parent,
        title="尺码小考",
        kind=Action.Kind.EXAM,
        start_day=MONDAY - WEEK,
        owner=told.head,
        created_by=told.head,
    )
    actions.save_action(exam, [told.xiaomei.agents.get()], Actor.of(told.head))


def _people(told: Told) -> None:
    link = {"role": Role.AGENT, "created_by": told.manager, "expires_at": timezone.now() + WEEK}
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    Invitation.objects.create(shop=told.shop, label="新人", token_hash=digest, **link)
    for user in (told.manager, told.head, told.xiaomei):
        SavedView.objects.create(
            shop=told.shop, user=user, page="leaderboard", name="我的", query="view=service"
        )


def _weeks(told: Told) -> None:
    """The report of the week before as well, and a delivery that failed."""
    revisions.make(told.shop, MONDAY - WEEK)
    robot = ReportHook.objects.create(
        shop=told.shop, kind="wecom", address="https://qyapi.weixin.qq.com/x?key=1"
    )
    report = WeeklyReport.objects.filter(shop=told.shop).latest("monday")
    Delivery.objects.create(
        report=report, kind="shop", channel="hook", recipient=f"hook:{robot.pk}", status="failed"
    )


def _preview(told: Told) -> None:
    """A preview of other rules, computed here; what saving the present ones did was the same."""
    payload = {"changes": {"unpaid_days": "4"}, "valid_from": None, "seen": ""}
    job = Job.objects.create(shop=told.shop, kind=rule_preview.KIND, payload=payload, created_by=told.manager)
    jobs.run(job.pk)
    job.refresh_from_db()
    effect = job.payload["result"] | {"at": NOW.isoformat(), "by": "wu", "changes": {}}
    RuleEffect.objects.create(
        rule_set=RuleSet.objects.filter(shop=told.shop).latest("number"), effects=[effect]
    )


def _values(told: Told) -> dict[str, list[object]]:
    shop = told.shop
    orders = [told.credit(number).pk for number in ("A1", "A2", "A6", "R1", "B5", "D2")]
    contests = Contest.objects.filter(shop=shop).order_by("pk")
    entries = LostSaleEntry.objects.filter(form__shop=shop, buyer__isnull=False)
    forms = LostSaleForm.objects.filter(shop=shop, agent__name="xiaomei")
    buyers = BuyerAlias.objects.filter(shop=shop, nick__in=("lily", "rob", "ben")).order_by("nick")
    return {
        "shop_id": [shop.pk],
        "agent_id": _keys(Agent.objects.filter(shop=shop, name__in=("xiaomei", "xiaoqi"))),
        "team_id": _keys(Team.objects.filter(shop=shop))[:1],
        "user_id": [told.xiaomei.pk, told.supervisor.pk],
        "order_id": orders,
        "batch_id": [ImportBatch.objects.filter(shop=shop, refusals__isnull=False).latest("pk").pk],
        "invitation_id": _keys(Invitation.objects.filter(shop=shop))[:1],
        "form_id": _keys(forms.filter(status=LostSaleForm.Status.OPEN))[-1:],
        "entry_id": _keys(entries.filter(form__agent__name="xiaomei"))[:2],
        "buyer_id": _keys(buyers),
        "contest_id": _keys(contests),
        "ruling_id": _keys(Ruling.objects.filter(order__shop=shop))[:1],
        "preview_id": _keys(Job.objects.filter(shop=shop, kind=rule_preview.KIND)),
        "view_id": _keys(SavedView.objects.filter(shop=shop)),
        "hook_id": _keys(ReportHook.objects.filter(shop=shop)),
        "delivery_id": _keys(Delivery.objects.filter(report__shop=shop))[-1:],
        "script_id": _keys(Script.objects.filter(shop=shop)),
        "promotion_id": _keys(Promotion.objects.filter(shop=shop)),
        "case_id": _keys(ChatCase.objects.filter(shop=shop)),
        "action_id": _keys(Action.objects.filter(shop=shop)),
        "note_id": _keys(ChaseNote.objects.filter(order__shop=shop)),
        "number": _keys(RuleSet.objects.filter(shop=shop), "number"),
        "week": [f"{MONDAY - WEEK:%G-W%V}", f"{MONDAY:%G-W%V}"],
        "month": ["2026-05"],
        "kind": ["csv", "xlsx", "pdf", "json", "html"],
        "name": ["agents", "chats", "traffic"],
        "table": ["pareto", "agents", "teams", "days", "matrix"],
        "token": [TOKEN],
        "uidb36": ["1"],
        "key": ["x"],
    }


def _keys(rows: QuerySet, name: str = "pk") -> list[int]:
    return list(rows.order_by(name).values_list(name, flat=True))
