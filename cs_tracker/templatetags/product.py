"""What templates say about the product itself."""

from django import template

from cs_tracker import __version__

register = template.Library()


@register.simple_tag
def product_version() -> str:
    """Version of the running product, as in pyproject.toml."""
    return __version__
