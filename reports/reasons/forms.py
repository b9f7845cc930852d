"""Forms that choose or describe a lost-sale reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import offer_choices, offer_rows
from accounts.models import Shop
from reports.models import LostSaleReason
from reports.reasons import taxonomy as reasons


def cause_choices(shop: Shop, empty: str, with_retired: bool = True) -> list[tuple[object, object]]:
    """Each reason of the first level as a whole, then those below it."""
    groups: list[tuple[object, object]] = [("", empty)]
    for head, children in reasons.tree(shop, with_retired):
        whole = (head.pk, gettext("%(cause)s, all of it") % {"cause": reasons.name(head)})
        groups.append((reasons.name(head), [whole, *((child.pk, reasons.name(child)) for child in children)]))
    return groups


def offer_reasons(form: forms.ModelForm[Any], shop: Shop, empty: str) -> None:
    """Let the form's field `reason` choose among the shop's reasons."""
    offer_rows(form, "reason", LostSaleReason.objects.filter(shop=shop).select_related("parent"))
    offer_choices(form, "reason", cause_choices(shop, empty))


class ReasonForm(forms.Form):
    """The names of a lost-sale reason, the pinyin initials that find it, and who owns it."""

    zh = forms.CharField(label=_("Chinese"), max_length=60)
    en = forms.CharField(label=_("English"), max_length=60, required=False)
    initials = forms.CharField(label=_("Pinyin initials"), max_length=30, required=False)
    owner = forms.ChoiceField(
        label=_("Owner"), choices=[("", "—"), *LostSaleReason.Owner.choices], required=False
    )
