"""The funnel day by day as drawings, by week in a long span: what sales are made of (D8.1, D8.3)."""

from django.utils.translation import gettext as _

from accounts.models import Shop
from chats.spans import Span
from reports.figures import labels
from reports.funnel.buyers import buyers_url
from reports.funnel.funnel import Funnel
from reports.metrics.compute import value
from reports.metrics.definitions import METRICS
from reports.pages.charts import Chart, Series

BUYERS = {"consulting_paying_buyers": "accent", "silent_paying_buyers": "info"}
RATES = {"shop_conversion_rate": "accent", "silent_rate_a": "info"}


def trend(shop: Shop, found: Funnel) -> list[Chart]:
    """A chart of each factor of what is paid, of the buyers, and of the two rates that share a scale."""
    parts = found.span.parts
    return [
        _chart(shop, found, parts, "visitors", "bar"),
        _chart(shop, found, parts, "consult_rate"),
        _chart(shop, found, parts, "consult_conversion_rate"),
        _chart(shop, found, parts, "paying_buyers", "stacked", BUYERS),
        _chart(shop, found, parts, "shop_conversion_rate", "line", RATES),
        _chart(shop, found, parts, "shop_order_value", "bar"),
    ]


def _chart(
    shop: Shop,
    found: Funnel,
    parts: list[Span],
    code: str,
    kind: str = "line",
    tones: dict[str, str] | None = None,
) -> Chart:
    """One drawing, named after a figure; `tones` are the figures it shows, by default that one alone."""
    sums = [found.sums_of(part) for part in parts]
    return Chart(
        code=code,
        title=labels.name(METRICS[code]),
        corner=_("Week") if found.span.is_long else _("Day"),
        labels=[_day(part) for part in parts],
        series=[
            Series(labels.name(METRICS[one]), [value(METRICS[one], part) for part in sums], tone)
            for one, tone in (tones or {code: "accent"}).items()
        ],
        unit=METRICS[code].unit,
        kind=kind,
        links=[address for part in parts if (address := buyers_url(shop, part, code))],
    )


def _day(part: Span) -> str:
    first, last = f"{part.first:%m-%d}", f"{part.last:%m-%d}"
    return first if part.days == 1 else f"{first} – {last}"
