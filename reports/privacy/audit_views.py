"""The audit trail of a shop, for its managers: who did what, when, from where."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import ShopRequest
from accounts.audit.queries import AuditFilterForm, filter_entries
from accounts.audit.tables import AuditTable
from accounts.models import Role, Shop
from chats.spans import Span, last_days, picked_span, presets
from reports.facts import queries
from reports.pages.downloads import Sheet
from reports.pages.lists import file_links, list_page, table_sheet
from reports.pages.page import about, show_page

PER_PAGE = 50
USUAL_DAYS = 30


def _list(request: ShopRequest, shop: Shop) -> dict[str, Any]:
    today = queries.today(shop)
    span = picked_span(request.GET, last_days(USUAL_DAYS, today))
    form = AuditFilterForm(request.GET, shop=shop)
    rows = filter_entries(shop, form.wanted(), *queries.instants(shop, span))
    return {"span": span, "presets": presets(today), "form": form, "table": AuditTable(rows)}  # type: ignore[no-untyped-call]  # no annotations


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The same entries; read now: as soon as the view ends, the download is an entry itself."""
    context = _list(request, shop)
    span: Span = context["span"]
    name = f"audit_{span.first}_{span.last}"
    sheet = table_sheet(request, context["table"], name, about(shop, span))
    return replace(sheet, rows=list(sheet.rows))


@list_page(_sheet, Role.MANAGER)
def audit(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List what was done in a span, newest first."""
    context = _list(request, shop)
    table: AuditTable = context["table"]
    show_page(request, table, PER_PAGE)
    table.downloads = file_links(request)
    context |= {"title": _("Audit trail"), "here": "audit"}
    return render(request, "reports/privacy/audit.html", context)
