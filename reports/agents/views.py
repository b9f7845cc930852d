"""One agent's page, for the agent and their leaders."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.access import ShopRequest, agent_or_404, leads
from accounts.models import Agent, Shop
from accounts.ui import formats
from chats.access import in_conversation
from chats.models import Reception
from chats.spans import Span
from reports.agents import page as agent_page
from reports.facts.span_facts import SpanFacts
from reports.figures import labels
from reports.leaderboard.board import VIEWS
from reports.leaderboard.views import BOARD_DAYS, VIEW_LABELS
from reports.pages.downloads import Heading, Sheet
from reports.pages.lists import file_links, list_page, span_sheet
from reports.pages.page import asked_span, show_page
from reports.receptions.queries import filter_receptions
from reports.receptions.tables import ReceptionTable

RECEPTIONS_SHOWN = 10


def _sheet(request: ShopRequest, shop: Shop, agent_id: int) -> Sheet:
    """The key figures, and in a workbook every figure of each day."""
    who = agent_or_404(request.user, shop, agent_id)
    span, _named = asked_span(request, shop, BOARD_DAYS)
    facts = agent_page.facts_beside_peers(shop, span, who)
    heads = (_("Figure"), _("Own"), _("Span before"), _("Median of the team"), _("Booked on"))
    rows = [
        [
            labels.name(line.metric),
            *(labels.figure_text(line.metric, figure) for figure in (line.own, line.before, line.median)),
            labels.booking_day(line.metric),
        ]
        for line in (*agent_page.key_figures(facts, who), *agent_page.row_figures(facts, who))
    ]
    days = Sheet(
        "days",
        [Heading(_("Day")), *(Heading(labels.name(m), m.unit) for m in agent_page.filed())],
        agent_page.file_days(shop, span, [who.pk]),
        title=_("By day"),
    )
    name, said = f"agent_{who.name}", (_("Agent"), who.name)
    return replace(span_sheet(name, shop, span, [Heading(head) for head in heads], rows, said), more=[days])


@list_page(_sheet)
def agent(request: ShopRequest, shop: Shop, agent_id: int) -> HttpResponse:
    """Show an agent's figures, trends, first responses, hours, receptions, orders and lost reasons."""
    who = agent_or_404(request.user, shop, agent_id)
    span, named = asked_span(request, shop, BOARD_DAYS)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "overview"
    facts = agent_page.facts_beside_peers(shop, span, who)
    lines = [_line(one) for one in agent_page.key_figures(facts, who)]
    waits, figures = agent_page.waits(facts, who)
    context = {
        "title": who.name,
        "agent": who,
        "own": who.user_id == request.user.pk,
        "leads": leads(request),
        "span": span,
        "presets": named,
        "view": view,
        "views": [(code, str(label)) for code, label in VIEW_LABELS.items()],
        "lines": lines,
        "has_figures": any(line["url"] for line in lines),
        "charts": agent_page.trends(shop, span, who, view),
        "waits": waits,
        "row_figures": [_of_receptions(one) for one in figures if one.count],
        "hours": agent_page.hours(shop, span, who),
        "reasons": agent_page.lost_reasons(shop, span, who),
        "orders": _orders(facts, who),
        "receptions": _receptions(request, shop, span, who),
        "all_receptions": f"{reverse('reports:receptions', args=[shop.pk])}?"
        + urlencode({"agent": who.pk, "from": span.first, "to": span.last}),
        "downloads": file_links(request),
    }
    return render(request, "reports/agents/agent.html", context)


def _line(line: agent_page.Line) -> dict[str, object]:
    write: Callable[[float | None], str] = partial(labels.figure_text, line.metric)
    return {
        "metric": line.metric,
        "figure": labels.name(line.metric),
        "own": write(line.own),
        "url": line.url if line.own is not None else "",
        "change": labels.change(line.metric, line.own, line.before),
        "median": write(line.median),
        "against": _against(line),
    }


def _of_receptions(one: agent_page.FromRows) -> dict[str, str]:
    """A stat tile of a figure that comes from receptions, with how many of them it rests on."""
    if one.metric.rows == "replied":
        note = ngettext("of %(all)s answer", "of %(all)s answers", one.count) % {"all": one.count}
    else:
        note = _("of %(count)s receptions") % {"count": one.count}
    name, figure = labels.name(one.metric), labels.figure_text(one.metric, one.figure)
    return {"name": name, "figure": figure, "url": one.url, "note": note}


def _against(line: agent_page.Line) -> formats.Change | None:
    """How far the agent is from the median; nothing has changed where they are on it."""
    found = labels.change(line.metric, line.own, line.median)
    if found is None or found.direction != "flat":
        return found
    return replace(found, text=pgettext("as the median", "the same"))


def _receptions(request: ShopRequest, shop: Shop, span: Span, who: Agent) -> ReceptionTable:
    """The latest receptions of the span; the whole list is a page of its own."""
    shown = in_conversation(request.user, shop, person="buyer", agent="agent")
    rows = filter_receptions(Reception.objects.filter(shop=shop), {"agent": who}, span)
    rows = rows.annotate(shows_buyer=shown).select_related("buyer")
    table = ReceptionTable(rows, shop=shop, of_one_agent=True)
    table.prefix = "receptions-"
    show_page(request, table, RECEPTIONS_SHOWN)
    return table


def _orders(facts: SpanFacts, who: Agent) -> list[tuple[str, int, str]]:
    """(part, number of orders, address of the list) of the agent's parts in orders."""
    counts, shop, span = agent_page.orders(facts, who), facts.shop, facts.span
    labels_of = {
        "credited": _("Credited"),
        "assisted_order": _("Assisted before the order"),
        "assisted_payment": _("Assisted before the payment"),
        "chased": _("Chased last"),
        "contested": _("Contested"),
    }
    address, days = reverse("reports:orders", args=[shop.pk]), {"from": span.first, "to": span.last}
    found = []
    for part, label in labels_of.items():
        clock = "created" if part in ("chased", "contested") else "paid"
        query = urlencode({**days, "agent": who.pk, "part": part, "clock": clock})
        found.append((label, counts[part], f"{address}?{query}"))
    return found
