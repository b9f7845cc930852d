"""Which orders a person may see, and those that a filter picks (D5.5, D7.6)."""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404

from accounts.access import own_agents, sees_whole_shop, visible_agents
from accounts.models import Shop, User
from accounts.nicks import normalise_nick
from chats.attribution.orders import EXCLUSION_NAMES
from chats.attribution.sales import CLASS_NAMES, EXCLUDED, UNLINKED_CLASS
from chats.buyers import in_conversation
from chats.models import Credit, Ruling
from chats.spans import Span
from reports.order_parts import PLACE, contested, contested_in_talk, in_bucket

CLOCKS = ("created", "paid")
STATES = ("paid", "unpaid", "chased", "recovered", "ruled")
UNLINKED_BECAUSE = {
    "masked": Q(class_code=UNLINKED_CLASS, order__buyer__isnull=False),
    "no_nick": Q(class_code=UNLINKED_CLASS, order__buyer__isnull=True),
}
REASONS = (*UNLINKED_BECAUSE, *EXCLUSION_NAMES[1:])
INVOLVEMENTS = ("effective_id", "order_closer_id", "payment_closer_id", "chaser_id")


class Assisted(Func):
    """Whether one of some agents is among the assists of a credit, a list of [agent, order, payment]."""

    output_field = BooleanField()

    def __init__(self, agents: Collection[int], place: int | None = None) -> None:
        super().__init__(F("assists"))
        self.agents = sorted(int(agent) for agent in agents) or [0]
        self.place = place  # 1: only assists of the order, 2: only of the payment

    def _exists(
        self, compiler: SQLCompiler, connection: Any, one_assist: str, flag: str
    ) -> tuple[str, tuple]:
        listed = ", ".join(["%s"] * len(self.agents))
        inner, parameters = compiler.compile(self.get_source_expressions()[0])
        also = f" AND {flag.format(self.place)} = 1" if self.place else ""
        sql = f"EXISTS (SELECT 1 FROM {one_assist.format(inner)} IN ({listed}){also})"  # noqa: S608 (our columns)
        return sql, (*parameters, *self.agents)

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, tuple]:
        one = "json_each({}) AS one WHERE json_extract(one.value, '$[0]')"
        return self._exists(compiler, connection, one, "json_extract(one.value, '$[{}]')")

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, tuple]:
        one = "jsonb_array_elements({}) AS one(value) WHERE (one.value->>0)::int"
        return self._exists(compiler, connection, one, "(one.value->>{})::int")


def _because(reason: str) -> Q:
    """Why an order is unlinked (D2.2) or excluded (D2.7)."""
    return UNLINKED_BECAUSE.get(reason) or Q(class_code=EXCLUDED, excluded_reason=reason)


def involving(agents: Collection[int]) -> Q:
    """Orders credited to one of the agents, or closed, chased or assisted by one."""
    found = Q(Assisted(agents))
    for column in INVOLVEMENTS:
        found |= Q(**{f"{column}__in": agents})
    return found


def visible_credits(user: User, shop: Shop) -> QuerySet[Credit]:
    """The orders that the user may see: all of them, or those in which her agents have a part.

    A leader also sees what the agents of the supervised teams contest. An agent sees what she contests
    if she talked with its buyer; by the number alone she could look into any order that she hears of (D7.6).
    `shows_buyer` of each tells whether she reads the buyer's nick in full.
    """
    known = in_conversation(user, shop, person="order__buyer__person", agent="effective_id")
    found = Credit.objects.filter(shop=shop).annotate(shows_buyer=known)
    if sees_whole_shop(user, shop):
        return found
    agents = set(visible_agents(user, shop).values_list("pk", flat=True))
    own = set(own_agents(user, shop).values_list("pk", flat=True))
    claimed = Q(contested(agents - own)) | Q(contested_in_talk(own))
    return found.filter(involving(agents) | claimed)


def credit_or_404(user: User, shop: Shop, order_id: int) -> Credit:
    """The credit of one order with order and buyer, if the user may see it."""
    rows = visible_credits(user, shop).select_related("order", "order__buyer")
    found = rows.filter(pk=order_id).first()
    if found is None:
        raise Http404
    return found


def picked(rows: QuerySet[Credit], wanted: dict[str, Any], span: Span) -> QuerySet[Credit]:
    """The orders that the form asks for. A search looks at every day, everything else at the span."""
    if wanted.get("q"):
        rows = rows.filter(_named(wanted["q"]))
    else:
        day = "paid_day" if wanted.get("clock") == "paid" else "created_day"
        rows = rows.filter(**{f"{day}__range": (span.first, span.last)})
    if wanted.get("kind"):
        rows = rows.filter(class_code=CLASS_NAMES.index(wanted["kind"]))
    if wanted.get("bucket"):
        rows = rows.filter(in_bucket(wanted["bucket"]))
    if wanted.get("reason"):
        rows = rows.filter(_because(wanted["reason"]))
    if wanted.get("batch"):
        rows = rows.filter(order__batch_id=wanted["batch"])
    if wanted.get("part") or wanted.get("agent") or wanted.get("team"):
        rows = rows.filter(in_part(wanted.get("part") or "credited", wanted.get("agents", ())))
    return _in_state(rows, wanted.get("state")).select_related("order", "order__buyer")


def in_part(part: str, agents: Collection[int]) -> Q:
    """Orders in which one of the agents has the named part."""
    if part == "contested":
        return Q(contested(agents))
    if part in PLACE:
        return Q(Assisted(agents, PLACE[part]))
    return Q(**{"chaser_id__in" if part == "chased" else "effective_id__in": agents})


def _named(search: str) -> Q:
    """A part of the order's number or of the buyer's nick; a nick that is not shown only as a whole."""
    text = search.strip()
    nick = normalise_nick(text)
    shown = Q(shows_buyer=True, order__buyer__nick__contains=nick)
    return Q(order__order_no__contains=text) | Q(order__buyer__nick=nick) | shown


def _in_state(rows: QuerySet[Credit], state: str | None) -> QuerySet[Credit]:
    in_force = Ruling.objects.filter(order=OuterRef("pk"), withdrawn_at=None)
    rows = rows.annotate(is_ruled=Exists(in_force))
    conditions = {
        "paid": Q(order__paid_at__isnull=False),
        "unpaid": Q(order__paid_at__isnull=True),
        "chased": Q(chaser_id__isnull=False),
        "recovered": Q(recovered=True),
        "ruled": Q(is_ruled=True),
    }
    return rows.filter(conditions[state]) if state else rows
