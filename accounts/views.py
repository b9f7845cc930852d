"""Pages about the person: signing in and out, the first start, language and appearance."""

from functools import lru_cache

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.hashers import check_password
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.context import THEME_COOKIE
from accounts.demo import DEMO_PASSWORD, DEMO_SHOP
from accounts.forms import PreferencesForm, SetupForm, SignInForm
from accounts.models import Membership, Role, Shop, User
from accounts.person_forms import ChangePasswordForm

YEAR_SECONDS = 365 * 24 * 3600


class SignInPage(LoginView):
    """Name and password; on the very first start it leads to the setup page."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not User.objects.exists():
            return redirect("accounts:setup")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(demo_accounts=demo_accounts(), **kwargs)


class PasswordPage(PasswordChangeView):
    """Change one's own password; other devices are signed out."""

    template_name = "accounts/password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("home")

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {"title": _("Change password")}

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        messages.success(self.request, _("Your password is changed. Other devices are signed out."))
        return super().form_valid(form)


sign_in = SignInPage.as_view()
sign_out = LogoutView.as_view()
password = PasswordPage.as_view()


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
    if User.objects.exists():
        raise Http404
    form = SetupForm(request.POST or None, initial={"timezone": settings.TIME_ZONE})
    if request.method == "POST" and form.is_valid():
        login(request, _first_manager(form))
        return redirect("home")
    return render(request, "accounts/setup.html", {"form": form})


@transaction.atomic
def _first_manager(form: SetupForm) -> User:
    user = form.save(commit=False)
    user.is_staff = user.is_superuser = True  # somebody must be able to add the others
    user.save()
    data = form.cleaned_data
    shop = Shop.objects.create(
        name=data["shop_name"], main_account=data["main_account"], timezone=data["timezone"]
    )
    Membership.objects.create(user=user, shop=shop, role=Role.MANAGER)
    return user


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
