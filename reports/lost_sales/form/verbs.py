"""The daily lost-sale form: opened, kept up to date, filled, handed in (D9.1–D9.3)."""

import datetime as dt
from collections.abc import Collection, Mapping, Set

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Agent, Shop
from chats.attribution.clock import day_edges, day_number
from chats.attribution.versions import RuleBook
from chats.frames import rule_book
from chats.models import InvalidInquiry, Reception
from chats.spans import ONE_DAY
from chats.store import bulk
from reports.facts import queries
from reports.lost_sales.form.rows import Filling, fill_rows, lost_receptions, stage
from reports.metrics.taxonomy import OTHER
from reports.models import LostSaleEntry, LostSaleForm, LostSaleReason
from reports.reasons import taxonomy as reasons

OPENED_DAYS = 7  # forms of days longer ago are not opened any more: nobody remembers them
LONGEST_CHUNK = dt.timedelta(days=14)  # as many days' messages are read at once

State = LostSaleEntry.State
TOLD = ("promo_told", "recommended", "chased")
TEXTS = ("would_do", "note")
REASONS = ("reason", "second_reason")
LONGEST_TEXT = 2000


class FormIncomplete(Exception):
    """Rows without a reason, or without the words that "other" needs, keep a form from being handed in."""

    def __init__(self, rows: Collection[LostSaleEntry]) -> None:
        super().__init__(f"{len(rows)} rows")
        self.rows = rows


class FormClosed(Exception):
    """A form that was handed in takes no more changes, except in rows that came back from review."""


def deadline(book: RuleBook, day: dt.date) -> dt.datetime:
    """The instant after which a day's form is late: `form_deadline` of the next day (D9.2)."""
    number = day_number(day)
    minutes = book.rules_on(number).form_deadline
    start, _end = day_edges(number + 1, number + 1, book.timezone, minutes)
    return dt.datetime.fromtimestamp(start, dt.UTC)


def catch_up(shop: Shop, now: dt.datetime | None = None) -> None:
    """After figures changed or a day ended: open the forms of the last days, and bring every row up to date.

    Doing it twice changes nothing.
    """
    update_rows(shop)
    open_due(shop, now)


def open_due(shop: Shop, now: dt.datetime | None = None) -> None:
    """Open the forms of the last days, today's live one included, and mark those that are late."""
    today = queries.today(shop, now)
    open_days(shop, today - OPENED_DAYS * ONE_DAY, today)
    mark_late(shop, now)


def open_days(shop: Shop, first: dt.date, last: dt.date) -> None:
    """Open a form for each agent and day with an unconverted inquiry, and fill in the rows that are new."""
    reasons.ensure(shop)
    while first <= last:
        until = min(first + LONGEST_CHUNK, last)
        with transaction.atomic():
            _open(shop, first, until)
        first = until + ONE_DAY


def _open(shop: Shop, first: dt.date, last: dt.date) -> None:
    receptions = lost_receptions(shop, first, last)
    forms = _forms(shop, first, last, {(reception.agent_id, reception.day) for reception in receptions})
    known = {
        (row.form_id, row.buyer_id): row for row in LostSaleEntry.objects.filter(form__in=forms.values())
    }
    changed = []
    for one in receptions:
        form = forms[(one.agent_id, one.day)]
        row = known.get((form.pk, one.buyer_id))
        if row is None or (form.status == LostSaleForm.Status.OPEN and _differs(row, one)):
            changed.append((row or LostSaleEntry(form=form, buyer_id=one.buyer_id), one))
    codes = reasons.by_code(shop)
    for (row, one), filling in zip(changed, fill_rows(shop, [one for _row, one in changed]), strict=True):
        _put(row, one, filling, codes)
    new = [row for row, _one in changed if row.pk is None]
    LostSaleEntry.objects.bulk_create(new, ignore_conflicts=True)  # another worker may have been faster
    LostSaleEntry.objects.bulk_update(
        [row for row, _one in changed if row.pk is not None],
        ["first_at", "last_at", "stage", "product", "amount_fen", "suggested", "suggested_cause"],
    )


