"""Pages of the imports: upload files, watch them, read what was refused and fix it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.access import LEADERS, ShopRequest, shop_page
from accounts.models import Shop
from chats.imports import uploads
from chats.imports.downloads import refused_csv, template_csv
from chats.imports.forms import MappingForm, UploadForm
from chats.imports.report import Report, failed_refresh, reports, under_way
from chats.imports.tables import RefusalTable
from chats.models import ImportBatch

PER_PAGE = 20
REFUSALS_PER_PAGE = 100


@shop_page(*LEADERS)
def imports(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Take files, and list what became of the earlier ones, newest first."""
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        files = form.cleaned_data["files"]
        uploads.receive(shop, files, request.user)
        said = ngettext("%(count)s file received.", "%(count)s files received.", len(files))
        messages.success(request, said % {"count": len(files)})
        return redirect("chats:imports", shop.pk)
    context = {"title": _("Import"), "form": form, "limit": settings.UPLOAD_LIMIT_BYTES}
    return render(request, "chats/imports/imports.html", context | _list(request, shop))


@require_safe
@shop_page(*LEADERS)
def imports_latest(request: ShopRequest, shop: Shop) -> HttpResponse:
    """The list alone, which the page asks for again while something is under way."""
    return render(request, "chats/imports/imports_list.html", _list(request, shop))


def _list(request: ShopRequest, shop: Shop) -> dict[str, object]:
    page: Page[Any] = Paginator(_batches(shop).order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = reports(page.object_list)
    work = under_way(shop)
    return {"page": page, "work": work, "busy": bool(work), "failed": failed_refresh(shop)}


def _batches(shop: Shop) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(shop=shop).select_related("job", "created_by")


@shop_page(*LEADERS)
def imports_file(request: ShopRequest, shop: Shop, batch_id: int) -> HttpResponse:
    """One file: its counts, notices and refused rows, or the question who is who in it."""
    report = Report(get_object_or_404(_batches(shop), pk=batch_id))
    form = _mapping_form(request, report) if report.needs_mapping else None
    if form and request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        uploads.resume(report.batch, told["agent"], told["buyer"], request.user)
        return redirect("chats:imports", shop.pk)
    table = RefusalTable(report.batch.refusals.order_by("line", "pk"))  # type: ignore[no-untyped-call]  # no annotations
    RequestConfig(request, paginate={"per_page": REFUSALS_PER_PAGE}).configure(table)
    context = {"title": report.name, "report": report, "form": form, "table": table}
    context["roster"] = shop.agents.order_by("name") if form else ()
    return render(request, "chats/imports/imports_file.html", context)


def _mapping_form(request: ShopRequest, report: Report) -> MappingForm:
    return MappingForm(request.POST if request.method == "POST" else None, speakers=report.speakers)


@require_safe
@shop_page(*LEADERS)
def imports_refused(request: ShopRequest, shop: Shop, batch_id: int) -> HttpResponse:
    """The refused rows as a file to fix and upload again."""
    return refused_csv(get_object_or_404(_batches(shop), pk=batch_id))


@require_safe
@shop_page(*LEADERS)
def imports_template(request: ShopRequest, shop: Shop, name: str) -> HttpResponse:
    """An empty table of our own with two example rows."""
    return template_csv(name)
