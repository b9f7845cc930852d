"""Whose talks a person may read (D9.1, D7.6): an agent her own, a supervisor his teams', a manager all.

A buyer often talks with several agents. Who may open the conversation reads the words of the agents that she
may see; of the others she learns that somebody answered, and when. A robot speaks for the shop: what it said
is nobody's secret.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404

from accounts.access import sees_whole_shop, visible_agents
from accounts.models import AgentKind, Shop, User
from chats.models import BuyerAlias, Order, Reception
from reports.order_list import visible_credits


@dataclass(frozen=True)
class Ears:
    """Whose words somebody may read; `agents` is None for everybody's. `robots` can always be read."""

    agents: frozenset[int] | None
    robots: frozenset[int] = frozenset()

    def hear(self, agent_id: int | None) -> bool:
        """Whether the talk of this agent may be read."""
        return self.agents is None or agent_id in self.agents or agent_id in self.robots


def ears(user: User, shop: Shop) -> Ears:
    """Whose talks the user may read in the shop."""
    if sees_whole_shop(user, shop):
        return Ears(None)
    visible = frozenset(visible_agents(user, shop).values_list("pk", flat=True))
    robots = shop.agents.filter(kind=AgentKind.ROBOT).values_list("pk", flat=True)
    return Ears(visible, frozenset(robots))


def buyer_or_404(user: User, shop: Shop, buyer_id: int, reader: Ears) -> BuyerAlias:
    """The buyer, named as the person's first alias, if the user may read or see anything of her."""
    alias = BuyerAlias.objects.filter(shop=shop, pk=buyer_id).first()
    if alias is None:
        raise Http404
    if alias.person is not None and alias.person != alias.pk:
        alias = BuyerAlias.objects.get(pk=alias.person)
    if reader.agents is None or _talked(shop, alias.pk, reader.agents) or _bought(user, shop, alias):
        return alias
    raise Http404


def _talked(shop: Shop, buyer: int, agents: Collection[int]) -> bool:
    return Reception.objects.filter(shop=shop, buyer=buyer, agent__in=agents).exists()


def _bought(user: User, shop: Shop, alias: BuyerAlias) -> bool:
    """Whether an order of the buyer concerns the user, such as one that a ruling gave her."""
    if alias.person is None:
        return False
    orders = Order.objects.filter(buyer__person=alias.person).values_list("pk", flat=True)
    return visible_credits(user, shop).filter(pk__in=list(orders)).exists()
