"""Words of the agent page: `{% load agents %}`."""

from django import template
from django.utils.dates import WEEKDAYS_ABBR

register = template.Library()


@register.filter
def weekday_name(number: int) -> str:
    """Monday is 1, as in ISO weeks."""
    return str(WEEKDAYS_ABBR[number - 1])
