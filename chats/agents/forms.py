"""The form of one agent: name, kind, team, active period, account, and nicks to add."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import offer_rows
from accounts.models import Agent, AgentKind, Shop, Team, User
from accounts.nicks import is_masked
from accounts.people.forms import style
from chats.agents.verbs import AgentDetails, owner_of
from chats.store.agents import NICK_LENGTH, nick_key
from chats.store.roster import NAME_LENGTH


class AgentForm(forms.Form):
    """An agent, known (`agent`) or new. A nick that belongs to another agent moves only if told to."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=AgentKind.choices,
        help_text=_("A robot has no receptions and earns nothing. Changing this computes all figures anew."),
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False)
    active_from = forms.DateField(label=_("Works from"), required=False)
    active_to = forms.DateField(
        label=_("Works until"), required=False, help_text=_("For lists and forms; it removes no figure.")
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Account"),
        required=False,
        help_text=_("The member linked to this agent."),
    )
    more_nicks = forms.CharField(
        label=_("More nicks"),
        required=False,
        help_text=_("One nick per line, as 主号:子账号. Messages sent under it move with it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    move = forms.BooleanField(label=_("Move these nicks here"), required=False)

    def __init__(self, *args: Any, shop: Shop, agent: Agent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop, self.agent = shop, agent
        offer_rows(self, "team", Team.objects.filter(shop=shop).order_by("name"))
        members = Q(memberships__shop=shop)
        offer_rows(self, "user", User.objects.filter(members).distinct().order_by("username"))
        for name in ("active_from", "active_to"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["more_nicks"].required = agent is None
        if agent is None:
            self.fields["more_nicks"].label = _("Nicks")
        style(self)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = Agent.objects.filter(shop=self.shop, in_roster=True, name=name)
        if self.agent:
            same = same.exclude(pk=self.agent.pk)
        if same.exists():
            raise ValidationError(
                _("There is an agent of this name already. To join the two, move the nicks there."),
                code="taken",
            )
        return name

    def clean_more_nicks(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["more_nicks"].splitlines()]
        nicks = [line for line in lines if line]
        for nick in nicks:
            if len(nick) > NICK_LENGTH or is_masked(nick) or not nick_key(nick):
                raise ValidationError(_("%(nick)s is no nick of an agent."), params={"nick": nick[:60]})
        return nicks

    def clean(self) -> dict[str, object]:
        super().clean()
        cleaned = self.cleaned_data
        first, last = cleaned.get("active_from"), cleaned.get("active_to")
        if first and last and last < first:
            self.add_error("active_to", _("The last day lies before the first."))
        if not cleaned.get("move"):
            self._refuse_taken(cleaned.get("more_nicks") or [])
        return cleaned

    def _refuse_taken(self, nicks: list[str]) -> None:
        """Ask before a nick, and with it a part of the figures, goes from one agent to another."""
        for nick in nicks:
            owner = owner_of(self.shop, nick)
            if owner and owner != self.agent:
                told = {"nick": nick, "name": owner.name}
                text = _(
                    "%(nick)s belongs to %(name)s. Tick “Move these nicks here” if all of it is to move."
                )
                self.add_error("more_nicks", ValidationError(text, params=told, code="owned"))

    def details(self) -> AgentDetails:
        """What was told, once the form is valid."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "move"}
        return AgentDetails(**data)
