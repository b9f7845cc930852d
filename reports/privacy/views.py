"""Privacy: what is stored and why, how long texts are kept, and one buyer's data, exported or erased."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import ShopRequest, shop_page
from accounts.audit import trail as audit
from accounts.models import Role, Shop
from accounts.people.forms import sent
from chats.jobs import queue as jobs
from chats.models import ErasedBuyer, Message
from chats.privacy import erasure
from chats.store import kept_words
from reports.pages import downloads
from reports.pages.page import report_page
from reports.privacy import buyer_file, forgetting
from reports.privacy.forms import BuyerForm, EraseForm, TextsForm
from reports.privacy.stored import KINDS


@report_page()
def stored(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Say what is stored, why, for how long and who sees it; and what never is."""
    context = {"title": _("What is stored and why"), "kinds": KINDS, "here": "stored"}
    return render(request, "reports/privacy/stored.html", context)


@shop_page(Role.MANAGER)
def privacy(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Show and change how long texts are kept, and look a buyer up."""
    form = TextsForm(sent(request), shop=shop)
    if request.method == "POST" and form.is_valid():
        _keep_texts(request, shop, form.keep_texts_days)
        return redirect("reports:privacy", shop.pk)
    context = {
        "title": _("Privacy"),
        "form": form,
        "buyer_form": BuyerForm(),
        "first_kept": kept_words.first_day_kept(shop),
        "first_message": Message.objects.filter(shop=shop).order_by("sent_at").first(),
        "erased": ErasedBuyer.objects.filter(shop=shop).values("alias").distinct().count(),
        "here": "privacy",
    }
    return render(request, "reports/privacy/privacy.html", context)


def _keep_texts(request: ShopRequest, shop: Shop, days: int | None) -> None:
    before = shop.keep_texts_days
    if days != before:
        Shop.objects.filter(pk=shop.pk).update(keep_texts_days=days)
        audit.note(request.actor, shop, "settings_changed", _("Texts of messages"), before=before, after=days)
    if days is not None:
        jobs.enqueue(shop, forgetting.KIND, user=request.user)
        messages.success(request, _("Saved. Older texts are being deleted now, and from now on every day."))
    else:
        messages.success(request, _("Saved. Texts are kept."))


@require_POST
@shop_page(Role.MANAGER)
def privacy_find(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Find the buyer with a nick. It is posted, so that no nick stands in an address or a log."""
    form = BuyerForm(request.POST)
    person = erasure.find(shop, form.cleaned_data["name"]) if form.is_valid() else None
    if person is None:
        said = _("No buyer is stored under this nick. Write the whole nick, as the shop's chats show it.")
        messages.warning(request, said)
        return redirect("reports:privacy", shop.pk)
    return redirect("reports:privacy_buyer", shop.pk, person)


@report_page(Role.MANAGER)
def privacy_buyer(request: ShopRequest, shop: Shop, buyer_id: int) -> HttpResponse:
    """Show how much is stored of a buyer, with the ways to export and to erase it."""
    return _buyer_page(request, shop, buyer_id, EraseForm())


def _buyer_page(request: ShopRequest, shop: Shop, buyer_id: int, form: EraseForm) -> HttpResponse:
    named = _aliases_or_404(shop, buyer_id)
    context = {
        "title": buyer_file.shown_name(named[0]),
        "person": buyer_id,
        "named": sorted({buyer_file.shown_name(one) for one in named}),
        "counts": buyer_file.counts(shop, buyer_id),
        "is_erased": erasure.is_erased(named[0]),
        "form": form,
        "here": "privacy",
    }
    return render(request, "reports/privacy/privacy_buyer.html", context)


@report_page(Role.MANAGER)
def privacy_export(request: ShopRequest, shop: Shop, buyer_id: int) -> downloads.Download:
    """Everything stored of a buyer as a workbook; the file's name does not name them."""
    _aliases_or_404(shop, buyer_id)
    audit.note(request.actor, shop, "buyer_exported", f"#{buyer_id}")
    return downloads.response(buyer_file.sheet(shop, buyer_id), "xlsx")


@require_POST
@shop_page(Role.MANAGER)
def privacy_erase(request: ShopRequest, shop: Shop, buyer_id: int) -> HttpResponse:
    """Erase a buyer for good, once the manager has confirmed what that means."""
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _buyer_page(request, shop, buyer_id, form)
    _aliases_or_404(shop, buyer_id)
    try:
        forgetting.erase_buyer(shop, buyer_id, request.user)
    except erasure.OwnAccount:
        messages.warning(
            request, _("This is an account of the shop itself, so it cannot be erased as a buyer.")
        )
        return redirect("reports:privacy_buyer", shop.pk, buyer_id)
    audit.note(request.actor, shop, "buyer_erased", f"#{buyer_id}")
    messages.success(request, _("The buyer is erased. Figures and books are what they were."))
    return redirect("reports:privacy", shop.pk)


def _aliases_or_404(shop: Shop, buyer_id: int) -> list[Any]:
    named = erasure.aliases(shop, buyer_id)
    if not named:
        raise Http404
    return named
