"""Which rows a person may see: every list, chart, file and mail of ours starts from one of these."""

from django.db.models import QuerySet

from accounts.access import sees_whole_shop, visible_agents
from accounts.models import Shop, User
from chats.models import Reception


def visible_receptions(user: User, shop: Shop) -> QuerySet[Reception]:
    """The receptions of the agents whose figures the user may see."""
    rows = Reception.objects.filter(shop=shop)
    if sees_whole_shop(user, shop):
        return rows
    return rows.filter(agent__in=list(visible_agents(user, shop).values_list("pk", flat=True)))
