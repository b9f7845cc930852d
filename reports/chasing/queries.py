"""Unpaid orders that can still be won: who may chase them, who talked last, and what the chances are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django_stubs_ext import WithAnnotations

from accounts.access import sees_whole_shop, visible_agents
from accounts.models import Shop, User
from chats.access import ShowsBuyer, in_conversation
from chats.attribution.filters import MONOLOGUE, NONE
from chats.attribution.natural import NaturalRate
from chats.attribution.sales import CLASS_NAMES
from chats.attribution.versions import RuleBook
from chats.models import ChaseNote, Credit, Reception, ShopState
from chats.spans import ONE_DAY
from reports.access import involving

EXCLUDED = CLASS_NAMES.index("excluded")


class Chasable(ShowsBuyer):
    """What `seen` annotates on an order: the last talk with its buyer, and whether a chase was noted."""

    last_agent: int | None
    last_talk_at: dt.datetime | None
    noted: bool


ChasableCredit: TypeAlias = "WithAnnotations[Credit, Chasable]"


def now_of(shop: Shop) -> dt.datetime | None:
    """The instant up to which the shop's data are known (D1.5); None while there are none."""
    state = ShopState.objects.filter(shop=shop).first()
    return state.as_of if state else None


def seen(user: User, shop: Shop) -> QuerySet[ChasableCredit]:
    """The orders that the user may chase: of their agents (a part in it, or the last talk with the buyer).

    `last_agent` and `last_talk_at` tell who talked with the buyer last, `shows_buyer` whether they read the
    nick in full, `noted` whether somebody noted a chase by hand.
    """
    talks = Reception.objects.filter(
        shop=shop, buyer=OuterRef("order__buyer__person"), filtered__in=(NONE, MONOLOGUE)
    ).order_by("-day", "-last_at", "agent_id")
    rows = Credit.objects.filter(shop=shop).annotate(
        last_agent=Subquery(talks.values("agent_id")[:1]),
        last_talk_at=Subquery(talks.values("last_at")[:1]),
        noted=Exists(ChaseNote.objects.filter(order=OuterRef("pk"))),
        shows_buyer=in_conversation(user, shop, person="order__buyer__person", agent="effective_id"),
    )
    if sees_whole_shop(user, shop):
        return rows
    return rows.filter(_concerning(list(visible_agents(user, shop).values_list("pk", flat=True))))


def _concerning(agents: Sequence[int]) -> Q:
    return involving(agents) | Q(last_agent__in=agents)


def due(rows: QuerySet[ChasableCredit], book: RuleBook, as_of: dt.datetime) -> QuerySet[ChasableCredit]:
    """Those of the orders that are unpaid, open, real, and younger than `unpaid_days` (D5.4)."""
    young, longest = Q(pk__in=[]), dt.timedelta(0)
    for version in book.versions:
        limit = dt.timedelta(seconds=version.rules.unpaid_seconds)
        young |= Q(rule_version=version.number, order__created_at__gt=as_of - limit)
        longest = max(longest, limit)
    first_day = (as_of - longest).date() - ONE_DAY
    notes = ChaseNote.objects.select_related("agent", "author").order_by("chased_at", "pk")
    return (
        rows.filter(young, created_day__gte=first_day, order__paid_at__isnull=True, order__closed=False)
        .exclude(class_code=EXCLUDED)
        .select_related("order", "order__buyer")
        .prefetch_related(Prefetch("order__chase_notes", notes))
    )


def filter_unpaid(rows: QuerySet[ChasableCredit], wanted: Mapping[str, Any]) -> QuerySet[ChasableCredit]:
    """The orders that the filters ask for."""
    if agent := wanted.get("agent"):
        rows = rows.filter(_concerning([agent.pk]))
    if team := wanted.get("team"):
        rows = rows.filter(_concerning(list(team.agents.values_list("pk", flat=True))))
    if kind := wanted.get("kind"):
        rows = rows.filter(class_code=CLASS_NAMES.index(kind))
    if wanted.get("chased") == "no":
        rows = rows.filter(chaser_id__isnull=True, noted=False)
    elif wanted.get("chased") == "yes":
        rows = rows.filter(Q(chaser_id__isnull=False) | Q(noted=True))
    return rows


def chance(rates: Sequence[NaturalRate], age_seconds: float) -> float | None:
    """The natural payment rate at the largest time not above an order's age (D7.5)."""
    fitting = [rate for rate in rates if rate.after_seconds <= age_seconds]
    return (fitting[-1] if fitting else rates[0]).rate if rates else None
