"""Who may see which receptions and contests, and who reads nicks in full (accounts/access.py says why)."""

from collections.abc import Collection
from typing import TypeAlias, TypedDict

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Expression
from django_stubs_ext import WithAnnotations

from accounts.access import is_leader, own_agents, sees_whole_shop, visible_agents
from accounts.models import Shop, User
from accounts.nicks import mask_nick
from chats.models import BuyerAlias, Contest, Reception
from chats.store.erased import is_pseudonym


class ShowsBuyer(TypedDict):
    """What rows carry that are annotated with `in_conversation`."""

    shows_buyer: bool


ShownReception: TypeAlias = "WithAnnotations[Reception, ShowsBuyer]"


def in_conversation(user: User, shop: Shop, *, person: str, agent: str) -> Expression:
    """Whether the row's buyer is no stranger to the user, for `annotate`.

    `person` and `agent` are the row's lookups of the buyer's person and of the agent id to whom the
    row belongs, "order__buyer__person" and "effective_id" of a credit. True for everybody where the
    shop shows nicks to all.
    """
    if shop.show_buyer_nicks:
        return Value(True, BooleanField())
    own = list(own_agents(user, shop).values_list("pk", flat=True))
    if not own:
        return Value(False, BooleanField())
    talked = Reception.objects.filter(shop=shop, buyer=OuterRef(person), agent__in=own)
    return ExpressionWrapper(Exists(talked) | Q(**{f"{agent}__in": own}), BooleanField())


def buyer_text(buyer: BuyerAlias | None, in_full: bool) -> str:
    """The buyer's nick as the reader may see it; empty where the file named nobody."""
    if buyer is None:
        return ""
    name = buyer.written or buyer.open_uid
    return name if in_full or is_pseudonym(name) else mask_nick(name)


def known_to(user: User, shop: Shop, persons: Collection[int]) -> set[int]:
    """Of `persons` (buyers) those whose full nick the user may read: they talked with them, or all may."""
    if shop.show_buyer_nicks:
        return set(persons)
    own = list(own_agents(user, shop).values_list("pk", flat=True))
    if not own:
        return set()
    talked = Reception.objects.filter(shop=shop, buyer__in=persons, agent__in=own)
    return set(talked.values_list("buyer_id", flat=True))


def visible_receptions(user: User, shop: Shop) -> QuerySet[Reception]:
    """The receptions of the agents whose figures the user may see."""
    rows = Reception.objects.filter(shop=shop)
    if sees_whole_shop(user, shop):
        return rows
    return rows.filter(agent__in=list(visible_agents(user, shop).values_list("pk", flat=True)))


def own_contests(user: User, shop: Shop) -> QuerySet[Contest]:
    """The contests of the agents that the user is, newest first."""
    mine = list(own_agents(user, shop).values_list("pk", flat=True))
    return Contest.objects.filter(shop=shop, agent__in=mine).order_by("-created_at", "-pk")


def visible_contests(user: User, shop: Shop) -> QuerySet[Contest]:
    """The contests that a leader reads: of agents of the supervised teams, or of orders credited to them."""
    if not is_leader(user, shop):
        return Contest.objects.none()
    rows = Contest.objects.filter(shop=shop)
    if sees_whole_shop(user, shop):
        return rows
    seen = list(visible_agents(user, shop).values_list("pk", flat=True))
    return rows.filter(Q(agent__in=seen) | Q(order__credit__effective_id__in=seen))
