"""Contests and rulings: an agent claims an order, a leader decides, both read what came of it (D7.6)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import LEADERS, ShopRequest, leads, own_agents, shop_page
from accounts.models import Agent, AgentKind, Shop
from chats.access import own_contests, visible_contests
from chats.credit import rulings
from chats.credit.rulings import ContestRefused, RulingRefused
from chats.models import Contest
from reports.access import credit_or_404, readable_talks, visible_credits, visible_rulings
from reports.credit.desk import Case, Desk, ShownContest, credit_with_case, with_cases
from reports.credit.forms import ContestForm, RulingForm, contest_refused, ruling_refused
from reports.credit.queries import contests_answered
from reports.credit.story import OrderStory
from reports.pages.asked import id_from_query
from reports.pages.page import report_page
from reports.talks.timeline import timeline

PER_PAGE = 20


def _open_contests(request: ShopRequest, shop: Shop) -> QuerySet[Contest]:
    return visible_contests(request.user, shop).filter(status=Contest.Status.OPEN)


@report_page(*LEADERS)
def contests(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the contests that wait for a decision, the oldest first, each with its decision form."""
    rows = with_cases(_open_contests(request, shop), request.user, shop).order_by("created_at", "pk")
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    desk = Desk(request.user, shop)
    context = {
        "title": _("Contested orders"),
        "page": listed,
        "cards": [_card(desk, one) for one in listed],
        "recomputing": rulings.is_recomputing(shop),
    }
    return render(request, "reports/credit/contests.html", context)


def _card(desk: Desk, contest: ShownContest) -> dict[str, object]:
    case = desk.case(contest.order.credit, contest.shows_buyer)
    return {"contest": contest, "case": case}


def _contest_or_404(request: ShopRequest, shop: Shop, contest_id: int) -> ShownContest:
    rows = with_cases(visible_contests(request.user, shop), request.user, shop)
    found = rows.filter(pk=contest_id).first()
    if found is None:
        raise Http404
    return found


@shop_page(*LEADERS)
def contest(request: ShopRequest, shop: Shop, contest_id: int) -> HttpResponse:
    """Show all evidence of one contest, and take the decision."""
    found = _contest_or_404(request, shop, contest_id)
    credit = found.order.credit
    case = Desk(request.user, shop).case(credit, found.shows_buyer)
    form = RulingForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid() and _decided(request, found, form):
        return redirect("reports:contests", shop.pk)
    reader = readable_talks(request.user, shop)
    story = OrderStory(shop, credit, reader)
    context = {
        "title": _("Who earned %(order)s?") % {"order": found.order.order_no},
        "contest": found,
        "case": case,
        "form": form,
        "order": found.order,
        "credit": credit,
        "nick": case.nick,
        "story": story,
        "decisions": story.decisions(),
        "timeline": timeline(shop, credit, story.window, reader.includes),
        "opens": visible_credits(request.user, shop).filter(pk=credit.pk).exists(),
    }
    partly = request.htmx and request.method == "GET"
    return render(
        request, "reports/credit/contest_evidence.html" if partly else "reports/credit/contest.html", context
    )


def _decided(request: ShopRequest, what: Contest | Case, form: RulingForm) -> bool:
    """Take the decision of a valid form; what stands against it is told on the page."""
    agent, reason = form.cleaned_data["agent"], form.cleaned_data["reason"]
    target = what if isinstance(what, Contest) else what.order
    try:
        rulings.decide(target, agent, reason, request.actor)
    except RulingRefused as refusal:
        form.add_error(None, ruling_refused(refusal))
        return False
    messages.success(request, _outcome(form.case, agent))
    return True


def _outcome(case: Case, agent: Agent | None) -> str:
    told = {"order": case.order.order_no, "agent": agent.name if agent else ""}
    if case.paid_to == (agent.pk if agent else None):
        return _("Order %(order)s stays as it was. The agents read your answer.") % told
    if agent is None:
        return _("Order %(order)s is credited to nobody. The figures follow in a moment.") % told
    return _("Order %(order)s is credited to %(agent)s. The figures follow in a moment.") % told


