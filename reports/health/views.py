"""Data health: what the figures are missing, and texts that a program seems to send."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import LEADERS, ShopRequest, shop_page
from accounts.models import Agent, Shop
from accounts.ui import formats
from chats.imports.report import reports
from chats.models import AutoText, PersonText
from chats.store.auto_texts import digest
from reports.access import whole_shop_or_404
from reports.health import auto_texts, health
from reports.metrics.auto_texts import Proposal
from reports.pages.downloads import Heading, Sheet
from reports.pages.lists import file_links, list_page, span_sheet
from reports.pages.page import asked_span, report_page

HEALTH_DAYS = 30


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The days with what is there of each."""
    whole_shop_or_404(request, shop)
    span, _named = asked_span(request, shop, HEALTH_DAYS)
    heads = [
        Heading(_("Day")),
        Heading(_("Receptions"), "count"),
        Heading(_("Orders"), "count"),
        Heading(_("Visitors"), "count"),
        Heading(_("Hours without messages")),
        Heading(_("Final from")),
    ]
    rows = [
        [
            day.day.isoformat(),
            day.receptions,
            day.orders,
            day.visitors,
            ", ".join(f"{hour:02}:00" for hour in day.silent_hours),
            day.final_on.isoformat() if day.final_on else "",
        ]
        for day in health.build_health(shop, span).days
    ]
    return span_sheet("data_health", shop, span, heads, rows)


@list_page(_sheet, *LEADERS)
def data_health(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show missing days and hours, provisional days, unknown people, refused files, automatic texts."""
    whole_shop_or_404(request, shop)
    span, named = asked_span(request, shop, HEALTH_DAYS)
    found = health.build_health(shop, span)
    context = {
        "title": _("Data health"),
        "span": span,
        "presets": named,
        "health": found,
        "files": reports(found.files),
        "unlinked_share": formats.rate(found.unlinked_share),
        "downloads": file_links(request),
        **_texts(shop),
    }
    return render(request, "reports/health/health.html", context)


def _texts(shop: Shop) -> dict[str, object]:
    """The proposals with the names of who sends them, or that somebody is looking for them."""
    found = auto_texts.known(shop)
    if found is None:
        auto_texts.have_looked(shop)
    names = dict(Agent.objects.filter(shop=shop).values_list("pk", "name"))
    declared, people_write = auto_texts.declared_texts(shop), auto_texts.texts_of_people(shop)
    done = {one.digest for one in declared} | {one.digest for one in people_write}
    return {
        "looking": found is None,
        "changing": auto_texts.is_changing(shop),
        "declared": declared,
        "people_write": people_write,
        "proposals": [
            (one, digest(one.text), [names.get(agent, "") for agent in one.agents])
            for one in found or []
            if digest(one.text) not in done
        ],
        "looked_at_days": auto_texts.LOOKED_AT_DAYS,
    }


@report_page(*LEADERS)
def health_texts(request: ShopRequest, shop: Shop) -> HttpResponse:
    """The section of automatic texts alone, which the page asks for again while a worker looks."""
    whole_shop_or_404(request, shop)
    return render(request, "reports/health/health_texts.html", _texts(shop))


@shop_page(*LEADERS)
def health_text(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show what declaring a text automatic would change; declare it or take that back when it is sent."""
    whole_shop_or_404(request, shop)
    if request.method == "POST" and request.POST.get("back"):
        auto_texts.take_back(
            request.actor, get_object_or_404(AutoText, shop=shop, digest=request.POST["back"])
        )
        messages.success(request, _("The text counts as a person's again. Its days are being computed anew."))
        return redirect("reports:health", shop.pk)
    proposal = _proposal_or_404(shop, request.POST.get("digest") or request.GET.get("digest", ""))
    if request.method == "POST":
        auto_texts.declare(request.actor, shop, proposal.text)
        messages.success(
            request, _("The text counts as an automatic reply. Its days are being computed anew.")
        )
        return redirect("reports:health", shop.pk)
    context = {
        "title": _("Automatic reply?"),
        "proposal": proposal,
        "digest": digest(proposal.text),
        "looked_at_days": auto_texts.LOOKED_AT_DAYS,
    }
    return render(request, "reports/health/health_text.html", context)


@require_POST
@shop_page(*LEADERS)
def health_text_dismiss(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Never propose a text again, because people write it; or let it be proposed again (`again`)."""
    whole_shop_or_404(request, shop)
    if again := request.POST.get("again"):
        auto_texts.propose_again(request.actor, get_object_or_404(PersonText, shop=shop, digest=again))
        messages.success(request, _("The text may be proposed again."))
    else:
        proposal = _proposal_or_404(shop, request.POST.get("digest", ""))
        auto_texts.leave_to_people(request.actor, shop, proposal.text)
        messages.success(request, _("People write this text: it will not be proposed again."))
    return redirect(reverse("reports:health", args=[shop.pk]) + "#texts")


def _proposal_or_404(shop: Shop, wanted: str) -> Proposal:
    for one in auto_texts.known(shop) or []:
        if digest(one.text) == wanted:
            return one
    raise Http404
