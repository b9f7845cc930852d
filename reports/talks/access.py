"""Whose talks a person may read (D9.1, D7.6): agents their own, supervisors their teams', managers all.

A buyer often talks with several agents. Who may open the conversation reads the words of the agents that they
may see; of the others they learn that somebody answered, and when. A robot speaks for the shop: what it said
is nobody's secret.
"""

from collections.abc import Collection

from django.http import Http404

from accounts.models import Shop, User
from chats.models import BuyerAlias, Order, Reception
from reports.access import ReadableTalks, visible_credits


def buyer_or_404(user: User, shop: Shop, buyer_id: int, reader: ReadableTalks) -> BuyerAlias:
    """The buyer, named as the person's first alias, if the user may read or see anything of them."""
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
    """Whether an order of the buyer concerns the user, such as one that a ruling gave them."""
    if alias.person is None:
        return False
    orders = Order.objects.filter(buyer__person=alias.person).values_list("pk", flat=True)
    return visible_credits(user, shop).filter(pk__in=list(orders)).exists()
