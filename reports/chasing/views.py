"""Chasing: the unpaid orders of now, notes of chases by hand, and what chasing brought."""

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import ShopRequest, leads, own_agents, shop_page, visible_agents
from accounts.models import AgentKind, Shop, Team
from accounts.ui import formats
from chats.frames import rule_book
from chats.models import ChaseNote, Credit
from chats.spans import Span, last_days
from reports.access import may_remove_chase, visible_credits
from reports.chasing import notes as verbs
from reports.chasing import queries as chasing
from reports.chasing.forms import ChaseNoteForm, ChasingFilterForm
from reports.chasing.results import FIGURES, Result, noted, results
from reports.chasing.tables import ChasingTable, Facts
from reports.facts import queries
from reports.facts.recovery import ChaseRecovery
from reports.figures import labels, rows_behind
from reports.pages.downloads import Heading, Sheet
from reports.pages.forms import TeamForm
from reports.pages.lists import file_links, list_page, span_sheet, table_sheet
from reports.pages.page import asked_span, show_page

PER_PAGE = 30
RATE_DAYS = 30  # of orders whose natural payment rate is the hint
RESULT_DAYS = 30
STALE = dt.timedelta(hours=6)


def _table(request: ShopRequest, shop: Shop, act: bool) -> dict[str, Any]:
    form = ChasingFilterForm(request.GET, agents=visible_agents(request.user, shop))
    wanted, as_of = form.wanted(), chasing.now_of(shop)
    now = as_of or timezone.now()  # without any data there is no order either
    rows = chasing.filter_unpaid(chasing.due(chasing.seen(request.user, shop), rule_book(shop), now), wanted)
    table = ChasingTable(rows, shop=shop, facts=_facts(request, shop, now), act=act)
    return {"form": form, "wanted": wanted, "as_of": as_of, "rows": rows, "table": table, "now": now}


def _facts(request: ShopRequest, shop: Shop, as_of: dt.datetime) -> Facts:
    last = queries.business_day(shop, as_of)
    chases = ChaseRecovery(shop, last_days(RATE_DAYS, last))
    agents = visible_agents(request.user, shop)
    names = dict(agents.values_list("pk", "name"))
    may_remove = partial(may_remove_chase, request.user, leads(request))
    row_form = {"here": request.get_full_path(), "csrf_token": get_token(request)}
    return Facts(as_of, chases.natural, names, may_remove, row_form)


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The same orders, without what can be done to them."""
    context = _table(request, shop, act=False)
    as_of = timezone.localtime(context["now"])
    said = [(_("Shop"), shop.name), (_("Data up to"), formats.instant(as_of))]
    return table_sheet(request, context["table"], f"to_chase_{as_of.date()}", said)


@list_page(_sheet)
def chasing_list(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the unpaid orders that can still be won, with what is known of each."""
    context = _table(request, shop, act=True)
    context |= {"title": _("To chase"), "leads": leads(request)}
    if context["as_of"]:
        table: ChasingTable = context["table"]
        show_page(request, table, PER_PAGE)
        table.downloads = file_links(request)
        context["sums"] = (
            context["rows"].order_by().aggregate(fen=Sum("order__amount_fen", default=0), count=Count("pk"))
        )
        context["is_stale"] = timezone.now() - context["as_of"] > STALE
    return render(request, "reports/chasing/chasing.html", context)


@require_http_methods(["GET", "POST"])
@shop_page()
def chasing_note(request: ShopRequest, shop: Shop, order_id: int) -> HttpResponse:
    """The form that notes a chase by phone or SMS, and what is sent with it.

    It is fetched into the row of the list; where no script runs, a link there leads to it as a page.
    """
    credit = get_object_or_404(_seen(request, shop), pk=order_id)
    own = own_agents(request.user, shop)
    agents = visible_agents(request.user, shop) if leads(request) else own
    if request.method == "GET":
        context = {
            "title": _("Log a chase"),
            "credit": credit,
            "who": agents.filter(kind=AgentKind.HUMAN).exclude(pk__in=own).order_by("name"),
            "channels": ChaseNote.Channel.choices,
            "here": request.htmx.current_url_abs_path or reverse("reports:chasing", args=[shop.pk]),
        }
        page = (
            "reports/chasing/chasing_note_form.html"
            if request.htmx
            else "reports/chasing/chasing_note_page.html"
        )
        return render(request, page, context)
    form = ChaseNoteForm(request.POST, agents=agents, placed_at=credit.order.created_at)
    if form.is_valid():
        told = form.cleaned_data
        agent = told["agent"] or own.first()
        verbs.note_chase(
            request.actor, credit.order, agent, told["channel"], told["at"], told["note"].strip()
        )
        said = _("Noted for order %(number)s. It is a record only: it earns nobody the order.")
        messages.success(request, said % {"number": credit.order.order_no})
    else:
        messages.error(request, " ".join(str(error) for some in form.errors.values() for error in some))
    return redirect(_back(request, shop))


