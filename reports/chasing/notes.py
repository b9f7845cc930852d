"""Chases by phone or SMS, written down by hand: a record for people, never credit (D5.4)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.models import Agent
from chats.models import ChaseNote, Order


@transaction.atomic
def note_chase(
    by: Actor,
    order: Order,
    agent: Agent | None,
    channel: str,
    at: dt.datetime | None,
    text: str,
) -> ChaseNote:
    """Write down that the buyer of an order was called or written to, now unless another time is told."""
    note = ChaseNote.objects.create(
        order=order,
        agent=agent,
        author=by.account,
        channel=channel,
        chased_at=at or timezone.now(),
        note=text,
    )
    audit.note(by, order.shop, "chase_noted", order.order_no, channel=channel)
    return note


@transaction.atomic
def take_back(by: Actor, note: ChaseNote) -> None:
    """Remove a note; the audit trail keeps that it was there."""
    order = note.order
    audit.note(by, order.shop, "chase_noted", order.order_no, channel=note.channel, removed=True)
    note.delete()
