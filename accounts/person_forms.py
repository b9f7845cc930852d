"""Forms of one's own account: joining by a link, a new password."""

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import throttle
from accounts.forms import SignInForm
from accounts.models import User

PRESENT_PASSWORD = "present-password"  # noqa: S105 (what is guessed, for the throttle)


def _look(form: forms.BaseForm) -> None:
    for field in form.fields.values():
        field.widget.attrs["class"] = "form-control"


class JoinForm(BaseUserCreationForm):
    """A new account for somebody who has a link."""

    class Meta:
        model = User
        fields = ("username", "first_name")
        labels = {"username": _("User name"), "first_name": _("Your name")}
        help_texts = {"first_name": _("As your colleagues call you.")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _look(self)


class NewPasswordForm(SetPasswordForm):
    """A new password without the old one, for somebody who has a link."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _look(self)


class ChangePasswordForm(PasswordChangeForm):
    """A new password for whoever knows the old one; tells a guesser to wait."""

    def __init__(self, user: User, *args: object, request: HttpRequest, **kwargs: object) -> None:
        super().__init__(user, *args, **kwargs)
        self.request = request
        _look(self)

    def clean_old_password(self) -> str:
        name = self.user.username
        if throttle.is_blocked(self.request, name, PRESENT_PASSWORD):
            raise ValidationError(SignInForm.error_messages["throttled"], code="throttled")
        try:
            found = super().clean_old_password()
        except ValidationError:
            throttle.note_failure(self.request, name, PRESENT_PASSWORD)
            raise
        throttle.forget(self.request, name, PRESENT_PASSWORD)
        return found
