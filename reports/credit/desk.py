"""What a leader weighs before deciding who earned an order: sides, their parts, whom to choose (D7.6)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypedDict, cast

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from accounts.access import own_agents, visible_agents
from accounts.models import Agent, AgentKind, Shop, User
from chats.access import ShowsBuyer, buyer_text, in_conversation, own_contests
from chats.attribution.sales import CLASS_NAMES
from chats.credit import rulings
from chats.models import Contest, Credit, Order, Ruling
from reports.access import ShownCredit


@dataclass(frozen=True)
class Candidate:
    """An agent with a part in the order; `hindrance` says why this leader cannot choose them."""

    agent_id: int
    name: str
    parts: tuple[str, ...]
    hindrance: str = ""


@dataclass(frozen=True)
class Case:
    """One order before a leader: who is paid (None: nobody), by which ruling if any, who claims it, who
    could be chosen, and the sides whom this leader does not lead."""

    order: Order
    credit: Credit
    kind: str
    nick: str
    ruling: Ruling | None
    paid_to: int | None
    paid_name: str
    claims: tuple[Contest, ...]
    candidates: tuple[Candidate, ...]
    others: tuple[tuple[int, str], ...]
    unseen: tuple[str, ...] = ()

    @property
    def winners(self) -> set[int]:
        """The agents whom the leader may choose."""
        return {one.agent_id for one in self.candidates if not one.hindrance} | {
            pk for pk, _name in self.others
        }


class Disputed(TypedDict):
    """What an order carries beside its columns: open claims, and its ruling in force, if any."""

    claims: list[Contest]
    in_force: list[Ruling]


DisputedOrder: TypeAlias = "WithAnnotations[Order, Disputed]"
ShownContest: TypeAlias = "WithAnnotations[Contest, ShowsBuyer]"


def with_cases(contests: QuerySet[Contest], user: User, shop: Shop) -> QuerySet[ShownContest]:
    """Contests with everything that `Desk.case` looks at, in a fixed number of queries."""
    claims = Contest.objects.filter(status=Contest.Status.OPEN).select_related("agent").order_by("pk")
    known = in_conversation(user, shop, person="order__buyer__person", agent="order__credit__effective_id")
    return (
        contests.select_related("order__credit", "order__buyer", "agent", "author", "decided_by")
        .prefetch_related(Prefetch("order__contests", claims, "claims"), _in_force())
        .annotate(shows_buyer=known)
    )


def _in_force() -> Prefetch[Any]:
    rows = Ruling.objects.filter(withdrawn_at=None).select_related("agent", "author")
    return Prefetch("order__rulings", rows, "in_force")


def _disputed(credit: Credit) -> DisputedOrder:
    # Rows reached by a relation have no type for what a prefetch adds.
    return cast("DisputedOrder", credit.order)


def credit_with_case(credit: ShownCredit) -> ShownCredit:
    """The credit of one order with what `Desk.case` looks at."""
    order = _disputed(credit)
    claims = Contest.objects.filter(order=order, status=Contest.Status.OPEN).select_related("agent")
    order.claims = list(claims.order_by("pk"))
    order.in_force = list(
        Ruling.objects.filter(order=order, withdrawn_at=None).select_related("agent", "author")
    )
    return credit


@dataclass
class Desk:
    """The agents of the shop as one leader sees them."""

    user: User
    shop: Shop
    names: dict[int, str] = field(init=False)
    humans: dict[int, str] = field(init=False)
    seen: set[int] = field(init=False)
    own: set[int] = field(init=False)

    def __post_init__(self) -> None:
        rows = list(
            Agent.objects.filter(shop=self.shop).order_by("name", "pk").values_list("pk", "name", "kind")
        )
        self.names = {pk: name for pk, name, _kind in rows}
        self.humans = {pk: name for pk, name, kind in rows if kind == AgentKind.HUMAN}
        self.seen = set(visible_agents(self.user, self.shop).values_list("pk", flat=True))
        self.own = set(own_agents(self.user, self.shop).values_list("pk", flat=True))

    def case(self, credit: Credit, shows_buyer: bool) -> Case:
        """The order of a credit that `with_cases` or `credit_with_case` has prepared."""
        order = _disputed(credit)
        ruling = order.in_force[0] if order.in_force else None
        paid_to = ruling.agent_id if ruling else credit.credited_id
        claimants = [claim.agent_id for claim in order.claims]
        parts = _parts(credit, paid_to, claimants, bool(ruling))
        sides = {agent for agent in (*claimants, paid_to) if agent is not None}
        candidates = tuple(
            self._candidate(pk, said, pk in sides) for pk, said in parts.items() if pk in self.humans
        )
        return Case(
            order,
            credit,
            CLASS_NAMES[credit.class_code],
            buyer_text(order.buyer, shows_buyer),
            ruling,
            paid_to,
            "" if paid_to is None else self.names.get(paid_to, ""),
            tuple(order.claims),
            candidates,
            tuple(self._others(parts)),
            tuple(self.names[pk] for pk in sorted(sides - self.seen) if pk in self.names),
        )

    def _candidate(self, agent: int, parts: list[str], is_side: bool) -> Candidate:
        """Sides are named, so that the leader knows who else must look; others of other teams are not."""
        if agent in self.own:
            hindrance = _("yourself")
        else:
            hindrance = "" if agent in self.seen else _("not of your teams")
        name = self.names[agent] if agent in self.seen or is_side else _("another agent")
        return Candidate(agent, name, tuple(parts), hindrance)

    def _others(self, parts: Iterable[int]) -> Iterable[tuple[int, str]]:
        free = self.seen - set(parts) - self.own
        return ((pk, name) for pk, name in self.humans.items() if pk in free)


def _parts(
    credit: Credit, paid_to: int | None, claimants: Iterable[int], is_ruled: bool
) -> dict[int, list[str]]:
    """Agent → their part in the order, by weight."""
    named: list[tuple[int | None, str]] = [(agent, _("contests it")) for agent in claimants]
    named.append((paid_to, _("credited by a ruling") if is_ruled else _("credited")))
    if is_ruled:
        named.append((credit.credited_id, _("credited by the rules")))
    named += [
        (credit.order_closer_id, _("closed the order")),
        (credit.payment_closer_id, _("closed the payment")),
        (credit.chaser_id, _("chased the payment")),
    ]
    for agent, before, behind in credit.assists:
        named += [(agent, _("assisted before the order"))] if before else []
        named += [(agent, _("assisted before the payment"))] if behind else []
    found: dict[int, list[str]] = {}
    for agent, part in named:
        if agent is not None:
            found.setdefault(agent, []).append(part)
    return found


def own_claims(user: User, shop: Shop, order: Order) -> tuple[list[Contest], list[Agent]]:
    """For an order's page: what the user's agents claimed of it, and which of them can claim it now."""
    claims = list(
        own_contests(user, shop).filter(order=order).select_related("agent", "decided_by", "ruling")
    )
    busy = {claim.agent_id for claim in claims if claim.status == Contest.Status.OPEN}
    agents = own_agents(user, shop).filter(kind=AgentKind.HUMAN).exclude(pk__in=busy)
    return claims, list(agents.exclude(pk=rulings.paid_to(order) or 0).order_by("name"))
