"""Saving, renaming, deleting and putting first the views of a page; each person has their own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import ShopRequest, shop_page
from accounts.models import Shop
from reports.access import saved_view_or_404
from reports.leaderboard import saved_views
from reports.models import SavedView
from reports.pages.asked import text_from_query


def _name(request: ShopRequest) -> str:
    longest = SavedView._meta.get_field("name").max_length
    assert longest is not None, "the model limits names"
    return text_from_query(request.POST.get("name", ""), longest)


def _back(shop: Shop, page: str, query: str) -> HttpResponse:
    return redirect(f"{reverse(saved_views.PAGES[page], args=[shop.pk])}?{query or 'view=overview'}")


@require_POST
@shop_page()
def view_save(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Keep what the page shows under a name."""
    page, name, query = request.POST.get("page", ""), _name(request), request.POST.get("query", "")
    if page not in saved_views.PAGES:
        raise Http404
    if not name:
        messages.error(request, _("Give the view a name."))
        return _back(shop, page, query)
    view = saved_views.save_view(request.user, shop, page, name, query, "days" in request.POST)
    if view is None:
        messages.error(request, _("You have too many saved views. Delete one first."))
        return _back(shop, page, query)
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return _back(shop, page, view.query)


@require_POST
@shop_page()
def view_change(request: ShopRequest, shop: Shop, view_id: int) -> HttpResponse:
    """Rename a view, make it the first one or no longer, or delete it."""
    view = saved_view_or_404(request.user, shop, view_id, saved_views.PAGES)
    wish = request.POST.get("wish", "")
    if wish == "delete":
        view.delete()
        messages.success(request, _("“%(name)s” was deleted.") % {"name": view.name})
        return _back(shop, view.page, request.POST.get("query", ""))
    if wish in ("first", "not_first"):
        saved_views.make_first(view, wish == "first")
    elif not (_name(request) and saved_views.rename(view, _name(request))):
        messages.error(request, _("Give the view a name that none of your views has."))
    return _back(shop, view.page, view.query)
