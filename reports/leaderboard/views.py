"""The leaderboard: a table of the agents for leaders; agents are shown where they stand."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import LEADERS, ShopRequest, leads, sees_whole_shop, visible_agents
from accounts.models import Agent, Shop, Team
from chats.frames import rule_book
from chats.spans import Preset, Span
from reports.facts import queries
from reports.figures import labels
from reports.leaderboard import board as boards
from reports.leaderboard import picks as board_picks
from reports.leaderboard import saved_views, standing
from reports.leaderboard.board import Board, Row
from reports.leaderboard.picks import Picks
from reports.leaderboard.tables import LeaderboardTable, file_headings, file_rows
from reports.metrics.compute import values
from reports.metrics.metric import SUMS, Metric
from reports.pages.downloads import Cell, Heading, Sheet
from reports.pages.forms import TeamForm
from reports.pages.lists import file_links, file_view, list_page, span_sheet
from reports.pages.page import asked_span

BOARD_DAYS = 30  # of the latest 7 days most inquiries are still open, so that hardly anybody has a rank
VIEW_LABELS = {
    "overview": gettext_lazy("Overview"),
    "service": gettext_lazy("Service"),
    "inquiries": gettext_lazy("Inquiries"),
    "sales": gettext_lazy("Sales"),
    "chasing": gettext_lazy("Chasing"),
}
CHANGE_LABELS = {
    "key": gettext_lazy("Key figures"),
    "all": gettext_lazy("Every figure"),
    "none": gettext_lazy("None"),
}


def _elsewhere(request: ShopRequest, shop: Shop) -> str | None:
    """The query to go to instead: picked columns in one word, or the reader's own first view."""
    if "col" in request.GET:
        query = request.GET.copy()
        codes = query.pop("col")
        for name in ("view", "sort", "columns"):
            query.pop(name, None)
        view = board_picks.view_of(codes)
        query["view" if view else "columns"] = view or ",".join(codes)
        return query.urlencode()
    if not request.GET and leads(request):
        first = saved_views.first(request.user, shop, "leaderboard")
        return first.query if first and first.query else None
    return None


@dataclass
class Asked:
    """What the address asks for, and the board that answers."""

    span: Span
    presets: list[Preset]
    form: TeamForm
    team: Team | None
    agents: list[Agent]
    picks: Picks
    board: Board
    final_on: dt.date


def _ask(request: ShopRequest, shop: Shop) -> Asked:
    """The board of the agents that the reader may see, narrowed to a team where one is picked."""
    span, named = asked_span(request, shop, BOARD_DAYS)
    visible = visible_agents(request.user, shop).select_related("team").order_by("name", "pk")
    teams = Team.objects.filter(shop=shop, agents__in=visible).distinct().order_by("name")
    form = TeamForm(request.GET, teams=teams)
    team = form.cleaned_data.get("team") if form.is_valid() else None
    agents = list(visible.filter(team=team) if team else visible)
    whole_shop = team is None and sees_whole_shop(request.user, shop)
    picks = board_picks.picks(request.GET)
    book = rule_book(shop)
    facts = boards.facts_of(shop, span, agents, picks.view, picks.columns)
    board = boards.build_board(facts, book, agents, picks.view, whole_shop, picks.columns)
    board.agents_total.name = _("Sum of these agents")
    if board.shop_total:
        board.shop_total.name = _("Shop (unique buyers per day)")
    return Asked(span, named, form, team, agents, picks, board, queries.final_on(book, span.last))


def _page(request: ShopRequest, shop: Shop) -> dict[str, object]:
    asked = _ask(request, shop)
    board, picks = asked.board, asked.picks
    totals = _totals(board)
    return {
        "board": board,
        "picks": picks,
        "span": asked.span,
        "presets": asked.presets,
        "form": asked.form,
        "final_on": asked.final_on,
        "totals": totals,
        "table": _sorted(request, shop, asked, board.ranked, totals),
        "unranked": _sorted(request, shop, asked, board.unranked, [] if board.ranked else totals)
        if board.unranked
        else None,
        "pickable": _pickable(picks),
        "change_choices": list(CHANGE_LABELS.items()),
        "saved": saved_views.context(request, shop, "leaderboard"),
        "days_file": reverse("reports:leaderboard_days_file", args=[shop.pk, "csv"]),
    }


def _pickable(picks: Picks) -> list[tuple[str, list[tuple[object, bool]]]]:
    """(group, [(figure, whether it is a column)]) of the column picker."""
    return [
        (labels.group_name(group), [(metric, metric in picks.columns) for metric in boards.pickable(group)])
        for group in board_picks.PICKABLE
    ]