def _forms(
    shop: Shop, first: dt.date, last: dt.date, wanted: Set[tuple[int, dt.date]]
) -> dict[tuple[int, dt.date], LostSaleForm]:
    stored = LostSaleForm.objects.filter(shop=shop, day__range=(first, last))
    there = set(stored.values_list("agent_id", "day"))
    LostSaleForm.objects.bulk_create(
        [LostSaleForm(shop=shop, agent_id=agent, day=day) for agent, day in sorted(wanted - there)],
        ignore_conflicts=True,
    )
    return {(form.agent_id, form.day): form for form in stored.all()}


def _differs(row: LostSaleEntry, reception: Reception) -> bool:
    return (row.first_at, row.last_at, row.stage) != (
        reception.first_at,
        reception.last_at,
        stage(reception),
    )


def _put(
    row: LostSaleEntry, reception: Reception, filling: Filling, codes: Mapping[str, LostSaleReason]
) -> None:
    row.first_at, row.last_at, row.stage = reception.first_at, reception.last_at, stage(reception)
    row.product, row.amount_fen = filling.product, filling.amount_fen
    if row.reason_id is None:  # a suggestion that the agent has answered stays what it was
        found = filling.suggestion
        row.suggested = codes.get(found.code) if found else None
        row.suggested_cause = {"rule": found.rule, **found.found} if found and row.suggested else {}


def update_rows(shop: Shop) -> None:
    """Mark rows whose buyer paid meanwhile, and rows whose reception is gone or no inquiry any more (D9.3).

    A reception that a supervisor took out as invalid keeps its row as it is: the row says why.
    """
    with transaction.atomic():
        _follow_merged_buyers(shop)
        same = {
            "shop": shop,
            "day": OuterRef("form__day"),
            "agent": OuterRef("form__agent"),
            "buyer": OuterRef("buyer"),
        }
        inquiry = Reception.objects.filter(inquiry=True, **same)
        rows = LostSaleEntry.objects.filter(form__shop=shop, added_by_hand=False).annotate(
            paid=Subquery(inquiry.values("paid_final")[:1]),
            invalid=Exists(InvalidInquiry.objects.filter(**same)),
        )
        wanted = Case(
            When(paid=True, then=Value(State.RECOVERED)),
            When(Q(paid=False) | Q(invalid=True), then=Value(State.OPEN)),
            default=Value(State.REMOVED),
        )
        moves: dict[str, list[int]] = {}
        strayed = rows.annotate(wanted=wanted).exclude(state=F("wanted"))
        for pk, state in strayed.order_by().values_list("pk", "wanted"):
            moves.setdefault(state, []).append(pk)
        for state, ids in moves.items():
            for some in bulk.chunks(ids):
                LostSaleEntry.objects.filter(pk__in=some).update(state=state)


def _follow_merged_buyers(shop: Shop) -> None:
    """Two names of a buyer turned out to be one person: the row goes by the person's name now (D2.2)."""
    strayed = LostSaleEntry.objects.filter(form__shop=shop, buyer__isnull=False).exclude(
        buyer__person=F("buyer_id")
    )
    for row in strayed.select_related("buyer"):
        assert row.buyer is not None, row.pk
        person = row.buyer.person
        if person and not LostSaleEntry.objects.filter(form=row.form_id, buyer=person).exists():
            LostSaleEntry.objects.filter(pk=row.pk).update(buyer=person)


def mark_late(shop: Shop, now: dt.datetime | None = None) -> int:
    """Mark open forms whose deadline has passed; how many were marked."""
    book, moment = rule_book(shop), now or timezone.now()
    waiting = LostSaleForm.objects.filter(shop=shop, status=LostSaleForm.Status.OPEN, late=False)
    late = [form.pk for form in waiting if moment > deadline(book, form.day)]
    return LostSaleForm.objects.filter(pk__in=late).update(late=True)


def writable(entry: LostSaleEntry) -> bool:
    """Whether the agent may change the row: before handing in, or after it came back from review."""
    is_open = entry.form.status == LostSaleForm.Status.OPEN
    return is_open or entry.review == LostSaleEntry.Review.RETURNED


