"""What is known of one buyer before any message is read: contacts, orders, noted chases, and their days."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from accounts.models import Shop, User
from chats.attribution.clock import number_day
from chats.frames import rule_book
from chats.models import BuyerAlias, ChaseNote, Credit, Order, Reception
from reports.access import ReadableTalks, ShownCredit, readable_talks, visible_credits
from reports.talks.access import buyer_or_404

Noted = tuple[dt.date, ChaseNote]


@dataclass
class Conversation:
    """What is known of one buyer before any message is read.

    `receptions` are all of the buyer's contacts, also those that the reader may not read; `days` say how many
    lines each business day has that concerns the reader.
    """

    shop: Shop
    alias: BuyerAlias
    reader: ReadableTalks
    receptions: list[Reception]
    credits: list[ShownCredit]
    notes: list[Noted]
    agent_id: int | None = None
    days: dict[dt.date, int] = field(default_factory=dict)

    @property
    def readable(self) -> list[Reception]:
        """The contacts that the reader may read."""
        return [reception for reception in self.receptions if self.reader.includes(reception.agent_id)]

    @property
    def only(self) -> set[int] | None:
        """The agents to whom the page keeps; a masked nick is somebody else with every agent (D2.2)."""
        if self.agent_id is not None:
            return {self.agent_id}
        return {one.agent_id for one in self.readable} if self.alias.person is None else None


def open_conversation(user: User, shop: Shop, buyer_id: int, asked_agent: int) -> Conversation:
    """The conversation with a buyer as far as the user may read it, with one agent only where they may read
    that one's. Raises Http404 for buyers whom they may not know."""
    reader = readable_talks(user, shop)
    alias = buyer_or_404(user, shop, buyer_id, reader)
    return conversation(
        user, shop, alias, reader, asked_agent if asked_agent and reader.includes(asked_agent) else None
    )


def conversation(
    user: User, shop: Shop, alias: BuyerAlias, reader: ReadableTalks, agent_id: int | None = None
) -> Conversation:
    """Look up the contacts and orders of a buyer; with one agent only, if one is named."""
    rows = Reception.objects.filter(shop=shop, buyer=alias.pk).select_related("agent")
    if agent_id is not None:
        rows = rows.filter(agent=agent_id)
    credits: list[ShownCredit] = []
    if alias.person is not None:
        found = visible_credits(user, shop).filter(pk__in=orders_of(alias.person))
        credits = list(found.select_related("order").order_by("order__created_at"))
    receptions = list(rows.order_by("day", "first_at"))
    talk = Conversation(shop, alias, reader, receptions, credits, noted(shop, credits), agent_id)
    for one in talk.readable:
        talk.days[one.day] = talk.days.get(one.day, 0) + one.buyer_messages + one.human_messages
    order_days = [day for credit in credits for day in {credit.created_day, credit.paid_day} if day]
    for day in [*order_days, *(day for day, _note in talk.notes)]:
        talk.days[day] = talk.days.get(day, 0) + 1
    return talk


def orders_of(person: int) -> list[int]:
    """The orders of a person. Asked for by themselves: with the shop in the question, too, the database would
    rather begin with all its orders."""
    return list(Order.objects.filter(buyer__person=person).values_list("pk", flat=True))


def noted(shop: Shop, credits: Collection[Credit]) -> list[Noted]:
    """Chases of the orders by phone or SMS that somebody wrote down, each with its business day."""
    rows = ChaseNote.objects.filter(order__in=[credit.pk for credit in credits]).order_by("chased_at", "pk")
    notes = list(rows.select_related("agent", "author", "order"))
    instants = np.array([int(one.chased_at.timestamp()) for one in notes], np.int64)
    days = rule_book(shop).business_days(instants).tolist() if notes else []
    return [(number_day(day), note) for day, note in zip(days, notes, strict=True)]
