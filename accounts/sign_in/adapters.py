"""allauth adapters: sign-up closed, our messages, rate-limit keys, second-factor rules."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import shops_that_require_two_factors
from accounts.audit.addresses import address_of

logger = logging.getLogger(__name__)

NO_MATCH = gettext_lazy("Name and password do not match. Both are case-sensitive.")
TOO_MANY = gettext_lazy("Too many failed attempts. Please wait a quarter of an hour and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, passwords and mail addresses."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": gettext_lazy("This is not your password."),
        "enter_current_password": gettext_lazy("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation, or as the first manager."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address behind our own proxies; behind a socket without a proxy everybody is one caller."""
        return address_of(request) or ""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: object) -> str:
        """Count by name and address: by name alone, anybody could lock a colleague out."""
        name = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{self.get_client_ip(request)}:{name}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def get_email_verification_redirect_url(self, email_address: object) -> str:
        return reverse("accounts:account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """A mail server that is away must not tell who has an account, nor break the page."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            logger.warning("A mail (%s) was not taken: %s", template_prefix, error)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor: a code of an authenticator app, or a recovery code."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right. Codes change every half minute."),
        "cannot_delete_authenticator": gettext_lazy("A shop that you work in requires a second factor."),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not while a shop asks for it."""
        return not shops_that_require_two_factors(authenticator.user).exists()


class ElsewhereAdapter(DefaultSocialAccountAdapter):
    """An account elsewhere signs in only the person who connected it."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Turn away whom nobody knows, before allauth offers to make an account."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT or sociallogin.is_existing:
            return
        said = _("This %(provider)s account is not connected yet. Sign in with your password and connect it.")
        messages.error(request, said % {"provider": sociallogin.provider.name})
        raise ImmediateHttpResponse(redirect("accounts:sign_in"))
