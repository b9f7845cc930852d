"""The leaderboard: a table of the agents for leaders, the own standing for an agent."""

from collections.abc import Callable
from functools import partial

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import leads, may_see_top_three, sees_whole_shop, visible_agents
from accounts.models import Agent, Shop, Team
from chats.frames import rule_book
from reports import board as boards
from reports import downloads, labels, queries
from reports.board import Board, Row
from reports.forms import TeamForm
from reports.tables import LeaderboardTable, file_rows, headings
from reports.views.shared import about, asked_span, file_kind, file_links, report_page

BOARD_DAYS = 30  # of the latest 7 days most inquiries are still open, so that hardly anybody has a rank
VIEW_LABELS = {
    "overview": gettext_lazy("Overview"),
    "service": gettext_lazy("Service"),
    "inquiries": gettext_lazy("Inquiries"),
    "sales": gettext_lazy("Sales"),
    "chasing": gettext_lazy("Chasing"),
}
FIRST_ORDER = {
    "overview": "-inquiry_conversion_rate",
    "service": "first_response_seconds",
    "inquiries": "-inquiry_conversion_rate",
    "sales": "-sales_fen",
    "chasing": "-chase_success_rate",
}


@report_page()
def leaderboard(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Show the agents' figures of a span, or where one agent stands."""
    context = _board(request, shop) if leads(request) else _standing(request, shop)
    address = partial(_file_address, shop)
    context |= {
        "title": _("Leaderboard"),
        "views": _views(),
        "downloads": file_links(request, address),
    }
    page = "leaderboard" if leads(request) else "standing"
    return render(request, f"reports/{page}.html", context)


@report_page()
def leaderboard_file(request: HttpRequest, shop: Shop, kind: str) -> HttpResponse:
    """The same rows, columns and order as a file."""
    kind = file_kind(kind)
    build = _board_sheet if leads(request) else _standing_sheet
    return downloads.response(build(request, shop), kind)


def _file_address(shop: Shop, kind: str) -> str:
    return reverse("reports:leaderboard_file", args=[shop.pk, kind])


def _views() -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in VIEW_LABELS.items()]


def _view(request: HttpRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in boards.VIEWS else "overview"


def _board(request: HttpRequest, shop: Shop) -> dict[str, object]:
    """The board of the agents that the reader may see, narrowed to a team where one is picked."""
    span, named = asked_span(request, shop, BOARD_DAYS)
    visible = visible_agents(request.user, shop).select_related("team").order_by("name", "pk")
    teams = Team.objects.filter(shop=shop, agents__in=visible).distinct().order_by("name")
    form = TeamForm(request.GET, teams=teams)
    team = form.cleaned_data.get("team") if form.is_valid() else None
    agents = list(visible.filter(team=team) if team else visible)
    whole_shop = team is None and sees_whole_shop(request.user, shop)
    book = rule_book(shop)
    found = boards.build(shop, book, span, agents, _view(request), whole_shop)
    totals = _totals(found)
    return {
        "board": found,
        "span": span,
        "presets": named,
        "form": form,
        "final_on": queries.final_on(book, span.last),
        "totals": totals,
        "table": _sorted(request, found, found.ranked, totals),
        "unranked": _sorted(request, found, found.unranked, []) if found.unranked else None,
    }


def _totals(board: Board) -> list[Row]:
    """The rows below the agents; shop and sum of agents differ in people, and each has its name."""
    board.agents_total.name = _("Sum of these agents")
    if board.shop_total:
        board.shop_total.name = _("Shop, each buyer once a day")
    return [board.agents_total, *([board.shop_total] if board.shop_total else [])]


def _sorted(request: HttpRequest, board: Board, rows: list[Row], totals: list[Row]) -> LeaderboardTable:
    table = LeaderboardTable(
        board, rows, totals, orders_url=reverse("reports:orders", args=[request.shop.pk])
    )
    asked = request.GET.get("sort", "")
    known = asked.removeprefix("-") in table.columns and table.columns[asked.removeprefix("-")].orderable
    table.order_by = asked if known else FIRST_ORDER[board.view]
    table.request = request
    return table


def _board_sheet(request: HttpRequest, shop: Shop) -> downloads.Sheet:
    context = _board(request, shop)
    board: Board = context["board"]
    ranked = _sorted(request, board, board.ranked, [])
    others = _sorted(request, board, board.unranked, context["totals"])
    rows = [*file_rows(ranked), *file_rows(others)]
    named = (_("Without a place"), _("Fewer than %(least)s mature inquiries.") % {"least": board.least})
    return _sheet(shop, board, ranked, rows, named)


def _sheet(
    shop: Shop, board: Board, table: tables.Table, rows: list[list[downloads.Cell]], *more: tuple[str, str]
) -> downloads.Sheet:
    meanings = [(labels.name(metric), labels.hint(metric)) for metric in board.columns]
    said = about(shop, board.span, (_("View"), str(VIEW_LABELS[board.view])), *more, *meanings)
    name = f"leaderboard_{board.view}_{board.span.first}_{board.span.last}"
    return downloads.Sheet(name, headings(table), rows, said)


def _standing(request: HttpRequest, shop: Shop) -> dict[str, object]:
    """The reader's own rows against the whole shop's agents; of others only places and medians leave here."""
    span, named = asked_span(request, shop, BOARD_DAYS)
    everybody = list(Agent.objects.filter(shop=shop).select_related("team").order_by("name", "pk"))
    mine = set(visible_agents(request.user, shop).values_list("pk", flat=True))
    book = rule_book(shop)
    board = boards.build(shop, book, span, everybody, _view(request), whole_shop=False)
    own = [row for row in board.everyone if row.agent and row.agent.pk in mine]
    return {
        "board": board,
        "span": span,
        "presets": named,
        "standings": [(row, row in board.ranked, _lines(board, row)) for row in own],
        "has_agent": bool(mine),
        "podium": _podium(board) if may_see_top_three(request.user, shop) else [],
        "final_on": queries.final_on(book, span.last),
    }


def _podium(board: Board) -> list[dict[str, str]]:
    return [
        {
            "name": row.name,
            "label": labels.name(metric),
            "figure": labels.written(metric, row.figures[metric.code]),
        }
        for row, metric in boards.podium(board)
    ]


def _lines(board: Board, row: Row) -> list[dict[str, object]]:
    lines = []
    for one in boards.standings(board, row):
        write: Callable[[float | None], str] = partial(labels.written, one.metric)
        place = _("%(place)s of %(all)s") % {"place": one.place, "all": one.ranked} if one.place else "—"
        lines.append(
            {
                "metric": one.metric,
                "figure": labels.name(one.metric),
                "own": write(one.own),
                "change": labels.change(one.metric, one.own, one.before),
                "place": place,
                "median": write(one.median),
            }
        )
    return lines


def _standing_sheet(request: HttpRequest, shop: Shop) -> downloads.Sheet:
    context = _standing(request, shop)
    board: Board = context["board"]
    columns = (_("Agent"), _("Figure"), _("Mine"), _("Place"), _("Median of the agents"), _("Booked on"))
    rows = [
        [row.name, line["figure"], line["own"], line["place"], line["median"], labels.clock(line["metric"])]
        for row, _ranked, lines in context["standings"]
        for line in lines
    ]
    name = f"standing_{board.view}_{board.span.first}_{board.span.last}"
    view = (_("View"), str(VIEW_LABELS[board.view]))
    return downloads.Sheet(name, [downloads.Heading(c) for c in columns], rows, about(shop, board.span, view))
