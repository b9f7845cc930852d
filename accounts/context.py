"""What every template knows: the person's theme, the shop in view, the shops to switch to."""

from typing import Any

from django.http import HttpRequest
from django_stubs_ext import StrOrPromise

from accounts.access import SESSION_KEY, roles_of, shops_of
from accounts.models import Role, Shop

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


def workplace(request: HttpRequest) -> dict[str, Any]:
    """`theme` for all; `shop`, `shops`, `roles` and `role_label` for people who signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        cookie = request.COOKIES.get(THEME_COOKIE, "")
        return {"theme": cookie if cookie in THEMES else "auto", "shop": None}
    shops = list(shops_of(user))
    shop: Shop | None = getattr(request, "shop", None) or _last_shop(request, shops)
    roles: frozenset[str] = getattr(request, "roles", None) or frozenset()
    if shop and not hasattr(request, "roles"):
        roles = roles_of(user, shop)
    return {
        "theme": user.theme or "auto",
        "shop": shop,
        "shops": shops,
        "roles": roles,
        "role_label": _label(roles),
    }


def _last_shop(request: HttpRequest, shops: list[Shop]) -> Shop | None:
    last = request.session.get(SESSION_KEY)
    return next((shop for shop in shops if shop.pk == last), shops[0] if shops else None)


def _label(roles: frozenset[str]) -> StrOrPromise:
    highest = next((role for role in (Role.MANAGER, Role.SUPERVISOR, Role.AGENT) if role in roles), None)
    return Role(highest).label if highest else ""
