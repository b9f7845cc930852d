"""Chats to read before believing a label: a few rows of each top cause, drawn once a week (D9.6)."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from xxhash import xxh3_64_intdigest

from chats.spans import Span
from reports.lost_sales.causes.figures import Cause, JudgedEntry
from reports.models import LostSaleEntry, LostSaleReason

CAUSES, CHATS = 3, 3


@dataclass(frozen=True)
class Sample:
    """A cause with a few of its rows."""

    cause: Cause
    rows: list[LostSaleEntry]


def samples(causes: Sequence[Cause], counted: QuerySet[JudgedEntry], span: Span) -> list[Sample]:
    """Rows of the first causes, of those that count (lost_sale_figures.counted_rows).

    Chance picks them, but always the same ones for a span: who looks twice, or talks about them in the
    meeting, sees the same chats.
    """
    top = [cause.reason for cause in causes[:CAUSES]]
    group = {reason.pk: reason.pk for reason in top}
    below = LostSaleReason.objects.filter(parent__in=top).values_list("pk", "parent")
    group |= {pk: parent for pk, parent in below if parent is not None}
    chats: dict[int, list[int]] = {reason.pk: [] for reason in top}
    of_top = counted.filter(added_by_hand=False, chosen__in=list(group))
    for pk, chosen in of_top.order_by().values_list("pk", "chosen"):
        if chosen is not None:  # true of rows that count
            chats[group[chosen]].append(pk)
    drawn = {reason: draw(rows, span) for reason, rows in chats.items()}
    related = ("form__agent", "form__shop", "buyer", "reason__parent", "reviewed_reason__parent")
    wanted = [pk for some in drawn.values() for pk in some]
    rows = LostSaleEntry.objects.select_related(*related).in_bulk(wanted)
    return [Sample(cause, [rows[pk] for pk in drawn[cause.reason.pk]]) for cause in causes[:CAUSES]]


def draw(rows: Iterable[int], span: Span, count: int = CHATS) -> list[int]:
    """`count` of the rows by chance that only the span and the rows decide."""
    seed = f"{span.first.isoformat()}:"
    return heapq.nsmallest(count, rows, key=lambda pk: xxh3_64_intdigest(f"{seed}{pk}".encode()))
