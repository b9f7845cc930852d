"""Why sales were lost: the Pareto of a week, agents against the team, chats to read, and the rows behind."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import LEADERS, ShopRequest, visible_agents
from accounts.models import Agent, Shop
from chats.spans import ONE_DAY, Preset, Span, picked_span, presets
from reports.access import with_buyers
from reports.facts import queries
from reports.library.promotions import verbs as promotions
from reports.lost_sales.causes import figures
from reports.lost_sales.causes import list as lost_sale_list
from reports.lost_sales.causes import page as lost_sale_causes_page
from reports.lost_sales.causes import samples as lost_sale_samples
from reports.lost_sales.causes import sums as lost_sale_sums
from reports.lost_sales.causes.files import causes_sheet, matrix_sheet, rows_sheet
from reports.models import LostSaleEntry
from reports.pages.downloads import Sheet
from reports.pages.lists import file_links, list_page, span_sheet

PER_PAGE = 30
DAYS_OF_WEEK = 7


def _agents(request: ShopRequest, shop: Shop) -> QuerySet[Agent]:
    return visible_agents(request.user, shop).order_by("name", "pk")


def week(request: ShopRequest, shop: Shop) -> tuple[Span, list[Preset]]:
    """The span of the address, else the latest week with data, Monday to Sunday (D1.2)."""
    today = queries.today(shop)
    latest = queries.latest_complete_day(shop) or today - ONE_DAY
    monday = latest - latest.weekday() * ONE_DAY
    usual = Span(monday, monday + (DAYS_OF_WEEK - 1) * ONE_DAY)
    return picked_span(request.GET, usual), presets(today, latest)


def _found(request: ShopRequest, shop: Shop) -> tuple[Span, list[Preset], dict[int, Agent], figures.Causes]:
    span, named = week(request, shop)
    agents = {agent.pk: agent for agent in _agents(request, shop)}
    by_amount = request.GET.get("by") == "amount"
    return span, named, agents, figures.causes(shop, span, list(agents), by_amount)


def _causes_sheet(request: ShopRequest, shop: Shop, table: str) -> Sheet:
    """The Pareto, or agents against causes."""
    span, _named, agents, found = _found(request, shop)
    heads, rows = matrix_sheet(found, agents) if table == "matrix" else causes_sheet(found)
    return span_sheet(f"lost_sales_{table}", shop, span, heads, rows)


@list_page(_causes_sheet, *LEADERS)
def causes(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show why sales were lost: the Pareto, the share agents can change, and agents against the team."""
    span, named, agents, found = _found(request, shop)
    page = lost_sale_causes_page.CausesPage(shop, span, found, agents, request.GET.get("by") == "amount")
    counted = figures.counted_rows(figures.span_rows(shop, span, list(agents)))
    context = {
        "title": _("Why sales were lost"),
        "span": span,
        "presets": named,
        "found": found,
        "causes": page,
        "samples": lost_sale_samples.samples(found.causes, counted, span),
        "disagreements": lost_sale_list.disagreements(shop, span, list(agents)),
        "downloads": file_links(request, table="pareto"),
        "matrix_downloads": file_links(request, table="matrix"),
    }
    return render(request, "reports/lost_sales/causes/lost_sale_causes.html", context)


def _rows(request: ShopRequest, shop: Shop) -> tuple[Span, lost_sale_list.RowFilter, QuerySet[LostSaleEntry]]:
    """The rows behind a figure, as far as the reader sees them."""
    span, _named = week(request, shop)
    wanted = lost_sale_list.asked(request.GET, shop, span, list(_agents(request, shop)))
    return span, wanted, with_buyers(wanted.rows(), request.user, shop)


def _rows_sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """Every row behind a figure."""
    span, _wanted, listed = _rows(request, shop)
    return span_sheet("lost_sales", shop, span, *rows_sheet(listed))


@list_page(_rows_sheet)
def rows(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the rows behind a figure; agents see their own."""
    span, wanted, every = _rows(request, shop)
    listed = Paginator(every, PER_PAGE).get_page(request.GET.get("page"))
    promotions.brief(listed)
    context = {
        "title": _("Lost sales behind the figure"),
        "span": span,
        "wanted": wanted,
        "sums": lost_sale_sums.sums(wanted),
        "page": listed,
        "downloads": file_links(request),
    }
    return render(request, "reports/lost_sales/causes/lost_sale_rows.html", context)
