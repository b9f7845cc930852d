"""Every address of the project, asked for by every kind of reader: who gets in, who finds nothing.

The addresses come from the URLconf, so that a new page fails here until somebody says who may see it.
All objects belong to Xiaomei (agent of the first team) and her shop.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

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
from reports import scripts
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
    WeeklyReport,
)
from reports.weekly import kept
from tests.cast import agent_of, member

MEMBERS = {"agent", "colleague", "other supervisor", "supervisor", "manager"}
SIGNED_IN = MEMBERS | {"stranger"}
EVERYBODY = SIGNED_IN | {"anonymous"}
LEADERS = {"other supervisor", "supervisor", "manager"}
MANAGER = {"manager"}
HERS = {"agent", "supervisor", "manager"}  # what belongs to Xiaomei
HER_LEADERS = {"supervisor", "manager"}
ONLY_HER = {"agent"}
NOBODY: set[str] = set()

TOKEN = "a-link"
THINGS = {
    "note_id",
    "action_id",
    "agent_id",
    "team_id",
    "user_id",
    "order_id",
    "batch_id",
    "invitation_id",
    "form_id",
    "entry_id",
    "buyer_id",
    "contest_id",
    "ruling_id",
    "preview_id",
    "view_id",
    "hook_id",
    "delivery_id",
    "script_id",
    "promotion_id",
    "case_id",
}
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


@pytest.fixture
def world(db: None, request: pytest.FixtureRequest) -> World:
    shop, other = (Shop.objects.create(name=name, main_account=name) for name in ("示例旗舰店", "别家旗舰店"))
    first, second = (Team.objects.create(shop=shop, name=name) for name in ("一组", "二组"))
    readers = {
        "anonymous": None,
        "stranger": member("stranger", other, Role.AGENT),
        "agent": member("xiaomei", shop, Role.AGENT),
        "colleague": member("xiaoqi", shop, Role.AGENT),
        "other supervisor": member("nils", shop, Role.SUPERVISOR),
        "supervisor": member("mila", shop, Role.SUPERVISOR),
        "manager": member("wu", shop, Role.MANAGER),
    }
    Membership.objects.get(user=readers["supervisor"]).teams.add(first)
    Membership.objects.get(user=readers["other supervisor"]).teams.add(second)
    xiaomei = agent_of(shop, "小美", first, readers["agent"])
    agent_of(shop, "小七", second, readers["colleague"])
    agent_of(other, "别人", user=readers["stranger"])
    ids = {"shop_id": shop.pk, "agent_id": xiaomei.pk, "team_id": first.pk, "user_id": readers["agent"].pk}
    view = SavedView.objects.create(shop=shop, user=readers["agent"], page="leaderboard", name="mine")
    ids["view_id"] = view.pk
    found = World(readers, other, ids | _rows(shop, xiaomei, readers["manager"]))
    everywhere = "second_factor_opens" in request.node.name
    if everywhere or "week" in request.node.name:
        found.ids |= _weeks(shop)
    if everywhere or "hook" in request.node.name or "delivery" in request.node.name:
        found.ids |= _ways(shop)
    return found


def _weeks(shop: Shop) -> dict[str, object]:
    """Two weeks with their reports; only the addresses of reports need them."""
    monday = dt.date(2026, 5, 11)
    weeks = (monday - dt.timedelta(7), monday)
    ShopState.objects.create(shop=shop, first_day=weeks[0], last_day=monday, as_of=NOON, refreshed_at=NOON)
    for week in weeks:
        kept.make(shop, week)
    return {"week": f"{monday:%G-W%V}", "month": "2026-05"}


def _ways(shop: Shop) -> dict[str, object]:
    """A robot, and a delivery to it that failed."""
    robot = ReportHook.objects.create(shop=shop, kind="wecom", address="https://qyapi.weixin.qq.com/x?key=1")
    report = WeeklyReport.objects.create(shop=shop, monday=dt.date(2026, 4, 27), content="{}", digest="x")
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
    script = scripts.add(Script(shop=shop, kind="chase", title="x"), "x", author)
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
    RuleSet.objects.create(shop=shop, number=1, effects=[effect])
    payload = {"changes": {"unpaid_days": "4"}, "valid_from": None, "seen": "", "result": result}
    preview = Job.objects.create(shop=shop, kind="rule_preview", status=Job.Status.DONE, payload=payload)
    return {"number": 1, "preview_id": preview.pk}


# Who gets in. Addresses to which one only sends something stand in SENT as well.
ALLOWED: dict[str, set[str]] = {
    "healthz": EVERYBODY,
    "favicon.ico": EVERYBODY,
    "home": SIGNED_IN,
    "shop_home": MEMBERS,
    "admin/login/": NOBODY,  # leads those who are not signed in to the one page for that
    "accounts:sign_in": EVERYBODY,
    "accounts:sign_out": EVERYBODY,
    "accounts:setup": NOBODY,  # once anybody has an account
    "accounts:preferences": EVERYBODY,
    "accounts:password": SIGNED_IN,
    "accounts:account": SIGNED_IN,
    "account_login": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_inactive": EVERYBODY,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,  # whoever has the link
    "account_reset_password_from_key_done": EVERYBODY,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_confirm_email": EVERYBODY,  # whoever has the link
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": SIGNED_IN,  # between the password and the code; else it leads elsewhere
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": NOBODY,  # without a second factor
    "mfa_view_recovery_codes": NOBODY,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": NOBODY,
    "socialaccount_connections": SIGNED_IN,
    "socialaccount_login_cancelled": EVERYBODY,
    "socialaccount_login_error": EVERYBODY,
    "dingtalk_login": NOBODY,  # unless set up
    "dingtalk_callback": NOBODY,
    "wecom_login": NOBODY,
    "wecom_callback": NOBODY,
    "accounts:join": EVERYBODY,  # whoever has the link
    "accounts:people": LEADERS,
    "accounts:people_settings": MANAGER,
    "accounts:people_team_end": MANAGER,
    "accounts:people_second_factor": MANAGER,
    "accounts:people_team_new": MANAGER,
    "accounts:people_team": MANAGER,
    "accounts:people_member": MANAGER,
    "accounts:people_end": MANAGER,
    "accounts:people_password": MANAGER,
    "accounts:people_invite": MANAGER,
    "accounts:people_withdraw": MANAGER,
    "chats:imports": LEADERS,
    "chats:imports_latest": LEADERS,
    "chats:imports_template": LEADERS,
    "chats:imports_file": LEADERS,
    "chats:imports_refused": LEADERS,
    "chats:agent_new": MANAGER,
    "chats:agent": MANAGER,
    "reports:leaderboard": MEMBERS,
    "reports:leaderboard_file": MEMBERS,
    "reports:leaderboard_days_file": LEADERS,
    "reports:agent": HERS,
    "reports:agent_file": HERS,
    "reports:view_save": MEMBERS,
    "reports:view_change": ONLY_HER,
    "reports:receptions": MEMBERS,
    "reports:receptions_file": MEMBERS,
    "reports:orders": MEMBERS,
    "reports:orders_file": MEMBERS,
    "reports:order": HERS,
    "reports:talks": MEMBERS,
    "reports:chasing": MEMBERS,
    "reports:chasing_file": MEMBERS,
    "reports:chasing_results": MEMBERS,
    "reports:chasing_results_file": MEMBERS,
    "reports:chasing_note": HERS,
    "reports:chasing_note_remove": HERS,
    "reports:talks_file": MEMBERS,
    "reports:talk": HERS,
    "reports:talk_file": HERS,
    "reports:funnel": MANAGER,  # and supervisors of all teams
    "reports:funnel_file": MANAGER,
    "reports:funnel_buyers": MANAGER,
    "reports:funnel_buyers_file": MANAGER,
    "reports:books": MANAGER,
    "reports:books_file": MANAGER,
    "reports:books_unlinked": MANAGER,
    "reports:books_unlinked_file": MANAGER,
    "reports:order_exclude": HER_LEADERS,
    "reports:health": MANAGER,
    "reports:health_file": MANAGER,
    "reports:health_texts": MANAGER,
    "reports:health_text": NOBODY,  # a text that nobody proposed
    "reports:health_text_dismiss": NOBODY,
    "reports:contests": LEADERS,
    "reports:contest": HER_LEADERS,
    "reports:contest_waiting": MEMBERS,
    "reports:contest_withdraw": ONLY_HER,
    "reports:contests_mine": MEMBERS,
    "reports:contests_decided": LEADERS,
    "reports:contests_decided_file": LEADERS,
    "reports:order_decide": HER_LEADERS,
    "reports:rulings": LEADERS,
    "reports:rulings_file": LEADERS,
    "reports:ruling_withdraw": HER_LEADERS,
    "reports:rules": LEADERS,
    "reports:rules_check": MANAGER,
    "reports:rules_preview": MANAGER,
    "reports:rules_preview_file": MANAGER,
    "reports:rules_save": MANAGER,
    "reports:rules_version": LEADERS,
    "reports:rules_version_file": LEADERS,
    "reports:metrics": MEMBERS,
    "reports:audit": MANAGER,
    "reports:audit_file": MANAGER,
    "reports:stored": MEMBERS,
    "reports:privacy": MANAGER,
    "reports:privacy_find": MANAGER,
    "reports:privacy_buyer": MANAGER,
    "reports:privacy_export": MANAGER,
    "reports:privacy_erase": MANAGER,
    "reports:lost_sales": MEMBERS,
    "reports:lost_sale_save": ONLY_HER,
    "reports:lost_sale_talk": HERS,
    "reports:lost_sale_best": ONLY_HER,
    "reports:lost_sale_submit": ONLY_HER,
    "reports:lost_sale_add": ONLY_HER,
    "reports:lost_sale_desk": LEADERS,
    "reports:lost_sale_reviews": LEADERS,
    "reports:lost_sale_review": HER_LEADERS,
    "reports:lost_sale_causes": LEADERS,
    "reports:lost_sale_reasons": MANAGER,
    "reports:lost_sale_rows": MEMBERS,
    "reports:weekly": MANAGER,  # and supervisors of all teams
    "reports:weekly_latest": MANAGER,
    "reports:weekly_report": MANAGER,
    "reports:weekly_build": MANAGER,
    "reports:weekly_file": MANAGER,
    "reports:weekly_compare": MANAGER,
    "reports:weekly_compare_file": MANAGER,
    "reports:weekly_month": MANAGER,
    "reports:weekly_month_file": MANAGER,
    "reports:scorecards": MEMBERS,
    "reports:scorecards_file": MEMBERS,
    "reports:scorecard_edit": MANAGER,
    "reports:scorecard_end": MANAGER,
    "reports:sales_targets": MANAGER,
    "reports:report_subscriptions": MEMBERS,
    "reports:subscription_save": MEMBERS,
    "reports:hook_add": MANAGER,
    "reports:hook_change": MANAGER,
    "reports:delivery_again": MANAGER,
    "reports:weekly_send": MANAGER,
    "reports:my_week": {"agent", "colleague"},
    "reports:lost_sale_rows_file": MEMBERS,
    "reports:lost_sale_causes_file": LEADERS,
    "reports:lost_sale_forms": LEADERS,
    "reports:lost_sale_forms_file": LEADERS,
    "reports:lost_sale_remind": LEADERS,
    "reports:lost_sale_mine": MEMBERS,
    "reports:actions": LEADERS,
    "reports:actions_file": LEADERS,
    "reports:action_new": LEADERS,
    "reports:action": HER_LEADERS,
    "reports:action_change": HER_LEADERS,
    "reports:action_end": HER_LEADERS,
    "reports:scripts": MEMBERS,
    "reports:scripts_file": MEMBERS,
    "reports:script": MEMBERS,
    "reports:script_new": MEMBERS,
    "reports:script_change": MEMBERS,
    "reports:script_retire": LEADERS,
    "reports:promotions": MEMBERS,
    "reports:promotions_file": MEMBERS,
    "reports:promotion_new": LEADERS,
    "reports:promotion_change": LEADERS,
    "reports:promotion_withdraw": LEADERS,
    "reports:promotion_read": {"agent", "colleague"},
    "reports:cases": MEMBERS,
    "reports:cases_file": MEMBERS,
    "reports:case": HER_LEADERS,
    "reports:case_new": HER_LEADERS,
}
SENT: dict[str, dict[str, str]] = {
    "reports:chasing_note": {"channel": "phone"},
    "reports:chasing_note_remove": {},
    "reports:view_save": {"page": "leaderboard", "name": "x"},
    "reports:view_change": {"wish": "first"},
    "accounts:sign_out": {},
    "account_logout": {},
    "accounts:preferences": {"theme": "dark"},
    "accounts:people_settings": {},
    "accounts:people_team_end": {},
    "accounts:people_second_factor": {},
    "accounts:people_password": {},
    "accounts:people_withdraw": {},
    "reports:privacy_find": {"name": "lily"},
    "reports:privacy_erase": {"sure": "on"},
    "reports:lost_sale_save": {"note": "x"},
    "reports:lost_sale_best": {"best_answer": "x"},
    "reports:lost_sale_submit": {},
    "reports:lost_sale_add": {},
    "reports:lost_sale_review": {"decision": "accept"},
    "reports:lost_sale_remind": {},
    "reports:action_end": {"do": "end"},
    "reports:script_retire": {"do": "retire"},
    "reports:promotion_read": {"seen": ""},
    "reports:weekly_build": {},
    "reports:weekly_send": {},
    "reports:subscription_save": {"report": "own", "mode": "off"},
    "reports:hook_change": {"remove": ""},
    "reports:delivery_again": {},
    "reports:hook_add": {},
    "reports:scorecard_end": {},
    "reports:contest_withdraw": {},
    "reports:order_decide": {"winner": "nobody", "reason": "x"},
    "reports:ruling_withdraw": {},
    "reports:rules_check": {},
    "reports:rules_save": {},
}
ELSEWHERE = {name for name in ALLOWED if name.startswith(("dingtalk_", "wecom_"))}
OPEN = {name for name, readers in ALLOWED.items() if "anonymous" in readers} | {"accounts:setup", *ELSEWHERE}
READERS = ("anonymous", "stranger", "agent", "colleague", "other supervisor", "supervisor", "manager")


def patterns(inside: URLResolver, space: str = "", route: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name, or route where there is none; pattern) of every address."""
    for one in inside.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from patterns(one, inner, route + str(one.pattern))
        else:
            yield (f"{space}{one.name}" if one.name else route + str(one.pattern)), one


