"""Forms of one's own account: joining by a link, passwords, mail address, the codes of the second factor."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.forms import BaseUserCreationForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User


class HouseLook(forms.BaseForm):
    """The look of the house: what allauth writes into an empty field stands in the label already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
            field.widget.attrs.pop("placeholder", None)


def _named(form: forms.Form, **labels: StrOrPromise) -> None:
    for name, label in labels.items():
        form.fields[name].label = label


class JoinForm(HouseLook, BaseUserCreationForm[User]):
    """A new account for somebody who has a link."""

    class Meta:
        model = User
        fields = ("username", "first_name")
        labels = {"username": _("User name"), "first_name": _("Your name")}
        help_texts = {"first_name": _("As your colleagues call you.")}


class NewPasswordForm(HouseLook, SetPasswordForm):  # type: ignore[type-arg]  # takes none at runtime
    """A new password without the old one, for somebody who has a link of a manager."""


class ChangePasswordForm(HouseLook, account_forms.ChangePasswordForm):
    """A new password for whoever knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
        _named(self, oldpassword=_("Present password"), password1=_("New password"))
        _named(self, password2=_("New password, once more"))


class FirstPasswordForm(HouseLook, account_forms.SetPasswordForm):
    """A password for an account that had none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, password1=_("New password"), password2=_("New password, once more"))


class ForgottenForm(HouseLook, account_forms.ResetPasswordForm):
    """The mail address to which a link for a new password goes, if an account has it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, email=_("E-mail"))


class RenewPasswordForm(HouseLook, account_forms.ResetPasswordKeyForm):
    """A new password, for somebody who has a link from a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, password1=_("New password"), password2=_("New password, once more"))


class MailForm(HouseLook, account_forms.AddEmailForm):
    """The account's mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, email=_("New address"))


class ConfirmForm(HouseLook, account_forms.ReauthenticateForm):
    """The password once more, before something that a passer-by must not do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        _named(self, password=_("Password"))


class _Code(HouseLook):
    """A code that phones offer to fill in, with digits to type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class CodeForm(_Code, code_forms.AuthenticateForm):
    """The second factor while signing in."""


class ConfirmCodeForm(_Code, code_forms.ReauthenticateForm):
    """The second factor once more, in place of the password."""


class FirstCodeForm(_Code, totp_forms.ActivateTOTPForm):
    """The first code of an authenticator app, which proves that it was set up rightly."""
