"""Filters of the chats and of chasing; they live in the address."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Agent, AgentKind
from chats.attribution.filters import FILTER_NAMES
from reports.pages.forms import offer, picker
from reports.talks.queries import ANY, FILTER_LABELS

LONGEST_SEARCH = 60
ANSWER_CHOICES = [
    ("", _("Any answer")),
    ("unreplied", _("Not replied")),
    ("unanswered", _("A question left open")),
    ("slow", _("Slow answers")),
    ("long", _("Long talks")),
]
OUTCOME_CHOICES = [
    ("", _("Any outcome")),
    ("inquiry", _("Inquiries")),
    ("lost", _("Lost")),
    ("no_order", _("Lost without an order")),
    ("not_paid", _("Lost unpaid")),
    ("open", _("Still open")),
    ("paid_final", _("Bought")),
    ("chased", _("Payment chased")),
]
FILTERED_CHOICES = [
    ("", _("In the figures")),
    (ANY, _("Filtered ones too")),
    *((name, FILTER_LABELS[name]) for name in FILTER_NAMES if name),
]
FORM_CHOICES = [
    ("", _("Any form")),
    ("none", _("Not on a form")),
    ("waiting", _("Reason missing")),
    ("told", _("Reason told")),
    ("returned", _("Returned")),
    ("reviewed", _("Reviewed")),
]


class TalkFilterForm(forms.Form):
    """Which chats the list shows. A value that makes no sense counts as not given."""

    q = forms.CharField(
        label=_("Words in the chat"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search", "data-search": ""}),
    )
    agent = forms.ModelChoiceField(
        Agent.objects.none(), label=_("Agent"), required=False, empty_label=_("All agents"), widget=picker()
    )
    answer = forms.ChoiceField(label=_("Answers"), choices=ANSWER_CHOICES, required=False, widget=picker())
    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOME_CHOICES, required=False, widget=picker())
    filtered = forms.ChoiceField(
        label=_("Filters"), choices=FILTERED_CHOICES, required=False, widget=picker()
    )
    form = forms.ChoiceField(label=_("Lost-sale form"), choices=FORM_CHOICES, required=False, widget=picker())

    def __init__(self, *args: Any, agents: QuerySet[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agent", agents.filter(kind=AgentKind.HUMAN).order_by("name"))

    def wanted(self) -> dict[str, object]:
        """The filters that make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
