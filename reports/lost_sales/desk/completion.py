"""How well agents fill in their lost-sale forms: on time, late, missing, and rows explained (D9.6, D10.1)."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias, TypedDict

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_stubs_ext import WithAnnotations

from accounts.models import Shop
from chats.frames import rule_book
from chats.spans import ONE_DAY, Span
from reports.lost_sales.form.verbs import deadline
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
DUE_ONLY = "due"  # in an address: the deadline has passed, in whatever state
SURELY_OVER = dt.timedelta(days=4)  # a form is due on the next day, whatever the zone and the rules say
FEW_FORMS = 100  # a page of forms; more are looked up by their days


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


class Stated(TypedDict):
    """What listed forms carry; see FormState."""

    state: str
    is_due: bool


class Counts(TypedDict):
    """Rows of a form that are still lost, and those of them with a reason."""

    rows: int
    done: int


StatedForm: TypeAlias = "WithAnnotations[LostSaleForm, Stated]"
CountedForm: TypeAlias = "WithAnnotations[LostSaleForm, Counts]"


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


def listed(
    shop: Shop, span: Span, agents: Collection[int], state: str = "", at: dt.datetime | None = None
) -> QuerySet[StatedForm]:
    """The forms of a span, newest day first, with `state` and `is_due` (FormState); all of them, those in one
    state, or with DUE_ONLY those that are due. A state that there is not, as addresses may say, is none."""
    found = _stated(_forms(shop, span, agents), in_time_from(shop, at))
    if state == DUE_ONLY:
        found = found.filter(is_due=True)
    elif state in STATES:
        found = found.filter(state=state)
    return found.select_related("agent").order_by("-day", "agent__name")


def form_states(forms: Iterable[StatedForm]) -> list[FormState]:
    """Some of the listed forms with the number of their rows."""
    wanted = list(forms)
    days = [form.day for form in wanted]
    rows = LostSaleEntry.objects.filter(state=LostSaleEntry.State.OPEN)
    if len(wanted) <= FEW_FORMS:
        rows = rows.filter(form__in=[form.pk for form in wanted])
    else:
        rows = rows.filter(form__shop=wanted[0].shop_id, form__day__range=(min(days), max(days)))
    counts = rows.order_by().values_list("form").annotate(Count("pk"), Count("reason"))
    found = {form: (rows, done) for form, rows, done in counts}
    return [FormState(form, *found.get(form.pk, (0, 0)), form.state, form.is_due) for form in wanted]


def forms(shop: Shop, span: Span, agents: Collection[int], at: dt.datetime | None = None) -> list[FormState]:
    """Every form of a span, newest day first."""
    return form_states(listed(shop, span, agents, at=at))


def in_time_from(shop: Shop, at: dt.datetime | None = None) -> dt.date:
    """The first day whose forms are still in time: deadlines follow each other as the days do."""
    book, now = rule_book(shop), at or timezone.now()
    day = now.date() - SURELY_OVER
    while now > deadline(book, day):
        day += ONE_DAY
    return day


def _forms(shop: Shop, span: Span, agents: Collection[int]) -> QuerySet[LostSaleForm]:
    return LostSaleForm.objects.filter(shop=shop, day__range=(span.first, span.last), agent__in=agents)


def _stated(found: QuerySet[LostSaleForm], in_time: dt.date) -> QuerySet[StatedForm]:
    lost = LostSaleEntry.objects.filter(form=OuterRef("pk"), state=LostSaleEntry.State.OPEN)
    state = Case(
        When(status=Status.SUBMITTED, late=True, then=Value(LATE)),
        When(status=Status.SUBMITTED, then=Value(ON_TIME)),
        When(~Exists(lost), then=Value(NOTHING)),  # everybody bought meanwhile: it needs nothing
        When(day__lt=in_time, then=Value(MISSING)),
        default=Value(WAITING),
    )
    is_due = Case(When(day__lt=in_time, state__in=DUE, then=Value(True)), default=Value(False))
    return found.annotate(state=state).annotate(is_due=is_due)


def counted(found: QuerySet[LostSaleForm]) -> QuerySet[CountedForm]:
    """Forms with `rows`, those that are still lost, and `done`, those of them with a reason."""
    lost = Q(entries__state=LostSaleEntry.State.OPEN)
    rows = Count("entries", filter=lost)
    done = Count("entries", filter=lost & Q(entries__reason__isnull=False))
    return found.annotate(rows=rows, done=done)


def completion(
    shop: Shop, span: Span, agents: Collection[int], at: dt.datetime | None = None
) -> dict[int, Completion]:
    """Agent → how complete the forms of a span are; `at` decides which are due, else the clock."""
    in_time = in_time_from(shop, at)
    found: dict[int, Completion] = {}
    for agent, state, count in _due(shop, span, agents, in_time):
        setattr(found.setdefault(agent, Completion()), state, count)
    rows = LostSaleEntry.objects.filter(
        state=LostSaleEntry.State.OPEN, form__in=_forms(shop, span, agents).filter(day__lt=in_time)
    )
    done = Count("reason", filter=Q(form__status=Status.SUBMITTED))
    counts = rows.order_by().values_list("form__agent").annotate(due=Count("pk"), done=done)
    for agent, due, explained in counts:
        found[agent].rows_due, found[agent].rows_done = due, explained
    return found


def listed_sums(found: QuerySet[StatedForm]) -> Completion:
    """How complete the due ones among listed forms are."""
    due, told = found.filter(is_due=True).order_by(), Completion()
    for state, count in due.values_list("state").annotate(Count("pk")):
        setattr(told, state, count)
    rows = LostSaleEntry.objects.filter(state=LostSaleEntry.State.OPEN, form__in=due.values("pk"))
    done = Count("reason", filter=Q(form__status=Status.SUBMITTED))
    told.rows_due, told.rows_done = rows.aggregate(due=Count("pk"), done=done).values()
    return told


def on_time(
    shop: Shop, span: Span, agents: Collection[int], at: dt.datetime | None = None
) -> tuple[int, int]:
    """Forms handed in by their deadline, and forms whose deadline has passed."""
    counts = [(state, count) for _agent, state, count in _due(shop, span, agents, in_time_from(shop, at))]
    return sum(count for state, count in counts if state == ON_TIME), sum(count for _state, count in counts)


def _due(
    shop: Shop, span: Span, agents: Collection[int], in_time: dt.date
) -> QuerySet[StatedForm, tuple[int, str, int]]:
    """Agent, state and how many of their due forms are in it."""
    due = _stated(_forms(shop, span, agents), in_time).filter(is_due=True)
    return due.order_by().values_list("agent", "state").annotate(Count("pk"))