def _totals(board: Board) -> list[Row]:
    """The rows below the agents; shop and sum of agents differ in people, and each has its name."""
    return [board.agents_total, *([board.shop_total] if board.shop_total else [])]


def _sorted(
    request: ShopRequest, shop: Shop, asked: Asked, rows: list[Row], totals: list[Row]
) -> LeaderboardTable:
    picks = asked.picks
    table = LeaderboardTable(
        shop,
        asked.board,
        rows,
        totals=totals,
        team=asked.team,
        compared=picks.compared,
        heat=picks.heat,
    )
    wish = request.GET.get("sort", "")
    bare = wish.removeprefix("-")
    known = bare in table.columns and table.columns[bare].orderable
    table.order_by = wish if known else picks.first_order
    table.request = request
    return table


def _board_sheet(request: ShopRequest, shop: Shop, asked: Asked) -> Sheet:
    """The rows, columns and order of the page; the days on a sheet of their own."""
    board, compared = asked.board, asked.picks.compared
    rows = {row.agent.pk if row.agent else None: row for row in board.everyone}
    tables = [_sorted(request, shop, asked, some, []) for some in (board.ranked, board.unranked)]
    records = [record for table in tables for record in table.data.data]
    lines = list(file_rows(board, records, rows, compared))
    totals = _totals(board)
    records = _sorted(request, shop, asked, [], totals).totals
    for total, record in zip(totals, records, strict=True):
        lines += file_rows(board, [record], {None: total}, compared)
    named = (_("Without a place"), _("Fewer than %(least)s mature inquiries.") % {"least": board.least})
    meanings = [(labels.name(metric), labels.hint(metric)) for metric in board.columns]
    said = ((_("View"), _view_name(board)), named, *meanings)
    heads = file_headings(board, compared)
    sheet = span_sheet(f"leaderboard_{board.view}", shop, board.span, heads, lines, *said)
    return replace(sheet, more=[_days_sheet(shop, asked)])


def _view_name(board: Board) -> str:
    return str(VIEW_LABELS.get(board.view, _("Own columns")))


def _days_sheet(shop: Shop, asked: Asked) -> Sheet:
    """One row an agent and day with any figure; figures that no daily sum gives are left out."""
    board = asked.board
    columns = [metric for metric in board.columns if metric.source == SUMS]
    known = {agent.pk: agent for agent in asked.agents}
    heads = [Heading(_("Day")), Heading(_("Agent")), Heading(_("Team"))]
    heads += [Heading(labels.name(metric), metric.unit) for metric in columns]
    rows = _days_rows(shop, board.span, known, columns)
    return replace(span_sheet("leaderboard_days", shop, board.span, heads, rows), title=_("By agent and day"))


def _days_rows(
    shop: Shop, span: Span, known: dict[int, Agent], columns: list[Metric]
) -> Iterator[list[Cell]]:
    """Read when they are written: a CSV of the board holds no days."""
    days = queries.agent_days(shop, span, known, boards.sums_needed(columns))
    for (day, agent), sums in days.items():
        who = known[agent]
        team = who.team.name if who.team else None
        yield [day.isoformat(), who.name, team, *values(columns, sums).values()]


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The board that the page shows; for agents where they stand."""
    if leads(request):
        return _board_sheet(request, shop, _ask(request, shop))
    span, _named = asked_span(request, shop, BOARD_DAYS)
    return standing.sheet(request, shop, span)


def _days(request: ShopRequest, shop: Shop) -> Sheet:
    """The figures of each agent and day, in the columns of the page."""
    return _days_sheet(shop, _ask(request, shop))


leaderboard_days = file_view(_days, *LEADERS)


@list_page(_sheet)
def leaderboard(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show the agents' figures of a span, or where one agent stands."""
    elsewhere = _elsewhere(request, shop)
    if elsewhere is not None:
        return redirect(f"{reverse('reports:leaderboard', args=[shop.pk])}?{elsewhere}")
    if not leads(request):
        context = standing.context(request, shop, *asked_span(request, shop, BOARD_DAYS))
        page = "reports/leaderboard/standing.html"
    else:
        context, page = _page(request, shop), "reports/leaderboard/leaderboard.html"
    context |= {
        "title": _("Leaderboard"),
        "views": [(code, str(label)) for code, label in VIEW_LABELS.items()],
        "downloads": file_links(request),
    }
    return render(request, page, context)
