"""The form of an action: what is done against which cause, for whom, from when, and who sees to it."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import LEADERS, sees_whole_shop, visible_agents
from accounts.fields import offer_choices, offer_rows
from accounts.models import Agent, Shop, Team, User
from reports.actions.verbs import people
from reports.models import Action, LostSaleReason
from reports.reasons.forms import cause_choices


class NamedTeamField(forms.ModelChoiceField[Team]):
    """A choice of teams of one shop, by their names alone."""

    def label_from_instance(self, obj: Team) -> str:
        return obj.name


class ActionForm(forms.ModelForm[Any]):
    """An action; a supervisor of some teams plans for agents of these teams only."""

    class Meta:
        model = Action
        fields = ("title", "reason", "kind", "team", "agents", "start_day", "owner", "note")
        field_classes = {"team": NamedTeamField}
        labels = {
            "title": gettext_lazy("What will be done"),
            "reason": gettext_lazy("Cause"),
            "kind": gettext_lazy("Kind"),
            "team": gettext_lazy("Audience"),
            "agents": gettext_lazy("Only these agents"),
            "start_day": gettext_lazy("First day"),
            "owner": gettext_lazy("Who sees to it"),
            "note": gettext_lazy("Note"),
        }
        widgets = {
            "title": forms.TextInput(attrs={"class": "form-control", "autofocus": True}),
            "kind": forms.Select(attrs={"class": "form-select"}),
            "team": forms.Select(attrs={"class": "form-select"}),
            "agents": forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
            "start_day": forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
            "owner": forms.Select(attrs={"class": "form-select"}),
            "note": forms.Textarea(attrs={"class": "form-control", "rows": 3, "maxlength": 2000}),
        }
        help_texts = {
            "start_day": gettext_lazy("Weeks before and after are counted from this day."),
            "agents": gettext_lazy("If you tick any, the action is for them and not for the whole team."),
        }

    def __init__(self, *args: Any, shop: Shop, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop, self.user = shop, user
        self.whole_shop = sees_whole_shop(user, shop)
        seen = visible_agents(user, shop)
        agents = people(shop).filter(pk__in=seen.values("pk"), active_to=None)
        if self.instance.pk:
            agents = people(shop).filter(Q(pk__in=agents.values("pk")) | Q(pk__in=self.instance.agents.all()))
        offer_rows(self, "agents", agents)
        self.fields["agents"].required = False
        offer_rows(self, "team", self._teams(seen))
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)
        team.empty_label = _("Whole shop") if self.whole_shop else "—"
        owners = User.objects.filter(memberships__shop=shop, memberships__role__in=LEADERS).distinct()
        offer_rows(self, "owner", owners.order_by("username"))
        self.fields["reason"].widget.attrs["class"] = "form-select"
        offer_rows(self, "reason", LostSaleReason.objects.filter(shop=shop))
        offer_choices(self, "reason", cause_choices(shop, "", with_retired=bool(self.instance.pk)))

    def _teams(self, seen: QuerySet[Agent]) -> QuerySet[Team]:
        """The teams all of whose agents the user may see."""
        teams = Team.objects.filter(shop=self.shop).order_by("name")
        if self.whole_shop:
            return teams
        strangers = Agent.objects.filter(shop=self.shop).exclude(pk__in=seen.values("pk"))
        return teams.filter(agents__in=seen).exclude(agents__in=strangers).distinct()

    def clean(self) -> dict[str, object]:
        """Nobody plans for agents whose figures they may not see."""
        cleaned = super().clean() or self.cleaned_data
        if not self.whole_shop and not cleaned.get("team") and not cleaned.get("agents"):
            self.add_error("agents", _("Tick the agents for whom the action is, or choose a team."))
        return cleaned
