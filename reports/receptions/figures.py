"""A figure of receptions from the listed rows, to hold the figure and its list against each other."""

from itertools import chain, repeat

from django.db.models import Count, QuerySet

from chats.models import Reception
from reports.figures.rows_behind import RECEPTIONS, Drilled, _from_sums, rows_of
from reports.metrics.compute import of_values
from reports.metrics.definitions import METRICS
from reports.metrics.metric import INQUIRY_DAY, Metric
from reports.receptions import queries as reception_list


def of_receptions(code: str, rows: QuerySet[Reception], once_a_day: bool = False) -> Drilled | None:
    """A figure over listed receptions; None where the code names none that receptions give."""
    behind = rows_of(code)
    if behind is None or behind.page != RECEPTIONS:
        return None
    metric = METRICS[code]
    if metric.is_of_receptions:
        return Drilled(metric, of_values(metric, _values(metric, rows)))
    return _from_sums(metric, reception_list.sums(rows, once_a_day and metric.clock == INQUIRY_DAY))


def _values(metric: Metric, rows: QuerySet[Reception]) -> list[float]:
    """The values of the listed receptions that the figure is made of, ascending; equal ones read as one."""
    known = rows.filter(**{f"{metric.column}__isnull": False})
    if metric.rows:
        known = known.filter(**{metric.rows: True})
    counted = known.order_by(metric.column).values_list(metric.column).annotate(Count("pk"))
    return list(chain.from_iterable(repeat(value, count) for value, count in counted))
