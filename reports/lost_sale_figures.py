"""Lost-sale rows of a span as frames, and what the supervisor's pages say about them (D9.6)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import AgentKind, Shop
from chats.attribution.columns import frame
from chats.frames import rule_book
from chats.models import InvalidInquiry, Reception
from chats.spans import Span
from reports.lost_sales import deadline
from reports.metrics import reasons as figures
from reports.models import LostSaleEntry, LostSaleForm, LostSaleReason


def span_rows(shop: Shop, span: Span, agents: Collection[int]) -> QuerySet[LostSaleEntry]:
    """Every row of the agents' forms of a span."""
    return LostSaleEntry.objects.filter(
        form__shop=shop, form__day__range=(span.first, span.last), form__agent__in=agents
    )


def with_invalid(rows: QuerySet[LostSaleEntry]) -> QuerySet[LostSaleEntry]:
    """The rows with `invalid`: whether a supervisor accepted that it was no inquiry."""
    same = InvalidInquiry.objects.filter(
        shop=OuterRef("form__shop"),
        day=OuterRef("form__day"),
        agent=OuterRef("form__agent"),
        buyer=OuterRef("buyer"),
    )
    return rows.annotate(invalid=Exists(same))


def counted_rows(rows: QuerySet[LostSaleEntry]) -> QuerySet[LostSaleEntry]:
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


def entries_frame(shop: Shop, span: Span, agents: Collection[int]) -> pd.DataFrame:
    """Rows of a span with the columns of `figures.ENTRIES`."""
    known = {row.pk: row for row in LostSaleReason.objects.filter(shop=shop)}
    columns = ("pk", "form__day", "form__agent_id", "reason_id", "reviewed_reason_id", "amount_fen", "state")
    more = ("form__status", "added_by_hand", "review", "invalid")
    rows = []
    for pk, day, agent, own, reviewed, amount, state, status, by_hand, review, invalid in with_invalid(
        span_rows(shop, span, agents)
    ).values_list(*columns, *more):
        reason = known.get(reviewed or own)
        rows.append(
            {
                "entry": pk,
                "day": day,
                "agent": agent,
                "reason": reason.pk if reason else figures.NO_REASON,
                "group": (reason.parent_id or reason.pk) if reason else figures.NO_REASON,
                "owner": reason.owner if reason else "",
                "amount_fen": amount or 0,
                "state": state,
                "submitted": status == LostSaleForm.Status.SUBMITTED,
                "by_hand": by_hand,
                "review": review,
                "accepted_invalid": invalid,
            }
        )
    return frame(rows, figures.ENTRIES)


def forms_frame(
    shop: Shop, span: Span, agents: Collection[int], at: dt.datetime | None = None
) -> pd.DataFrame:
    """Forms of a span with the columns of `figures.FORMS`; `at` decides which are due, else the clock."""
    book, now = rule_book(shop), at or timezone.now()
    forms = LostSaleForm.objects.filter(shop=shop, day__range=(span.first, span.last), agent__in=agents)
    rows = [
        {
            "day": form.day,
            "agent": form.agent_id,
            "submitted": form.status == LostSaleForm.Status.SUBMITTED,
            "late": form.late,
            "due": now > deadline(book, form.day),
        }
        for form in forms
    ]
    return frame(rows, figures.FORMS)


def lost_and_open(shop: Shop, span: Span, agents: Collection[int]) -> int:
    """Inquiries of the span without a paid order, lost or still open (D6.5)."""
    return Reception.objects.filter(
        shop=shop,
        day__range=(span.first, span.last),
        agent__in=agents,
        agent__kind=AgentKind.HUMAN,
        inquiry=True,
        paid_final=False,
    ).count()


@dataclass(frozen=True)
class Cause:
    """One bar of the Pareto."""

    reason: LostSaleReason
    rows: int
    amount_fen: int
    row_rate: float
    amount_rate: float | None
    running_rate: float
    change: float | None


@dataclass(frozen=True)
class Causes:
    """A span's causes with the figures around them."""

    causes: list[Cause]
    rows: int
    amount_fen: int
    controllable_rate: float | None
    controllable_before: float | None
    coverage: float | None
    on_time_rate: float | None
    agreement: float | None
    suggestion_rate: float | None
    matrix: pd.DataFrame
    heads: dict[int, LostSaleReason]


def causes(shop: Shop, span: Span, agents: Collection[int]) -> Causes:
    """The Pareto of a span by reasons of the first level, against the span before."""
    entries, earlier = (entries_frame(shop, one, agents) for one in (span, span.before))
    rows, rows_before = figures.counted(entries), figures.counted(earlier)
    now, before = figures.shares(rows), figures.shares(rows_before)
    moved = figures.changes(now, before)
    heads = {row.pk: row for row in LostSaleReason.objects.filter(shop=shop, parent=None)}
    bars = [
        Cause(
            heads[group],
            count,
            amount,
            row_rate,
            amount_rate,
            running,
            moved[group],
        )
        for group, count, amount, row_rate, amount_rate, running in now.itertuples(index=False)
    ]
    return Causes(
        bars,
        len(rows),
        int(rows["amount_fen"].sum()),
        figures.controllable_rate(rows),
        figures.controllable_rate(rows_before),
        figures.coverage(entries, lost_and_open(shop, span, agents)),
        figures.on_time_rate(forms_frame(shop, span, agents)),
        figures.agreement(entries),
        _suggestion_rate(span_rows(shop, span, agents)),
        figures.matrix(rows),
        heads,
    )


def _suggestion_rate(rows: QuerySet[LostSaleEntry]) -> float | None:
    """Of rows with a suggestion and a reason, the share in which the agent took what was suggested."""
    told = rows.filter(suggested__isnull=False, reason__isnull=False)
    pairs = list(told.values_list("suggested_id", "reason_id"))
    return figures.rate(sum(suggested == reason for suggested, reason in pairs), len(pairs))
