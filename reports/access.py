"""Who may see and change which rows of reports; accounts/access.py says what each role sees."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404
from django.shortcuts import get_object_or_404
from django_stubs_ext import WithAnnotations

from accounts.access import (
    ShopRequest,
    has_second_factor,
    is_leader,
    own_agents,
    roles_of,
    sees_whole_shop,
    visible_agents,
)
from accounts.models import Agent, AgentKind, Shop, User
from chats.access import ShowsBuyer, in_conversation
from chats.models import ChaseNote, Contest, Credit, Reception, Ruling
from reports.models import Action, ChatCase, LostSaleEntry, ReportSubscription, SavedView

INVOLVEMENTS = ("effective_id", "order_closer_id", "payment_closer_id", "chaser_id")
PLACE = {"assisted_order": 1, "assisted_payment": 2}  # in an assist, [agent, order, payment]


def contested(agents: Collection[int] | None = None) -> Exists:
    """Orders that one of the agents, or anybody, contested and that wait or were decided (D7.6)."""
    claims = Contest.objects.filter(order=OuterRef("pk")).exclude(status=Contest.Status.WITHDRAWN)
    return Exists(claims if agents is None else claims.filter(agent__in=agents))


def contested_in_talk(agents: Collection[int]) -> Exists:
    """Orders that one of the agents contested after talking with their buyer (D7.6)."""
    talks = Reception.objects.filter(
        shop=OuterRef("shop"), agent=OuterRef("agent"), buyer=OuterRef("order__buyer__person")
    )
    claims = Contest.objects.filter(order=OuterRef("pk"), agent__in=agents)
    return Exists(claims.exclude(status=Contest.Status.WITHDRAWN).filter(Exists(talks)))


class Assisted(Func):
    """Whether one of some agents is among the assists of a credit, a list of [agent, order, payment]."""

    output_field = BooleanField()

    def __init__(self, agents: Collection[int], place: int | None = None) -> None:
        super().__init__(F("assists"))
        self.agents = sorted(int(agent) for agent in agents) or [0]
        self.place = place  # 1: only assists of the order, 2: only of the payment

    def _exists(
        self, compiler: SQLCompiler, connection: Any, one_assist: str, flag: str
    ) -> tuple[str, tuple[Any, ...]]:
        listed = ", ".join(["%s"] * len(self.agents))
        inner, parameters = compiler.compile(self.get_source_expressions()[0])
        also = f" AND {flag.format(self.place)} = 1" if self.place else ""
        sql = f"EXISTS (SELECT 1 FROM {one_assist.format(inner)} IN ({listed}){also})"  # noqa: S608 (our columns)
        return sql, (*parameters, *self.agents)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: Any, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        one = "json_each({}) AS one WHERE json_extract(one.value, '$[0]')"
        return self._exists(compiler, connection, one, "json_extract(one.value, '$[{}]')")

    def as_postgresql(
        self, compiler: SQLCompiler, connection: Any, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        one = "jsonb_array_elements({}) AS one(value) WHERE (one.value->>0)::int"
        return self._exists(compiler, connection, one, "(one.value->>{})::int")


def involving(agents: Collection[int]) -> Q:
    """Orders credited to one of the agents, or closed, chased or assisted by one."""
    found = Q(Assisted(agents))
    for column in INVOLVEMENTS:
        found |= Q(**{f"{column}__in": agents})
    return found


ShownCredit: TypeAlias = "WithAnnotations[Credit, ShowsBuyer]"


def visible_credits(user: User, shop: Shop) -> QuerySet[ShownCredit]:
    """The orders that the user may see: all of them, or those in which their agents have a part.

    A leader also sees what the agents of the supervised teams contest. Agents see what they contest
    if they talked with its buyer; by the number alone they could look into any order they hear of (D7.6).
    `shows_buyer` of each tells whether they read the buyer's nick in full.
    """
    known = in_conversation(user, shop, person="order__buyer__person", agent="effective_id")
    found = Credit.objects.filter(shop=shop).annotate(shows_buyer=known)
    if sees_whole_shop(user, shop):
        return found
    agents = set(visible_agents(user, shop).values_list("pk", flat=True))
    own = set(own_agents(user, shop).values_list("pk", flat=True))
    claimed = Q(contested(agents - own)) | Q(contested_in_talk(own))
    return found.filter(involving(agents) | claimed)


def credit_or_404(user: User, shop: Shop, order_id: int) -> ShownCredit:
    """The credit of one order with order and buyer, if the user may see it."""
    rows = visible_credits(user, shop).select_related("order", "order__buyer")
    found = rows.filter(pk=order_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class ReadableTalks:
    """Whose words somebody may read; `agents` is None for everybody's. `robots` can always be read."""

    agents: frozenset[int] | None
    robots: frozenset[int] = frozenset()

    def includes(self, agent_id: int | None) -> bool:
        """Whether the talk of this agent may be read."""
        return self.agents is None or agent_id in self.agents or agent_id in self.robots


def readable_talks(user: User, shop: Shop) -> ReadableTalks:
    """Whose talks the user may read in the shop."""
    if sees_whole_shop(user, shop):
        return ReadableTalks(None)
    visible = frozenset(visible_agents(user, shop).values_list("pk", flat=True))
    robots = shop.agents.filter(kind=AgentKind.ROBOT).values_list("pk", flat=True)
    return ReadableTalks(visible, frozenset(robots))


