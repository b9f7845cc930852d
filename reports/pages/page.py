"""What every report page does: who may look at it, its span, its table, and what it says of itself."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig, Table

from accounts.access import ShopRequest, shop_page
from accounts.models import Shop
from chats.spans import Preset, Span, picked_span
from reports.facts import queries

View = Callable[..., HttpResponseBase]


def report_page(*roles: str) -> Callable[[View], View]:
    """A page of figures: to be looked at only, for the given roles."""

    def guard(view: View) -> View:
        return require_safe(shop_page(*roles)(view))

    return guard


def asked_span(request: ShopRequest, shop: Shop, days: int = queries.WEEK_DAYS) -> tuple[Span, list[Preset]]:
    """The span of the address, else the latest complete days; and the named spans."""
    usual, named = queries.usual_span(shop, days)
    return picked_span(request.GET, usual), named


def show_page(request: ShopRequest, table: Table, per_page: int) -> None:
    """Sort a table as the address says, and show the page that it names."""
    RequestConfig(request, paginate={"per_page": per_page, "silent": True}).configure(table)


def about(shop: Shop, span: Span, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """What a file says of itself."""
    return [
        (_("Shop"), shop.name),
        (_("Span"), f"{span.first.isoformat()} – {span.last.isoformat()}"),
        *more,
    ]
