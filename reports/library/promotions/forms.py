"""The form of a promotion."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Promotion
from reports.pages.forms import CONTROL, LONGEST_TEXT


class PromotionForm(forms.ModelForm[Any]):
    """A promotion; `again` asks everybody to confirm what was changed."""

    again = forms.BooleanField(
        label=gettext_lazy("Agents must confirm it again"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text=gettext_lazy("Leave the tick unless you only corrected a slip of the pen."),
    )

    class Meta:
        model = Promotion
        fields = ("title", "first_day", "last_day", "items", "text")
        labels = {
            "title": gettext_lazy("Promotion"),
            "first_day": gettext_lazy("First day"),
            "last_day": gettext_lazy("Last day"),
            "items": gettext_lazy("Which items"),
            "text": gettext_lazy("What agents must know"),
        }
        widgets = {
            "title": forms.TextInput(attrs=CONTROL | {"autofocus": True}),
            "first_day": forms.DateInput(attrs=CONTROL | {"type": "date"}, format="%Y-%m-%d"),
            "last_day": forms.DateInput(attrs=CONTROL | {"type": "date"}, format="%Y-%m-%d"),
            "items": forms.Textarea(attrs=CONTROL | {"rows": 2, "maxlength": LONGEST_TEXT}),
            "text": forms.Textarea(attrs=CONTROL | {"rows": 6, "maxlength": LONGEST_TEXT}),
        }
        help_texts = {"items": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["again"]

    def clean(self) -> dict[str, object]:
        """A promotion ends on or after the day on which it begins."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        return cleaned

    @property
    def asks_again(self) -> bool:
        """Whether anything changed that everybody must confirm."""
        return bool(self.cleaned_data.get("again") and set(self.changed_data) - {"again"})
