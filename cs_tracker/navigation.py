"""The pages of the side bar, in order, and who sees them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import LEADERS
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
    """`nav_items(shop, roles)` for the base template."""
    here = request.resolver_match.view_name if request.resolver_match else ""

    def nav_items(shop_id: int, roles: frozenset[str]) -> list[dict[str, object]]:
        return [
            {
                "url": reverse(page.url_name, args=[shop_id]),
                "label": page.label,
                "icon": page.icon,
                "thumb": page.thumb,
                "active": here == page.url_name or here.startswith(page.url_name + "_"),
            }
            for page in PAGES
            if roles & set(page.roles)
        ]

    return {"nav_items": nav_items}
