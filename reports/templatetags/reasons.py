"""Names of lost-sale reasons, and buyers of their rows, in templates: `{% load reasons %}`."""

from django import template

from reports.lost_sales.causes import page as lost_sale_causes_page
from reports.lost_sales.form import page as lost_sale_page
from reports.models import LostSaleEntry
from reports.pages.links import talk_url
from reports.reasons import taxonomy as reasons

register = template.Library()

register.filter("reason_name", reasons.full_name)
register.filter("short_reason_name", reasons.name)
register.filter("buyer_shown", lost_sale_page.buyer_shown)
register.filter("parts", lost_sale_causes_page.note)


@register.filter
def talk_link(entry: LostSaleEntry) -> str:
    """The conversation behind a row, at its first words; "" for a row added by hand."""
    if entry.buyer_id is None:
        return ""
    return talk_url(entry.form.shop_id, entry.buyer_id, at=entry.first_at, agent_id=entry.form.agent_id)
