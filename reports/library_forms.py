"""Forms of the library: scripts, promotions and cases."""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Shop
from reports import reasons
from reports.models import ChatCase, LostSaleReason, Promotion, Script

LONGEST_TEXT = 2000
CONTROL, SELECT = {"class": "form-control"}, {"class": "form-select"}


def cause_choices(shop: Shop, empty: str, with_retired: bool = True) -> list[tuple[object, object]]:
    """Each reason of the first level as a whole, then those below it."""
    groups: list[tuple[object, object]] = [("", empty)]
    for head, children in reasons.tree(shop, with_retired):
        whole = (head.pk, _("%(cause)s, all of it") % {"cause": reasons.name(head)})
        groups.append((reasons.name(head), [whole, *((one.pk, reasons.name(one)) for one in children)]))
    return groups


def _with_causes(form: forms.ModelForm, shop: Shop, empty: str) -> None:
    form.fields["reason"].queryset = LostSaleReason.objects.filter(shop=shop).select_related("parent")
    form.fields["reason"].choices = cause_choices(shop, empty)


class ScriptForm(forms.ModelForm):
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

    def __init__(self, *args: object, shop: Shop, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _with_causes(self, shop, _("any"))


class VersionForm(forms.Form):
    """One wording; `seen` is the number of the version that the writer had before her."""

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
        return self.cleaned_data["text"].replace("\r\n", "\n")


class PromotionForm(forms.ModelForm):
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

    def __init__(self, *args: object, **kwargs: object) -> None:
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


class CaseForm(forms.ModelForm):
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

    def __init__(self, *args: object, shop: Shop, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _with_causes(self, shop, _("none"))
        self.fields["verdict"].choices = [("", _("Choose …")), *ChatCase.Verdict.choices]
