"""Words, gains and losses in tables of rules: `{% load rules %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.ui import formats
from reports.rules.sums import Moved
from reports.rules.words import BY_NAME, in_words

register = template.Library()


@register.filter
def rule_label(name: str) -> str:
    """What a parameter is called on the page."""
    return str(BY_NAME[name].label) if name in BY_NAME else name


@register.filter
def rule_words(text: str, name: str) -> str:
    """What a value of a parameter, noted as a person would type it, is called on the page."""
    return in_words(name, text) if name in BY_NAME else text


@register.filter
def gained(change: int, unit: str = "count") -> SafeString:
    """What an agent gains or loses, with its sign; nothing where nothing changes. Colour repeats the sign."""
    return _signed(change, unit, "good" if change > 0 else "bad")


@register.filter
def signed(change: int, unit: str = "count") -> SafeString:
    """A change of which nobody can say whether it is good."""
    return _signed(change, unit, "neutral")


@register.filter
def moved(row: Moved, name: str) -> SafeString:
    """How one sum of an agent changed."""
    return signed(row.change(name))


def _signed(change: int, unit: str, verdict: str) -> SafeString:
    if not change:
        return SafeString()
    size, sign = formats.FORMATS[unit](abs(change)), "+" if change > 0 else formats.MINUS
    return format_html('<span class="change change-{}">{}{}</span>', verdict, sign, size)
