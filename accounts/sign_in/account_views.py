"""Pages of one's own account: password, mail address, second factor, accounts elsewhere."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account_views
from allauth.account.models import EmailAddress
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.views import ConnectionsView
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from accounts.access import SignedInRequest, has_second_factor, shops_that_require_two_factors
from accounts.mail import can_mail


@require_safe
@never_cache
@login_required
def account(request: SignedInRequest) -> HttpResponse:
    """Show how one signs in, and lead to the pages that change it."""
    user = request.user
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    context = {
        "title": _("My account"),
        "mail": EmailAddress.objects.get_verified(user),
        "new_mail": EmailAddress.objects.get_new(user),
        "can_mail": can_mail(),
        "two_factors": has_second_factor(user),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "required_by": shops_that_require_two_factors(user),
        "elsewhere": _elsewhere(request),
    }
    return render(request, "accounts/sign_in/account.html", context)


def _elsewhere(request: SignedInRequest) -> list[dict[str, object]]:
    """The providers that are set up, each with the account there that signs this person in, if any."""
    connected = {one.provider: one for one in request.user.socialaccount_set.all()}
    found = [(one, connected.get(one.id)) for one in get_adapter().list_providers(request)]
    return [
        {"provider": one, "account": there, "name": one.wrap_account(there).to_str() if there else ""}
        for one, there in found
    ]


class ActivatePage(ActivateTOTPView):
    """Set up an authenticator app; says which shop asks for it."""

    request: SignedInRequest
    extra_context = {"title": gettext_lazy("Set up the second factor")}

    def get_context_data(self, **kwargs: Any) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {
            "required_by": shops_that_require_two_factors(self.request.user)
        }


class ForgottenPage(account_views.PasswordResetView):
    """Ask for a link by mail; there is no such page where no mail leaves."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_mail():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class MailPage(account_views.EmailView):
    """Change the mail address; there is no such page where no mail leaves."""

    extra_context = {"title": gettext_lazy("E-mail")}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_mail():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ElsewherePage(ConnectionsView):
    """Let an account elsewhere go; everything else about them stands on the page of the own account."""

    success_url = reverse_lazy("accounts:account")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.success_url)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        messages.error(self.request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect(self.success_url)


def _titled(view: type[View[Any]], title: StrOrPromise) -> Callable[..., HttpResponseBase]:
    return view.as_view(extra_context={"title": title})


password = _titled(account_views.PasswordChangeView, gettext_lazy("Change password"))
password_set = _titled(account_views.PasswordSetView, gettext_lazy("Set a password"))
forgotten = ForgottenPage.as_view()
mail = MailPage.as_view()
activate = login_required(ActivatePage.as_view())
deactivate = _titled(DeactivateTOTPView, gettext_lazy("Switch off the second factor"))
codes = never_cache(_titled(code_views.ViewRecoveryCodesView, gettext_lazy("Recovery codes")))
codes_new = login_required(_titled(code_views.GenerateRecoveryCodesView, gettext_lazy("New recovery codes")))
codes_file = code_views.download_recovery_codes
confirm = _titled(account_views.ReauthenticateView, gettext_lazy("Confirm that it is you"))
confirm_code = _titled(ReauthenticateView, gettext_lazy("Confirm that it is you"))
code = AuthenticateView.as_view()
elsewhere = ElsewherePage.as_view()