EVERY = dict(patterns(get_resolver()))
ADMIN = {name for name in EVERY if name.startswith(("admin:", "admin/"))} - {"admin/login/"}


def parameters(name: str) -> list[str]:
    return list(EVERY[name].pattern.regex.groupindex)


def ask(reader: User | None, name: str, address: str) -> HttpResponse:
    client = Client()
    if reader:
        client.force_login(reader)
    return client.post(address, SENT[name]) if name in SENT else client.get(address)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block writes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outcome(answer: HttpResponse) -> str:
    """What became of a request: let in, sent to sign in, or nothing there."""
    if answer.status_code == 302 and answer.url.startswith(reverse("accounts:sign_in")):
        return "sign in"
    known = {404: "nothing", 403: "forbidden", 405: "wrong method"}
    return known.get(answer.status_code, "in" if answer.status_code < 500 else "broken")


def expected(name: str, reader: str) -> str:
    if reader in ALLOWED[name]:
        return "in"
    return "sign in" if reader == "anonymous" and name not in OPEN else "nothing"


def test_somebody_said_of_every_address_who_may_see_it() -> None:
    names = EVERY.keys() - ADMIN

    assert names - ALLOWED.keys() == set(), "say in ALLOWED who may see these pages"
    assert ALLOWED.keys() - names == set(), "these pages are gone"


