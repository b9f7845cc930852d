"""What every report page does: spans of the address, and tables as files."""

from collections.abc import Callable, Sequence

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig, Table

from accounts.access import ShopRequest, sees_whole_shop, shop_page
from accounts.models import Shop
from chats.spans import Preset, Span, picked_span
from reports.facts import queries
from reports.pages import downloads
from reports.pages.table_files import file_rows, headings

View = Callable[..., HttpResponse]


def report_page(*roles: str) -> Callable[[View], View]:
    """A page of figures: to be looked at only, for the given roles."""

    def guard(view: View) -> View:
        return require_safe(shop_page(*roles)(view))

    return guard


def asked_span(request: ShopRequest, shop: Shop, days: int = queries.WEEK_DAYS) -> tuple[Span, list[Preset]]:
    """The span of the address, else the latest complete days; and the named spans."""
    usual, named = queries.usual_span(shop, days)
    return picked_span(request.GET, usual), named


def file_kind(kind: str) -> str:
    """xlsx or csv; anything else is no page."""
    if kind not in downloads.FORMATS:
        raise Http404
    return kind


def file_links(request: ShopRequest, address: Callable[[str], str]) -> list[tuple[str, str]]:
    """(label, address) of the downloads of what the page shows: same filters, same order."""
    query = request.GET.urlencode()
    labels = {"xlsx": _("XLSX"), "csv": _("CSV")}
    return [(labels[kind], address(kind) + (f"?{query}" if query else "")) for kind in downloads.FORMATS]


def whole_shop_or_404(request: ShopRequest, shop: Shop) -> None:
    """Pages of the whole shop are for those who see all of it; to others they do not exist."""
    if not sees_whole_shop(request.user, shop):
        raise Http404


def show_page(request: ShopRequest, table: Table, per_page: int) -> None:
    """Sort a table as the address says, and show the page that it names."""
    RequestConfig(request, paginate={"per_page": per_page, "silent": True}).configure(table)


def table_file(
    request: ShopRequest, table: Table, kind: str, name: str, said: Sequence[tuple[str, str]]
) -> HttpResponse | StreamingHttpResponse:
    """Every row of a table, in the order of its page, as a file that says `said` of itself."""
    RequestConfig(request, paginate=False).configure(table)
    return downloads.response(downloads.Sheet(name, headings(table), file_rows(table), said), kind)


def about(shop: Shop, span: Span, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """What a file says of itself."""
    return [
        (_("Shop"), shop.name),
        (_("Span"), f"{span.first.isoformat()} – {span.last.isoformat()}"),
        *more,
    ]
