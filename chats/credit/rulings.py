"""Contests and rulings: an agent claims an order, a supervisor decides who is credited with it (D7.6).

A ruling stands beside the computed credit and never in its place. Who decides must see both sides:
everybody who contests the order, whoever is credited now, and whoever shall be; nobody decides in
favour of their own agent.
"""

import unicodedata

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import is_leader, own_agents, visible_agents
from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.models import Agent, AgentKind, Shop, User
from chats.jobs import queue as jobs
from chats.models import Contest, DirtyDay, Order, Ruling
from chats.store.dirty import Marks

LONGEST_SENTENCE = 1000  # characters
Status = Contest.Status
ANSWERED = (Status.GRANTED, Status.REFUSED)


class ContestRefused(Exception):
    """A contest was refused; `code` says why: empty, long, unknown, own, open, said or closed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RulingRefused(Exception):
    """A decision that is not taken; `code` is empty, long, same, decided, robot, unseen or own.

    `names` are the agents on whom it founders.
    """

    def __init__(self, code: str, *names: str) -> None:
        super().__init__(code)
        self.code, self.names = code, names


def ruling_in_force(order: Order) -> Ruling | None:
    """The decision that holds for the order, if there is one."""
    return Ruling.objects.filter(order=order, withdrawn_at=None).select_related("agent").first()


def paid_to(order: Order) -> int | None:
    """The agent who is credited: by the ruling in force, else by the rules; also before a recomputation."""
    ruling = ruling_in_force(order)
    return ruling.agent_id if ruling else order.credit.credited_id


def order_called(shop: Shop, number: str) -> Order | None:
    """The computed order with the number that somebody typed or copied from a sheet."""
    typed = unicodedata.normalize("NFKC", number).strip().strip("='\"").strip()
    return Order.objects.filter(shop=shop, order_no=typed, credit__isnull=False).first()


def contest(by: Actor, agent: Agent, order: Order | None, sentence: str) -> Contest:
    """Claim an order for an agent that the person is. Raises ContestRefused.

    Agents may contest any order whose number they know. What they hear about an order that they
    may not see is only that its number is unknown (None), or that the claim was taken.
    """
    user, sentence = by.account, _words(sentence, ContestRefused)
    if order is None or order.shop_id != agent.shop_id:
        raise ContestRefused("unknown")
    if not own_agents(user, agent.shop).filter(pk=agent.pk, kind=AgentKind.HUMAN).exists():
        raise ContestRefused("unknown")
    if paid_to(order) == agent.pk:
        raise ContestRefused("own")
    earlier = Contest.objects.filter(order=order, agent=agent)
    if any(_same(sentence, one.sentence) for one in earlier.filter(status__in=ANSWERED)):
        raise ContestRefused("said")
    try:
        with transaction.atomic():
            made = Contest.objects.create(
                shop=agent.shop, order=order, agent=agent, author=user, sentence=sentence
            )
            audit.note(by, agent.shop, "contested", order.order_no, agent=agent.name, contest=made.pk)
    except IntegrityError:
        raise ContestRefused("open") from None
    return made


def _words(text: str, refused: type[ContestRefused] | type[RulingRefused]) -> str:
    """What somebody said, stripped; an empty or endless text is refused."""
    text = text.strip()
    if not text:
        raise refused("empty")
    if len(text) > LONGEST_SENTENCE:
        raise refused("long")
    return text


def _same(one: str, other: str) -> bool:
    """Whether two sentences say the same but for spaces, case and width."""
    plain = ("".join(unicodedata.normalize("NFKC", text).casefold().split()) for text in (one, other))
    return next(plain) == next(plain)


def withdraw_contest(by: Actor, made: Contest) -> None:
    """Take back an open contest of one's own agent. Raises ContestRefused."""
    if not own_agents(by.account, made.shop).filter(pk=made.agent_id).exists():
        raise ContestRefused("unknown")
    with transaction.atomic():
        if not Contest.objects.filter(pk=made.pk, status=Status.OPEN).update(status=Status.WITHDRAWN):
            raise ContestRefused("closed")
        audit.note(
            by,
            made.shop,
            "contested",
            made.order.order_no,
            agent=made.agent.name,
            contest=made.pk,
            withdrawn=True,
        )


def sides(order: Order) -> set[int]:
    """The agents whose money a decision on the order can move: who contests it, and who is credited."""
    claiming = Contest.objects.filter(order=order, status=Status.OPEN).values_list("agent_id", flat=True)
    return {agent for agent in (*claiming, paid_to(order)) if agent is not None}


