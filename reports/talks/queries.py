"""The chats of a span, newest first: a row is one reception; pages are found by where the last one ended."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Shop, User
from chats.access import ShownReception, in_conversation, visible_receptions
from chats.attribution.filters import FILTER_NAMES, NONE
from chats.models import Credit, Reception
from chats.spans import Span
from reports.models import LostSaleEntry
from reports.reasons import taxonomy as reasons
from reports.receptions.queries import STATES

PER_PAGE = 50
LARGEST = 1 << 62  # no second and no id of ours is beyond it, and a database can compare it
NO_ORDER, NOT_PAID = 1, 2  # Reception.lost_stage
OUTCOMES = {name: STATES[name] for name in ("inquiry", "lost", "open", "paid_final")} | {
    "no_order": Q(lost_stage=NO_ORDER),
    "not_paid": Q(lost_stage=NOT_PAID),
}
Entry = LostSaleEntry
FORM_STATES = {
    "waiting": Q(reason__isnull=True, state=Entry.State.OPEN),
    "told": Q(reason__isnull=False),
    "returned": Q(review=Entry.Review.RETURNED),
    "reviewed": Q(review__in=(Entry.Review.ACCEPTED, Entry.Review.CHANGED)),
}
Chases = Mapping[tuple[int, int], Sequence[dt.datetime]]  # (agent, buyer) → instants
NEWEST_FIRST = ("-day", "-first_at", "agent_id", "buyer_id")

ANY = "any"
FILTER_LABELS = {
    "internal": gettext_lazy("the shop's own account"),
    "blocked_buyer": gettext_lazy("blocked buyer"),
    "excluded_agent": gettext_lazy("excluded agent"),
    "watchword": gettext_lazy("a watchword was said"),
    "monologue": gettext_lazy("only the agent wrote"),
}


def receptions(user: User, shop: Shop) -> QuerySet[ShownReception]:
    """The receptions whose talks the user may read; `shows_buyer`: they read the buyer's nick in full."""
    known = in_conversation(user, shop, person="buyer", agent="agent_id")
    return visible_receptions(user, shop).annotate(shows_buyer=known).select_related("buyer", "agent")


def filter_talks(
    rows: QuerySet[ShownReception], wanted: Mapping[str, Any], span: Span
) -> QuerySet[ShownReception]:
    """The receptions of the span that the filters ask for; those in the figures, unless told otherwise."""
    rows = rows.filter(day__range=(span.first, span.last))
    reason = wanted.get("filtered")
    if reason != ANY:
        rows = rows.filter(filtered=FILTER_NAMES.index(reason) if reason else NONE)
    if agent := wanted.get("agent"):
        rows = rows.filter(agent=agent)
    if answer := wanted.get("answer"):
        rows = rows.filter(STATES[answer])
    outcome = wanted.get("outcome")
    if outcome == "chased":
        rows = rows.filter(_chased())
    elif outcome:
        rows = rows.filter(OUTCOMES[outcome])
    return _with_form(rows, wanted.get("form"))


def _chased() -> Exists:
    """The reception holds the last chase of an order of this buyer (D5.4).

    The shop is not asked for: the buyer is of one shop, and the database would begin with all its orders.
    """
    inside = (OuterRef("first_at"), OuterRef("last_at"))
    same = {"order__buyer__person": OuterRef("buyer"), "chaser_id": OuterRef("agent_id")}
    return Exists(Credit.objects.filter(chase_evidence_at__range=inside, **same))


def _with_form(rows: QuerySet[ShownReception], state: str | None) -> QuerySet[ShownReception]:
    if not state:
        return rows
    entries = Entry.objects.filter(
        form__shop=OuterRef("shop"),
        form__day=OuterRef("day"),
        form__agent=OuterRef("agent_id"),
        buyer=OuterRef("buyer_id"),
    )
    return rows.filter(~Exists(entries) if state == "none" else Exists(entries.filter(FORM_STATES[state])))


