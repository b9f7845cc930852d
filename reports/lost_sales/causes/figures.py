"""Lost-sale rows of a span as frames, and what the supervisor's pages say about them (D9.6)."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias, TypedDict

import pandas as pd
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_stubs_ext import WithAnnotations

from accounts.models import Shop
from chats.attribution.columns import frame
from chats.frames import rule_book
from chats.models import InvalidInquiry
from chats.spans import Span
from reports.facts import queries
from reports.lost_sales.desk import completion as form_figures
from reports.lost_sales.form.verbs import deadline
from reports.metrics import reasons as figures
from reports.models import LostSaleEntry, LostSaleForm, LostSaleReason


def span_rows(shop: Shop, span: Span, agents: Collection[int]) -> QuerySet[LostSaleEntry]:
    """Every row of the agents' forms of a span."""
    return LostSaleEntry.objects.filter(
        form__shop=shop, form__day__range=(span.first, span.last), form__agent__in=agents
    )


class Judged(TypedDict):
    """What `with_invalid` tells of a row."""

    invalid: bool
    chosen: int | None


JudgedEntry: TypeAlias = "WithAnnotations[LostSaleEntry, Judged]"


def with_invalid(rows: QuerySet[LostSaleEntry]) -> QuerySet[JudgedEntry]:
    """The rows with `invalid`, whether a supervisor accepted that it was no inquiry, and `chosen`, the id of
    the reason that counts."""
    same = InvalidInquiry.objects.filter(
        shop=OuterRef("form__shop"),
        day=OuterRef("form__day"),
        agent=OuterRef("form__agent"),
        buyer=OuterRef("buyer"),
    )
    chosen = Coalesce("reviewed_reason", "reason")
    return rows.annotate(invalid=Exists(same), chosen=chosen)


def counted_rows(rows: QuerySet[LostSaleEntry]) -> QuerySet[JudgedEntry]:
    """The rows that statistics count, as `figures.counted` picks them from a frame."""
    return with_invalid(rows).filter(
        form__status=LostSaleForm.Status.SUBMITTED,
        state=LostSaleEntry.State.OPEN,
        reason__isnull=False,
        invalid=False,
    )


def having_reason(rows: QuerySet[LostSaleEntry], reason: LostSaleReason) -> QuerySet[LostSaleEntry]:
    """Rows whose counting reason is this one or lies below it."""
    ids = [reason.pk, *reason.children.values_list("pk", flat=True)]
    own = Q(reviewed_reason__isnull=True, reason__in=ids)
    return rows.filter(own | Q(reviewed_reason__in=ids))


def owned_by(shop: Shop, owner: str) -> list[int]:
    """The reasons of one owner."""
    return list(LostSaleReason.objects.filter(shop=shop, owner=owner).values_list("pk", flat=True))


def entries_frame(shop: Shop, span: Span, agents: Collection[int]) -> pd.DataFrame:
    """Rows of a span with the columns of `figures.ENTRIES`."""
    columns = ("pk", "form__day", "form__agent_id", "amount_fen", "state", "added_by_hand", "review")
    rows = with_invalid(span_rows(shop, span, agents))
    told = rows.order_by("form__day", "pk").values_list(*columns, "form__status", "chosen", "invalid")
    names = ("entry", "day", "agent", "amount_fen", "state", "by_hand", "review", "status", "reason")
    found = pd.DataFrame.from_records(list(told), columns=[*names, "accepted_invalid"])
    found["submitted"] = found["status"] == LostSaleForm.Status.SUBMITTED
    return _explained(shop, found)[list(figures.ENTRIES)].astype(figures.ENTRIES)


def sums_frame(shop: Shop, span: Span, agents: Collection[int]) -> pd.DataFrame:
    """The counted rows of a span, those that are alike as one line, with the columns of `figures.SUMS`.

    The database adds up: three months of a large shop have more rows than a page can read.
    """
    rows = counted_rows(span_rows(shop, span, agents)).order_by()
    sums = rows.values_list("form__agent_id", "chosen", "added_by_hand")
    told = list(sums.annotate(Count("pk"), Sum("amount_fen")))
    found = pd.DataFrame.from_records(told, columns=["agent", "reason", "by_hand", "rows", "amount_fen"])
    return _explained(shop, found)[list(figures.SUMS)].astype(figures.SUMS)


def _explained(shop: Shop, found: pd.DataFrame) -> pd.DataFrame:
    """The frame with what its reasons mean, and 0 for amounts that are not known."""
    found["reason"] = found["reason"].fillna(figures.NO_REASON).astype("int64")
    known = LostSaleReason.objects.filter(shop=shop).values_list("pk", "parent", "owner")
    groups = {figures.NO_REASON: figures.NO_REASON} | {pk: parent or pk for pk, parent, _owner in known}
    owners = {figures.NO_REASON: ""} | {pk: owner for pk, _parent, owner in known}
    found["group"] = found["reason"].map(groups)
    found["owner"] = found["reason"].map(owners)
    found["amount_fen"] = found["amount_fen"].fillna(0)
    return found


