"""Where an agent stands: the own figures beside place and median, without a word about anybody else."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import ShopRequest, may_see_top_three, visible_agents
from accounts.models import Agent, Shop
from chats.frames import rule_book
from chats.spans import Preset, Span
from reports.facts import queries
from reports.figures import labels, rows_behind
from reports.leaderboard import board as boards
from reports.leaderboard import picks as board_picks
from reports.leaderboard.board import Board, Row
from reports.pages import downloads
from reports.pages.page import about


def context(
    request: ShopRequest, shop: Shop, span: Span, presets: list[Preset] | None = None
) -> dict[str, Any]:
    """The reader's own rows against the whole shop's agents; of others only places and medians leave here."""
    everybody = list(Agent.objects.filter(shop=shop).select_related("team").order_by("name", "pk"))
    mine = set(visible_agents(request.user, shop).values_list("pk", flat=True))
    book = rule_book(shop)
    view = board_picks.picks(request.GET).view
    view = view if view in boards.VIEWS else "overview"
    facts = boards.facts_of(shop, span, everybody, view)
    board = boards.build_board(facts, book, everybody, view, whole_shop=False)
    own = [row for row in board.everyone if row.agent and row.agent.pk in mine]
    return {
        "board": board,
        "span": span,
        "presets": presets,
        "standings": [(row, row in board.ranked, _lines(shop, board, row)) for row in own],
        "has_agent": bool(mine),
        "podium": _podium(board) if may_see_top_three(request.user, shop) else [],
        "final_on": queries.final_on(book, span.last),
    }


def _podium(board: Board) -> list[dict[str, str]]:
    return [
        {
            "name": row.name,
            "label": labels.name(metric),
            "figure": labels.figure_text(metric, row.figures[metric.code]),
        }
        for row, metric in boards.podium(board)
    ]


def _lines(shop: Shop, board: Board, row: Row) -> list[dict[str, object]]:
    lines = []
    for one in boards.standings(board, row):
        write: Callable[[float | None], str] = partial(labels.figure_text, one.metric)
        place = _("%(place)s of %(all)s") % {"place": one.place, "all": one.ranked} if one.place else "—"
        url = (
            rows_behind.address(shop, one.metric.code, board.span, agent=row.agent)
            if one.own is not None
            else ""
        )
        lines.append(
            {
                "metric": one.metric,
                "figure": labels.name(one.metric),
                "own": write(one.own),
                "url": url,
                "change": labels.change(one.metric, one.own, one.before),
                "place": place,
                "median": write(one.median),
            }
        )
    return lines


def sheet(request: ShopRequest, shop: Shop, span: Span) -> downloads.Sheet:
    """The same as a file."""
    found = context(request, shop, span)
    board: Board = found["board"]
    columns = (_("Agent"), _("Figure"), _("Mine"), _("Place"), _("Median of the agents"), _("Booked on"))
    rows = [
        [
            row.name,
            line["figure"],
            line["own"],
            line["place"],
            line["median"],
            labels.booking_day(line["metric"]),
        ]
        for row, _ranked, lines in found["standings"]
        for line in lines
    ]
    name = f"standing_{board.view}_{board.span.first}_{board.span.last}"
    return downloads.Sheet(name, [downloads.Heading(c) for c in columns], rows, about(shop, board.span))
