"""Actions against causes of lost sales: the list, one action with its weeks, planning and ending."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import LEADERS, ShopRequest, shop_page, visible_agents
from accounts.models import Agent, Shop
from reports.access import may_change_action, visible_actions
from reports.actions import effects as action_effects
from reports.actions import page as action_page
from reports.actions import verbs
from reports.actions.forms import ActionForm
from reports.facts import maturity, queries
from reports.metrics.effect import DOWN, UP
from reports.models import Action, LostSaleReason
from reports.pages.asked import id_from_query
from reports.pages.downloads import Cell, Heading, Sheet
from reports.pages.lists import file_links, list_page
from reports.pages.page import report_page
from reports.reasons import taxonomy as reasons

PER_PAGE = 30


def _agents(request: ShopRequest, shop: Shop) -> list[Agent]:
    """The people among whom the reader may compare."""
    return list(verbs.people(shop).filter(pk__in=visible_agents(request.user, shop).values("pk")))


def _action(request: ShopRequest, shop: Shop, action_id: int) -> Action:
    return get_object_or_404(visible_actions(request.user, shop), pk=action_id)


def _changeable(request: ShopRequest, shop: Shop, action_id: int) -> Action:
    action = _action(request, shop, action_id)
    if not may_change_action(request.user, action):
        raise Http404
    return action


def _followed(request: ShopRequest, shop: Shop, actions: Page[Any]) -> list[action_page.Listed]:
    until = queries.latest_complete_day(shop) or queries.today(shop)
    return action_page.listed(verbs.follow(list(actions), _agents(request, shop), until))


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """Every action with its effects, ended ones too."""
    until = queries.latest_complete_day(shop) or queries.today(shop)
    seen = visible_actions(request.user, shop).prefetch_related("reason__children")
    agents = _agents(request, shop)
    followed = verbs.follow(seen.order_by("-start_day", "-pk"), agents, until)
    texts = (_("Action"), _("Cause"), _("Kind"), _("Audience"), _("First day"), _("Ended"), _("Owner"))
    measured = [_("Before"), _("After"), _("Rest before"), _("Rest after")]
    measured += [_("Difference"), _("from"), _("to")]
    headings = [Heading(text) for text in texts]
    for what in (_("Share of the cause"), _("Inquiry conversion")):
        headings += [Heading(f"{what}: {one}", "rate") for one in measured]
    rows = [_file_row(one) for one in followed]
    said = [(_("Shop"), shop.name), (_("Data until"), until.isoformat())]
    return Sheet(f"actions_{until}", headings, rows, said)


def _file_row(one: verbs.Followed) -> list[Cell]:
    action = one.action
    figures: list[Cell] = []
    for effect in (one.measured.reason, one.measured.conversion):
        told = action_effects.effect_as_dict(effect)
        figures += [value for name, value in told.items() if name != "verdict"]
    return [
        action.title,
        reasons.full_name(action.reason),
        action.get_kind_display(),
        action_page.audience_name(action, one.audience),
        action.start_day.isoformat(),
        action.ended_day.isoformat() if action.ended_day else "",
        str(action.owner),
        *figures,
    ]


@list_page(_sheet, *LEADERS)
def actions(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the actions that run and those that ended, with what came of them."""
    seen = visible_actions(request.user, shop)
    ended = request.GET.get("ended") == "1"
    wanted = seen.exclude(ended_day=None) if ended else seen.filter(ended_day=None)
    ordered = wanted.prefetch_related("reason__children").order_by("-start_day", "-pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Actions"),
        "page": page,
        "rows": _followed(request, shop, page),
        "ended": ended,
        "any": seen.exists(),
        "downloads": file_links(request),
    }
    return render(request, "reports/actions/actions.html", context)


@report_page(*LEADERS)
def action(request: ShopRequest, shop: Shop, action_id: int) -> HttpResponse:
    """Show an action week by week: its cause and the conversion, before and after, against the rest."""
    one = _action(request, shop, action_id)
    agents = _agents(request, shop)
    until = queries.latest_complete_day(shop) or queries.today(shop)
    [followed] = verbs.follow([one], agents, until)
    first, last = action_effects.window(one.start_day)
    still_open = maturity.open_from(shop, [week.span for week in followed.measured.weeks])
    seen = visible_actions(request.user, shop)
    context = {
        "title": one.title,
        "action": one,
        "audience": action_page.audience_name(one, followed.audience),
        "names": followed.audience,
        "partly": len(agents) < verbs.people(shop).count(),
        "charts": action_page.charts(followed, still_open),
        "effects": _effects(shop, followed, agents),
        "weeks": action_page.week_lines(shop, followed, agents),
        "window": (first, last),
        "compared": len(followed.audience) < len(agents),
        "beside": verbs.beside(one, seen),
        "may_change": may_change_action(request.user, one),
        "started": one.start_day <= until,
    }
    return render(request, "reports/actions/action.html", context)


def _effects(shop: Shop, followed: verbs.Followed, agents: list[Agent]) -> list[dict[str, object]]:
    cause, paid = action_page.cause_rows(shop, followed.action), action_page.paid_rows(shop)
    told = (
        (_("Share of the cause"), followed.measured.reason, DOWN, cause),
        (_("Inquiry conversion"), followed.measured.conversion, UP, paid),
    )
    return [
        {
            "name": name,
            "verdict": action_page.verdict(found, better),
            "lines": action_page.lines(found, rows, followed, agents),
            "compared": found.rest is not None,
        }
        for name, found, better, rows in told
    ]


@shop_page(*LEADERS)
def action_new(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Plan an action; the address may name its cause."""
    asked = request.GET.get("reason", "")
    cause = LostSaleReason.objects.filter(shop=shop, pk=id_from_query(asked)).first()
    empty = Action(shop=shop, created_by=request.user, owner=request.user)
    usual: dict[str, object] = {
        "kind": Action.Kind.BRIEFING,
        "reason": cause,
        "start_day": queries.today(shop),
        "owner": request.user,
    }
    return _form(request, shop, empty, usual, _("New action"))


@shop_page(*LEADERS)
def action_change(request: ShopRequest, shop: Shop, action_id: int) -> HttpResponse:
    """Change what was planned."""
    return _form(request, shop, _changeable(request, shop, action_id), {}, _("Change the action"))


def _form(
    request: ShopRequest, shop: Shop, one: Action, usual: dict[str, object], title: str
) -> HttpResponse:
    form = ActionForm(request.POST or None, instance=one, initial=usual, shop=shop, user=request.user)
    if request.method == "POST" and form.is_valid():
        kept = verbs.save_action(form.save(commit=False), form.cleaned_data["agents"], request.actor)
        messages.success(request, _("Saved."))
        return redirect("reports:action", shop.pk, kept.pk)
    context = {"title": title, "form": form, "action": one if one.pk else None}
    return render(request, "reports/actions/action_form.html", context)


@require_POST
@shop_page(*LEADERS)
def action_end(request: ShopRequest, shop: Shop, action_id: int) -> HttpResponse:
    """End an action, let it run again, or delete one that was a slip."""
    one = _changeable(request, shop, action_id)
    match request.POST.get("do"):
        case "end":
            verbs.end(one, queries.today(shop), request.actor)
            messages.success(request, _("The action has ended. Its weeks are still followed."))
        case "resume":
            verbs.end(one, None, request.actor)
            messages.success(request, _("The action runs again."))
        case "delete":
            verbs.delete(one, request.actor)
            messages.success(request, _("Deleted."))
            return redirect("reports:actions", shop.pk)
        case _:
            raise Http404
    return redirect("reports:action", shop.pk, one.pk)