@dataclass(frozen=True)
class Place:
    """Where a page ends: the key of its last row."""

    day: dt.date
    first_at: int
    agent_id: int
    buyer_id: int

    @classmethod
    def read(cls, written: str) -> "Place | None":
        """The place of an address; None where it names none."""
        parts = written.split("_")
        try:
            place = cls(dt.date.fromisoformat(parts[0]), int(parts[1]), int(parts[2]), int(parts[3]))
        except (ValueError, IndexError):
            return None
        numbers = (place.first_at, place.agent_id, place.buyer_id)
        return place if all(abs(one) < LARGEST for one in numbers) else None

    @classmethod
    def of(cls, row: Reception) -> "Place":
        return cls(row.day, int(row.first_at.timestamp()), row.agent_id, row.buyer_id)

    def __str__(self) -> str:
        return f"{self.day.isoformat()}_{self.first_at}_{self.agent_id}_{self.buyer_id}"

    def behind(self) -> Q:
        """The rows behind this one."""
        same_second = Q(agent_id__gt=self.agent_id) | Q(agent_id=self.agent_id, buyer_id__gt=self.buyer_id)
        same_day = Q(first_at__lt=self.first_at) | (Q(first_at=self.first_at) & same_second)
        return Q(day__lte=self.day) & (Q(day__lt=self.day) | (Q(day=self.day) & same_day))


def page(rows: QuerySet[ShownReception], place: Place | None) -> tuple[list[ShownReception], Place | None]:
    """The rows behind a place (the first ones without), and the place where the next page begins."""
    if place:
        rows = rows.filter(place.behind())
    found = list(rows.order_by(*NEWEST_FIRST)[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return shown, Place.of(shown[-1]) if len(found) > PER_PAGE else None


@dataclass(frozen=True)
class Line:
    """A reception as the list shows it: what stands out, as (word, tone), and the lost-sale reason."""

    reception: ShownReception
    tags: tuple[tuple[str, str], ...]
    reason: str


def lines(rows: Sequence[ShownReception]) -> list[Line]:
    """The receptions with what the list says of them."""
    forms, chased = _forms(rows), _chases(rows)
    found = []
    for row in rows:
        entry = forms.get((row.agent_id, row.day, row.buyer_id))
        reason = reasons.full_name(entry.final_reason) if entry and entry.final_reason else ""
        found.append(Line(row, tuple(_tags(row, chased)), reason))
    return found


def _tags(row: Reception, chased: Chases) -> Iterator[tuple[str, str]]:
    if row.filtered:
        yield str(FILTER_LABELS[FILTER_NAMES[row.filtered]]), "plain"
    if row.buyer_messages and not row.replied:
        yield _("not replied"), "bad"
    elif row.unanswered_rounds:
        yield _("left open"), "warn"
    if row.slow_response_rounds:
        yield _("slow"), "warn"
    if any(row.first_at <= at <= row.last_at for at in chased.get((row.agent_id, row.buyer_id), ())):
        yield _("chased"), "info"
    if row.paid_final:
        yield _("bought"), "good"
    elif row.lost_stage:
        yield _("lost unpaid") if row.lost_stage == NOT_PAID else _("lost"), "bad"
    elif row.inquiry:
        yield _("still open"), "plain"


def _forms(rows: Sequence[Reception]) -> dict[tuple[int, dt.date, int | None], LostSaleEntry]:
    """(agent, day, buyer) → the row of the lost-sale form, of those receptions that have one."""
    if not rows:
        return {}
    found = Entry.objects.filter(
        form__shop=rows[0].shop_id,
        form__day__range=(min(row.day for row in rows), max(row.day for row in rows)),
        buyer__in={row.buyer_id for row in rows},
    ).select_related("form", "reason__parent", "reviewed_reason__parent")
    return {(one.form.agent_id, one.form.day, one.buyer_id): one for one in found}


def _chases(rows: Sequence[Reception]) -> Chases:
    """The last chases of these buyers' orders."""
    if not rows:
        return {}
    buyers = {row.buyer_id for row in rows}
    credits = Credit.objects.filter(order__buyer__person__in=buyers, chaser_id__isnull=False)
    found: dict[tuple[int, int], list[dt.datetime]] = {}
    for agent, buyer, at in credits.values_list("chaser_id", "order__buyer__person", "chase_evidence_at"):
        if agent is not None and buyer is not None and at is not None:  # true of all: they were chased
            found.setdefault((agent, buyer), []).append(at)
    return found
