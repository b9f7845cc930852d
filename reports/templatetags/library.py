"""What pages outside the library show of it: `{% load library %}`."""

from django import template

from reports.library.promotions.verbs import promotions_unread

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_promotions(context: template.Context) -> int:
    """How many promotions wait to be confirmed by the reader."""
    request = context["request"]
    return promotions_unread(request.user, request.shop)
