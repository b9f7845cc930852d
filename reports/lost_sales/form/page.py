"""The lost-sale form as its page shows it: the forms there are, each row with its suggestion in words."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Agent, Shop
from accounts.nicks import mask_nick
from accounts.ui import formats
from chats.access import buyer_text
from chats.models import BuyerAlias
from reports.lost_sales.form import verbs as lost_sales
from reports.models import LostSaleEntry, LostSaleForm
from reports.talks import timeline

HANDED_IN_SHOWN = 7
AROUND = dt.timedelta(minutes=5)  # the platform's entry card comes a moment before the first word


@dataclass(frozen=True)
class Tab:
    """One form that waits, with how far it is."""

    form: LostSaleForm
    done: int
    all: int

    @property
    def finished(self) -> bool:
        return self.done == self.all


@dataclass(frozen=True)
class Row:
    """One row of the form; `cause` says why its reason is suggested."""

    entry: LostSaleEntry
    writable: bool
    cause: str
    questions: tuple[tuple[str, str, str], ...]  # field, label, answer

    @property
    def is_open(self) -> bool:
        return self.entry.state == LostSaleEntry.State.OPEN

    @property
    def returned(self) -> bool:
        return self.entry.review == LostSaleEntry.Review.RETURNED


def tabs(forms: list[LostSaleForm]) -> list[Tab]:
    """Each form with the number of its rows that need nothing more, and of all that count."""
    rows = LostSaleEntry.objects.filter(form__in=forms, state=LostSaleEntry.State.OPEN)
    done: dict[int, list[bool]] = {}
    for row in rows.select_related("reason"):
        done.setdefault(row.form_id, []).append(not lost_sales.needs_reason(row))
    return [Tab(form, sum(done.get(form.pk, ())), len(done.get(form.pk, ()))) for form in forms]


def to_hand_in(some: list[Tab]) -> int:
    """How many of the forms wait to be handed in; the others came back, or need nothing any more."""
    return sum(1 for tab in some if tab.form.status == LostSaleForm.Status.OPEN and tab.all)


def handed_in(agents: QuerySet[Agent]) -> QuerySet[LostSaleForm]:
    """The forms that the agents handed in last."""
    forms = LostSaleForm.objects.filter(agent__in=agents, status=LostSaleForm.Status.SUBMITTED)
    return forms.select_related("agent", "shop").order_by("-day", "agent__name")[:HANDED_IN_SHOWN]


def rows(form: LostSaleForm) -> list[Row]:
    """The form's rows in order of time, those that need nothing at the end."""
    reasons = ("reason__parent", "suggested__parent", "reviewed_reason__parent")
    related = ("form", "buyer", "second_reason", "reviewer", *reasons)
    entries = list(form.entries.select_related(*related))
    entries.sort(key=lambda entry: (entry.state != LostSaleEntry.State.OPEN, entry.first_at, entry.pk))
    return [Row(entry, lost_sales.writable(entry), cause(entry), _questions(entry)) for entry in entries]


def _questions(entry: LostSaleEntry) -> tuple[tuple[str, str, str], ...]:
    labels = (_("Promotion told?"), _("Recommended?"), _("Payment chased?"))
    return tuple(
        (name, label, getattr(entry, name)) for name, label in zip(lost_sales.TOLD, labels, strict=True)
    )


def cause(entry: LostSaleEntry) -> str:
    """Why the row's reason is suggested."""
    found = entry.suggested_cause
    match found.get("rule"):
        case "silent":
            return _("Nobody answered.")
        case "slow":
            parts = {"wait": formats.duration(found["seconds"]), "target": formats.duration(found["target"])}
            return _("The first answer came after %(wait)s; the target is %(target)s.") % parts
        case "unchased":
            return _("Ordered and not paid, and nobody asked.")
        case "words":
            return _("The buyer wrote “%(said)s”.") % {"said": found["said"]}
    return ""


def talk(shop: Shop, entry: LostSaleEntry, may_read: timeline.MayRead) -> timeline.Timeline:
    """The chat behind a row as far as it may be read; empty for a row added by hand."""
    aliases = BuyerAlias.objects.filter(shop=shop, person=entry.buyer_id).values_list("pk", flat=True)
    known = list(aliases) if entry.buyer_id else []
    return timeline.talk(shop, known, entry.first_at - AROUND, entry.last_at, may_read)


def buyer_shown(entry: LostSaleEntry) -> str:
    """The buyer as the reader may see them, where the rows know the reader (with_buyers); else
    as people outside the conversation do."""
    in_full = getattr(entry, "shows_buyer", entry.form.shop.show_buyer_nicks)
    if entry.buyer is None:
        return entry.buyer_name if in_full else mask_nick(entry.buyer_name)
    return buyer_text(entry.buyer, in_full)
