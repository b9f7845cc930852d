"""The pages of the side bar, in order, and who sees them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.access import LEADERS, sees_whole_shop
from accounts.context import workplace
from accounts.models import Role

EVERYONE = tuple(Role)
CONTEST_LISTS = ("reports:contests_mine", "reports:contests_decided")


@dataclass(frozen=True)
class Page:
    """One entry: a shop page that takes only the shop's id. `thumb` puts it into the phone's bottom bar.

    `whole_shop` pages are for those who see figures of the whole shop; `also` are pages below this one.
    """

    url_name: str
    label: StrOrPromise
    icon: str
    roles: tuple[str, ...] = EVERYONE
    thumb: bool = False
    whole_shop: bool = False
    also: tuple[str, ...] = ()


PAGES = (
    Page("shop_home", _("Overview"), "home", thumb=True),
    Page(
        "reports:leaderboard",
        _("Leaderboard"),
        "leaderboard",
        thumb=True,
        also=tuple(
            f"reports:{page}"
            for page in ("agent", "receptions", "scorecards", "scorecard_edit", "sales_targets")
        ),
    ),
    Page(
        "reports:orders",
        _("Orders"),
        "orders",
        thumb=True,
        also=(
            "reports:order",
            "reports:chasing",
            "reports:chasing_results",
            "reports:contest",
            "reports:contests",
            "reports:rulings",
            *CONTEST_LISTS,
        ),
    ),
    Page("reports:talks", _("Chats"), "chat", also=("reports:talk", "reports:case_new")),
    Page(
        "reports:lost_sales",
        _("Lost sales"),
        "form",
        (Role.AGENT,),
        thumb=True,
        also=("reports:lost_sale_mine", "reports:lost_sale_rows"),
    ),
    Page(
        "reports:lost_sale_desk",
        _("Lost sales"),
        "form",
        LEADERS,
        also=(
            *(f"reports:lost_sale_{page}" for page in ("reviews", "causes", "rows", "forms", "reasons")),
            *(f"reports:{page}" for page in ("actions", "action", "action_new", "action_change")),
        ),
    ),
    Page(
        "reports:scripts",
        _("Library"),
        "books",
        also=tuple(
            f"reports:{page}"
            for page in (
                "script",
                "script_new",
                "script_change",
                "promotions",
                "promotion_new",
                "promotion_change",
                "promotion_withdraw",
                "cases",
                "case",
            )
        ),
    ),
    Page(
        "reports:funnel",
        _("Whole shop"),
        "funnel",
        LEADERS,
        whole_shop=True,
        also=tuple(f"reports:{page}" for page in ("books", "books_unlinked", "health")),
    ),
    Page("reports:weekly", _("Weekly reports"), "report", LEADERS, whole_shop=True),
    Page("reports:my_week", _("My week"), "report", (Role.AGENT,)),
    Page("chats:imports", _("Import"), "upload", LEADERS, thumb=True),
    Page(
        "accounts:people",
        _("People"),
        "team",
        LEADERS,
        also=(
            "chats:agent",
            "chats:agent_new",
            "reports:stored",
            "reports:audit",
            "reports:privacy",
            "reports:privacy_buyer",
            "reports:privacy_erase",
        ),
    ),
    Page("reports:rules", _("Rules"), "settings", LEADERS),
    Page("reports:metrics", _("Metric definitions"), "metrics"),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """`nav_pages`: the entries for the shop in view, the current one marked."""
    place = workplace(request)
    if not place["shop"]:
        return {**place, "nav_pages": []}
    assert request.user.is_authenticated  # nobody else has a shop in view
    here = request.resolver_match.view_name if request.resolver_match else ""
    pages = [page for page in PAGES if place["roles"] & set(page.roles)]
    if any(page.whole_shop for page in pages) and not sees_whole_shop(request.user, place["shop"]):
        pages = [page for page in pages if not page.whole_shop]
    return {**place, "nav_pages": [_entry(page, place["shop"].pk, here) for page in pages]}


def _entry(page: Page, shop_id: int, here: str) -> dict[str, object]:
    return {
        "url": reverse(page.url_name, args=[shop_id]),
        "label": page.label,
        "icon": page.icon,
        "thumb": page.thumb,
        "active": here in (page.url_name, *page.also) or here.startswith(page.url_name + "_"),
    }