def save_row(entry: LostSaleEntry, changes: Mapping[str, str]) -> None:
    """Save what the agent changed in a row, field → value as it came from the page.

    Raises FormClosed, or ValidationError for a value that cannot be. A corrected row goes back to review.
    """
    save_rows({entry: changes})


@transaction.atomic
def save_rows(changed: Mapping[LostSaleEntry, Mapping[str, str]]) -> None:
    """Save changes of several rows of one shop at once."""
    fields: set[str] = set()
    choices: dict[str, LostSaleReason] | None = None
    for entry, changes in changed.items():
        if not writable(entry):
            raise FormClosed
        if choices is None and set(REASONS) & set(changes):
            choices = {str(one.pk): one for one in reasons.by_code(entry.form.shop).values()}
        for name, value in changes.items():
            setattr(entry, name, _cleaned(name, value, choices or {}))
        fields |= set(changes)
        # Without a reason it stays with the agent: nobody could review it, and the form is closed to them.
        if entry.review == LostSaleEntry.Review.RETURNED and "reason" in changes and entry.reason:
            entry.review = ""
            fields.add("review")
    if fields:
        LostSaleEntry.objects.bulk_update(list(changed), sorted(fields))


def _cleaned(name: str, value: str, choices: Mapping[str, LostSaleReason]) -> object:
    if name in REASONS and (value in choices or not value):
        return choices.get(value)
    if name in TOLD and value in ("", *LostSaleEntry.Told.values):
        return value
    if name in TEXTS and len(value) <= LONGEST_TEXT:
        return value.strip()
    raise ValidationError(_("This cannot be saved: %(field)s."), params={"field": name})


def save_best_answer(form: LostSaleForm, text: str) -> None:
    """Save the best answer of the day; raises FormClosed once the form was handed in."""
    if form.status != LostSaleForm.Status.OPEN:
        raise FormClosed
    if len(text) > LONGEST_TEXT:
        raise ValidationError(_("This cannot be saved: %(field)s."), params={"field": "best_answer"})
    form.best_answer = text.strip()
    form.save(update_fields=["best_answer"])


def add_row(form: LostSaleForm, buyer_name: str, product: str = "") -> LostSaleEntry:
    """Add a row by hand, such as a phone call; raises FormClosed once the form was handed in."""
    if form.status != LostSaleForm.Status.OPEN:
        raise FormClosed
    now = timezone.now().replace(microsecond=0)
    return LostSaleEntry.objects.create(
        form=form, buyer_name=buyer_name, product=product, first_at=now, last_at=now, added_by_hand=True
    )


def needs_reason(entry: LostSaleEntry) -> bool:
    """Whether the row still keeps its form from being handed in (D9.2, D9.5)."""
    if entry.state != State.OPEN:
        return False
    return entry.reason is None or (entry.reason.code == OTHER and not entry.note)


def submit(form: LostSaleForm, now: dt.datetime | None = None) -> None:
    """Hand the form in; raises FormIncomplete while rows need a reason. A second time changes nothing."""
    with transaction.atomic():
        form = LostSaleForm.objects.select_for_update().select_related("shop").get(pk=form.pk)
        if form.status == LostSaleForm.Status.SUBMITTED:
            return
        waiting = [row for row in form.entries.select_related("reason") if needs_reason(row)]
        if waiting:
            raise FormIncomplete(waiting)
        form.submitted_at = now or timezone.now()
        form.late = form.submitted_at > deadline(rule_book(form.shop), form.day)
        form.status = LostSaleForm.Status.SUBMITTED
        form.save(update_fields=["submitted_at", "late", "status"])


def forms_to_fill(agents: QuerySet[Agent], today: dt.date) -> QuerySet[LostSaleForm]:
    """Today's and still missing forms of the agents, oldest first, and those with returned rows."""
    forms = LostSaleForm.objects.filter(agent__in=agents, day__lte=today)
    returned = LostSaleEntry.objects.filter(form=OuterRef("pk"), review=LostSaleEntry.Review.RETURNED)
    unfinished = Q(status=LostSaleForm.Status.OPEN) | Exists(returned)
    return forms.filter(unfinished).select_related("agent", "shop").order_by("day", "agent__name")
