"""Forms of the library: scripts, promotions and cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Shop
from reports.models import Script
from reports.pages.forms import CONTROL, LONGEST_TEXT, SELECT
from reports.reasons.forms import offer_reasons


class ScriptForm(forms.ModelForm[Any]):
    """A script's title, kind and reason; only leaders change them afterwards."""

    class Meta:
        model = Script
        fields = ("title", "kind", "reason")
        labels = {
            "title": gettext_lazy("Situation"),
            "kind": gettext_lazy("Kind"),
            "reason": gettext_lazy("Lost-sale reason that it answers"),
        }
        widgets = {
            "title": forms.TextInput(attrs=CONTROL | {"autofocus": True}),
            "kind": forms.Select(attrs=SELECT),
            "reason": forms.Select(attrs=SELECT),
        }

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_reasons(self, shop, _("any"))


class VersionForm(forms.Form):
    """One wording; `seen` is the number of the version that the writer was shown."""

    text = forms.CharField(
        label=pgettext_lazy("script", "Words"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs=CONTROL | {"rows": 7}),
        help_text=gettext_lazy("As they are sent: agents copy them with one click."),
    )
    note = forms.CharField(
        label=gettext_lazy("Why it changes"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=CONTROL),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Browsers send line ends in two signs; the words have one."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")
