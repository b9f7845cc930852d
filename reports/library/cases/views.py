"""The case library: passages for the weekly meeting, and starring one in a conversation."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.access import LEADERS, ShopRequest, leads, shop_page
from accounts.models import Agent, Shop
from chats.spans import Span, asked_day, last_days, picked_span, presets
from reports.access import changeable_cases, starrable, visible_cases
from reports.facts import queries
from reports.library.cases import verbs
from reports.library.cases.forms import CaseForm
from reports.models import ChatCase, LostSaleReason
from reports.pages.asked import id_from_query
from reports.pages.downloads import Cell, Heading, Sheet
from reports.pages.links import talk_url
from reports.pages.lists import file_links, list_page, span_sheet
from reports.reasons import taxonomy as reasons
from reports.talks import buyer as talks_buyer
from reports.talks import conversation as talks

USUAL_DAYS = 28
PER_PAGE = 10


@dataclass(frozen=True)
class Asked:
    """What the address asks for; days are those of starring."""

    span: Span
    verdict: str
    agent: str
    reason: LostSaleReason | None


def _asked(request: ShopRequest, shop: Shop) -> Asked:
    wanted = {name: request.GET.get(name, "") for name in ("verdict", "agent", "reason")}
    reason = LostSaleReason.objects.filter(shop=shop, pk=id_from_query(wanted["reason"]))
    return Asked(
        picked_span(request.GET, last_days(USUAL_DAYS, queries.today(shop))),
        wanted["verdict"] if wanted["verdict"] in ChatCase.Verdict.values else "",
        wanted["agent"] if wanted["agent"].isdecimal() else "",
        reason.first(),
    )


def _listed(request: ShopRequest, shop: Shop, asked: Asked) -> QuerySet[ChatCase]:
    start, end = queries.instants(shop, asked.span)
    rows = visible_cases(request.user, shop).filter(created_at__gte=start, created_at__lt=end)
    if asked.verdict:
        rows = rows.filter(verdict=asked.verdict)
    if asked.agent:
        rows = rows.filter(agent=id_from_query(asked.agent))
    if asked.reason:
        rows = rows.filter(Q(reason=asked.reason) | Q(reason__parent=asked.reason))
    return rows


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The passages that the filters pick, with their words."""
    asked = _asked(request, shop)
    texts = (
        _("Starred on"),
        _("Verdict"),
        _("Agent"),
        _("Reason"),
        _("Comment"),
        _("Author"),
        pgettext("script", "Words"),
    )
    listed = list(_listed(request, shop, asked))
    rows = [_file_row(one) for one in verbs.shown(request.user, shop, listed)]
    return span_sheet("cases", shop, asked.span, [Heading(text) for text in texts], rows)


def _file_row(one: verbs.Shown) -> list[Cell]:
    case = one.case
    words = "\n".join(
        f"{timezone.localtime(line.at):%H:%M:%S} {_('Buyer') if line.incoming else line.agent}: {line.text}"
        for line in one.entries
    )
    return [
        timezone.localtime(case.created_at).date().isoformat(),
        case.get_verdict_display(),
        case.agent.name,
        reasons.full_name(case.reason) if case.reason else "",
        case.comment,
        str(case.author),
        words,
    ]


@list_page(_sheet)
def cases(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the starred passages with their words."""
    asked = _asked(request, shop)
    page = Paginator(_listed(request, shop, asked), PER_PAGE).get_page(request.GET.get("page"))
    seen = visible_cases(request.user, shop)
    context = {
        "title": _("Cases"),
        "page": page,
        "rows": verbs.shown(request.user, shop, list(page)),
        "asked": asked,
        "span": asked.span,
        "presets": presets(queries.today(shop)),
        "agents": Agent.objects.filter(pk__in=seen.order_by().values("agent")).order_by("name", "pk"),
        "verdicts": ChatCase.Verdict.choices,
        "reasons": reasons.tree(shop, with_retired=True),
        "leads": leads(request),
        "downloads": file_links(request),
    }
    return render(request, "reports/library/cases/cases.html", context)


def _wrong(why: str) -> str:
    return {
        "none": _("Tick the first and the last message of the passage."),
        "agents": _("A passage belongs to one agent. Tick messages of one agent only."),
        "long": _("A passage has at most %(most)s messages; tick a shorter one.")
        % {"most": verbs.MOST_LINES},
    }[why]


@shop_page(*LEADERS)
def case_new(request: ShopRequest, shop: Shop, buyer_id: int) -> HttpResponse:
    """Star a passage of a conversation: tick its first and last message, say what to learn from it."""
    asked_agent = id_from_query(request.GET.get("agent"))
    talk = talks_buyer.open_conversation(request.user, shop, buyer_id, asked_agent)
    page = talks.page(talk, until=asked_day(request.GET.get("until")))
    allowed = starrable(request.user, shop)
    lines = [entry for entry in page.entries if not entry.event and entry.agent_id in allowed]
    ticked = set(request.POST.getlist("message"))
    form = CaseForm(request.POST or None, instance=ChatCase(shop=shop, author=request.user), shop=shop)
    wrong = ""
    if request.method == "POST":
        try:
            found = verbs.passage(lines, ticked)
        except verbs.NoPassage as no:
            wrong = _wrong(str(no))
        else:
            if form.is_valid():
                case = form.save(commit=False)
                case.buyer = talk.alias
                case.agent_id, case.first_at, case.last_at = found.agent_id, found.first_at, found.last_at
                verbs.save_case(case, request.actor)
                messages.success(request, _("Starred. The passage is in the case library."))
                return redirect(f"{reverse('reports:cases', args=[shop.pk])}#case-{case.pk}")
    context = {
        "title": _("Star a passage"),
        "buyer": talk.alias,
        "page": page,
        "lines": [(line, verbs.key(line), verbs.key(line) in ticked) for line in lines],
        "form": form,
        "wrong": wrong,
        "back": talk_url(shop, talk.alias.pk, agent_id=talk.agent_id),
    }
    return render(request, "reports/library/cases/case_new.html", context)


@shop_page(*LEADERS)
def case(request: ShopRequest, shop: Shop, case_id: int) -> HttpResponse:
    """Change what is said of a passage, or take it out of the library."""
    one = get_object_or_404(changeable_cases(request.user, shop), pk=case_id)
    form = CaseForm(None, instance=one, shop=shop)
    if request.POST.get("do") == "remove":
        verbs.remove(one, request.actor)
        messages.success(request, _("Taken out of the library. The conversation stays."))
        return redirect("reports:cases", shop.pk)
    if request.method == "POST":
        form = CaseForm(request.POST, instance=one, shop=shop)
        if form.is_valid():
            verbs.save_case(form.save(commit=False), request.actor)
            messages.success(request, _("Saved."))
            return redirect("reports:cases", shop.pk)
    [shown] = verbs.shown(request.user, shop, [one])
    context = {"title": _("Case"), "case": one, "entries": shown.entries, "form": form}
    return render(request, "reports/library/cases/case.html", context)