def forms_frame(
    shop: Shop, span: Span, agents: Collection[int], at: dt.datetime | None = None
) -> pd.DataFrame:
    """Forms of a span with the columns of `figures.FORMS`; `at` decides which are due, else the clock.

    A form all of whose rows bought meanwhile, before anybody handed it in, was not due: it needs nothing.
    """
    book, now = rule_book(shop), at or timezone.now()
    forms = LostSaleForm.objects.filter(shop=shop, day__range=(span.first, span.last), agent__in=agents)
    rows, over = [], cache(lambda day: now > deadline(book, day))
    for form in forms.annotate(left=Count("entries", filter=Q(entries__state=LostSaleEntry.State.OPEN))):
        submitted = form.status == LostSaleForm.Status.SUBMITTED
        rows.append(
            {
                "day": form.day,
                "agent": form.agent_id,
                "submitted": submitted,
                "late": form.late,
                "due": over(form.day) and (submitted or form.left > 0),
            }
        )
    return frame(rows, figures.FORMS)


def lost_and_open(shop: Shop, span: Span, agents: Collection[int]) -> int:
    """Inquiries of the span without a paid order, lost or still open (D6.5)."""
    sums = queries.span_totals(shop, span.first, span.last, agents, ("inquiries", "paid_final"))
    return (sums["inquiries"] or 0) - (sums["paid_final"] or 0)


@dataclass(frozen=True)
class Cause:
    """One bar of the Pareto; `running_rate` adds up rows, or amounts where these give the order."""

    reason: LostSaleReason
    rows: int
    amount_fen: int
    row_rate: float
    amount_rate: float | None
    running_rate: float | None
    rows_before: int
    rate_before: float | None
    change: float | None


@dataclass(frozen=True)
class Part:
    """A share with what it is made of."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        return figures.rate(self.part, self.whole)


@dataclass(frozen=True)
class Causes:
    """A span's causes with the figures around them (D9.6); `counted` is made of SUMS."""

    causes: list[Cause]
    counted: pd.DataFrame
    rows_before: int
    controllable: Part
    controllable_before: Part
    coverage: Part
    on_time: Part
    agreement: Part
    suggestions: Part
    matrix: pd.DataFrame
    heads: dict[int, LostSaleReason]

    @property
    def rows(self) -> int:
        return int(self.counted["rows"].sum())

    @property
    def amount_fen(self) -> int:
        return int(self.counted["amount_fen"].sum())


def causes(shop: Shop, span: Span, agents: Collection[int], by_amount: bool = False) -> Causes:
    """The Pareto of a span by reasons of the first level, against the span before."""
    rows, before = (sums_frame(shop, one, agents) for one in (span, span.before))
    heads = {row.pk: row for row in LostSaleReason.objects.filter(shop=shop, parent=None)}
    covered = Part(figures.covered(rows), lost_and_open(shop, span, agents))
    return Causes(
        _bars(heads, figures.shares(rows, by_amount=by_amount), figures.shares(before)),
        rows,
        int(before["rows"].sum()),
        Part(*figures.controllable(rows)),
        Part(*figures.controllable(before)),
        covered,
        Part(*form_figures.on_time(shop, span, agents)),
        agreed(span_rows(shop, span, agents)),
        suggestions_taken(span_rows(shop, span, agents)),
        figures.matrix(rows),
        heads,
    )


def _bars(heads: Mapping[int, LostSaleReason], now: pd.DataFrame, before: pd.DataFrame) -> list[Cause]:
    earlier = {group: (count, share) for group, count, _fen, share, *_more in before.itertuples(index=False)}
    moved = figures.changes(now, before)
    usual = (0, 0.0) if len(before) else (0, None)
    return [
        Cause(
            heads[group],
            count,
            amount,
            row_rate,
            amount_rate,
            running,
            *earlier.get(group, usual),
            moved[group],
        )
        for group, count, amount, row_rate, amount_rate, running in now.itertuples(index=False)
    ]


def agreed(rows: QuerySet[LostSaleEntry]) -> Part:
    """Rows whose reason the reviewer accepted, of the reviewed rows."""
    accepted = Count("pk", filter=Q(review=LostSaleEntry.Review.ACCEPTED))
    return Part(*rows.exclude(review="").aggregate(accepted=accepted, all=Count("pk")).values())


def suggestions_taken(rows: QuerySet[LostSaleEntry]) -> Part:
    """Rows in which the agent took what was suggested, of those with a suggestion and a reason (D9.2)."""
    told = rows.filter(suggested__isnull=False, reason__isnull=False)
    taken = Count("pk", filter=Q(suggested=F("reason")))
    return Part(*told.aggregate(taken=taken, all=Count("pk")).values())
