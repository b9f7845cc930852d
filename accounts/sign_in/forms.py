"""Forms of signing in and of the first start."""

import zoneinfo
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.forms import BaseUserCreationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import offer_choices
from accounts.models import Shop, User
from accounts.sign_in.account_forms import HouseLook


class SignInForm(HouseLook, LoginForm):
    """User name or mail address, and password; allauth tells a guesser to wait (AccountAdapter)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail")
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""  # the page says what to do, by whether mail is set up


class SetupForm(BaseUserCreationForm[User]):
    """The first manager and the first shop, on the very first start."""

    shop_name = forms.CharField(
        label=_("Name of the shop"), max_length=120, help_text=_("As your colleagues call it.")
    )
    main_account = forms.CharField(
        label=_("Main account (Wangwang nick)"),
        max_length=120,
        required=False,
        help_text=_("The part before the colon in the agents' nicks, 主号 in 主号:子账号."),
    )
    timezone = forms.ChoiceField(label=_("Time zone of the shop's files"), initial="Asia/Shanghai")

    class Meta:
        model = User
        fields = ("username",)
        labels = {"username": _("User name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        offer_choices(self, "timezone", [(zone, zone) for zone in zones])
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "timezone" else "form-control"

    def clean_shop_name(self) -> str:
        name: str = self.cleaned_data["shop_name"].strip()
        if Shop.objects.filter(name=name).exists():
            raise ValidationError(_("There is a shop of this name already."))
        return name


class PreferencesForm(forms.Form):
    """What a person chooses for the pages; each button of the menu sends one of the two."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(choices=[("light", ""), ("dark", ""), ("auto", "")], required=False)
