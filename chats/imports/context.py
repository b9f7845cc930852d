"""What a shop already knows, as far as reading a file needs it."""

from accounts.models import Agent, AgentNick, Shop
from chats.importers.base import ShopContext


def shop_context(shop: Shop, agent: str = "", buyer: str = "") -> ShopContext:
    """The context in which the shop's files are read; `agent` and `buyer` are told by a person."""
    nicks = AgentNick.objects.filter(shop=shop).values_list("nick", "agent__kind")
    names = Agent.objects.filter(shop=shop, in_roster=True).order_by("pk").values_list("name", "first_nick")
    return ShopContext(
        timezone=shop.timezone,
        main_account=shop.main_account,
        agents=dict(nicks),
        display_names=dict(names),
        agent=agent.strip(),
        buyer=buyer.strip(),
    )
