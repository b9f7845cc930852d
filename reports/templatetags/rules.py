"""Gains and losses in tables of rules: `{% load rules %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import formats
from reports.rule_sums import Moved

register = template.Library()


@register.filter
def gained(change: int, unit: str = "count") -> SafeString:
    """A change with its sign; nothing where there is none. Colour repeats what the sign says."""
    if not change:
        return (
            format_html('<span class="soft">{}</span>', formats.NO_DATA) if unit == "money" else SafeString()
        )
    size = formats.FORMATS[unit](abs(change))
    sign, verdict = ("+", "good") if change > 0 else (formats.MINUS, "bad")
    return format_html('<span class="change change-{}">{}{}</span>', verdict, sign, size)


@register.filter
def moved(row: Moved, name: str) -> SafeString:
    """How one sum of an agent changed."""
    return gained(row.change(name))
