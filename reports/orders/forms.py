"""The filters of the order list; they live in the address."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.fields import offer_rows
from accounts.models import Agent, AgentKind, Team
from reports.figures import rows_behind
from reports.orders.queries import CLOCKS, REASONS, STATES
from reports.orders.sums import BUCKET_CODES, PARTS
from reports.pages.forms import picker

CLASS_CHOICES = [
    ("", _("All classes")),
    ("consulted", _("Consulted")),
    ("chased", _("Chased")),
    ("silent", _("Silent")),
    ("unlinked", _("Unlinked")),
    ("excluded", _("Excluded")),
]


CLOCK_LABELS = (pgettext_lazy("day of an order", "Placed"), pgettext_lazy("day of an order", "Paid"))


CLOCK_CHOICES = list(zip(CLOCKS, CLOCK_LABELS, strict=True))


STATE_LABELS = (
    _("Paid"),
    _("Unpaid"),
    _("Chased by an agent"),
    _("Recovered by chasing"),
    _("With a ruling"),
)


BUCKET_LABELS = (
    _("Credited to agents"),
    _("Credited to nobody"),
    _("Unlinked, without credit"),
    _("Excluded, without credit"),
)


BUCKET_CHOICES = [("", _("Anywhere")), *zip(BUCKET_CODES, BUCKET_LABELS, strict=True)]


REASON_LABELS = (
    _("Unlinked: masked nick"),
    _("Unlinked: no nick"),
    _("Excluded: flag"),
    _("Excluded: memo"),
    _("Excluded: own account"),
    _("Excluded by hand"),
)


REASON_CHOICES = [("", _("Any reason")), *zip(REASONS, REASON_LABELS, strict=True)]


PART_LABELS = (
    _("Credited"),
    _("Chased last"),
    _("Assisted before the order"),
    _("Assisted before the payment"),
    _("Contested"),
)


PART_CHOICES = [("", _("Any part")), *zip(PARTS, PART_LABELS, strict=True)]


STATE_CHOICES = [("", _("Paid or not")), *zip(STATES, STATE_LABELS, strict=True)]


class OrderFilterForm(forms.Form):
    """What the order list shows. A value that makes no sense counts as not given."""

    q = forms.CharField(
        label=_("Order number or buyer"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search"}),
    )
    clock = forms.ChoiceField(label=_("Day"), choices=CLOCK_CHOICES, required=False, widget=picker())
    kind = forms.ChoiceField(label=_("Class"), choices=CLASS_CHOICES, required=False, widget=picker())
    state = forms.ChoiceField(label=_("Payment"), choices=STATE_CHOICES, required=False, widget=picker())
    agent = forms.ModelChoiceField(
        Agent.objects.none(),
        label=_("Agent"),
        required=False,
        empty_label=_("All agents"),
        widget=picker(),
    )
    part = forms.ChoiceField(label=_("Part in it"), choices=PART_CHOICES, required=False, widget=picker())
    team = forms.ModelChoiceField(Team.objects.none(), required=False, widget=forms.HiddenInput())
    bucket = forms.ChoiceField(label=_("Books"), choices=BUCKET_CHOICES, required=False, widget=picker())
    reason = forms.ChoiceField(
        label=_("Why without credit"), choices=REASON_CHOICES, required=False, widget=picker()
    )
    batch = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())
    once = forms.BooleanField(required=False, widget=forms.HiddenInput())
    figure = forms.ChoiceField(
        choices=lambda: [(code, code) for code in rows_behind.codes()],
        required=False,
        widget=forms.HiddenInput(),
    )

    def __init__(self, *args: Any, agents: QuerySet[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agents = agents
        offer_rows(self, "team", Team.objects.filter(agents__in=agents).distinct())
        offer_rows(self, "agent", agents.filter(kind=AgentKind.HUMAN).order_by("name"))

    def wanted(self) -> dict[str, object]:
        """The filters that make sense; `agents` are the ids of those whose part is asked for."""
        self.is_valid()
        wanted = self.cleaned_data
        agent, team = wanted.get("agent"), wanted.get("team")
        some = self.agents.filter(team=team) if team else self.agents
        asked = agent or team or wanted.get("part") or wanted.get("figure")
        ids = some.values_list("pk", flat=True) if asked else ()
        return wanted | {"agents": [agent.pk] if agent else list(ids)}
