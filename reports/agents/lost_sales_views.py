"""An agent's own view: reasons and conversion over time, best answers, what came back, what is done."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import ShopRequest, leads, own_agents
from accounts.models import Shop
from reports.access import audience
from reports.agents import lost_sales as my_lost_sales
from reports.facts import queries
from reports.models import Action
from reports.pages.page import report_page


@report_page()
def mine(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show agents what their forms tell about their weeks; leaders without an agent find the causes."""
    agents = list(own_agents(request.user, shop))
    if not agents and leads(request):
        return redirect("reports:lost_sale_causes", shop.pk)
    ids = [agent.pk for agent in agents]
    until = queries.latest_complete_day(shop) or queries.today(shop)
    found = my_lost_sales.mine(shop, ids, until)
    running = Action.objects.filter(shop=shop, ended_day=None).select_related("reason__parent", "owner")
    context = {
        "title": _("My lost sales"),
        "agents": agents,
        "found": found,
        "best_answers": my_lost_sales.best_answers(ids),
        "came_back": my_lost_sales.came_back(ids),
        "running": [one for one in running.prefetch_related("agents") if audience(one, agents)],
    }
    return render(request, "reports/agents/lost_sale_mine.html", context)
