"""Words of the agent page: `{% load agents %}`."""

from django import template
from django.utils.dates import WEEKDAYS_ABBR

register = template.Library()


@register.filter
def weekday_name(number: float) -> str:
    """Monday is 1, as in ISO weeks."""
    return str(WEEKDAYS_ABBR[int(number) - 1])
