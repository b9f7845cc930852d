"""Views that a person saved of a page: the filters and columns in its address, under a name."""

from django.db import transaction
from django.http import QueryDict

from accounts.access import ShopRequest
from accounts.models import Shop, User
from reports.leaderboard import picks as board_picks
from reports.models import SavedView

PAGES = {"leaderboard": "reports:leaderboard"}
MOST = 30  # of one page; more is a mistake, and the menu could not show them


def of(user: User, shop: Shop, page: str) -> list[SavedView]:
    """The person's views of a page, by name."""
    return list(SavedView.objects.filter(user=user, shop=shop, page=page))


def first(user: User, shop: Shop, page: str) -> SavedView | None:
    """The view that the person made the first one."""
    return SavedView.objects.filter(user=user, shop=shop, page=page, is_default=True).first()


def context(request: ShopRequest, shop: Shop, page: str) -> dict[str, object]:
    """What the menu of saved views needs."""
    here = board_picks.kept(request.GET)
    views = of(request.user, shop, page)
    with_days = board_picks.kept(request.GET, with_days=True)
    current = next((view for view in views if view.query in (here, with_days) and view.query), None)
    return {"page": page, "views": views, "query": request.GET.urlencode(), "current": current}


@transaction.atomic
def save_view(
    user: User, shop: Shop, page: str, name: str, address: str, with_days: bool
) -> SavedView | None:
    """Keep the view of an address under a name, in place of one of that name; None if there are too many."""
    views = SavedView.objects.select_for_update().filter(user=user, shop=shop, page=page)
    if not views.filter(name=name).exists() and views.count() >= MOST:
        return None
    query = board_picks.kept(QueryDict(address), with_days)
    view, _created = views.update_or_create(
        user=user, shop=shop, page=page, name=name, defaults={"query": query}
    )
    return view


def rename(view: SavedView, name: str) -> bool:
    """Give a view another name; False where the person has one of that name already."""
    same = SavedView.objects.filter(user=view.user, shop=view.shop, page=view.page, name=name)
    if same.exclude(pk=view.pk).exists():
        return False
    view.name = name
    view.save(update_fields=["name"])
    return True


@transaction.atomic
def make_first(view: SavedView, wanted: bool) -> None:
    """Show this view where the address asks for nothing, or no longer."""
    SavedView.objects.filter(user=view.user, shop=view.shop, page=view.page).update(is_default=False)
    if wanted:
        SavedView.objects.filter(pk=view.pk).update(is_default=True)
