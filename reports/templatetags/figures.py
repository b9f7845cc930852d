"""Names and links of declared figures in templates: `{% load figures %}`."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.templatetags.ui import rule_address
from reports.figures import labels
from reports.figures.rules import title
from reports.metrics.definitions import METRICS
from reports.metrics.metric import Metric

register = template.Library()

register.filter("figure_name", labels.name)
register.filter("figure_help", labels.explanation)
register.filter("booking_day", labels.booking_day)
register.filter("figure_formula", labels.formula)
register.filter("figure_example", labels.example)
register.filter("other_language_name", lambda metric: metric.en if labels.in_chinese() else metric.zh)


@register.inclusion_tag("reports/figures/figure_link.html", takes_context=True)
def figure_link(context: template.Context, metric: Metric | str) -> dict[str, str]:
    """A question mark that tells meaning and clock of a figure and leads to its place on the help page."""
    metric = METRICS[metric] if isinstance(metric, str) else metric
    shop = context["request"].shop
    return {
        "hint": labels.hint(metric),
        "label": _("What does “%(name)s” mean?") % {"name": labels.name(metric)},
        "url": f"{reverse('reports:metrics', args=[shop.pk])}#{metric.code}",
    }


@register.simple_tag(takes_context=True)
def rule_link(context: template.Context, number: str) -> SafeString:
    """The title of a rule (D4.2), leading to its text."""
    address = rule_address(context["request"].shop.pk, number)
    return format_html('<a class="rule-name" href="{}">{}</a>', address, title(number))


@register.filter
def unit_name(metric: Metric) -> str:
    """The unit in words."""
    return {
        "money": _("yuan"),
        "rate": _("per cent"),
        "count": _("count"),
        "decimal": _("number"),
        "duration": _("seconds"),
    }[metric.unit]


@register.filter
def figure_of(code: str) -> Metric:
    """The declared figure with this code."""
    return METRICS[code]


@register.filter
def waited(seconds: int) -> str:
    """A round time in words: 10 min, 2 h."""
    if seconds < 3600:
        return _("%(minutes)s min") % {"minutes": seconds // 60}
    return _("%(hours)s h") % {"hours": seconds // 3600}
