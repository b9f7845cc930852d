"""The manager's page of lost-sale reasons: rename, add, retire."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Role, Shop
from reports import reasons as verbs
from reports.forms import ReasonForm
from reports.models import LostSaleReason
from reports.views.shared import shop_time_page


@shop_time_page(Role.MANAGER)
def reasons(request: HttpRequest, shop: Shop) -> HttpResponse:
    """List every reason with its own small form; a POST changes one of them or adds one."""
    if request.method == "POST":
        _change(request, shop)
        return redirect("reports:lost_sale_reasons", shop.pk)
    context = {"title": _("Lost-sale reasons"), "tree": verbs.tree(shop, with_retired=True)}
    return render(request, "reports/reasons.html", context)


def _change(request: HttpRequest, shop: Shop) -> None:
    """Do what the pressed button says to the reason that the form names (`below` for a new one)."""
    asked = request.POST.get("reason") or request.POST.get("below")
    number = int(asked) if asked and asked.isdecimal() else 0
    reason = get_object_or_404(LostSaleReason, pk=number, shop=shop)
    if request.POST.get("do") in ("retire", "restore"):
        verbs.retire(reason, request.POST["do"] == "retire")
        audit.note(request, shop, "reason_changed", verbs.full_name(reason), decision=request.POST["do"])
        return
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("A reason needs a Chinese name of at most 60 characters."))
    elif request.POST.get("below"):
        verbs.add(shop, reason, **form.cleaned_data)
        audit.note(request, shop, "reason_changed", form.cleaned_data["zh"], decision="add")
        messages.success(request, _("Added."))
    else:
        before = verbs.full_name(reason)
        verbs.rename(reason, **form.cleaned_data)
        audit.note(request, shop, "reason_changed", before, decision="rename", name=form.cleaned_data["zh"])
        messages.success(request, _("Saved."))
