"""Every figure declared once; tables, files, tests and the help page read these declarations.

`METRICS` by code, `GROUPS` in the order of the help page.
"""

from reports.metrics.columns import BUCKET_SUMS
from reports.metrics.declared.inquiries import INQUIRIES
from reports.metrics.declared.sales import CHASING, SALES
from reports.metrics.declared.service import SERVICE
from reports.metrics.declared.shop import BOOKS, FUNNEL
from reports.metrics.metric import Metric

# Heading in Chinese and English, and the figures below it.
GROUPS: dict[str, tuple[str, str, tuple[Metric, ...]]] = {
    "service": ("接待与响应", "Receptions and answers", SERVICE),
    "inquiries": ("询单", "Inquiries", INQUIRIES),
    "sales": ("销售", "Sales", SALES),
    "chasing": ("催付", "Payment chasing", CHASING),
    "books": ("全店账目", "The shop's books", BOOKS),
    "funnel": ("全店漏斗", "The shop's funnel", FUNNEL),
}
METRICS: dict[str, Metric] = {
    metric.code: metric for _zh, _en, metrics in GROUPS.values() for metric in metrics
}


def metrics(*codes: str) -> tuple[Metric, ...]:
    """The metrics with these codes, in this order."""
    return tuple(METRICS[code] for code in codes)


def row_metrics() -> tuple[Metric, ...]:
    """The figures that come from the values of receptions: medians and percentiles."""
    return tuple(metric for metric in METRICS.values() if metric.is_of_receptions)


BOOK_METRICS = metrics(*BUCKET_SUMS)
