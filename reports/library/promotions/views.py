"""The promotion calendar: what runs, who has read it, and planning, changing and withdrawing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import LEADERS, ShopRequest, leads, own_agents, shop_page
from accounts.models import Shop
from reports.facts import queries
from reports.library.promotions import calendar as promotion_calendar
from reports.library.promotions import verbs
from reports.library.promotions.forms import PromotionForm
from reports.models import Promotion
from reports.pages.downloads import Cell, Heading, Sheet
from reports.pages.lists import file_links, list_page

PER_PAGE = 15


def _listed(request: ShopRequest, shop: Shop) -> QuerySet[Promotion]:
    """Those that run or will, soonest first; else (?past=1) those that are over."""
    today = queries.today(shop)
    rows = Promotion.objects.filter(shop=shop).select_related("author", "shop")
    if request.GET.get("past") == "1":
        return rows.filter(last_day__lt=today).order_by("-last_day", "-pk")
    return rows.filter(last_day__gte=today).order_by("first_day", "last_day", "pk")


def _unread(request: ShopRequest, shop: Shop) -> int:
    """How many of the listed promotions the reader, if an agent, has not confirmed as they stand."""
    if not own_agents(request.user, shop).exists():
        return 0
    listed = list(_listed(request, shop).filter(withdrawn_at=None))
    read = verbs.own_readings(request.user, listed)
    return sum(1 for one in listed if read.get(one.pk) is None)


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The list; leaders find in it who has read what."""
    texts = [_("Promotion"), _("First day"), _("Last day"), _("Which items"), _("What agents must know")]
    texts.append(_("State"))
    leading, listed = leads(request), list(_listed(request, shop))
    rows = [_file_row(one) for one in listed]
    if leading:
        texts += [_("Confirmed"), _("Not confirmed")]
        told = dict(verbs.readers(request.user, shop, listed, queries.today(shop)))
        rows = [[*row, *_reader_names(told[one])] for row, one in zip(rows, listed, strict=True)]
    return Sheet("promotions", [Heading(text) for text in texts], rows, [(_("Shop"), shop.name)])


def _file_row(one: Promotion) -> list[Cell]:
    days = (one.first_day.isoformat(), one.last_day.isoformat())
    return [one.title, *days, one.items, one.text, _("withdrawn") if one.withdrawn_at else ""]


def _reader_names(found: verbs.Readers) -> tuple[str, str]:
    """Who has confirmed a promotion and who has not, with or without an account."""
    missing = [*found.unread, *found.no_account]
    return ", ".join(agent.name for agent, _at in found.read), ", ".join(agent.name for agent in missing)


@list_page(_sheet)
def promotions(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show a month as bars, and the list with who has read what."""
    today = queries.today(shop)
    span = promotion_calendar.month_of(request.GET.get("month", ""), today)
    running = [one for one in verbs.running(shop.pk, span.first, span.last) if one.withdrawn_at is None]
    page = Paginator(_listed(request, shop), PER_PAGE).get_page(request.GET.get("page"))
    leading = leads(request)
    told = dict(verbs.readers(request.user, shop, page, today)) if leading else {}
    own = verbs.own_readings(request.user, page) if own_agents(request.user, shop).exists() else None
    context = {
        "title": _("Promotions"),
        "unread": _unread(request, shop),
        "month": promotion_calendar.lay_out(span, running, today),
        "page": page,
        "rows": [(one, told.get(one), own[one.pk] if own is not None else None) for one in page],
        "reads": own is not None,
        "today": today,
        "past": request.GET.get("past") == "1",
        "any": Promotion.objects.filter(shop=shop).exists(),
        "leads": leading,
        "downloads": file_links(request),
    }
    return render(request, "reports/library/promotions/promotions.html", context)


def _promotion(shop: Shop, promotion_id: int) -> Promotion:
    return get_object_or_404(Promotion.objects.select_related("shop", "author"), shop=shop, pk=promotion_id)


@shop_page(*LEADERS)
def promotion_new(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Plan a promotion."""
    today = queries.today(shop)
    empty = Promotion(shop=shop, author=request.user)
    return _form(request, shop, empty, {"first_day": today, "last_day": today}, _("New promotion"))


@shop_page(*LEADERS)
def promotion_change(request: ShopRequest, shop: Shop, promotion_id: int) -> HttpResponse:
    """Change what runs; everybody confirms anew, unless it was a slip of the pen."""
    return _form(request, shop, _promotion(shop, promotion_id), {}, _("Change the promotion"))


def _form(
    request: ShopRequest, shop: Shop, one: Promotion, usual: dict[str, object], title: str
) -> HttpResponse:
    form = PromotionForm(request.POST or None, instance=one, initial=usual)
    if request.method == "POST" and form.is_valid():
        if form.has_changed() or one.pk is None:
            verbs.save_promotion(form.save(commit=False), request.actor, form.asks_again)
        messages.success(request, _("Saved."))
        return redirect("reports:promotions", shop.pk)
    context = {"title": title, "form": form, "promotion": one if one.pk else None}
    return render(request, "reports/library/promotions/promotion_form.html", context)


@shop_page(*LEADERS)
def promotion_withdraw(request: ShopRequest, shop: Shop, promotion_id: int) -> HttpResponse:
    """Ask whether a promotion shall be withdrawn, and do it; or bring a withdrawn one back."""
    one = _promotion(shop, promotion_id)
    if request.method != "POST":
        return render(
            request,
            "reports/library/promotions/promotion_withdraw.html",
            {"title": one.title, "promotion": one},
        )
    if one.withdrawn_at:
        verbs.bring_back(one, request.actor)
        messages.success(request, _("The promotion is back. Agents are asked to confirm it again."))
    else:
        verbs.withdraw(one, request.actor)
        messages.success(request, _("Withdrawn. Agents see that it does not hold any more."))
    return redirect("reports:promotions", shop.pk)


@require_POST
@shop_page()
def promotion_read(request: ShopRequest, shop: Shop, promotion_id: int) -> HttpResponse:
    """An agent confirms having read a promotion as their page showed it."""
    one = _promotion(shop, promotion_id)
    if not own_agents(request.user, shop).exists() or one.withdrawn_at:
        raise Http404
    if request.POST.get("seen", "") != (one.changed_at.isoformat() if one.changed_at else ""):
        messages.warning(request, _("It was changed meanwhile. Please read it once more."))
    else:
        verbs.confirm(one, request.user)
    return redirect(f"{reverse('reports:promotions', args=[shop.pk])}#promotion-{one.pk}")
