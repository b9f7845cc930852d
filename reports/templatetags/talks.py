"""Small things that pages of conversations write: `{% load talks %}`."""

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chats.access import ShownReception, buyer_text
from chats.attribution.phrases import folded
from chats.models import Reception
from reports.pages.links import talk_url
from reports.talks import events as talks_events
from reports.talks import search_words
from reports.talks.search import Hit
from reports.talks.timeline import Entry

register = template.Library()

TAIL = 6

register.filter("marked", search_words.marked)
register.filter("told", talks_events.event_text)


@register.filter
def tail(number: str) -> str:
    """The end of a long order number: enough to tell a buyer's orders apart."""
    return number if len(number) <= TAIL + 2 else f"…{number[-TAIL:]}"


@register.filter
def spoken(entry: Entry) -> str:
    """The words of a message; none of an image that files write as a label only ([图片])."""
    text = entry.text.strip()
    is_label = entry.kind == "image" and text.startswith("[") and text.endswith("]")
    return "" if is_label else entry.text


@register.filter
def epoch(instant: dt.datetime) -> int:
    """An instant as it stands in addresses."""
    return int(instant.timestamp())


@register.filter
def buyer_nick(reception: ShownReception) -> str:
    """The buyer of a row of the list, as this reader may know them (`shows_buyer`)."""
    return buyer_text(reception.buyer, reception.shows_buyer)


@register.simple_tag(takes_context=True)
def talk_link(context: template.Context, row: Reception | Hit, words: str = "") -> str:
    """The conversation at the moment of a row: a reception, or a message that a search found."""
    shop = context["request"].shop
    if isinstance(row, Hit):
        only = row.speaker.agent_id if row.masked else None
        return talk_url(shop, row.buyer, at=row.at, agent_id=only, q=words)
    only = row.agent_id if row.buyer.person is None else None
    return talk_url(shop, row.buyer_id, at=row.first_at, agent_id=only)


@register.simple_tag
def excerpt(text: str, words: str) -> SafeString:
    """The surroundings of the words that were looked for."""
    cut = search_words.cut(text, folded(words).strip())
    return format_html("{}<mark>{}</mark>{}", cut.before, cut.hit, cut.after)


@register.simple_tag(takes_context=True)
def talk_with(context: template.Context, person: int | None, at: dt.datetime) -> str:
    """The conversation with a person at a moment; "" where the buyer identifies nobody."""
    return talk_url(context["request"].shop, person or None, at=at)