def _unseen(user: User, shop: Shop, agents: set[int]) -> list[str]:
    seen = visible_agents(user, shop).values_list("pk", flat=True)
    strangers = Agent.objects.filter(pk__in=agents).exclude(pk__in=list(seen))
    return list(strangers.order_by("name").values_list("name", flat=True))


def _check_may_decide(user: User, shop: Shop, agents: set[int], winner: int | None) -> None:
    if not is_leader(user, shop):
        raise RulingRefused("unseen")
    if strangers := _unseen(user, shop, agents | ({winner} if winner else set())):
        raise RulingRefused("unseen", *strangers)
    if winner and (own := own_agents(user, shop).filter(pk=winner).first()):
        raise RulingRefused("own", own.name)


def decide(what: Contest | Order, agent: Agent | None, reason: str, by: Actor) -> Ruling | None:
    """Say who is credited with an order, and answer every open contest of it. Raises RulingRefused.

    The answer to a contest may leave everything as it is; then there is no new ruling (None). Figures
    follow with the next refresh, for which a job is noted.
    """
    reason = _words(reason, RulingRefused)
    with transaction.atomic():
        order = Order.objects.select_for_update().get(
            pk=what.pk if isinstance(what, Order) else what.order_id
        )
        claims = list(Contest.objects.filter(order=order, status=Status.OPEN).select_related("agent"))
        if isinstance(what, Contest) and what.pk not in {claim.pk for claim in claims}:
            raise RulingRefused("decided")
        _check_candidate(order, agent)
        before, winner = paid_to(order), agent.pk if agent else None
        if not claims and before == winner:
            raise RulingRefused("same")
        _check_may_decide(by.account, order.shop, sides(order), winner)
        ruling = ruling_in_force(order) if before == winner else _rule(order, agent, reason, by)
        _answer(claims, winner, reason, by, ruling)
        audit.note(
            by,
            order.shop,
            "ruled",
            order.order_no,
            before=_name(before),
            after=_name(winner),
            reason=reason,
            contests=[claim.pk for claim in claims],
        )
    return None if before == winner else ruling


def _check_candidate(order: Order, agent: Agent | None) -> None:
    if agent and (agent.shop_id != order.shop_id or agent.kind != AgentKind.HUMAN):
        raise RulingRefused("robot", agent.name)


def _name(agent: int | None) -> str:
    return Agent.objects.get(pk=agent).name if agent else ""


def _rule(order: Order, agent: Agent | None, reason: str, by: Actor) -> Ruling:
    """A new ruling in the place of the one in force, which ends in the same instant."""
    former = ruling_in_force(order)
    if former:
        Ruling.objects.filter(pk=former.pk).update(withdrawn_at=timezone.now())
    ruling = Ruling.objects.create(order=order, agent=agent, reason=reason, author=by.account)
    if former:
        Ruling.objects.filter(pk=former.pk).update(withdrawn_at=ruling.created_at)
    _recompute(order, by.account)
    return ruling


def _answer(claims: list[Contest], winner: int | None, reason: str, by: Actor, ruling: Ruling | None) -> None:
    for claim in claims:
        claim.status = Status.GRANTED if claim.agent_id == winner else Status.REFUSED
        claim.answer, claim.ruling = reason, ruling
        claim.decided_by, claim.decided_at = by.account, timezone.now()
        claim.save()


def withdraw_ruling(by: Actor, ruling: Ruling) -> None:
    """Bring the computed credit back. Raises RulingRefused."""
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=ruling.order_id)
        computed = order.credit.credited_id
        _check_may_decide(
            by.account, order.shop, set() if ruling.agent_id is None else {ruling.agent_id}, computed
        )
        in_force = Ruling.objects.filter(pk=ruling.pk, withdrawn_at=None)
        if not in_force.update(withdrawn_at=timezone.now()):
            raise RulingRefused("decided")
        audit.note(
            by,
            order.shop,
            "ruling_withdrawn",
            order.order_no,
            before=_name(ruling.agent_id),
            after=_name(computed),
            ruling=ruling.pk,
        )
        _recompute(order, by.account)


def _recompute(order: Order, user: User) -> None:
    """Mark the order's days and have them computed; a job that waits already might not see the marks."""
    marks = Marks(order.shop)
    marks.touch_order(*(int(at.timestamp()) for at in (order.created_at, order.paid_at) if at))
    marks.save()
    jobs.enqueue(order.shop, "refresh", {}, user)


def is_recomputing(shop: Shop) -> bool:
    """Whether figures of the shop do not yet show all that was decided or imported."""
    return DirtyDay.objects.filter(shop=shop).exists()
