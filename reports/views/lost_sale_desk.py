"""The supervisor's desk: missing forms, rows to review, causes of the week and the rows behind them."""

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import formats
from accounts.access import LEADERS, visible_agents
from accounts.models import Agent, Shop
from chats.spans import ONE_DAY, Span, picked_span, presets
from reports import lost_sale_figures as figures
from reports import lost_sale_page as page
from reports import lost_sale_reviews as verbs
from reports import lost_sales, queries, reasons
from reports.charts import pareto
from reports.models import LostSaleForm, LostSaleReason
from reports.views.shared import report_page, shop_time_page

PER_PAGE = 30
MISSING_DAYS = 14
# A cell of the matrix stands out from so many rows, and from so many times the team's share.
STANDS_OUT_ROWS, STANDS_OUT_TIMES = 3, 1.5


def _agents(request: HttpRequest, shop: Shop) -> QuerySet[Agent]:
    return visible_agents(request.user, shop).order_by("name", "pk")


@report_page(*LEADERS)
def desk(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Show which forms are missing, how many rows wait for review, and the ways to the causes."""
    agents = _agents(request, shop)
    today = lost_sales.business_today(shop)
    open_forms = LostSaleForm.objects.filter(
        shop=shop, agent__in=agents, status=LostSaleForm.Status.OPEN, day__gte=today - MISSING_DAYS * ONE_DAY
    ).select_related("agent")
    missing = page.tabs(list(open_forms.order_by("day", "agent__name")))
    context = {
        "title": _("Lost sales"),
        "missing": [tab for tab in missing if tab.all],
        "to_review": verbs.reviewable(shop, agents).filter(review="").count(),
        "best_answers": LostSaleForm.objects.filter(shop=shop, agent__in=agents)
        .exclude(best_answer="")
        .select_related("agent")
        .order_by("-day", "agent__name")[:5],
        "today": today,
    }
    return render(request, "reports/lost_sale_desk.html", context)


@report_page(*LEADERS)
def reviews(request: HttpRequest, shop: Shop) -> HttpResponse:
    """List handed-in rows, those without a decision first shown."""
    agents = _agents(request, shop)
    every = verbs.reviewable(shop, agents)
    counts = every.aggregate(waiting=Count("pk", filter=Q(review="")), all=Count("pk"))
    decided = request.GET.get("decided") == "1"
    rows = every.exclude(review="") if decided else every.filter(review="")
    agent = request.GET.get("agent", "")
    if agent.isdecimal():
        rows = rows.filter(form__agent=int(agent))
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Review of reasons"),
        "page": listed,
        "rows": [(row, page.cause(row)) for row in listed],
        "agents": agents,
        "agent": agent,
        "decided": decided,
        "counts": counts,
        "reasons": reasons.tree(shop),
    }
    return render(request, "reports/lost_sale_reviews.html", context)


@require_POST
@shop_time_page(*LEADERS)
def review(request: HttpRequest, shop: Shop, entry_id: int) -> HttpResponse:
    """Accept, change, return a row, or take the decision back; answers with the row as it is now."""
    rows = verbs.reviewable(shop, _agents(request, shop))
    entry = get_object_or_404(rows, pk=entry_id)
    said, wrong = request.POST.get("comment", ""), ""
    match request.POST.get("decision"):
        case "accept":
            verbs.accept(entry, request.user)
        case "change":
            chosen = reasons.by_id(shop, request.POST.get("reason", ""))
            if chosen is None:
                wrong = _("Choose the reason that counts.")
            else:
                verbs.change(entry, request.user, chosen, said)
        case "return":
            if said.strip():
                verbs.give_back(entry, request.user, said)
            else:
                wrong = _("Say what the agent should look at again.")
        case "withdraw":
            verbs.withdraw(entry, request.user)
        case _:
            raise Http404
    if not request.htmx:
        return redirect("reports:lost_sale_reviews", shop.pk)
    context = {"entry": entry, "cause": page.cause(entry), "wrong": wrong, "reasons": reasons.tree(shop)}
    return render(request, "reports/lost_sale_review.html", context)


def _week(request: HttpRequest, shop: Shop) -> tuple[Span, list]:
    """The span of the address, else the latest week with data, Monday to Sunday (D1.2)."""
    today = queries.shop_today(shop)
    latest = queries.latest_complete_day(shop) or today - ONE_DAY
    monday = latest - latest.weekday() * ONE_DAY
    return picked_span(request.GET, Span(monday, monday + 6 * ONE_DAY)), presets(today, latest)


@report_page(*LEADERS)
def causes(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Show why sales were lost: the Pareto, the share agents can change, and agents against the team."""
    span, named = _week(request, shop)
    agents = {agent.pk: agent for agent in _agents(request, shop)}
    found = figures.causes(shop, span, list(agents))
    chart = pareto([cause.rows for cause in found.causes])
    context = {
        "title": _("Why sales were lost"),
        "span": span,
        "presets": named,
        "found": found,
        "chart": chart,
        "bars": list(zip(found.causes, chart.bars, strict=True)),
        "changes": [(cause, _moved(cause)) for cause in found.causes],
        "controllable_change": formats.change(
            found.controllable_rate, found.controllable_before, "rate", better="down"
        ),
        "matrix": _matrix(found, agents),
    }
    return render(request, "reports/lost_sale_causes.html", context)


def _moved(cause: figures.Cause) -> formats.Change | None:
    if cause.change is None:
        return None
    return formats.change(cause.row_rate, cause.row_rate - cause.change, "rate", better="down")


def _matrix(found: figures.Causes, agents: dict[int, Agent]) -> list[dict[str, object]]:
    """One line an agent: each reason's rows and its share of the agent's rows, and whether it stands out."""
    lines = []
    for agent in found.matrix.index.tolist():
        counts = found.matrix.loc[agent].to_dict()
        total = sum(counts.values())
        cells = [_cell(cause, counts.get(cause.reason.pk, 0), total) for cause in found.causes]
        lines.append({"agent": agents[agent], "total": total, "cells": cells})
    return sorted(lines, key=lambda line: line["agent"].name)


def _cell(cause: figures.Cause, count: int, total: int) -> dict[str, object]:
    high = count >= STANDS_OUT_ROWS and count / total >= STANDS_OUT_TIMES * cause.row_rate
    return {"reason": cause.reason, "rows": count, "rate": count / total, "high": high}


@report_page(*LEADERS)
def rows(request: HttpRequest, shop: Shop) -> HttpResponse:
    """List the counted rows behind a bar or a cell of the matrix."""
    span, _named = _week(request, shop)
    agents = _agents(request, shop)
    picked = figures.counted_rows(figures.span_rows(shop, span, agents.values_list("pk", flat=True)))
    reason = LostSaleReason.objects.filter(shop=shop, pk=_number(request, "reason")).first()
    agent = agents.filter(pk=_number(request, "agent")).first()
    if reason:
        picked = figures.having_reason(picked, reason)
    if agent:
        picked = picked.filter(form__agent=agent)
    related = ("form__agent", "form__shop", "buyer", "reason__parent", "reviewed_reason__parent")
    listed = Paginator(picked.select_related(*related).order_by("-form__day", "first_at", "pk"), PER_PAGE)
    context = {
        "title": _("Lost sales behind the figure"),
        "span": span,
        "reason": reason,
        "agent": agent,
        "page": listed.get_page(request.GET.get("page")),
    }
    return render(request, "reports/lost_sale_rows.html", context)


def _number(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 18 else 0
