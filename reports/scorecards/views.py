"""Scorecards: everybody's points and how they came about; managers change card and targets (D10.1)."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import ShopRequest, shop_page, visible_agents
from accounts.audit import trail as audit
from accounts.models import Agent, AgentKind, Role, Shop, Team
from accounts.ui import formats
from chats.spans import Span, asked_month, last_days
from reports.facts import queries
from reports.facts.span_facts import SpanFacts
from reports.figures import rows_behind
from reports.metrics import scorecard
from reports.models import SalesTarget, Scorecard
from reports.pages.asked import id_from_query
from reports.pages.downloads import Cell, Heading, Sheet
from reports.pages.lists import file_links, list_page, span_sheet
from reports.pages.page import asked_span
from reports.scorecards import points as scorecards
from reports.scorecards import words as scorecard_words
from reports.scorecards.forms import Lines, LinesForm, TargetsForm, VersionForm, initial
from reports.scorecards.points import Scored

CARD_DAYS = 30


def _scored(request: ShopRequest, shop: Shop, span: Span) -> list[Scored]:
    """The cards of the agents whom the reader may see, most points first."""
    seen = set(visible_agents(request.user, shop).values_list("pk", flat=True))
    found = scorecards.points(SpanFacts(shop, span), seen).values()
    return sorted(found, key=lambda one: (one.card.points is None, -(one.card.points or 0), one.agent.name))


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """One row a line of every card that the page shows."""
    span, _named = asked_span(request, shop, CARD_DAYS)
    headings = [
        Heading(_("Agent")),
        Heading(_("Scorecard")),
        Heading(_("Points"), "decimal"),
        Heading(_("Metric")),
        Heading(_("Weight"), "count"),
        Heading(_("Share of the points"), "rate"),
        Heading(_("Value")),
        Heading(_("Out of"), "count"),
        Heading(_("Points of the line"), "decimal"),
        Heading(_("How it came about")),
    ]
    rows = [row for scored in _scored(request, shop, span) for row in _file_rows(scored)]
    return span_sheet("scorecards", shop, span, headings, rows)


def _file_rows(scored: Scored) -> list[list[Cell]]:
    return [
        [
            scored.agent.name,
            str(scored.version),
            scored.card.points,
            scorecard_words.name(line.line.metric),
            line.line.weight,
            line.share,
            scorecard_words.value_text(line.line.metric, line.value),
            line.count,
            line.points,
            scorecard_words.came_about(line),
        ]
        for line in scored.card.lines
    ]


@list_page(_sheet)
def scorecard_list(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Points of a span with every line behind them; agents see their own card."""
    span, named = asked_span(request, shop, CARD_DAYS)
    cards = scorecards.versions_on(shop, span.last)
    context = {
        "title": _("Scorecard"),
        "span": span,
        "presets": named,
        "scored": _scored(request, shop, span),
        "cards": cards,
        "opened": id_from_query(request.GET.get("open", "")),
        "shop_card": cards.get(None),
        "team_cards": [
            (team, cards.get(team.pk)) for team in Team.objects.filter(shop=shop).order_by("name")
        ],
        "manages": Role.MANAGER in request.roles,
        "versions": _versions(request, shop),
        "downloads": file_links(request),
    }
    return render(request, "reports/scorecards/scorecards.html", context)


def _versions(request: ShopRequest, shop: Shop) -> list[tuple[Scorecard, tuple[scorecard.Line, ...]]]:
    """Every version, newest first, with its lines; for managers only."""
    if Role.MANAGER not in request.roles:
        return []
    rows = Scorecard.objects.filter(shop=shop).select_related("team", "created_by").order_by("-number")
    return [(row, scorecard.from_json(row.lines)) for row in rows]


