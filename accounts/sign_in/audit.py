"""Sign-ins, failures, sign-outs and changes of passwords and second factors, written into the audit trail.

One entry for each shop that the account opens, because a trail is read shop by shop. What somebody typed as
a name is kept only where an account has it: people type passwords there.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import (
    email_changed,
    email_confirmed,
    password_changed,
    password_reset,
    password_set,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.audit.actor import Actor
from accounts.audit.addresses import actor_of
from accounts.audit.trail import note
from accounts.models import Shop, User


def tell(request: HttpRequest | None, user: User, action: str, **details: object) -> None:
    """Note what an account did or suffered, in each of its shops (in none: once, without a shop)."""
    by = actor_of(request) if request is not None and hasattr(request, "user") else Actor.of(user)
    shops: list[Shop | None] = [*Shop.objects.filter(memberships__user=user).distinct()]
    for shop in shops or [None]:
        note(by, shop, action, user.get_username(), **details)


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: User, **_kwargs: object) -> None:
    tell(request, user, "signed_in")


@receiver(user_login_failed)
def _failed(credentials: dict[str, str], request: HttpRequest | None = None, **_kwargs: object) -> None:
    typed = credentials.get("username") or credentials.get("email") or ""
    known = User.objects.filter(Q(username=typed) | Q(email__iexact=typed)).first() if typed else None
    if known:
        tell(request, known, "sign_in_failed", method="password")
    elif request is not None and hasattr(request, "user"):
        note(actor_of(request), None, "sign_in_failed", method="password")


@receiver(authentication_failed)
def _code_failed(request: HttpRequest, user: User, **_kwargs: object) -> None:
    tell(request, user, "sign_in_failed", method="code")


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: User | None, **_kwargs: object) -> None:
    if user is not None:
        tell(request, user, "signed_out")


@receiver(password_changed)
@receiver(password_set)
@receiver(password_reset)
def _password(request: HttpRequest, user: User, **_kwargs: object) -> None:
    tell(request, user, "password_changed")


@receiver(authenticator_added)
def _factor_added(user: User, authenticator: Authenticator, **more: Any) -> None:
    tell(more["request"], user, "two_factor_changed", act="added", kind=authenticator.type)


@receiver(authenticator_removed)
def _factor_removed(user: User, authenticator: Authenticator, **more: Any) -> None:
    tell(more["request"], user, "two_factor_changed", act="removed", kind=authenticator.type)


@receiver(authenticator_reset)
def _factor_reset(user: User, authenticator: Authenticator, **more: Any) -> None:
    tell(more["request"], user, "two_factor_changed", act="renewed", kind=authenticator.type)


@receiver(email_changed)
def _mail_changed(request: HttpRequest, user: User, **_kwargs: object) -> None:
    tell(request, user, "user_changed", act="mail changed")


@receiver(email_confirmed)
def _mail_confirmed(request: HttpRequest, email_address: EmailAddress, **_kwargs: object) -> None:
    tell(request, email_address.user, "user_changed", act="mail confirmed")


@receiver(social_account_added)
def _connected(request: HttpRequest, sociallogin: SocialLogin, **_kwargs: object) -> None:
    assert isinstance(sociallogin.user, User)  # allauth knows no other kind of user either
    tell(request, sociallogin.user, "user_changed", act="connected", provider=sociallogin.account.provider)


@receiver(social_account_removed)
def _disconnected(request: HttpRequest, socialaccount: SocialAccount, **_kwargs: object) -> None:
    tell(request, socialaccount.user, "user_changed", act="disconnected", provider=socialaccount.provider)
