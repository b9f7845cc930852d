"""The entries of a shop's audit trail that a manager asks for."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.audit.trail import ACTIONS
from accounts.fields import offer_choices
from accounts.models import AuditEntry, Shop, User

BY_ITSELF = "-"


class AuditFilterForm(forms.Form):
    """What the list shows. A value that makes no sense counts as not given."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search"}),
    )
    who = forms.ChoiceField(label=pgettext_lazy("audit trail", "Who"), required=False)
    action = forms.ChoiceField(label=pgettext_lazy("audit trail", "What"), required=False)

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = sorted(
            [(code, str(label)) for code, label in ACTIONS.items()], key=lambda action: action[1]
        )
        offer_choices(self, "who", [("", gettext("Everybody")), *_people(shop)])
        offer_choices(self, "action", [("", gettext("Everything")), *actions])
        for name in ("who", "action"):
            self.fields[name].widget.attrs |= {"class": "form-select", "data-send-on-change": ""}

    def wanted(self) -> dict[str, Any]:
        """The filters that make sense."""
        self.is_valid()
        return self.cleaned_data


def _people(shop: Shop) -> list[tuple[str, str]]:
    """Everybody who stands in the trail, by name; who left as well."""
    rows = of_shop(shop).order_by().values_list("actor_name", flat=True).distinct()
    named = sorted(name for name in rows if name)
    return [*((name, name) for name in named), (BY_ITSELF, gettext("by itself"))]


def of_shop(shop: Shop) -> QuerySet[AuditEntry]:
    """The shop's entries, and what its people did outside any shop: signing in, their passwords."""
    members = User.objects.filter(memberships__shop=shop)
    return AuditEntry.objects.filter(Q(shop=shop) | Q(shop=None, actor__in=members))


def filter_entries(
    shop: Shop, wanted: dict[str, Any], since: dt.datetime, until: dt.datetime
) -> QuerySet[AuditEntry]:
    """The entries from `since` until before `until` that fit the form, newest first."""
    rows = of_shop(shop).filter(at__gte=since, at__lt=until)
    if wanted.get("who"):
        rows = rows.filter(actor_name="" if wanted["who"] == BY_ITSELF else wanted["who"])
    if wanted.get("action"):
        rows = rows.filter(action=wanted["action"])
    if wanted.get("q"):
        text = wanted["q"].strip()
        rows = rows.filter(
            Q(about__icontains=text) | Q(actor_name__icontains=text) | Q(address__startswith=text)
        )
    return rows.order_by("-at", "-pk")
