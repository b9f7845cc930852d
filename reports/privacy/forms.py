"""Forms of the privacy page: how long texts are kept, which buyer is meant, and the word before erasing."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Shop
from accounts.people.forms import style
from chats.store.kept_words import LEAST_DAYS

MOST_DAYS = 3_650


class TextsForm(forms.Form):
    """After how many days the texts of messages are deleted."""

    keep = forms.ChoiceField(
        label=_("Texts of messages"),
        choices=[("all", _("Keep them")), ("days", _("Delete them after a time"))],
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("After how many days"),
        required=False,
        max_value=MOST_DAYS,
        validators=[
            MinValueValidator(
                LEAST_DAYS,
                _("At least %(limit_value)s days: forms and orders of the last weeks need the texts."),
            )
        ],
        widget=forms.NumberInput(attrs={"min": LEAST_DAYS, "max": MOST_DAYS, "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        days = shop.keep_texts_days
        kwargs.setdefault("initial", {"keep": "all" if days is None else "days", "days": days or 180})
        super().__init__(*args, **kwargs)
        self.fields["days"].widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("keep") == "days" and data.get("days") is None and "days" not in self.errors:
            self.add_error("days", _("Enter a number of days."))
        return data

    @property
    def keep_texts_days(self) -> int | None:
        """The shop's setting; empty where texts are kept."""
        return self.cleaned_data["days"] if self.cleaned_data["keep"] == "days" else None


class BuyerForm(forms.Form):
    """The buyer whose data are asked for."""

    name = forms.CharField(
        label=_("Nick or open uid"),
        max_length=120,
        help_text=_("As a whole: parts of nicks and masked nicks (t**1) identify nobody."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        style(self)


class EraseForm(forms.Form):
    """The manager's confirmation of what erasing means."""

    sure = forms.BooleanField(label=_("I know that this cannot be undone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        style(self)
