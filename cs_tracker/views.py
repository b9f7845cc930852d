"""Pages of the front door: home by role, and the health check."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import (
    ShopRequest,
    SignedInRequest,
    current_shop,
    leads,
    sees_whole_shop,
    shops_of,
    visible_agents,
)
from accounts.models import Agent, Role, Shop
from chats.models import ImportBatch
from cs_tracker import __version__
from reports.home import attention
from reports.home import latest as first_page
from reports.home.first_steps import are_open, first_steps
from reports.lost_sales.desk import reminders as form_reminders
from reports.pages.page import report_page

LATEST_IMPORTS = 5


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 and the version while pages can be served, 503 while the database cannot be reached."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok", "version": __version__})


@require_safe
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the one page where people sign in; whoever has done so and may not enter finds no page."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


@require_safe
@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """Lead to the shop last looked at; a person without a shop is told whom to ask."""
    if not shops_of(request.user).exists():
        return render(request, "reports/home/no_shop.html", {"title": _("No shop yet")})
    return redirect("shop_home", current_shop(request).pk)


@report_page()
def shop_home(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show what waits, and the figures of the latest day and week: the shop's, the teams' or the own ones."""
    if not leads(request):
        mine = list(visible_agents(request.user, shop))
        own = {"agents": mine, "reminders": form_reminders.unread(mine)}
        return render(request, "reports/home/agent.html", _figures(request, shop, mine) | own)
    everyone = sees_whole_shop(request.user, shop)
    agents = None if everyone else list(visible_agents(request.user, shop))
    steps = first_steps(shop, manager=Role.MANAGER in request.roles)
    context = _figures(request, shop, agents) | {"steps": steps, "everyone": everyone}
    context["steps_open"] = are_open(steps)
    context["imports"] = ImportBatch.objects.filter(shop=shop).order_by("-pk")[:LATEST_IMPORTS]
    return render(request, "reports/home/leader.html", context)


def _figures(request: ShopRequest, shop: Shop, agents: list[Agent] | None) -> dict[str, object]:
    """The latest day and week of the shop or of some agents, and what waits for the reader."""
    return {
        "title": _("Overview"),
        "today": first_page.latest(shop, agents),
        "week": first_page.week(shop, agents),
        "attention": attention.of(request.user, shop),
    }
