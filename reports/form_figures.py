"""How well agents fill in their lost-sale forms: on time, late, missing, and rows explained (D9.6, D10.1)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import Shop
from chats.frames import rule_book
from chats.spans import Span
from reports.lost_sales import deadline
from reports.models import LostSaleEntry, LostSaleForm

Status = LostSaleForm.Status
ON_TIME, LATE, MISSING, WAITING, NOTHING = "on_time", "late", "missing", "waiting", "nothing"
STATES = {
    ON_TIME: gettext_lazy("on time"),
    LATE: gettext_lazy("late"),
    MISSING: gettext_lazy("missing"),
    WAITING: gettext_lazy("still in time"),
    NOTHING: gettext_lazy("nothing to fill in"),
}
DUE = (ON_TIME, LATE, MISSING)


@dataclass
class Completion:
    """Forms and rows of one agent in a span; only forms whose deadline has passed.

    `rows_due` are rows that needed a reason (still lost), `rows_done` those handed in with one.
    """

    on_time: int = 0
    late: int = 0
    missing: int = 0
    rows_due: int = 0
    rows_done: int = 0

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.missing

    @property
    def rate(self) -> float | None:
        """Form completion of the scorecard: rows handed in with a reason ÷ rows that needed one."""
        return self.rows_done / self.rows_due if self.rows_due else None

    @property
    def on_time_rate(self) -> float | None:
        """Forms handed in by their deadline ÷ forms whose deadline has passed."""
        return self.on_time / self.due if self.due else None


@dataclass(frozen=True)
class FormState:
    """A form with what is known about it: `state` is one of ON_TIME, LATE, MISSING, WAITING, NOTHING."""

    form: LostSaleForm
    rows: int
    done: int
    state: str
    is_due: bool  # its deadline has passed, and it needed handing in

    @property
    def state_name(self) -> str:
        """The state in words."""
        return str(STATES[self.state])

    @property
    def handed_in_at(self) -> dt.datetime | None:
        """When it was handed in, as the clock of the current zone shows it."""
        at = self.form.submitted_at
        return timezone.make_naive(at).replace(microsecond=0) if at else None


def forms(shop: Shop, span: Span, agents: Collection[int], at: dt.datetime | None = None) -> list[FormState]:
    """Every form of a span, newest day first."""
    book, now = rule_book(shop), at or timezone.now()
    found = counted(LostSaleForm.objects.filter(shop=shop, day__range=(span.first, span.last)))
    rows = found.filter(agent__in=agents).select_related("agent", "shop").order_by("-day", "agent__name")
    return [_told(form, over=now > deadline(book, form.day)) for form in rows]


def _told(form: LostSaleForm, over: bool) -> FormState:
    state = _state(form, over)
    return FormState(form, form.rows, form.done, state, over and state in DUE)


def counted(found: QuerySet[LostSaleForm]) -> QuerySet[LostSaleForm]:
    """Forms with `rows`, those that are still lost, and `done`, those of them with a reason."""
    lost = Q(entries__state=LostSaleEntry.State.OPEN)
    rows = Count("entries", filter=lost)
    done = Count("entries", filter=lost & Q(entries__reason__isnull=False))
    return found.annotate(rows=rows, done=done)


def _state(form: LostSaleForm, over: bool) -> str:
    if form.status == Status.SUBMITTED:
        return LATE if form.late else ON_TIME
    if not form.rows:
        return NOTHING  # everybody bought meanwhile: it needs nothing
    return MISSING if over else WAITING


def completion(
    shop: Shop, span: Span, agents: Collection[int], at: dt.datetime | None = None
) -> dict[int, Completion]:
    """Agent → how complete the forms of a span are; `at` decides which are due, else the clock."""
    found: dict[int, Completion] = {}
    for one in forms(shop, span, agents, at):
        if one.is_due:
            _add(found.setdefault(one.form.agent_id, Completion()), one)
    return found


def _add(told: Completion, one: FormState) -> None:
    told.on_time += one.state == ON_TIME
    told.late += one.state == LATE
    told.missing += one.state == MISSING
    told.rows_due += one.rows
    told.rows_done += one.done if one.form.status == Status.SUBMITTED else 0
