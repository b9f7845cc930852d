"""Sign-in by a link, through the same checks as a password."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from accounts.models import User


def enter(request: HttpRequest, user: User, where: str | None = None) -> HttpResponse:
    """Sign in and go to `where` (home if not said); an account with a second factor is asked for it first."""
    return perform_login(request, Login(user=user, redirect_url=where))
