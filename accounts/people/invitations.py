"""Links that let people in, or let them set a new password: shown once, kept as a hash, used once."""

import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Iterable
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import manages, may_renew_password
from accounts.models import Agent, Invitation, Membership, Role, Shop, Team, User

logger = logging.getLogger(__name__)

TOKEN_BYTES = 32
INVITATION_LIFE = dt.timedelta(days=7)
PASSWORD_LINK_LIFE = dt.timedelta(days=1)


class LinkUsed(Exception):
    """Somebody else was faster with the same link."""


def invite(
    shop: Shop,
    manager: User,
    role: str,
    teams: Iterable[Team],
    agents: Iterable[Agent],
    label: str,
    all_teams: bool = False,
) -> tuple[Invitation, str]:
    """An invitation into the shop, and the token of its link, which nobody can read again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            shop=shop,
            label=label,
            role=role,
            all_teams=all_teams and role == Role.SUPERVISOR,
            token_hash=_hash(token),
            created_by=manager,
            expires_at=timezone.now() + INVITATION_LIFE,
        )
        invitation.teams.set(teams if role == Role.SUPERVISOR else [])
        invitation.agents.set(agents)
    return invitation, token


def password_link(shop: Shop, manager: User, person: User) -> tuple[Invitation, str]:
    """A link with which the person sets a new password; earlier ones of the person stop working."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        _waiting().filter(user=person).update(withdrawn_at=timezone.now())
        link = Invitation.objects.create(
            shop=shop,
            user=person,
            token_hash=_hash(token),
            created_by=manager,
            expires_at=timezone.now() + PASSWORD_LINK_LIFE,
        )
    return link, token


def invitation_as_dict(invitation: Invitation) -> dict[str, object]:
    """What an invitation promises, for the audit trail."""
    return {
        "role": invitation.role,
        "teams": [team.name for team in invitation.teams.order_by("name")],
        "all_teams": invitation.all_teams or "",
        "agents": [agent.name for agent in invitation.agents.order_by("name")],
    }


def waiting_in(shop: Shop) -> QuerySet[Invitation]:
    """The shop's links that nobody has used yet, newest first, those that ran out included."""
    rows = _waiting().filter(shop=shop).select_related("created_by", "user")
    return rows.prefetch_related("teams", "agents").order_by("-pk")


def find(token: str) -> Invitation | None:
    """The invitation of a link that still works; whoever made it must still have the right to."""
    rows = _waiting().filter(token_hash=_hash(token), expires_at__gt=timezone.now())
    found = rows.select_related("shop", "created_by", "user").first()
    if found is None or not manages(found.created_by, found.shop):
        return None
    if found.user and not may_renew_password(found.created_by, found.user):
        return None
    return found


def withdraw(invitation: Invitation) -> None:
    """Make the link useless."""
    _waiting().filter(pk=invitation.pk).update(withdrawn_at=timezone.now())


def join(invitation: Invitation, user: User) -> None:
    """Let the user into the shop as the invitation says. Roles they already have stay. Raises LinkUsed.

    Teams they already supervise stay; agents linked to somebody else meanwhile stay there.
    """
    with transaction.atomic():
        use(invitation, user)
        membership, _new = Membership.objects.get_or_create(
            shop=invitation.shop, user=user, role=invitation.role
        )
        membership.teams.add(*invitation.teams.all())
        if invitation.all_teams and not membership.all_teams:
            membership.all_teams = True
            membership.save(update_fields=["all_teams"])
        free = invitation.agents.filter(shop=invitation.shop, user=None)
        Agent.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(user=user)


def use(invitation: Invitation, user: User) -> None:
    """Mark the link as used by the user, once. Raises LinkUsed."""
    if not _waiting().filter(pk=invitation.pk).update(accepted_by=user, accepted_at=timezone.now()):
        raise LinkUsed


def send(invitation: Invitation, address: str, link: str) -> bool:
    """Mail the link; False if the mail server did not take it, and the log says why."""
    told = {"shop": invitation.shop.name, "link": link, "until": invitation.expires_at.date().isoformat()}
    subject = " ".join((_("Invitation to %(shop)s") % told).split())  # a mail's subject is one line
    text = _(
        "You are invited to %(shop)s in CS Tracker.\n\n%(link)s\n\nThe link works once, until %(until)s."
    )
    try:
        send_mail(subject, text % told, None, [address])
    except (SMTPException, OSError) as error:
        logger.warning("The mail with an invitation was not taken: %s", error)
        return False
    return True


def _waiting() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
