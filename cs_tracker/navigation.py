"""The pages of the side bar, in order, and who sees them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import LEADERS
from accounts.context import workplace
from accounts.models import Role

EVERYONE = tuple(Role)


@dataclass(frozen=True)
class Page:
    """One entry: a shop page that takes only the shop's id. `thumb` puts it into the phone's bottom bar."""

    url_name: str
    label: str
    icon: str
    roles: tuple[str, ...] = EVERYONE
    thumb: bool = False


PAGES = (
    Page("shop_home", _("Overview"), "home", thumb=True),
    Page("chats:imports", _("Import"), "upload", LEADERS, thumb=True),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """`nav_pages`: the entries for the shop in view, the current one marked."""
    place = workplace(request)
    if not place["shop"]:
        return {**place, "nav_pages": []}
    here = request.resolver_match.view_name if request.resolver_match else ""
    pages = [_entry(page, place["shop"].pk, here) for page in PAGES if place["roles"] & set(page.roles)]
    return {**place, "nav_pages": pages}


def _entry(page: Page, shop_id: int, here: str) -> dict[str, object]:
    return {
        "url": reverse(page.url_name, args=[shop_id]),
        "label": page.label,
        "icon": page.icon,
        "thumb": page.thumb,
        "active": here == page.url_name or here.startswith(page.url_name + "_"),
    }