@shop_page(Role.MANAGER)
def scorecard_edit(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Change the card of the shop or of a team (?team=): try it on the latest days, then save a version."""
    team = _team(request, shop)
    held = scorecards.versions_on(shop, queries.today(shop)).get(team.pk if team else None)
    lines = scorecard.from_json(held.lines) if held else scorecard.DEFAULT
    preset = request.GET.get("preset")
    if preset in scorecard.PRESETS:
        lines = scorecard.PRESETS[preset]
    sent = request.POST if request.method == "POST" else None
    named = {"name": held.name if held else _("Scorecard"), "valid_from": queries.today(shop)}
    form = VersionForm(sent, initial=named)
    rows = LinesForm(sent, initial=initial(lines) if sent is None else None, prefix="lines")
    assert isinstance(rows, Lines)
    tried = None
    if sent is not None and form.is_valid() and rows.is_valid():
        if "save" in sent:
            return _saved(request, shop, team, form, rows)
        tried = _tried(shop, team, rows.lines)
    context = {
        "title": _("Change the scorecard"),
        "team": team,
        "form": form,
        "rows": rows,
        "held": held,
        "presets": scorecard_words.PRESETS.items(),
        "preset": preset,
        "tried": tried,
        "span": _latest(shop),
    }
    return render(request, "reports/scorecards/scorecard_edit.html", context)


def _team(request: ShopRequest, shop: Shop) -> Team | None:
    asked = request.GET.get("team", "")
    return get_object_or_404(Team, shop=shop, pk=id_from_query(asked)) if asked.isdecimal() else None


def _latest(shop: Shop) -> Span:
    day = queries.latest_complete_day(shop) or queries.today(shop)
    return last_days(CARD_DAYS, day)


def _tried(shop: Shop, team: Team | None, lines: tuple[scorecard.Line, ...]) -> list[dict[str, Any]]:
    """Each agent's points on the latest days under the lines that were sent, beside today's card."""
    span = _latest(shop)
    facts = SpanFacts(shop, span)
    now = scorecards.points(facts)
    then = scorecards.preview(facts, team.pk if team else None, lines)
    rows = [
        {"scored": one, "before": now[agent].card.points if agent in now else None}
        for agent, one in then.items()
    ]
    return sorted(rows, key=lambda row: -(row["scored"].card.points or -1))


def _saved(
    request: ShopRequest, shop: Shop, team: Team | None, form: VersionForm, rows: Lines
) -> HttpResponse:
    told = form.cleaned_data
    with transaction.atomic():
        version = scorecards.save_version(
            shop, team.pk if team else None, told["name"], rows.lines, told["valid_from"], request.user
        )
        audit.note(
            request.actor,
            shop,
            "scorecard_changed",
            version,
            team=team.name if team else "",
            valid_from=told["valid_from"].isoformat(),
            lines={line["metric"]: line["weight"] for line in version.lines},
        )
    messages.success(request, _("Version %(number)s of the scorecard is saved.") % {"number": version.number})
    return redirect("reports:scorecards", shop.pk)


@shop_page(Role.MANAGER)
def scorecard_end(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Take the card of the shop or of a team (?team=) away from today on; older spans keep it."""
    team = _team(request, shop)
    if request.method == "POST":
        with transaction.atomic():
            today = queries.today(shop)
            scorecards.save_version(
                shop, team.pk if team else None, _("No scorecard"), (), today, request.user
            )
            audit.note(request.actor, shop, "scorecard_changed", team or shop, ended=today.isoformat())
        messages.success(request, _("The scorecard counts no more. Spans before today keep it."))
    return redirect("reports:scorecards", shop.pk)


@shop_page(Role.MANAGER)
def sales_targets(request: ShopRequest, shop: Shop) -> HttpResponse:
    """What each agent is to sell in a month (?month=), beside their sales of the month before."""
    month = asked_month(request.GET.get("month")) or queries.today(shop).replace(day=1)
    agents = list(Agent.objects.filter(shop=shop, kind=AgentKind.HUMAN).order_by("name", "pk"))
    stored = dict(SalesTarget.objects.filter(shop=shop, month=month).values_list("agent_id", "amount_fen"))
    shown = {f"agent-{agent}": f"{fen / 100:.2f}" for agent, fen in stored.items()}
    form = TargetsForm(request.POST if request.method == "POST" else None, agents=agents, initial=shown)
    if request.method == "POST" and form.is_valid():
        _keep(request, shop, month, form.amounts(), stored)
        return redirect(f"{reverse('reports:sales_targets', args=[shop.pk])}?month={month:%Y-%m}")
    before = scorecards.month_before(month)
    sold = queries.agent_totals(shop, before, [agent.pk for agent in agents])
    rows = [
        (
            agent,
            form[f"agent-{agent.pk}"],
            sold.get(agent.pk, {}).get("sales_fen"),
            rows_behind.address(shop, "sales_fen", before, agent=agent),
        )
        for agent in agents
    ]
    context = {
        "title": _("Sales targets"),
        "form": form,
        "rows": rows,
        "month": month,
        "before": before,
        "after": scorecards.month_after(month),
    }
    return render(request, "reports/scorecards/sales_targets.html", context)


def _keep(
    request: ShopRequest, shop: Shop, month: dt.date, amounts: dict[int, int | None], stored: dict[int, int]
) -> None:
    """Write down the targets that changed, and note them."""
    moved = {agent: fen for agent, fen in amounts.items() if fen != stored.get(agent)}
    if not moved:
        messages.info(request, _("Nothing changed."))
        return
    names = dict(Agent.objects.filter(pk__in=moved).values_list("pk", "name"))
    with transaction.atomic():
        for agent, fen in moved.items():
            rows = SalesTarget.objects.filter(shop=shop, agent_id=agent, month=month)
            if fen is None:
                rows.delete()
            else:
                SalesTarget.objects.update_or_create(
                    shop=shop, agent_id=agent, month=month, defaults={"amount_fen": fen}
                )
        audit.note(
            request.actor,
            shop,
            "scorecard_changed",
            f"{month:%Y-%m}",
            targets={
                names[agent]: None if fen is None else formats.money(fen) for agent, fen in moved.items()
            },
        )
    messages.success(request, _("The targets are saved."))