ShownEntry: TypeAlias = "WithAnnotations[LostSaleEntry, ShowsBuyer]"


def with_buyers(rows: QuerySet[LostSaleEntry], user: User, shop: Shop) -> QuerySet[ShownEntry]:
    """The rows with `shows_buyer`: whether the user reads the buyer's name in full."""
    return rows.annotate(shows_buyer=in_conversation(user, shop, person="buyer", agent="form__agent_id"))


def visible_actions(user: User, shop: Shop) -> QuerySet[Action]:
    """Actions for anybody whose figures the user may see; for the whole shop as well."""
    related = ("reason__parent", "team", "owner", "shop")
    actions = Action.objects.filter(shop=shop).select_related(*related).prefetch_related("agents")
    if sees_whole_shop(user, shop):
        return actions
    seen = visible_agents(user, shop)
    theirs = Q(agents__in=seen) | Q(agents=None, team__agents__in=seen) | Q(agents=None, team=None)
    return actions.filter(pk__in=Action.objects.filter(theirs, shop=shop).values("pk"))


def may_change_action(user: User, action: Action) -> bool:
    """Whether the action is for nobody but agents whose figures the user may see."""
    shop = action.shop
    if sees_whole_shop(user, shop):
        return True
    every = list(Agent.objects.filter(shop=shop))
    meant = audience(action, every)
    seen = set(visible_agents(user, shop).values_list("pk", flat=True))
    named = bool(action.team_id or action.agents.all())
    return named and {agent.pk for agent in meant} <= seen


def audience(action: Action, agents: Collection[Agent]) -> list[Agent]:
    """Those of the agents for whom the action is: the named ones, else the team, else everybody."""
    named = {agent.pk for agent in action.agents.all()}
    if named:
        return [agent for agent in agents if agent.pk in named]
    if action.team_id:
        return [agent for agent in agents if agent.team_id == action.team_id]
    return list(agents)


def visible_cases(user: User, shop: Shop) -> QuerySet[ChatCase]:
    """Good ones are for everybody of the shop to learn from; those to improve for the agent and for
    their leaders."""
    seen = visible_agents(user, shop).values("pk")
    cases = ChatCase.objects.filter(shop=shop).select_related("agent", "author", "reason__parent", "buyer")
    if not roles_of(user, shop):
        return cases.none()
    return cases.filter(Q(verdict=ChatCase.Verdict.GOOD) | Q(agent__in=seen))


def changeable_cases(user: User, shop: Shop) -> QuerySet[ChatCase]:
    """The cases of agents whom the user leads."""
    if not is_leader(user, shop):
        return ChatCase.objects.none()
    return visible_cases(user, shop).filter(agent__in=visible_agents(user, shop).values("pk"))


def starrable(user: User, shop: Shop) -> set[int]:
    """The agents whose passages the user may star: people whose talks they may read."""
    agents = visible_agents(user, shop).filter(kind=AgentKind.HUMAN)
    return set(agents.values_list("pk", flat=True))


def may_exclude(user: User, shop: Shop, credit: Credit) -> bool:
    """Whether the user may take the order out of the figures: leaders who see whom it is credited to."""
    if not is_leader(user, shop):
        return False
    if sees_whole_shop(user, shop):
        return True
    agent = credit.effective_id
    return agent is not None and visible_agents(user, shop).filter(pk=agent).exists()


def visible_rulings(user: User | None, shop: Shop) -> QuerySet[Ruling]:
    """Every ruling (no user: for the shop's own reports), or those that touch the user's agents."""
    rows = Ruling.objects.filter(order__shop=shop)
    if user is None or sees_whole_shop(user, shop):
        return rows
    seen = list(visible_agents(user, shop).values_list("pk", flat=True))
    claims = Contest.objects.filter(ruling=OuterRef("pk"), agent__in=seen)
    return rows.filter(
        Q(agent__in=seen)
        | Q(order__credit__credited_id__in=seen)
        | Q(order__credit__effective_id__in=seen)
        | Exists(claims)
    )


def may_get_report(shop: Shop, user: User, report: str) -> bool:
    """Whether the person may see what the report says: the same scope as on the pages, which do not open
    without a second factor where the shop requires one."""
    if not user.is_active or not user.memberships.filter(shop=shop).exists():
        return False
    if shop.two_factor_required and not has_second_factor(user):
        return False
    if report == ReportSubscription.Report.OWN:
        return own_agents(user, shop).exists()
    return sees_whole_shop(user, shop)


def may_remove_chase(user: User, leader: bool, note: ChaseNote) -> bool:
    """Whether the user may take the note of a chase out: its author, or who leads the shop's agents."""
    return leader or note.author_id == user.pk


def saved_view_or_404(user: User, shop: Shop, view_id: int, pages: Collection[str]) -> SavedView:
    """A view of one of the pages that the user saved; another one's is not there."""
    return get_object_or_404(SavedView, user=user, shop=shop, pk=view_id, page__in=pages)


def whole_shop_or_404(request: ShopRequest, shop: Shop) -> None:
    """Pages of the whole shop are for those who see all of it; to others they do not exist."""
    if not sees_whole_shop(request.user, shop):
        raise Http404
