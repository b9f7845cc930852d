"""Filters of the report pages; they live in the address."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.fields import offer_rows
from accounts.models import Team


def picker() -> forms.Select:
    """A choice of a filter form: picking sends the form."""
    return forms.Select(attrs={"class": "form-select", "data-send-on-change": ""})


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a filter choose among rows; without two of them leave it out. One query either way."""
    found = list(rows)
    if len(found) < 2:
        del form.fields[name]
        return
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField), name
    field.queryset = rows
    field.choices = [("", field.empty_label), *((row.pk, str(row)) for row in found)]


class TeamForm(forms.Form):
    """The team whose agents the leaderboard shows."""

    team = forms.ModelChoiceField(
        Team.objects.none(), required=False, label=_("Team"), empty_label=_("All teams"), widget=picker()
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "team", teams)


LONGEST_TEXT = 2000


CONTROL, SELECT = {"class": "form-control"}, {"class": "form-select"}
