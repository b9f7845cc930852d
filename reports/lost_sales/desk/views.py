"""The supervisor's desk: missing forms with reminders, how complete forms are, and rows to review."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import LEADERS, ShopRequest, shop_page, visible_agents
from accounts.audit import trail as audit
from accounts.models import Agent, Shop
from chats.spans import ONE_DAY, Span
from reports.access import with_buyers
from reports.facts import queries
from reports.library.promotions import verbs as promotions
from reports.lost_sales.causes.views import week
from reports.lost_sales.desk import completion as form_figures
from reports.lost_sales.desk import reminders as form_reminders
from reports.lost_sales.desk import reviews as verbs
from reports.lost_sales.form import page
from reports.models import LostSaleEntry, LostSaleForm
from reports.pages.asked import id_from_query
from reports.pages.downloads import Heading, Sheet
from reports.pages.lists import file_links, list_page, span_sheet
from reports.pages.page import report_page
from reports.reasons import taxonomy as reasons

PER_PAGE = 30
MISSING_DAYS = 14
BEST_SHOWN = 5


def _agents(request: ShopRequest, shop: Shop) -> QuerySet[Agent]:
    return visible_agents(request.user, shop).order_by("name", "pk")


def _missing(request: ShopRequest, shop: Shop) -> QuerySet[LostSaleForm]:
    """Open forms of the last days with something to fill in."""
    since = queries.today(shop) - MISSING_DAYS * ONE_DAY
    return form_reminders.waiting(shop).filter(agent__in=_agents(request, shop), day__gte=since)


@report_page(*LEADERS)
def desk(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show which forms are missing, how many rows wait for review, and how complete the forms are."""
    agents = {agent.pk: agent for agent in _agents(request, shop)}
    span, named = week(request, shop)
    told = form_figures.completion(shop, span, agents)
    missing = _missing(request, shop).annotate(
        reminded_at=Max("reminders__created_at"), seen_at=Max("reminders__seen_at")
    )
    context = {
        "title": _("Lost sales"),
        "missing": missing.select_related("agent").order_by("day", "agent__name"),
        "to_review": verbs.reviewable(shop, _agents(request, shop)).filter(review="").count(),
        "best_answers": LostSaleForm.objects.filter(shop=shop, agent__in=agents)
        .exclude(best_answer="")
        .select_related("agent")
        .order_by("-day", "agent__name")[:BEST_SHOWN],
        "today": queries.today(shop),
        "span": span,
        "presets": named,
        "completion": sorted(
            ((agents[pk], one) for pk, one in told.items()), key=lambda pair: (pair[0].name, pair[0].pk)
        ),
        "downloads": file_links(request, "lost_sale_forms_file"),
    }
    return render(request, "reports/lost_sales/desk/lost_sale_desk.html", context)


@require_POST
@shop_page(*LEADERS)
def remind(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Remind the agent of one missing form, or the agents of all of them."""
    wanted = _missing(request, shop)
    asked = request.POST.get("form", "")
    if asked:
        wanted = wanted.filter(pk=id_from_query(asked))
        if not wanted:
            raise Http404
    count = len(form_reminders.remind(shop, wanted, request.user))
    if count:
        said = ngettext("Reminded of %(count)s form.", "Reminded of %(count)s forms.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("They were reminded less than an hour ago."))
    return redirect("reports:lost_sale_desk", shop.pk)


def _forms(request: ShopRequest, shop: Shop) -> tuple[Span, QuerySet[form_figures.StatedForm]]:
    """The forms that the address asks for: of one agent, in one state ("due": the deadline has passed)."""
    span, _named = week(request, shop)
    agents = _agents(request, shop)
    one = request.GET.get("agent", "")
    if one.isdecimal():
        agents = agents.filter(pk=id_from_query(one))
    ids = list(agents.values_list("pk", flat=True))
    return span, form_figures.listed(shop, span, ids, request.GET.get("state", ""))


def _forms_sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The forms that the address asks for."""
    span, found = _forms(request, shop)
    headings = [Heading(text) for text in (_("Day"), _("Agent"), _("State"))]
    headings += [Heading(text, "count") for text in (_("Rows"), _("Rows with a reason"))]
    headings.append(Heading(_("Submitted"), "instant"))
    rows = [
        [
            one.form.day.isoformat(),
            one.form.agent.name,
            one.state_name,
            one.rows,
            one.done,
            one.handed_in_at,
        ]
        for one in form_figures.form_states(found)
    ]
    return span_sheet("forms", shop, span, headings, rows)


@list_page(_forms_sheet, *LEADERS)
def forms(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the forms behind a figure of the desk."""
    span, found = _forms(request, shop)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Forms"),
        "span": span,
        "page": page,
        "forms": form_figures.form_states(page),
        "sums": form_figures.listed_sums(found),
        "downloads": file_links(request),
    }
    return render(request, "reports/lost_sales/desk/lost_sale_forms.html", context)


@report_page(*LEADERS)
def reviews(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List handed-in rows, those without a decision first shown."""
    agents = _agents(request, shop)
    every = with_buyers(verbs.reviewable(shop, agents), request.user, shop)
    counts = every.aggregate(waiting=Count("pk", filter=Q(review="")), all=Count("pk"))
    decided = request.GET.get("decided") == "1"
    rows = every.exclude(review="") if decided else every.filter(review="")
    agent = request.GET.get("agent", "")
    if agent.isdecimal():
        rows = rows.filter(form__agent=id_from_query(agent))
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    promotions.brief(listed)
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
    return render(request, "reports/lost_sales/desk/lost_sale_reviews.html", context)


@require_POST
@shop_page(*LEADERS)
def review(request: ShopRequest, shop: Shop, entry_id: int) -> HttpResponse:
    """Accept, change, return a row, or take the decision back; answers with the row as it is now."""
    rows = with_buyers(verbs.reviewable(shop, _agents(request, shop)), request.user, shop)
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
    if not wrong:
        _note(request, shop, entry)
    if not request.htmx:
        return redirect("reports:lost_sale_reviews", shop.pk)
    promotions.brief([entry])
    context = {"entry": entry, "cause": page.cause(entry), "wrong": wrong, "reasons": reasons.tree(shop)}
    return render(request, "reports/lost_sales/desk/lost_sale_review.html", context)


def _note(request: ShopRequest, shop: Shop, entry: LostSaleEntry) -> None:
    """Who decided what about whose row: pay may hang on it."""
    about = f"{entry.form.agent.name} · {entry.form.day}"
    reason = reasons.full_name(entry.final_reason) if entry.final_reason else ""
    audit.note(request.actor, shop, "form_reviewed", about, decision=request.POST["decision"], reason=reason)
