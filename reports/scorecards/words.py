"""How scorecards are written for people: names of metrics, values in their units, why a line dropped out."""

from django.utils.translation import gettext_lazy as _

from accounts.ui import formats
from reports.figures import labels
from reports.metrics.definitions import METRICS
from reports.metrics.metric import NEITHER, ORDERS
from reports.metrics.scorecard import (
    BELOW_GATE,
    FIXED,
    FORM_COMPLETION,
    LAST_MONTH,
    NO_DATA,
    NO_LAST_MONTH,
    NO_SPREAD,
    NO_TARGET,
    SALES_TARGET,
    TEAM,
    Judged,
)

ELSEWHERE = {SALES_TARGET: _("Sales target reached"), FORM_COMPLETION: _("Lost-sale form completion")}
BANDS = {
    FIXED: _("Fixed values"),
    TEAM: _("Percentiles of the team"),
    LAST_MONTH: _("Per cent of the own last month"),
}
PRESETS = {
    "balanced": _("Balanced (the default)"),
    "knowledge": _("Weak in product knowledge"),
    "selling": _("Weak in selling"),
    "attitude": _("Weak in service attitude"),
}
DROPPED = {
    NO_DATA: _("no data"),
    BELOW_GATE: _("too few to judge"),
    NO_SPREAD: _("the team does not differ"),
    NO_LAST_MONTH: _("nothing last month"),
    NO_TARGET: _("no target set"),
}
WRONG = {
    "metric_twice": _("This metric is on the scorecard twice."),
    "same_values": _("The values for 60 and for 100 points are the same."),
    "no_percentile": _("Percentiles of the team lie between 1 and 100."),
    "no_weight": _("At least one metric needs a weight above 0."),
    "negative": _("Weights and gates are 0 or more."),
    "unknown_band": _("This metric can only have fixed values."),
    "unknown_metric": _("This metric cannot stand on a card."),
}


def choices() -> list[tuple[str, str]]:
    """(code, name) of every metric that a card may hold: those with a better end."""
    plain = [
        (metric.code, labels.name(metric))
        for metric in METRICS.values()
        if metric.source != ORDERS and metric.better != NEITHER and metric.code not in ELSEWHERE
    ]
    return [*((code, str(name)) for code, name in ELSEWHERE.items()), *plain]


def name(code: str) -> str:
    """The metric in the reader's language."""
    return str(ELSEWHERE[code]) if code in ELSEWHERE else labels.name(METRICS[code])


def unit(code: str) -> str:
    """The unit of a metric's value."""
    return "rate" if code in ELSEWHERE else METRICS[code].unit


def value_text(code: str, value: float | None) -> str:
    """A value of the metric as people read it."""
    return formats.FORMATS[unit(code)](value)


def points(value: float | None) -> str:
    """Points with one decimal, — without any."""
    return formats.decimal(value, 1)


def came_about(one: Judged) -> str:
    """How a line's points came about, or why it has none."""
    if one.dropped:
        return str(DROPPED[one.dropped])
    low, high = (value_text(one.line.metric, value) for value in (one.at_60, one.at_100))
    return str(_("60 at %(low)s, 100 at %(high)s")) % {"low": low, "high": high}
