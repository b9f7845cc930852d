"""Chats to read before believing a label: a few rows of each top cause, drawn once a week (D9.6)."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from xxhash import xxh3_64_intdigest

from chats.spans import Span
from reports.lost_sale_figures import Cause
from reports.models import LostSaleEntry

CAUSES, CHATS = 3, 3


@dataclass(frozen=True)
class Sample:
    """A cause with a few of its rows."""

    cause: Cause
    rows: list[LostSaleEntry]


def samples(causes: Sequence[Cause], counted: pd.DataFrame, span: Span) -> list[Sample]:
    """Rows of the first causes. Chance picks them, but always the same ones for a span: who looks twice, or
    talks about them in the meeting, sees the same chats."""
    chats = counted[~counted["by_hand"]]
    drawn = {
        cause.reason.pk: draw(chats.loc[chats["group"] == cause.reason.pk, "entry"].tolist(), span)
        for cause in causes[:CAUSES]
    }
    related = ("form__agent", "form__shop", "buyer", "reason__parent", "reviewed_reason__parent")
    wanted = [pk for some in drawn.values() for pk in some]
    rows = LostSaleEntry.objects.select_related(*related).in_bulk(wanted)
    return [Sample(cause, [rows[pk] for pk in drawn[cause.reason.pk]]) for cause in causes[:CAUSES]]


def draw(rows: Sequence[int], span: Span, count: int = CHATS) -> list[int]:
    """`count` of the rows by chance that only the span and the rows decide."""
    return sorted(rows, key=lambda pk: xxh3_64_intdigest(f"{span.first.isoformat()}:{pk}".encode()))[:count]
