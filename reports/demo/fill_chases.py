"""The demo shop's chases by phone and SMS, noted by hand: two orders that still wait, one that was paid."""

import datetime as dt

from django.db.models import F, QuerySet

from accounts.audit.actor import Actor
from accounts.models import Agent, Shop, User
from chats.attribution.sales import CLASS_NAMES
from chats.frames import rule_book
from chats.models import ChaseNote, Credit
from reports.chasing import notes as chasing_notes
from reports.chasing import queries as chasing
from reports.demo.story.people import AGENTS

# Channel and words of the notes: of the orders that wait, and of the one that was paid.
WAITING = (
    (ChaseNote.Channel.PHONE, "电话没接，晚上八点再打。"),
    (ChaseNote.Channel.SMS, "短信提醒满减今晚结束，买家说下班后付。"),
)
PAID = (ChaseNote.Channel.PHONE, "买家忘了付款，电话里说马上付。")
LATER = dt.timedelta(hours=2)
PAID_LATER = dt.timedelta(hours=4)


def note_chases(shop: Shop, reader: User) -> int:
    """Note the chases, each by an agent of the demo; how many there are."""
    callers = list(Agent.objects.filter(shop=shop, name__in=[one.name for one in AGENTS]).order_by("pk"))
    for credit, (channel, words), caller in zip(_waiting(shop, reader), WAITING, callers, strict=False):
        _note(credit, caller, channel, words)
    for credit in _paid_late(shop)[:1]:
        _note(credit, callers[-1], *PAID)
    return ChaseNote.objects.filter(order__shop=shop).count()


def _note(credit: Credit, caller: Agent, channel: str, words: str) -> None:
    at = credit.order.created_at + LATER
    chasing_notes.note_chase(Actor.of(caller.user), credit.order, caller, channel, at, words)


def _waiting(shop: Shop, reader: User) -> QuerySet[Credit]:
    """Unpaid orders that are old enough and that nobody chased, the largest first."""
    as_of = chasing.now_of(shop)
    assert as_of is not None, "the demo's chats come before its chases"
    rows = chasing.due(chasing.seen(reader, shop), rule_book(shop), as_of)
    rows = rows.filter(chaser_id__isnull=True, order__created_at__lt=as_of - LATER)
    return rows.order_by("-order__amount_fen", "pk")


def _paid_late(shop: Shop) -> QuerySet[Credit]:
    """Silent sales that were paid hours after they were placed, the latest first."""
    rows = Credit.objects.filter(shop=shop, class_code=CLASS_NAMES.index("silent"), paid_day__isnull=False)
    late = rows.filter(order__paid_at__gt=F("order__created_at") + int(PAID_LATER.total_seconds()))
    return late.select_related("order").order_by("-order__created_at", "pk")
