"""A list and its file, from one declaration: same address, filters, roles and order.

    def _sheet(request, shop): ...            # all rows of the list, as a Sheet

    @list_page(_sheet, *LEADERS)
    def orders(request, shop): ...            # the page; file_links(request) gives its downloads

    urlpatterns = [*views.orders.urls("s/<int:shop_id>/orders/", "orders")]

gives the page "orders" and, below it, file.xlsx and file.csv under the name "orders_file".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig, Table

from accounts.access import ShopRequest
from accounts.models import Shop
from chats.spans import Span
from reports.pages.downloads import FORMATS, Cell, Heading, Sheet, response
from reports.pages.page import View, about, report_page
from reports.pages.table_files import file_rows, headings

SheetMaker = Callable[..., Sheet]  # (request, shop, **what else stands in the address)


@dataclass(frozen=True)
class ListPage:
    """The view of a list and the view of its file."""

    page: View
    file: View

    def urls(self, address: str, name: str, file: str = "file.<str:kind>") -> list[URLPattern]:
        """The page at an address, and below it the file under the name with "_file" added."""
        return [path(address, self.page, name=name), path(address + file, self.file, name=f"{name}_file")]


def list_page(sheet: SheetMaker, *roles: str) -> Callable[[View], ListPage]:
    """Declare a page for the given roles (all, where none is named) whose rows `sheet` gives as a file."""
    return lambda view: ListPage(report_page(*roles)(view), file_view(sheet, *roles))


def file_view(sheet: SheetMaker, *roles: str) -> View:
    """A view that sends a sheet as the file that the `kind` of its address names; 404 for other kinds."""

    @report_page(*roles)
    @wraps(sheet)
    def send(request: ShopRequest, shop: Shop, kind: str, **kwargs: object) -> HttpResponseBase:
        if kind not in FORMATS:
            raise Http404
        return response(sheet(request, shop, **kwargs), kind)

    return send


def file_links(request: ShopRequest, name: str = "", **kwargs: object) -> list[tuple[str, str]]:
    """(label, address) of the downloads of what the page shows: same filters, same order.

    They are the files of the page's own list or, where it has none, those called `name`; `kwargs` stand in
    their address besides or in place of what stands in the page's.
    """
    match = request.resolver_match
    assert match is not None  # a page was found
    name = f"{match.namespace}:{name}" if name else f"{match.view_name}_file"
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    labels = {"xlsx": _("XLSX"), "csv": _("CSV")}
    return [
        (labels[kind], reverse(name, kwargs={**match.kwargs, **kwargs, "kind": kind}) + query)
        for kind in FORMATS
    ]


def span_sheet(
    name: str,
    shop: Shop,
    span: Span,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[Cell]],
    *said: tuple[str, str],
) -> Sheet:
    """A sheet whose file is named after its span, and which says of itself shop, span and `said`."""
    return Sheet(f"{name}_{span.first}_{span.last}", headings, rows, about(shop, span, *said))


def table_sheet(request: ShopRequest, table: Table, name: str, said: Sequence[tuple[str, str]]) -> Sheet:
    """Every row of a table, in the order of its page, as a sheet that says `said` of itself."""
    RequestConfig(request, paginate=False).configure(table)
    return Sheet(name, headings(table), file_rows(table), said)
