"""The agent's daily lost-sale form: show, save row by row, submit."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import ShopRequest, leads, own_agents, shop_page, visible_agents
from accounts.models import Shop
from reports.access import readable_talks
from reports.facts import queries
from reports.lost_sales.desk import reminders as form_reminders
from reports.lost_sales.form import page, verbs
from reports.models import LostSaleEntry, LostSaleForm
from reports.pages.asked import text_from_query
from reports.pages.page import report_page
from reports.reasons import taxonomy as reasons

CONFLICT = 409


@report_page()
def lost_sales(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show one form of today or a missing day, or one that was handed in."""
    agents = own_agents(request.user, shop)
    if not agents.exists() and leads(request):
        return redirect("reports:lost_sale_desk", shop.pk)
    waiting = list(verbs.forms_to_fill(agents, queries.today(shop)))
    done = list(page.handed_in(agents))
    reminders = form_reminders.unread(agents)
    form_reminders.note_seen(reminders)
    asked = request.GET.get("form", "")
    usual = [one for one in waiting if one.status == LostSaleForm.Status.OPEN] or waiting
    named = (one for one in [*waiting, *done] if str(one.pk) == asked)
    form = next(named, usual[0] if usual else None)
    context = {
        "title": _("Lost-sale form"),
        "agents": agents,
        "tabs": (tabs := page.tabs(waiting)),
        "to_hand_in": page.to_hand_in(tabs),
        "handed_in": done,
        "form": form,
        "today": queries.today(shop),
        "reminders": reminders,
    }
    if form:
        [tab] = page.tabs([form])
        rows = page.rows(form)
        context |= {"tab": tab, "rows": rows, "reasons": reasons.tree(shop)}
        context["told"] = LostSaleEntry.Told.choices
        context["editable"] = form.status == LostSaleForm.Status.OPEN
        context["may_write"] = any(row.writable and row.is_open for row in rows)
    return render(request, "reports/lost_sales/form/lost_sales.html", context)


@require_POST
@shop_page()
def lost_sale_save(request: ShopRequest, shop: Shop, entry_id: int) -> HttpResponse:
    """Save what changed in one row."""
    entries = LostSaleEntry.objects.select_related("form__shop", "reason")
    entry = get_object_or_404(entries, pk=entry_id, form__agent__in=own_agents(request.user, shop))
    known = (*verbs.REASONS, *verbs.TOLD, *verbs.TEXTS)
    return _saved(
        lambda: verbs.save_row(entry, {name: request.POST[name] for name in known if name in request.POST})
    )


@require_POST
@shop_page()
def lost_sale_best(request: ShopRequest, shop: Shop, form_id: int) -> HttpResponse:
    """Save the best answer of the day."""
    form = _own_form(request, shop, form_id)
    return _saved(lambda: verbs.save_best_answer(form, request.POST.get("best_answer", "")))


def _saved(save: Callable[[], None]) -> HttpResponse:
    try:
        save()
    except verbs.FormClosed:
        said = _("This form is already submitted and can no longer be changed.")
        return JsonResponse({"error": said}, status=CONFLICT)
    except ValidationError as wrong:
        return JsonResponse({"error": wrong.messages[0]}, status=400)
    return JsonResponse({"saved": True})


@require_POST
@shop_page()
def lost_sale_submit(request: ShopRequest, shop: Shop, form_id: int) -> HttpResponse:
    """Hand the form in, or say which rows still need a reason."""
    form = _own_form(request, shop, form_id)
    try:
        verbs.submit(form)
    except verbs.FormIncomplete as incomplete:
        count = len(incomplete.rows)
        said = ngettext("%(count)s row needs a reason.", "%(count)s rows need a reason.", count)
        messages.warning(request, said % {"count": count})
        return redirect(f"{reverse('reports:lost_sales', args=[shop.pk])}?form={form.pk}")
    messages.success(request, _("Submitted. Thank you!"))
    return redirect("reports:lost_sales", shop.pk)


@require_POST
@shop_page()
def lost_sale_add(request: ShopRequest, shop: Shop, form_id: int) -> HttpResponse:
    """Add a row by hand."""
    form = _own_form(request, shop, form_id)
    buyer = text_from_query(request.POST.get("buyer", ""), 120)
    if buyer:
        try:
            verbs.add_row(form, buyer, text_from_query(request.POST.get("product", ""), 200))
        except verbs.FormClosed:
            messages.warning(request, _("This form is already submitted and can no longer be changed."))
    return redirect(f"{reverse('reports:lost_sales', args=[shop.pk])}?form={form.pk}")


@report_page()
def lost_sale_talk(request: ShopRequest, shop: Shop, entry_id: int) -> HttpResponse:
    """The chat behind a row, for its agent and their leaders."""
    agents = visible_agents(request.user, shop)
    entry = get_object_or_404(LostSaleEntry, pk=entry_id, form__agent__in=agents)
    told = page.talk(shop, entry, readable_talks(request.user, shop).includes)
    return render(request, "reports/lost_sales/form/lost_sale_talk.html", {"timeline": told})


def _own_form(request: ShopRequest, shop: Shop, form_id: int) -> LostSaleForm:
    forms = LostSaleForm.objects.select_related("shop", "agent")
    return get_object_or_404(forms, pk=form_id, agent__in=own_agents(request.user, shop))
