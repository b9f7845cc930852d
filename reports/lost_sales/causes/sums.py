"""What listed lost-sale rows add up to, and the share that they are: figure and list say the same (D9.6)."""

from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet, Sum

from accounts.ui import formats
from reports.lost_sales.causes import figures
from reports.lost_sales.causes.list import AGREED, AMOUNTS, COVERED, FOLLOWED, RowFilter
from reports.models import LostSaleEntry


@dataclass(frozen=True)
class Sums:
    """The listed rows: how many, their amounts, how many are still lost (`open`) and of these explained.

    `share` is what they are of `whole`, where the address asks for a figure; else both are "".
    """

    rows: int
    amount_fen: int
    open: int
    explained: int
    share: str = ""
    whole: str = ""


def sums(wanted: RowFilter) -> Sums:
    """What the rows that an address asks for add up to."""
    lost = Q(state=LostSaleEntry.State.OPEN)
    told = (
        wanted.rows()
        .order_by()
        .aggregate(
            rows=Count("pk"),
            fen=Sum("amount_fen", default=0),
            open=Count("pk", filter=lost),
            explained=Count("pk", filter=lost & Q(reason__isnull=False)),
        )
    )
    found = Sums(told["rows"], told["fen"], told["open"], told["explained"])
    if not wanted.figure:
        return found
    part, whole = (found.amount_fen if wanted.figure == AMOUNTS else found.rows), _whole(wanted)
    write = formats.money if wanted.figure == AMOUNTS else formats.count
    return replace(found, share=formats.rate(part / whole if whole else None), whole=write(whole))


def _whole(wanted: RowFilter) -> int:
    """Of what the listed rows are a share."""
    agents = [agent.pk for agent in wanted.named or wanted.agents]
    every = figures.span_rows(wanted.shop, wanted.span, agents)
    counted: QuerySet[LostSaleEntry] = figures.counted_rows(every)
    if wanted.figure == AMOUNTS:
        fen: int = counted.aggregate(fen=Sum("amount_fen", default=0))["fen"]
        return fen
    if wanted.figure == COVERED:
        return figures.lost_and_open(wanted.shop, wanted.span, agents)
    if wanted.figure == AGREED:
        return figures.agreed(every).whole
    return figures.suggestions_taken(every).whole if wanted.figure == FOLLOWED else counted.count()
