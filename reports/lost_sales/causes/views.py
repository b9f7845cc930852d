"""Why sales were lost: the Pareto of a week, agents against the team, chats to read, and the rows behind."""

from functools import partial

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
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
from reports.pages import downloads
from reports.pages.page import about, file_kind, file_links, report_page

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


@report_page(*LEADERS)
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
        "downloads": file_links(request, partial(_causes_address, shop, "pareto")),
        "matrix_downloads": file_links(request, partial(_causes_address, shop, "matrix")),
    }
    return render(request, "reports/lost_sales/causes/lost_sale_causes.html", context)


def _causes_address(shop: Shop, table: str, kind: str) -> str:
    return reverse("reports:lost_sale_causes_file", args=[shop.pk, table, kind])


@report_page(*LEADERS)
def causes_file(request: ShopRequest, shop: Shop, table: str, kind: str) -> HttpResponse:
    """Give the Pareto, or agents against causes, as a file."""
    kind = file_kind(kind)
    span, _named, agents, found = _found(request, shop)
    sheet = matrix_sheet(found, agents) if table == "matrix" else causes_sheet(found)
    name = f"lost_sales_{table}_{span.first}_{span.last}"
    return downloads.response(downloads.Sheet(name, *sheet, about(shop, span)), kind)


@report_page()
def rows(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the rows behind a figure; agents see their own."""
    span, _named = week(request, shop)
    wanted = lost_sale_list.asked(request.GET, shop, span, list(_agents(request, shop)))
    listed = with_buyers(wanted.rows(), request.user, shop)
    listed = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    promotions.brief(listed)
    context = {
        "title": _("Lost sales behind the figure"),
        "span": span,
        "wanted": wanted,
        "sums": lost_sale_sums.sums(wanted),
        "page": listed,
        "downloads": file_links(request, partial(_rows_address, shop)),
    }
    return render(request, "reports/lost_sales/causes/lost_sale_rows.html", context)


def _rows_address(shop: Shop, kind: str) -> str:
    return reverse("reports:lost_sale_rows_file", args=[shop.pk, kind])


@report_page()
def rows_file(request: ShopRequest, shop: Shop, kind: str) -> HttpResponse:
    """Give the rows behind a figure as a file."""
    kind = file_kind(kind)
    span, _named = week(request, shop)
    wanted = lost_sale_list.asked(request.GET, shop, span, list(_agents(request, shop)))
    name = f"lost_sales_{span.first}_{span.last}"
    listed = with_buyers(wanted.rows(), request.user, shop)
    sheet = downloads.Sheet(name, *rows_sheet(listed), about(shop, span))
    return downloads.response(sheet, kind)
