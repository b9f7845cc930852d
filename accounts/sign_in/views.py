"""Pages about the person: signing in and out, the first start, language and appearance."""

from functools import lru_cache
from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.context import THEME_COOKIE
from accounts.demo import DEMO_PASSWORD, DEMO_SHOP
from accounts.mail import can_mail
from accounts.models import Membership, User
from accounts.sign_in import first_start
from accounts.sign_in.entering import enter
from accounts.sign_in.forms import PreferencesForm, SetupForm

YEAR_SECONDS = 365 * 24 * 3600


class SignInPage(LoginView):
    """Name or mail, and password; on the very first start it leads to the setup page."""

    template_name = "accounts/sign_in/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not User.objects.exists():
            return redirect("accounts:setup")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, object]:
        more = {"demo_accounts": demo_accounts(), "can_mail": can_mail(), "may_begin": first_start.is_open()}
        return super().get_context_data(**more, **kwargs)


sign_in = SignInPage.as_view()
sign_out = require_POST(LogoutView.as_view())


def demo_accounts() -> list[dict[str, str]]:
    """The accounts of the demo shop, one a role, while they still have the public password."""
    members = Membership.objects.filter(shop__name=DEMO_SHOP).select_related("user").order_by("pk")
    by_role: dict[str, dict[str, str]] = {}
    for member in members:
        if member.role not in by_role and _has_public_password(member.user.password):
            account = {"role": member.get_role_display(), "username": member.user.username}
            by_role[member.role] = {**account, "password": DEMO_PASSWORD}
    return list(by_role.values())


@lru_cache(maxsize=32)
def _has_public_password(encoded: str) -> bool:
    """Whether a stored password is the demo's; asked on every view of the page, and slow by design."""
    return check_password(DEMO_PASSWORD, encoded)


@sensitive_post_parameters("password1", "password2")
def setup(request: HttpRequest) -> HttpResponse:
    """Make the first manager and shop; there is no such page once anybody has an account."""
    if not first_start.is_open():
        raise Http404
    form = SetupForm(request.POST or None, initial={"timezone": settings.TIME_ZONE})
    if request.method == "POST" and form.is_valid():
        try:
            manager = first_start.begin(form)
        except first_start.Begun as error:
            raise Http404 from error
        return enter(request, manager)
    return render(request, "accounts/sign_in/setup.html", {"form": form, "demo": User.objects.exists()})


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep language or theme: on the person, and in a cookie for the sign-in page."""
    form = PreferencesForm(request.POST)
    response = redirect(_next_page(request))
    if not form.is_valid():
        return response
    language, theme = form.cleaned_data["language"], form.cleaned_data["theme"]
    if language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, YEAR_SECONDS, samesite="Lax")
    if theme:
        response.set_cookie(THEME_COOKIE, theme, YEAR_SECONDS, samesite="Lax", httponly=True)
    if request.user.is_authenticated:
        _keep(request.user, language, theme)
    return response


def _keep(user: User, language: str, theme: str) -> None:
    changed = {"language": language} if language else {}
    if theme:
        changed["theme"] = "" if theme == "auto" else theme
    if changed:
        User.objects.filter(pk=user.pk).update(**changed)


def _next_page(request: HttpRequest) -> str:
    wish = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if safe else "home"
