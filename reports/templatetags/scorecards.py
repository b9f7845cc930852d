"""Scorecards in templates: `{% load scorecards %}`."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from accounts.access import leads
from accounts.models import Agent
from reports.figures import rows_behind
from reports.lost_sales.desk.completion import DUE_ONLY
from reports.metrics.scorecard import FORM_COMPLETION, Judged
from reports.scorecards import words as scorecard_words

register = template.Library()

register.filter("card_points", scorecard_words.points)
register.filter("card_metric", scorecard_words.name)
register.filter("came_about", scorecard_words.came_about)


@register.filter
def card_value(one: Judged) -> str:
    """The agent's value of a line."""
    return scorecard_words.value_text(one.line.metric, one.value)


@register.simple_tag(takes_context=True)
def card_rows(context: template.Context, one: Judged, agent: Agent) -> str:
    """The list of the rows behind a line's value; "" where none gives it, or nothing is known."""
    code, shop, span = one.line.metric, context["shop"], context["span"]
    if one.value is None:
        return ""
    if code == FORM_COMPLETION and leads(context["request"]):
        query = {"from": span.first, "to": span.last, "agent": agent.pk, "state": DUE_ONLY}
        return f"{reverse('reports:lost_sale_forms', args=[shop.pk])}?{urlencode(query)}"
    return rows_behind.address(shop, code, span, agent=agent)
