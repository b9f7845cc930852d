"""Scorecards in templates: `{% load scorecards %}`."""

from django import template

from reports import scorecard_words
from reports.metrics.scorecard import Judged, Line

register = template.Library()

register.filter("card_points", scorecard_words.points)
register.filter("card_metric", scorecard_words.name)
register.filter("came_about", scorecard_words.came_about)


@register.filter
def card_value(one: Judged) -> str:
    """The agent's value of a line."""
    return scorecard_words.written(one.line.metric, one.value)


@register.filter
def card_band(line: Line) -> str:
    """What a line of a card asks for, in a few words."""
    return scorecard_words.band(line)
