"""Forms of the people page: members, teams, invitations, leaving."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.fields import offer_rows
from accounts.mail import can_mail
from accounts.models import Agent, AgentKind, Role, Shop, Team, User
from accounts.ui.several import SeveralField

TEAM_HELP = _("For supervisors only: whose agents' figures, chats and orders this person sees.")
ALL_TEAMS_HELP = _("For supervisors only: everybody in the shop, with or without a team, now and later.")
AGENTS_HELP = _(
    "The agents whose figures, chats and orders are this person's own. Several nicks are one agent."
)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form gets: the sent data, even if nothing was ticked, or nothing where the page is only read."""
    return request.POST if request.method == "POST" else None


def style(form: forms.BaseForm) -> None:
    """Give every control of a form the look of the house."""
    for field in form.fields.values():
        if isinstance(field.widget, forms.Select):
            field.widget.attrs["class"] = "form-select"
        elif isinstance(field.widget, forms.CheckboxInput):
            field.widget.attrs["class"] = "form-check-input"
        else:
            ticks = isinstance(field.widget, forms.CheckboxSelectMultiple)
            field.widget.attrs["class"] = "choices" if ticks else "form-control"


def linkable_agents(shop: Shop, user: User | None = None) -> QuerySet[Agent]:
    """The people among the agents who belong to nobody yet, or to this user."""
    free = Q(user=None) | Q(user=user) if user else Q(user=None)
    return Agent.objects.filter(free, shop=shop, kind=AgentKind.HUMAN).order_by("name")


class MemberForm(forms.Form):
    """What a member may do in the shop, and which agents they are."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role. To end all access, use the button below.")},
    )
    teams = SeveralField(
        Team.objects.none(),
        label=_("Supervises"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=TEAM_HELP,
    )
    all_teams = forms.BooleanField(label=_("Supervises every team"), required=False, help_text=ALL_TEAMS_HELP)
    agents = SeveralField(
        Agent.objects.none(),
        label=_("Is the agent"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=AGENTS_HELP,
    )

    def __init__(self, *args: Any, shop: Shop, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(shop=shop).order_by("name")
        offer_rows(self, "teams", teams)
        offer_rows(self, "agents", linkable_agents(shop, user))
        if not teams:
            del self.fields["teams"]
        style(self)

    def clean(self) -> dict[str, object]:
        """A supervisor who supervises nobody would see empty pages, and nobody would know why."""
        super().clean()
        data = self.cleaned_data
        chosen = data.get("roles", [data.get("role")])
        data.setdefault("teams", [])
        if Role.SUPERVISOR in chosen and not (data["teams"] or data.get("all_teams")):
            self.add_error("all_teams", _("Say whom the supervisor supervises: tick teams, or every team."))
        return data


class InvitationForm(MemberForm):
    """Who is invited, as what. An invitation gives one role; more can be added once they have joined."""

    field_order = ("label", "email", "role", "teams", "all_teams", "agents")

    roles = None  # type: ignore[assignment]  # how Django drops a field of the parent
    label = forms.CharField(
        label=_("For whom"), max_length=120, help_text=_("A name by which you know this invitation again.")
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("The link is sent there too. It is not stored.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "teams" not in self.fields:  # then there is nobody else to supervise than everybody
            self.fields["all_teams"].initial = True
        if not can_mail():
            del self.fields["email"]


class TeamForm(forms.Form):
    """A team's name and its agents."""

    name = forms.CharField(label=_("Name"), max_length=80)
    agents = SeveralField(
        Agent.objects.none(),
        label=_("Agents"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An agent belongs to one team; whoever is ticked here leaves the other one."),
    )

    def __init__(self, *args: Any, shop: Shop, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop, self.team = shop, team
        offer_rows(self, "agents", Agent.objects.filter(shop=shop).order_by("name"))
        style(self)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Team.objects.filter(shop=self.shop, name=name)
        if self.team:
            others = others.exclude(pk=self.team.pk)
        if others.exists():
            raise ValidationError(_("There is a team of this name already."), code="taken")
        return name


class LeaverForm(forms.Form):
    """The last day of a leaver's agents, for lists and forms."""

    last_day = forms.DateField(
        label=_("Last working day"),
        required=False,
        help_text=_("Closes the active period of the agents. Empty: it stays open."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        style(self)


class ShopSettingsForm(forms.ModelForm[Shop]):
    """Who sees what beyond the rule, and how safely people sign in."""

    class Meta:
        model = Shop
        fields = ("show_buyer_nicks", "show_top_three", "two_factor_required")
        labels = {
            "show_buyer_nicks": _("Show buyers' nicks in full to everybody who may see the order"),
            "show_top_three": _("Show agents who leads the leaderboard"),
            "two_factor_required": _("Require a second factor"),
        }
        help_texts = {
            "show_buyer_nicks": _(
                "Else a buyer's nick is shown in full only to the agent who talked with the buyer or is"
                " credited with the order. Everybody else, managers too, sees it shortened (t**1), on pages"
                " and in files."
            ),
            "show_top_three": _(
                "Names of the first three and the figure that placed them. Otherwise agents see their own"
                " figures, their place and the median, and no other name."
            ),
            "two_factor_required": _(
                "Nobody opens a page of this shop before signing in with a code of the phone, too. Whoever"
                " has no second factor yet is led to set one up, you as well."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        style(self)
