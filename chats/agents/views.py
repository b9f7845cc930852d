"""Pages of one agent: add one, change one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import ShopRequest, shop_page
from accounts.audit.trail import note
from accounts.models import Agent, AgentKind, Role, Shop
from accounts.people.forms import sent
from chats.agents import verbs as people
from chats.agents.forms import AgentForm
from chats.models import Job


@shop_page(Role.MANAGER)
def agent_new(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Add an agent whom no chat or roster has named yet."""
    return _page(request, shop, None, {"kind": AgentKind.HUMAN})


@shop_page(Role.MANAGER)
def agent(request: ShopRequest, shop: Shop, agent_id: int) -> HttpResponse:
    """Change an agent."""
    found = get_object_or_404(Agent, shop=shop, pk=agent_id)
    names = ("name", "kind", "team", "active_from", "active_to", "user")
    return _page(request, shop, found, {name: getattr(found, name) for name in names})


def _page(request: ShopRequest, shop: Shop, found: Agent | None, initial: dict[str, object]) -> HttpResponse:
    form = AgentForm(sent(request), shop=shop, agent=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        before = _told(found) if found else {}
        saved = people.save_agent(shop, found, form.details(), request.user)
        saved.refresh_from_db()
        note(request.actor, shop, "agent_changed", saved.name, before=before, after=_told(saved))
        messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
        if _is_computing(shop):
            messages.info(request, _("The figures are being computed anew; this takes a moment."))
        return redirect("accounts:people", saved.shop_id)
    asks = form.has_error("more_nicks", "owned")
    context = {"title": found.name if found else _("New agent"), "agent": found, "form": form, "asks": asks}
    return render(request, "chats/agents/agent.html", context)


def _told(found: Agent) -> dict[str, object]:
    """An agent as the audit trail keeps it."""
    return {
        "name": found.name,
        "kind": found.kind,
        "team": found.team.name if found.team else "",
        "user": found.user.username if found.user else "",
        "active_from": str(found.active_from or ""),
        "active_to": str(found.active_to or ""),
        "nicks": sorted(nick.written for nick in found.nicks.all()),
    }


def _is_computing(shop: Shop) -> bool:
    return Job.objects.filter(shop=shop, kind="refresh", status=Job.Status.QUEUED).exists()
