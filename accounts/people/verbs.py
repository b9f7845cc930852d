"""The people of a shop: who works there in which role, which teams there are, and leaving."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from accounts.models import Agent, Membership, Role, Shop, Team, User

ROLE_ORDER = (Role.MANAGER, Role.SUPERVISOR, Role.AGENT)


class LastManager(Exception):
    """A shop keeps at least one manager, so that somebody can let people in."""


@dataclass
class Member:
    """Somebody who works in a shop; `teams` are those supervised, `supervises_all` those made later too."""

    user: User
    roles: list[str] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    supervises_all: bool = False
    two_factors: bool = False

    @property
    def has_left(self) -> bool:
        """Whether the member is linked to agents whose last days have all passed."""
        today = timezone.localdate()
        return bool(self.agents) and all(agent.active_to and agent.active_to < today for agent in self.agents)

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]


def members(shop: Shop, people: Iterable[User]) -> list[Member]:
    """These people as members of the shop, managers first, then by name."""
    found: dict[int, Member] = {user.pk: Member(user) for user in people}
    rows = Membership.objects.filter(shop=shop, user__in=found).prefetch_related("teams")
    for row in sorted(rows, key=lambda one: ROLE_ORDER.index(one.role)):
        found[row.user_id].roles.append(row.role)
        found[row.user_id].teams.extend(row.teams.all())
        found[row.user_id].supervises_all |= row.all_teams
    for agent in Agent.objects.filter(shop=shop, user__in=found).order_by("name"):
        assert agent.user_id is not None  # the filter asks for an account
        found[agent.user_id].agents.append(agent)
    factors = Authenticator.objects.filter(user__in=found, type=Authenticator.Type.TOTP)
    for user_id in factors.values_list("user", flat=True):
        found[user_id].two_factors = True
    return sorted(found.values(), key=lambda one: (ROLE_ORDER.index(one.roles[0]), one.user.username))


def member_as_dict(one: Member) -> dict[str, object]:
    """A member's rights, for the audit trail."""
    return {
        "roles": [str(role) for role in one.roles],
        "teams": [team.name for team in one.teams],
        "all_teams": one.supervises_all,
        "agents": [agent.name for agent in one.agents],
    }


def save_member(
    shop: Shop,
    user: User,
    roles: Collection[str],
    teams: Iterable[Team],
    agents: Iterable[Agent],
    all_teams: bool = False,
) -> None:
    """Give a member exactly these roles, supervised teams and agents. Raises LastManager."""
    with transaction.atomic():
        _lock(shop)
        if Role.MANAGER not in roles:
            _check_other_manager(shop, user)
        Membership.objects.filter(shop=shop, user=user).exclude(role__in=roles).delete()
        for role in roles:
            membership, _ = Membership.objects.get_or_create(shop=shop, user=user, role=role)
            leads = role == Role.SUPERVISOR
            membership.teams.set(teams if leads else [])
            if membership.all_teams != (leads and all_teams):
                membership.all_teams = leads and all_teams
                membership.save(update_fields=["all_teams"])
        chosen = [agent.pk for agent in agents]
        Agent.objects.filter(shop=shop, user=user).exclude(pk__in=chosen).update(user=None)
        Agent.objects.filter(shop=shop, pk__in=chosen).update(user=user)


def end_access(shop: Shop, user: User, last_day: dt.date | None = None) -> None:
    """Deactivate a leaver: access ends at once, every figure and word stays with their agents.

    `last_day` closes the active period of these agents. Raises LastManager.
    """
    with transaction.atomic():
        _lock(shop)
        _check_other_manager(shop, user)
        Membership.objects.filter(shop=shop, user=user).delete()
        agents = Agent.objects.filter(shop=shop, user=user)
        if last_day:
            agents.filter(active_to=None).update(active_to=last_day)
        agents.update(user=None)


def end_second_factor(user: User) -> bool:
    """Take the authenticator app and the recovery codes of an account away; whether there were any."""
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    return bool(deleted)


def save_team(shop: Shop, team: Team | None, name: str, agents: Iterable[Agent]) -> Team:
    """Add or rename a team, and let exactly these agents belong to it."""
    with transaction.atomic():
        team = team or Team(shop=shop)
        team.name = name
        team.save()
        chosen = [agent.pk for agent in agents]
        Agent.objects.filter(shop=shop, team=team).exclude(pk__in=chosen).update(team=None)
        Agent.objects.filter(shop=shop, pk__in=chosen).update(team=team)
    return team


def _lock(shop: Shop) -> None:
    """Let two managers who remove each other at the same moment do so one after the other."""
    Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)


def _check_other_manager(shop: Shop, user: User) -> None:
    managers = Membership.objects.filter(shop=shop, role=Role.MANAGER, user__is_active=True)
    if managers.filter(user=user).exists() and not managers.exclude(user=user).exists():
        raise LastManager
