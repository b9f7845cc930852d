"""Names of lost-sale reasons, and buyers of their rows, in templates: `{% load reasons %}`."""

from django import template

from accounts.nicks import mask_nick
from reports import reasons
from reports.models import LostSaleEntry

register = template.Library()

register.filter("reason_name", reasons.full_name)
register.filter("short_reason_name", reasons.name)


@register.filter
def buyer_shown(entry: LostSaleEntry) -> str:
    """The buyer as people outside the conversation see her."""
    written = entry.buyer.written or entry.buyer.open_uid
    return written if entry.form.shop.show_buyer_nicks else mask_nick(written)