@require_POST
@shop_page()
def chasing_note_remove(request: ShopRequest, shop: Shop, note_id: int) -> HttpResponse:
    """Remove a note: its author, or who leads those who may see the order."""
    note = get_object_or_404(ChaseNote.objects.select_related("order__shop"), order__shop=shop, pk=note_id)
    if not may_remove_chase(request.user, leads(request), note):
        raise Http404
    get_object_or_404(_seen(request, shop), pk=note.order_id)
    verbs.take_back(request.actor, note)
    messages.success(request, _("The note is gone."))
    return redirect(_back(request, shop))


def _seen(request: ShopRequest, shop: Shop) -> QuerySet[Credit]:
    return chasing.seen(request.user, shop).select_related("order__shop")


def _back(request: ShopRequest, shop: Shop) -> str:
    """The page from which the form was sent."""
    wish = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if safe else reverse("reports:chasing", args=[shop.pk])


def _results(request: ShopRequest, shop: Shop) -> dict[str, Any]:
    span, named = asked_span(request, shop, RESULT_DAYS)
    visible = visible_agents(request.user, shop).filter(kind=AgentKind.HUMAN).order_by("name", "pk")
    teams = Team.objects.filter(shop=shop, agents__in=visible).distinct().order_by("name")
    form = TeamForm(request.GET, teams=teams)
    team = form.cleaned_data.get("team") if form.is_valid() else None
    agents = list(visible.filter(team=team) if team else visible)
    found = {"span": span, "presets": named, "form": form, "team": team}
    return found | {"agents": agents, "board": results(shop, span, agents)}


def _results_sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The same figures, the sum of the agents last."""
    context = _results(request, shop)
    board = context["board"]
    columns = [Heading(_("Agent")), *(Heading(labels.name(metric), metric.unit) for metric in FIGURES)]
    columns.append(Heading(_("Noted by hand"), "count"))
    rows = [
        [
            one.agent.name if one.agent else _("Sum of these agents"),
            *(one.figures[metric.code] for metric in FIGURES),
            one.notes,
        ]
        for one in (*board.agents, board.total)
    ]
    meanings = [(labels.name(metric), labels.hint(metric)) for metric in FIGURES]
    return span_sheet("chase_results", shop, context["span"], columns, rows, *meanings)


@list_page(_results_sheet)
def chasing_results(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Each agent's chase results against what buyers pay without a chase."""
    context = _results(request, shop)
    board, team, span = context["board"], context["team"], context["span"]
    context |= {
        "title": _("Chase results"),
        "leads": leads(request),
        "metrics": FIGURES,
        "lines": [_line(shop, span, agent) for agent in board.agents],
        "total": _line(shop, span, board.total, team) if len(board.agents) > 1 else None,
        **_noted(request, shop, context),
        "downloads": file_links(request),
    }
    return render(request, "reports/chasing/chasing_results.html", context)


def _noted(request: ShopRequest, shop: Shop, context: dict[str, Any]) -> dict[str, Any]:
    """The chases noted by hand behind a count of the table, of one agent or (?noted=all) of all of them."""
    wanted = request.GET.get("noted", "")
    agents = [agent for agent in context["agents"] if wanted in ("all", str(agent.pk))]
    if not agents:
        return {}
    rows = noted(shop, context["span"], agents).select_related("agent", "order")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    orders = visible_credits(request.user, shop).filter(pk__in=[note.order_id for note in page])
    return {"noted": page, "opens": set(orders.values_list("pk", flat=True))}


def _line(shop: Shop, span: Span, one: Result, team: Team | None = None) -> dict[str, Any]:
    """A row of the table in words, each figure with the list of its orders."""
    cells = [
        (
            metric,
            labels.figure_text(metric, one.figures[metric.code]),
            rows_behind.address(shop, metric.code, span, agent=one.agent, team=team),
        )
        for metric in FIGURES
    ]
    return {"agent": one.agent, "cells": cells, "notes": one.notes}
