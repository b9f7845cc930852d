"""Forms of the import pages: choose files, say who is who in a chat."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from accounts.fields import offer_choices

NICK_LENGTH = 120


class FilesInput(forms.ClearableFileInput):
    """The browser's file field, for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each within the size limit."""

    widget = FilesInput

    def clean(self, data: object, initial: object = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, (list, tuple)) else [data]
        cleaned = [super(FilesField, self).clean(file, initial) for file in files or [None]]
        for file in cleaned:
            self._check_size(file)
        return cleaned

    def _check_size(self, file: UploadedFile[Any]) -> None:
        limit, size = settings.UPLOAD_LIMIT_BYTES, file.size or 0
        if size > limit:
            words = {"name": file.name, "size": filesizeformat(size), "limit": filesizeformat(limit)}
            raise ValidationError(
                _("%(name)s is too large: %(size)s, at most %(limit)s. Export a shorter span of days."),
                params=words,
                code="too-large",
            )


class UploadForm(forms.Form):
    """The files to import. Empty ones go through: the import says in its own words what is wrong."""

    files = FilesField(  # type: ignore[assignment]  # a form takes its fields out of the class
        label=_("Files"),
        allow_empty_file=True,
        error_messages={"required": _("Choose at least one file.")},
        widget=FilesInput(
            attrs={"class": "drop-input", "accept": ".csv,.tsv,.txt,.xlsx,.xls,.xml,.json,.zip"}
        ),
    )


class MappingForm(forms.Form):
    """Who is who in a chat whose file does not say it."""

    buyer = forms.ChoiceField(
        label=_("Who is the buyer?"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    agent = forms.CharField(
        label=_("The agent's nick"),
        required=False,
        max_length=NICK_LENGTH,
        help_text=_("From the roster or a new one. Empty: the names stand for themselves."),
        widget=forms.TextInput(attrs={"class": "form-control", "list": "roster", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, speakers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "buyer", [*((name, name) for name in speakers), ("", _("I cannot tell"))])

    def clean(self) -> dict[str, object]:
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("buyer") and not cleaned.get("agent"):
            raise ValidationError(_("Say who the buyer is, or name the agent."), code="nothing-said")
        return cleaned
