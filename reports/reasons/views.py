"""The manager's page of lost-sale reasons: rename, add, order, owner, retire."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import ShopRequest, shop_page
from accounts.audit import trail as audit
from accounts.models import Role, Shop
from reports.models import LostSaleReason
from reports.pages.asked import id_from_query
from reports.reasons import taxonomy as verbs
from reports.reasons.forms import ReasonForm


@shop_page(Role.MANAGER)
def reasons(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List every reason with its own small form; a POST changes one of them or adds one."""
    if request.method == "POST":
        changed = _change(request, shop)
        return redirect(_place(shop, changed))
    context = {
        "title": _("Lost-sale reasons"),
        "tree": verbs.tree(shop, with_retired=True),
        "owners": LostSaleReason.Owner.choices,
        "open": request.GET.get("open", ""),
    }
    return render(request, "reports/reasons/reasons.html", context)


def _place(shop: Shop, reason: LostSaleReason | None) -> str:
    """The page with the group of the reason open, at its line."""
    address = reverse("reports:lost_sale_reasons", args=[shop.pk])
    if reason is None:
        return address
    return f"{address}?open={reason.parent_id or reason.pk}#reason-{reason.pk}"


def _change(request: ShopRequest, shop: Shop) -> LostSaleReason | None:
    """Do what the pressed button says to the reason that the form names; without one, add a first level."""
    asked = request.POST.get("reason") or request.POST.get("below")
    reason = _named(shop, asked) if asked else None
    match request.POST.get("do"):
        case "retire" | "restore" as what if reason:
            verbs.retire(reason, what == "retire")
        case "up" | "down" as what if reason:
            verbs.move(reason, up=what == "up")
        case _:
            return _save(request, shop, reason)
    audit.note(request.actor, shop, "reason_changed", reason.zh, act=what)
    return reason


def _named(shop: Shop, asked: str) -> LostSaleReason:
    known = LostSaleReason.objects.select_related("parent")
    return get_object_or_404(known, pk=id_from_query(asked), shop=shop)


def _save(request: ShopRequest, shop: Shop, reason: LostSaleReason | None) -> LostSaleReason | None:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("A reason needs a Chinese name of at most 60 characters."))
        return reason
    told = form.cleaned_data
    if "owner" not in request.POST:
        told["owner"] = None
    if reason and not request.POST.get("below"):
        verbs.rename(reason, **told)
        messages.success(request, _("Saved."))
        audit.note(request.actor, shop, "reason_changed", reason.zh, act="renamed")
        return reason
    added = verbs.add(shop, reason, **told)
    said = _("Added.") if reason else _("Added. Now add the reasons below it: agents choose one of those.")
    messages.success(request, said)
    audit.note(request.actor, shop, "reason_changed", added.zh, act="added")
    return added