@require_POST
@shop_page(*LEADERS)
def order_decide(request: ShopRequest, shop: Shop, order_id: int) -> HttpResponse:
    """Decide who is credited with an order, contested or not."""
    credit = credit_with_case(credit_or_404(request.user, shop, order_id))
    form = RulingForm(request.POST, case=Desk(request.user, shop).case(credit, credit.shows_buyer))
    if not (form.is_valid() and _decided(request, form.case, form)):
        for wrong in form.errors.values():
            messages.error(request, " ".join(str(one) for one in wrong))
    return redirect("reports:order", shop.pk, order_id)


@require_POST
@shop_page(*LEADERS)
def ruling_withdraw(request: ShopRequest, shop: Shop, ruling_id: int) -> HttpResponse:
    """Bring the computed credit of an order back."""
    found = get_object_or_404(visible_rulings(request.user, shop).select_related("order"), pk=ruling_id)
    try:
        rulings.withdraw_ruling(request.actor, found)
    except RulingRefused as refusal:
        messages.error(request, ruling_refused(refusal))
    else:
        messages.success(
            request, _("The ruling on %(order)s is withdrawn.") % {"order": found.order.order_no}
        )
    if visible_credits(request.user, shop).filter(pk=found.order_id).exists():
        return redirect("reports:order", shop.pk, found.order_id)
    return redirect("reports:rulings", shop.pk)


@shop_page()
def contests_mine(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List what the person contested and what was answered, and take a new contest."""
    agents = list(own_agents(request.user, shop).filter(kind=AgentKind.HUMAN).order_by("name"))
    sent = request.method == "POST" and agents
    typed = request.POST if sent else None
    form = ContestForm(typed, agents=agents, initial={"order_no": request.GET.get("order", "")})
    if sent and form.is_valid() and _contested(request, shop, form):
        return redirect(_back(request, shop))
    rows = own_contests(request.user, shop)
    related = ("order__credit", "agent", "decided_by", "ruling__agent")
    listed = Paginator(rows.select_related(*related), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("My contests"),
        "form": form if agents else None,
        "page": listed,
        "open": rows.filter(status=Contest.Status.OPEN).count(),
        "answered": contests_answered(request.user, shop),
        "opens": _opening(request, shop, [one.order_id for one in listed]),
        "leads": leads(request),
        "recomputing": rulings.is_recomputing(shop),
    }
    return render(request, "reports/credit/contests_mine.html", context)


def _contested(request: ShopRequest, shop: Shop, form: ContestForm) -> bool:
    told = form.cleaned_data
    order = rulings.order_called(shop, told["order_no"])
    try:
        rulings.contest(request.actor, form.claimant(), order, told["sentence"])
    except ContestRefused as refusal:
        form.add_error(_field(refusal), contest_refused(refusal))
        return False
    messages.success(request, _("Contested. The answer appears here once your supervisor has decided."))
    return True


def _field(refusal: ContestRefused) -> str:
    return "sentence" if refusal.code in ("said", "empty", "long") else "order_no"


def _opening(request: ShopRequest, shop: Shop, orders: list[int]) -> set[int]:
    """Those of the orders whose page the person may open."""
    return set(visible_credits(request.user, shop).filter(pk__in=orders).values_list("pk", flat=True))


def _back(request: ShopRequest, shop: Shop) -> str:
    """Where the contest was sent from: the order's page if it names one, else the list."""
    order = id_from_query(request.POST.get("from_order"))
    if order and visible_credits(request.user, shop).filter(pk=order).exists():
        return reverse("reports:order", args=[shop.pk, order])
    return reverse("reports:contests_mine", args=[shop.pk])


@require_POST
@shop_page()
def contest_withdraw(request: ShopRequest, shop: Shop, contest_id: int) -> HttpResponse:
    """Take back one's own open contest."""
    found = get_object_or_404(own_contests(request.user, shop), pk=contest_id)
    try:
        rulings.withdraw_contest(request.actor, found)
    except ContestRefused as refusal:
        messages.error(request, contest_refused(refusal))
    else:
        messages.success(request, _("The contest is taken back."))
    return redirect("reports:contests_mine", shop.pk)


@report_page()
def recomputing(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Say whether figures still follow a decision; a page that waits asks again."""
    context = {"recomputing": rulings.is_recomputing(shop), "waited": True}
    return render(request, "reports/credit/contest_waiting.html", context)