@pytest.mark.parametrize("name", ALLOWED)
def test_each_reader_gets_in_or_finds_nothing(world: World, name: str, settings) -> None:
    settings.LOGOUT_REDIRECT_URL = "home"  # elsewhere than where people are sent to sign in
    found = {}
    for reader in READERS:
        with undone():
            found[reader] = outcome(ask(world.readers[reader], name, world.address(name)))

    assert found == {reader: expected(name, reader) for reader in READERS}


def test_no_page_of_a_shop_that_requires_a_second_factor_opens_without_one(world: World) -> None:
    shop = Shop.objects.get(pk=world.ids["shop_id"])
    Shop.objects.filter(pk=shop.pk).update(two_factor_required=True)
    everything = member("everything", shop, Role.MANAGER)
    for role in (Role.SUPERVISOR, Role.AGENT):
        Membership.objects.create(user=everything, shop=shop, role=role)
    client = Client()
    client.force_login(everything)
    names = [name for name in EVERY if "shop_id" in parameters(name)]

    assert len(names) > 30
    for name in names:
        answer = client.get(world.address(name))
        if answer.status_code == 405:
            answer = client.post(world.address(name), SENT.get(name, {}))
        assert answer.get("Location") == reverse("mfa_activate_totp"), name


OBJECTS = [name for name in ALLOWED if any(one in THINGS for one in parameters(name))]


