"""The promotion calendar: what runs, who confirmed to have read it, and what an agent knew at a moment."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.access import own_agents, visible_agents
from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.models import Agent, AgentKind, Shop, User
from reports.facts import queries
from reports.models import LostSaleEntry, Promotion, PromotionRead

PROMO = "promo"  # the group of reasons that says: the promotions were not known or not told (D9.5)
READ, OLDER, UNREAD, LATER, NO_ACCOUNT = "read", "older", "unread", "later", "no_account"

Reads = Mapping[tuple[int, int], Collection[dt.datetime]]


@dataclass(frozen=True)
class Briefed:
    """What an agent knew of a promotion at a moment.

    READ: confirmed (`read_at`). OLDER: confirmed what it said before its last change. UNREAD: it was
    there and not confirmed. LATER: it was written down only afterwards. NO_ACCOUNT: the agent has no account.
    """

    promotion: Promotion
    state: str
    read_at: dt.datetime | None = None


@dataclass(frozen=True)
class Readers:
    """Who confirmed a promotion as it stands now, and who did not; people without an account apart."""

    read: list[tuple[Agent, dt.datetime]]
    unread: list[Agent]
    no_account: list[Agent]

    @property
    def count(self) -> int:
        """All who should have read it."""
        return len(self.read) + len(self.unread) + len(self.no_account)


def confirmed_at(promotion: Promotion, reads: Iterable[dt.datetime]) -> dt.datetime | None:
    """When the promotion was confirmed as it stands now: first after its last change."""
    since = promotion.changed_at or promotion.created_at
    return min((at for at in reads if at >= since), default=None)


def readers(
    user: User, shop: Shop, promotions: Collection[Promotion], today: dt.date
) -> list[tuple[Promotion, Readers]]:
    """Each promotion with who read it, among the agents that the user may see and that work today."""
    working = Q(active_to=None) | Q(active_to__gte=today)
    seen = visible_agents(user, shop).filter(working, kind=AgentKind.HUMAN).order_by("name", "pk")
    agents, reads = list(seen), _reads(promotions)
    return [(promotion, _readers(promotion, agents, reads)) for promotion in promotions]


def _readers(promotion: Promotion, agents: Iterable[Agent], reads: Reads) -> Readers:
    found = Readers([], [], [])
    for agent in agents:
        if agent.user_id is None:
            found.no_account.append(agent)
        elif at := confirmed_at(promotion, reads.get((promotion.pk, agent.user_id), ())):
            found.read.append((agent, at))
        else:
            found.unread.append(agent)
    return found


def own_readings(user: User, promotions: Collection[Promotion]) -> dict[int, dt.datetime | None]:
    """When the user confirmed each promotion as it stands now, by id."""
    rows = PromotionRead.objects.filter(user=user)
    reads = _reads(promotions, rows)
    return {
        promotion.pk: confirmed_at(promotion, reads.get((promotion.pk, user.pk), ()))
        for promotion in promotions
    }


def _reads(promotions: Iterable[Promotion], rows: QuerySet[PromotionRead] | None = None) -> Reads:
    rows = PromotionRead.objects.all() if rows is None else rows
    found: dict[tuple[int, int], list[dt.datetime]] = {}
    wanted = rows.filter(promotion__in=[one.pk for one in promotions])
    for promotion, user, at in wanted.values_list("promotion", "user", "read_at"):
        found.setdefault((promotion, user), []).append(at)
    return found


def brief(rows: Iterable[LostSaleEntry]) -> None:
    """Give each row with a promotion reason `briefed`: what its agent knew as the talk began.

    Of a promotion that changed several times since, only the last change is known: what was confirmed
    before counts as read then.
    """
    wanted = [row for row in rows if _about_promotions(row)]
    if not wanted:
        return
    days = [row.form.day for row in wanted]
    promotions = running(wanted[0].form.shop_id, min(days), max(days))
    reads = _reads(promotions)
    for row in wanted:
        row.briefed = _briefed(row.form.agent, row.form.day, row.first_at, promotions, reads)
        row.asked_briefed = True


def _about_promotions(row: LostSaleEntry) -> bool:
    return any((one.parent or one).code == PROMO for one in (row.reason, row.reviewed_reason) if one)


def running(shop_id: int, first: dt.date, last: dt.date) -> list[Promotion]:
    """The promotions that run on some day of a span, also those withdrawn since, by first day."""
    rows = Promotion.objects.filter(shop=shop_id, first_day__lte=last, last_day__gte=first)
    return list(rows.order_by("first_day", "last_day", "pk"))


def _briefed(
    agent: Agent, day: dt.date, at: dt.datetime, promotions: Iterable[Promotion], reads: Reads
) -> list[Briefed]:
    found = []
    for promotion in promotions:
        in_force = promotion.withdrawn_at is None or promotion.withdrawn_at > at
        if promotion.first_day <= day <= promotion.last_day and in_force:
            found.append(_knew(promotion, agent, at, reads.get((promotion.pk, agent.user_id or 0), ())))
    return found


def _knew(one: Promotion, agent: Agent, at: dt.datetime, reads: Iterable[dt.datetime]) -> Briefed:
    if one.created_at > at:
        return Briefed(one, LATER)
    if agent.user_id is None:
        return Briefed(one, NO_ACCOUNT)
    latest = max((read for read in reads if read <= at), default=None)
    if latest is None:
        return Briefed(one, UNREAD)
    changed = one.changed_at is not None and latest < one.changed_at <= at
    return Briefed(one, OLDER if changed else READ, latest)


@transaction.atomic
def save_promotion(promotion: Promotion, by: Actor, again: bool = False) -> Promotion:
    """Keep a new or changed promotion; with `again` everybody must confirm it anew."""
    is_new = promotion.pk is None
    if again and not is_new:
        promotion.changed_at = timezone.now()
    promotion.save()
    _note(promotion, by, "created" if is_new else "changed", again=again and not is_new)
    return promotion


@transaction.atomic
def withdraw(promotion: Promotion, by: Actor) -> None:
    """Say that a promotion does not hold any more; it stays to be read about."""
    promotion.withdrawn_at = timezone.now()
    promotion.save(update_fields=["withdrawn_at"])
    _note(promotion, by, "withdrawn")


@transaction.atomic
def bring_back(promotion: Promotion, by: Actor) -> None:
    """Take a withdrawal back. Everybody must confirm anew: some may have heard that it does not hold."""
    promotion.withdrawn_at, promotion.changed_at = None, timezone.now()
    promotion.save(update_fields=["withdrawn_at", "changed_at"])
    _note(promotion, by, "brought back")


def confirm(promotion: Promotion, user: User) -> None:
    """Note that the user has read the promotion as it is now. Idempotent."""
    if own_readings(user, [promotion])[promotion.pk] is None:
        PromotionRead.objects.create(promotion=promotion, user=user, read_at=timezone.now())


def _note(promotion: Promotion, by: Actor, act: str, **more: object) -> None:
    audit.note(by, promotion.shop, "library_changed", promotion.title, what="promotion", act=act, **more)


def promotions_unread(user: User, shop: Shop) -> int:
    """Promotions that run or will, and that an agent has not confirmed to have read since they changed."""
    if not own_agents(user, shop).exists():
        return 0
    read = PromotionRead.objects.filter(user=user).filter(
        Q(promotion__changed_at__isnull=True) | Q(read_at__gte=F("promotion__changed_at"))
    )
    now = Promotion.objects.filter(shop=shop, withdrawn_at=None, last_day__gte=queries.today(shop))
    return now.exclude(pk__in=read.values("promotion")).count()
