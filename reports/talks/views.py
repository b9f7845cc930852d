"""Chats: the list of all that may be read, a search in their words, and one buyer's conversation."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import ShopRequest, leads, visible_agents
from accounts.models import Shop
from chats.access import buyer_text, known_to
from chats.attribution.clock import day_edges, day_number
from chats.attribution.phrases import folded
from chats.frames import rule_book
from chats.spans import LATEST, Span, asked_day
from reports.access import readable_talks
from reports.pages.asked import id_from_query
from reports.pages.downloads import Sheet
from reports.pages.lists import file_links, list_page, span_sheet
from reports.pages.page import asked_span
from reports.talks import buyer as talks_buyer
from reports.talks import conversation as talks
from reports.talks import events as talks_events
from reports.talks import files as talks_files
from reports.talks import queries as talks_list
from reports.talks import search as talks_search
from reports.talks.forms import LONGEST_SEARCH, TalkFilterForm

LIST_DAYS = 30
LATEST_SECOND = int(dt.datetime(LATEST.year, 1, 1, tzinfo=dt.UTC).timestamp())


def _asked(request: ShopRequest, shop: Shop) -> dict[str, Any]:
    span, named = asked_span(request, shop, LIST_DAYS)
    form = TalkFilterForm(request.GET, agents=visible_agents(request.user, shop))
    return {"span": span, "presets": named, "form": form, "wanted": form.wanted()}


def _search(request: ShopRequest, shop: Shop, wanted: dict[str, Any], span: Span) -> talks_search.Search:
    book = rule_book(shop)
    edges = day_edges(day_number(span.first), day_number(span.last), shop.timezone, book.first.day_start)
    agent = wanted.get("agent")
    narrowed = wanted.keys() & {"answer", "outcome", "filtered", "form"}
    rows = (
        talks_list.filter_talks(talks_list.receptions(request.user, shop), wanted, span) if narrowed else None
    )
    words = folded(wanted["q"]).strip()
    reader = readable_talks(request.user, shop)
    return talks_search.Search(request.user, shop, reader, words, *edges, agent.pk if agent else None, rows)


def _list_sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """Every chat that the filters pick, or every message with the words."""
    asked = _asked(request, shop)
    wanted, span = asked["wanted"], asked["span"]
    if wanted.get("q"):
        heads, rows = talks_files.hit_headings(), talks_files.hits(_search(request, shop, wanted, span))
    else:
        picked = talks_list.filter_talks(talks_list.receptions(request.user, shop), wanted, span)
        heads, rows = talks_files.headings(), talks_files.rows(picked)
    return span_sheet("chats", shop, span, heads, list(rows))


@list_page(_list_sheet)
def talk_list(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the chats of a span, or the messages with the words that are looked for."""
    context = _asked(request, shop) | {"title": _("Chats"), "leads": leads(request)}
    wanted, span = context["wanted"], context["span"]
    context["downloads"] = file_links(request)
    if wanted.get("q"):
        search = _search(request, shop, wanted, span)
        context["found"] = talks_search.run(search, request.GET.get("before", ""))
    else:
        rows = talks_list.filter_talks(talks_list.receptions(request.user, shop), wanted, span)
        place = talks_list.Place.read(request.GET.get("before", ""))
        shown, following = talks_list.page(rows, place)
        context |= {
            "rows": talks_list.lines(shown),
            "following": following,
            "count": rows.count(),
            "is_first": place is None,
        }
    return render(request, "reports/talks/talks.html", context)


def _talk_sheet(request: ShopRequest, shop: Shop, buyer_id: int) -> Sheet:
    """The whole conversation as far as the reader may read it."""
    conversation = _conversation(request, shop, buyer_id)
    said = [(_("Shop"), shop.name), (_("Buyer"), _nick(request, conversation))]
    rows = list(talks_files.lines(conversation))
    return Sheet(f"chat_{conversation.alias.pk}", talks_files.line_headings(), rows, said)


@list_page(_talk_sheet)
def talk(request: ShopRequest, shop: Shop, buyer_id: int) -> HttpResponse:
    """Show one buyer's conversation across agents, some days of it."""
    conversation = _conversation(request, shop, buyer_id)
    at, until = _instant(request.GET.get("at", "")), asked_day(request.GET.get("until"))
    alias = conversation.alias
    nick = _nick(request, conversation)
    context = {
        "title": nick or _("Buyer"),
        "buyer": alias,
        "page": talks.page(conversation, at, until),
        "agents": talks.agents_of(conversation),
        "agent_id": conversation.agent_id,
        "orders": talks_events.bought(conversation),
        "is_masked": alias.person is None,
        "q": request.GET.get("q", "")[:LONGEST_SEARCH],
        "leads": leads(request),
        "downloads": file_links(request, buyer_id=alias.pk),
    }
    return render(request, "reports/talks/talk.html", context)


def _conversation(request: ShopRequest, shop: Shop, buyer_id: int) -> talks_buyer.Conversation:
    asked_agent = id_from_query(request.GET.get("agent"))
    return talks_buyer.open_conversation(request.user, shop, buyer_id, asked_agent)


def _nick(request: ShopRequest, conversation: talks_buyer.Conversation) -> str:
    """The buyer's nick as this reader may know it."""
    alias = conversation.alias
    in_full = alias.pk in known_to(request.user, conversation.shop, [alias.pk])
    return buyer_text(alias, in_full or any(credit.shows_buyer for credit in conversation.credits))


def _instant(asked: str) -> dt.datetime | None:
    """A moment of the address, if it makes sense."""
    seconds = id_from_query(asked)
    return dt.datetime.fromtimestamp(seconds, dt.UTC) if 0 < seconds < LATEST_SECOND else None
