"""Filters of lists that live in the address, with django-filter."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Agent, AgentKind, Shop, Team
from accounts.ui.several import BoundedIds
from chats.models import Reception
from chats.spans import Span
from reports.figures import rows_behind
from reports.pages.forms import picker
from reports.receptions import queries as reception_list
from reports.receptions.queries import FILTERED_LABELS

STATE_LABELS = {
    "replied": _("Answered"),
    "unreplied": _("Not answered by a person"),
    "on_target": _("First answer on target"),
    "unanswered": _("With an unanswered round"),
    "slow": _("With a slow answer"),
    "long": _("Long"),
    "inquiry": _("Inquiries"),
    "mature": _("Mature inquiries"),
    "ordered_same_day": _("Ordered the same day"),
    "ordered_final": _("Ordered in the end"),
    "ordered_mature": _("Mature, ordered in the end"),
    "paid_same_day": _("Paid the same day"),
    "paid_next_day": _("Paid by the next day"),
    "paid_final": _("Paid in the end"),
    "own_paid": _("Paid, credited to the same agent"),
    "lost": _("Lost"),
    "open": _("Still open"),
}


class _AgentsField(BoundedIds, filters.fields.ModelMultipleChoiceField):
    """The ids of several agents in an address."""


class _AgentsFilter(filters.ModelMultipleChoiceFilter):
    field_class = _AgentsField


class ReceptionFilter(filters.FilterSet):
    """What the list of receptions shows. A value that makes no sense counts as not given."""

    agent = filters.ModelChoiceFilter(
        queryset=Agent.objects.none(), label=_("Agent"), empty_label=_("All agents"), widget=picker()
    )
    team = filters.ModelChoiceFilter(
        queryset=Team.objects.none(), label=_("Team"), empty_label=_("All teams"), widget=picker()
    )
    state = filters.ChoiceFilter(
        choices=[(state, STATE_LABELS[state]) for state in reception_list.STATES],
        label=_("What happened"),
        empty_label=_("All that count"),
        widget=picker(),
    )
    filtered = filters.ChoiceFilter(
        choices=list(FILTERED_LABELS.items()),
        label=_("Left out because"),
        empty_label=_("Not left out"),
        widget=picker(),
    )
    agents = _AgentsFilter(queryset=Agent.objects.none(), widget=forms.MultipleHiddenInput())
    weekday = filters.NumberFilter(min_value=1, max_value=7, widget=forms.HiddenInput())
    hour = filters.NumberFilter(min_value=0, max_value=23, widget=forms.HiddenInput())
    wait_from = filters.NumberFilter(min_value=0, widget=forms.HiddenInput())
    wait_to = filters.NumberFilter(min_value=0, widget=forms.HiddenInput())
    once = filters.BooleanFilter(widget=forms.HiddenInput())
    figure = filters.ChoiceFilter(
        choices=lambda: [(code, code) for code in rows_behind.codes(rows_behind.RECEPTIONS)],
        widget=forms.HiddenInput(),
    )

    class Meta:
        model = Reception
        fields: list[str] = []

    def __init__(
        self, query: QueryDict, rows: QuerySet[Reception], *, shop: Shop, span: Span, agents: QuerySet[Agent]
    ) -> None:
        super().__init__(query, rows)
        self.shop, self.span = shop, span
        self._offer("agents", agents)
        self._offer("agent", agents.filter(kind=AgentKind.HUMAN).order_by("name"))
        self._offer("team", Team.objects.filter(agents__in=agents).distinct().order_by("name"))

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        self.filters[name].queryset = rows  # type: ignore[attr-defined]  # filters take any attribute

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters that make sense."""
        self.form.is_valid()
        return self.form.cleaned_data

    def filter_queryset(self, queryset: QuerySet[Reception]) -> QuerySet[Reception]:
        wanted = self.wanted
        rows = reception_list.filter_receptions(queryset, wanted, self.span)
        hour = wanted.get("hour")
        return rows if hour is None else reception_list.in_hour(rows, self.shop, self.span, int(hour))
