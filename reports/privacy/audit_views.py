"""The audit trail of a shop, for its managers: who did what, when, from where."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from accounts.access import ShopRequest
from accounts.audit.queries import AuditFilterForm, picked
from accounts.audit.tables import AuditTable
from accounts.models import Role, Shop
from chats.spans import Span, last_days, picked_span, presets
from reports.facts import queries
from reports.pages import downloads
from reports.pages.page import about, file_kind, file_links, report_page, show_page
from reports.pages.table_files import file_rows, headings

PER_PAGE = 50
USUAL_DAYS = 30


def _list(request: ShopRequest, shop: Shop) -> dict[str, object]:
    today = queries.today(shop)
    span = picked_span(request.GET, last_days(USUAL_DAYS, today))
    form = AuditFilterForm(request.GET, shop=shop)
    rows = picked(shop, form.wanted(), span.first, span.last)
    return {"span": span, "presets": presets(today), "form": form, "table": AuditTable(rows)}


@report_page(Role.MANAGER)
def audit(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List what was done in a span, newest first."""
    context = _list(request, shop)
    table: AuditTable = context["table"]
    show_page(request, table, PER_PAGE)
    table.downloads = file_links(request, lambda kind: reverse("reports:audit_file", args=[shop.pk, kind]))
    context |= {"title": _("Audit trail"), "here": "audit"}
    return render(request, "reports/privacy/audit.html", context)


@report_page(Role.MANAGER)
def audit_file(request: ShopRequest, shop: Shop, kind: str) -> HttpResponse:
    """The same entries as a file."""
    kind = file_kind(kind)
    context = _list(request, shop)
    span: Span = context["span"]
    name = f"audit_{span.first}_{span.last}"
    table: AuditTable = context["table"]
    RequestConfig(request, paginate=False).configure(table)
    rows = list(file_rows(table))  # now: as soon as the view ends, this download is an entry itself
    return downloads.response(downloads.Sheet(name, headings(table), rows, about(shop, span)), kind)
