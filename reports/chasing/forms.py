"""What the chasing page asks: its filters, and the note of a chase by hand."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import offer_rows
from accounts.models import Agent, AgentKind, Team
from chats.models import ChaseNote
from reports.pages.forms import offer, picker

KIND_CHOICES = [
    ("", _("All classes")),
    ("consulted", _("Consulted")),
    ("silent", _("Silent")),
    ("unlinked", _("Unlinked")),
]
CHASED_CHOICES = [("", _("Chased or not")), ("no", _("Not chased yet")), ("yes", _("Chased already"))]
LONGEST_NOTE = 500
CLOCK_SLACK = dt.timedelta(minutes=5)


class ChasingFilterForm(forms.Form):
    """Which unpaid orders the page shows. A value that makes no sense counts as not given."""

    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("All teams"), widget=picker()
    )
    agent = forms.ModelChoiceField(
        Agent.objects.none(), label=_("Agent"), required=False, empty_label=_("All agents"), widget=picker()
    )
    kind = forms.ChoiceField(label=_("Class"), choices=KIND_CHOICES, required=False, widget=picker())
    chased = forms.ChoiceField(label=_("Chase"), choices=CHASED_CHOICES, required=False, widget=picker())

    def __init__(self, *args: Any, agents: QuerySet[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agent", agents.filter(kind=AgentKind.HUMAN).order_by("name"))
        offer(self, "team", Team.objects.filter(agents__in=agents).distinct().order_by("name"))

    def wanted(self) -> dict[str, object]:
        """The filters that make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ChaseNoteForm(forms.Form):
    """One chase by phone or SMS: by whom, when, and what was said."""

    channel = forms.ChoiceField(choices=ChaseNote.Channel.choices)
    agent = forms.ModelChoiceField(Agent.objects.none(), required=False)
    at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
    note = forms.CharField(max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, agents: QuerySet[Agent], placed_at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "agent", agents.filter(kind=AgentKind.HUMAN))
        self.placed_at = placed_at

    def clean_at(self) -> dt.datetime | None:
        """A moment between the order and now."""
        at: dt.datetime | None = self.cleaned_data["at"]
        if at and at > timezone.now() + CLOCK_SLACK:
            raise forms.ValidationError(_("A chase cannot lie in the future."))
        if at and at < self.placed_at.replace(second=0):
            raise forms.ValidationError(_("A chase cannot be earlier than the order."))
        return at