@pytest.mark.parametrize("name", OBJECTS)
def test_a_thing_of_another_shop_is_not_found_under_ones_own(world: World, name: str) -> None:
    rival = member("rival", world.other, Role.MANAGER)
    Membership.objects.create(user=rival, shop=world.other, role=Role.AGENT)

    assert outcome(ask(rival, name, world.address(name, shop_id=world.other.pk))) == "nothing"


@pytest.mark.parametrize("name", sorted(ADMIN - {"admin:login"}))
def test_the_administration_opens_for_none_of_them(world: World, name: str) -> None:
    told = {"app_label": "accounts"}
    kwargs = {key: told.get(key, "1") for key in parameters(name)}
    nameless = re.sub(r"<.*?>|\(.*\)\$", "1", name)
    address = reverse(name, kwargs=kwargs) if EVERY[name].name else f"/{nameless}"
    for reader in READERS:
        answer = ask(world.readers[reader], name, address)

        assert answer.status_code == 302, reader
        assert answer.url.startswith(reverse("admin:index")), reader


def test_the_administration_has_no_sign_in_of_its_own(world: World) -> None:
    answer = Client().get(reverse("admin:index"), follow=True)

    assert answer.redirect_chain[-1][0] == "/sign-in/?next=/admin/"
    assert Client().post("/admin/login/", {"username": "wu", "password": "right-horse-9"}).status_code == 405
