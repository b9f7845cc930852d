"""Forms of contests and rulings, and the sentences that answer what is refused (D7.6)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import offer_rows
from accounts.models import Agent
from chats.credit.rulings import ANSWERED, LONGEST_SENTENCE, ContestRefused, RulingRefused
from chats.models import Contest
from reports.credit.desk import Case
from reports.pages.asked import id_from_query
from reports.pages.forms import picker

NOBODY, OTHER = "nobody", "other"
WORDS = {"class": "form-control", "rows": 2, "maxlength": LONGEST_SENTENCE}


class ContestForm(forms.Form):
    """An order by its number, claimed with a sentence; `agent` is asked of who is several agents."""

    order_no = forms.CharField(
        label=gettext_lazy("Order number"),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "form-control mono", "inputmode": "numeric"}),
    )
    agent = forms.ModelChoiceField(
        Agent.objects.none(),
        label=gettext_lazy("For"),
        empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    sentence = forms.CharField(
        label=gettext_lazy("Why is it yours?"),
        help_text=gettext_lazy("One sentence that your supervisor can check: when you told the buyer what."),
        max_length=LONGEST_SENTENCE,
        widget=forms.Textarea(attrs=WORDS),
    )

    def __init__(self, *args: Any, agents: Sequence[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(
            self, "agent", Agent.objects.filter(pk__in=[agent.pk for agent in agents]).order_by("name")
        )
        field = self.fields["agent"]
        if len(agents) == 1:
            field.required, field.widget, field.initial = False, forms.HiddenInput(), agents[0].pk
        self.only = agents[0] if len(agents) == 1 else None

    def claimant(self) -> Agent:
        """For whom the order is claimed."""
        agent: Agent | None = self.cleaned_data["agent"] or self.only
        assert agent is not None, "the field is required of who is several agents"
        return agent


class RulingForm(forms.Form):
    """Who is credited, by a leader's decision, and why."""

    winner = forms.CharField()
    other = forms.CharField(required=False)
    reason = forms.CharField(max_length=LONGEST_SENTENCE)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["winner"].error_messages["required"] = _("Choose who is credited.")
        self.fields["reason"].error_messages["required"] = _("Say why: the agents read it.")

    def clean(self) -> dict[str, object]:
        """Turn the choice into an agent, or None for nobody (`agent`)."""
        told = self.cleaned_data
        chosen = told.get("winner")
        if chosen is None:
            return told
        typed = told.get("other", "") if chosen == OTHER else chosen
        if typed == NOBODY:
            told["agent"] = None
        elif id_from_query(typed) in self.case.winners:
            told["agent"] = Agent.objects.get(pk=id_from_query(typed))
        else:
            self.add_error("winner", _("Choose who is credited."))
        return told


def contest_refused(refusal: ContestRefused) -> str:
    """What an agent reads when their contest is refused."""
    return {
        "empty": _("Say in one sentence why the order is yours."),
        "long": _("Shorten to at most %(most)s characters.") % {"most": LONGEST_SENTENCE},
        "unknown": _(
            "This number cannot be contested. Check it: it has to be an order of this shop that was imported."
        ),
        "own": _("This order is credited to you already."),
        "open": _("You have contested this order already; it waits for a decision."),
        "said": _("This was decided. To contest it again, say something that you have not said before."),
        "closed": _("This contest does not wait for a decision any more."),
    }[refusal.code]


def ruling_refused(refusal: RulingRefused) -> str:
    """What a leader reads when a decision is not taken."""
    names = ", ".join(refusal.names)
    return {
        "empty": _("Say why: the agents read it."),
        "long": _("Shorten to at most %(most)s characters.") % {"most": LONGEST_SENTENCE},
        "same": _("Nothing would change: this is how the order is credited now."),
        "decided": _("Somebody else decided this in the meantime."),
        "robot": _("%(names)s cannot be credited: only people of this shop can.") % {"names": names},
        "unseen": _("%(names)s: not of your teams. Who decides must see both sides; a manager can.")
        % {"names": names},
        "own": _("You are %(names)s yourself; somebody else has to decide that.") % {"names": names},
    }[refusal.code]


OUTCOMES = [
    ("", gettext_lazy("Any answer")),
    *((status.value, status.label) for status in ANSWERED),
]


class DecidedFilterForm(forms.Form):
    """Which decided contests the list shows."""

    agent = forms.ModelChoiceField(
        Agent.objects.none(),
        label=gettext_lazy("Agent"),
        required=False,
        empty_label=gettext_lazy("All agents"),
        widget=picker(),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=OUTCOMES,
        required=False,
        widget=picker(),
    )

    def __init__(self, *args: Any, agents: QuerySet[Contest, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "agent", Agent.objects.filter(pk__in=agents).order_by("name"))

    def wanted(self) -> dict[str, Any]:
        """The filters that make sense."""
        self.is_valid()
        return self.cleaned_data
