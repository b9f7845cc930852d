"""A figure of receptions from the listed rows, to hold the figure and its list against each other."""

from django.db.models import Count, QuerySet

from chats.models import Reception
from reports.figures.rows_behind import RECEPTIONS, ROWS_OF_FIGURE, Drilled, _from_sums
from reports.metrics.compute import nearest_rank_counted
from reports.metrics.definitions import METRICS
from reports.metrics.metric import INQUIRY_DAY
from reports.receptions import queries as reception_list

PERCENTILES = {"first_response_median": 50, "first_response_p90": 90}


def of_receptions(code: str, rows: QuerySet[Reception], once_a_day: bool = False) -> Drilled | None:
    """A figure over listed receptions; None where the code names none that receptions give."""
    if code not in ROWS_OF_FIGURE or ROWS_OF_FIGURE[code].page != RECEPTIONS:
        return None
    metric = METRICS[code]
    if code in PERCENTILES:
        waits = (
            rows.filter(replied=True).order_by("first_response_seconds").values_list("first_response_seconds")
        )
        return Drilled(metric, nearest_rank_counted(list(waits.annotate(Count("pk"))), PERCENTILES[code]))
    return _from_sums(metric, reception_list.sums(rows, once_a_day and metric.clock == INQUIRY_DAY))
