"""Actions against causes of lost sales: who sees and changes them, for whom they are, what runs (D9.7)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.models import Agent, AgentKind, Shop, Team
from chats.spans import Span
from reports.access import audience
from reports.actions import effects as action_effects
from reports.models import Action, LostSaleReason, Promotion


def people(shop: Shop) -> QuerySet[Agent]:
    """The agents whom actions can reach: people, also those who left, for their weeks count."""
    return Agent.objects.filter(shop=shop, kind=AgentKind.HUMAN).order_by("name", "pk")


@transaction.atomic
def save_action(action: Action, agents: Collection[Agent], by: Actor) -> Action:
    """Keep a new or changed action with its agents, and note who did."""
    is_new = action.pk is None
    action.save()
    action.agents.set(agents)
    audit.note(by, action.shop, "action_changed", action.title, act="created" if is_new else "changed")
    return action


@transaction.atomic
def end(action: Action, day: dt.date | None, by: Actor) -> None:
    """Say on which day the action ended; None lets it run again."""
    action.ended_day = day
    action.save(update_fields=["ended_day"])
    audit.note(by, action.shop, "action_changed", action.title, act="ended" if day else "resumed")


@transaction.atomic
def delete(action: Action, by: Actor) -> None:
    """Delete an action that was a slip; one that happened is ended."""
    audit.note(by, action.shop, "action_changed", action.title, act="deleted")
    action.delete()


@transaction.atomic
def outlive_team(team: Team) -> None:
    """Name the team's agents in its actions before the team is gone: without a team an action would be for
    the whole shop, and every supervisor would read it."""
    agents = list(team.agents.all())
    for action in Action.objects.filter(team=team, agents=None):
        action.agents.set(agents)


def reason_ids(reason: LostSaleReason) -> set[int]:
    """The reason and those below it: rows with any of them are about the cause."""
    return {reason.pk, *(child.pk for child in reason.children.all())}


def follow(actions: Collection[Action], agents: Collection[Agent], until: dt.date) -> list["Followed"]:
    """Each action with its weeks and effects among the agents, from data up to a day.

    A constant number of queries, however many actions.
    """
    found = list(actions)
    if not found:
        return []
    wanted = [
        action_effects.Wanted(
            action.start_day,
            frozenset(reason_ids(action.reason)),
            frozenset(agent.pk for agent in audience(action, agents)),
        )
        for action in found
    ]
    told = action_effects.measure(found[0].shop, wanted, [agent.pk for agent in agents], until)
    return [Followed(action, audience(action, agents), one) for action, one in zip(found, told, strict=True)]


@dataclass(frozen=True)
class Followed:
    """An action, the agents for whom it is, and what became of it."""

    action: Action
    audience: list[Agent]
    measured: action_effects.Measured


@dataclass(frozen=True)
class Beside:
    """What else started while an action was followed, so that nobody credits the action with it."""

    actions: list[Action]
    promotions: list[Promotion]


def beside(action: Action, seen: QuerySet[Action]) -> Beside:
    """Other actions (of those that the reader sees) and promotions that started in the action's weeks."""
    first, last = action_effects.window(action.start_day)
    others = seen.filter(start_day__range=(first, last)).exclude(pk=action.pk).order_by("start_day", "pk")
    promotions = Promotion.objects.filter(
        shop=action.shop, first_day__range=(first, last), withdrawn_at=None
    ).order_by("first_day", "pk")
    return Beside(list(others), list(promotions))


def running_actions(shop: Shop, week: Span) -> list[Followed]:
    """The shop's actions that ran on a day of the week, oldest first, with their effect by the week's end.

    Of each: `action` (title, reason, start_day), `measured.reason` and `measured.conversion`, whose
    `difference`, `low`, `high` and `verdict` are for the weekly report (action_effects.told writes them
    as plain values).
    """
    running = Action.objects.filter(shop=shop, start_day__lte=week.last)
    running = running.filter(Q(ended_day=None) | Q(ended_day__gte=week.first))
    related = running.select_related("shop", "reason__parent", "team", "owner").prefetch_related(
        "agents", "reason__children"
    )
    return follow(related.order_by("start_day", "pk"), list(people(shop)), week.last)
