"""Files of the import page: our templates, and refused rows to mend and upload again."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils.translation import get_language

from chats.importers import templates
from chats.models import ImportBatch


def template_csv(name: str) -> HttpResponse:
    """One of our templates, its header and two example rows in the reader's language."""
    if name not in templates.EXAMPLES:
        raise Http404
    return _download(*templates.template(name, get_language() or "zh"))


def refused_csv(batch: ImportBatch) -> HttpResponse:
    """The refused rows under the header of their file; 404 where none was refused."""
    rows = list(batch.refusals.order_by("line", "pk").values_list("raw", flat=True))
    if not rows:
        raise Http404
    return _download(f"refused-{batch.pk}.csv", templates.template_like(rows))


def _download(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
