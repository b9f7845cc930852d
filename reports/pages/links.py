"""Addresses that several pages give, so that all of them lead to the same place."""

import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Shop
from chats.spans import Span


def talk_url(
    shop: Shop | int,
    buyer: int | None,
    *,
    at: dt.datetime | None = None,
    agent_id: int | None = None,
    q: str = "",
) -> str:
    """The conversation with one buyer, across agents; "" where the order's buyer is not known at all (D2.2).

    `buyer` is the id of the person, as Reception.buyer_id and BuyerAlias.person hold it; of a masked nick
    the alias, and then `agent_id` names the one agent with whom it is one conversation. `at` jumps to a
    moment, `q` marks words.
    """
    if buyer is None:
        return ""
    address = reverse("reports:talk", args=[getattr(shop, "pk", shop), buyer])
    wanted = {"at": int(at.timestamp()) if at else None, "agent": agent_id, "q": q}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return address + (f"?{query}" if query else "") + ("#at" if at else "")


def orders_url(shop: Shop, span: Span, **filters: object) -> str:
    """The list of the orders paid in a span that the filters pick."""
    query = {"from": span.first.isoformat(), "to": span.last.isoformat(), "clock": "paid", **filters}
    return f"{reverse('reports:orders', args=[shop.pk])}?{urlencode(query)}"
