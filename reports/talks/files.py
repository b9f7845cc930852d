"""Chats as files: the list, the hits of a search, one conversation."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chats.access import ShownReception, buyer_text
from reports.pages.downloads import Cell, Heading, shop_time
from reports.talks import conversation as talks
from reports.talks import events as talks_events
from reports.talks import queries as talks_list
from reports.talks import search as talks_search
from reports.talks.buyer import Conversation

CHUNK = 1000
MOST_HITS = 5000
WITHOUT_LIMIT = 60.0  # seconds; a file may take its time


def headings() -> list[Heading]:
    """The columns of the list of chats."""
    return [
        Heading(_("Day")),
        Heading(_("Began"), "instant"),
        Heading(_("Ended"), "instant"),
        Heading(_("Agent")),
        Heading(_("Buyer")),
        Heading(_("Buyer messages"), "count"),
        Heading(_("Agent messages"), "count"),
        Heading(_("First response"), "duration"),
        Heading(_("Unanswered"), "count"),
        Heading(_("Slow answers"), "count"),
        Heading(_("What became of it")),
        Heading(_("Lost-sale reason")),
    ]


def rows(picked: QuerySet[ShownReception]) -> Iterator[list[Cell]]:
    """A row for each chat, newest first."""
    found = picked.order_by(*talks_list.NEWEST_FIRST).iterator(chunk_size=CHUNK)
    while some := list(islice(found, CHUNK)):
        for line in talks_list.lines(some):
            one = line.reception
            yield [
                one.day.isoformat(),
                shop_time(one.first_at),
                shop_time(one.last_at),
                one.agent.name,
                buyer_text(one.buyer, one.shows_buyer),
                one.buyer_messages,
                one.human_messages,
                one.first_response_seconds,
                one.unanswered_rounds,
                one.slow_response_rounds,
                " ".join(word for word, _tone in line.tags),
                line.reason,
            ]


def hit_headings() -> list[Heading]:
    """The columns of what a search found."""
    names = (_("Agent"), _("Buyer"), _("From"), _("Text"))
    return [Heading(_("Time"), "instant"), *(Heading(name) for name in names)]


def hits(search: talks_search.Search) -> Iterator[list[Cell]]:
    """A row for each message with the words, newest first, of all pages."""
    place, count = "", 0
    while count < MOST_HITS:
        found = talks_search.run(search, place, WITHOUT_LIMIT)
        for hit in found.hits:
            said_by = _("Buyer") if hit.incoming else _("Agent")
            yield [shop_time(hit.at), hit.speaker.name, hit.nick, said_by, hit.text]
        place, count = found.next_place, count + len(found.hits)
        if not place:
            break


def line_headings() -> list[Heading]:
    """The columns of a conversation."""
    names = (_("Agent"), _("From"), _("Kind"), _("Text"))
    return [Heading(_("Time"), "instant"), *(Heading(name) for name in names)]


def lines(conversation: Conversation) -> Iterator[list[Cell]]:
    """A row for each message and event, oldest first."""
    for entry in talks.everything(conversation):
        said_by = "" if entry.event else (_("Buyer") if entry.incoming else _("Agent"))
        kind = entry.kind or _("event")
        yield [shop_time(entry.at), entry.agent, said_by, kind, talks_events.event_text(entry)]
