"""What a supervisor says of a starred passage."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import offer_choices
from accounts.models import Shop
from reports.models import ChatCase
from reports.pages.forms import CONTROL, LONGEST_TEXT, SELECT
from reports.reasons.forms import offer_reasons


class CaseForm(forms.ModelForm[Any]):
    """What a supervisor says of a passage."""

    class Meta:
        model = ChatCase
        fields = ("verdict", "comment", "reason")
        labels = {
            "verdict": gettext_lazy("Verdict"),
            "comment": gettext_lazy("Comment"),
            "reason": gettext_lazy("Reason"),
        }
        widgets = {
            "verdict": forms.Select(attrs=SELECT),
            "comment": forms.Textarea(attrs=CONTROL | {"rows": 3, "maxlength": LONGEST_TEXT}),
            "reason": forms.Select(attrs=SELECT),
        }

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_reasons(self, shop, _("none"))
        offer_choices(self, "verdict", [("", _("Choose …")), *ChatCase.Verdict.choices])
