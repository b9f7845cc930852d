"""Notes every file that leaves a shop's page in the audit trail, so that no new download can be forgotten."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts.audit import trail as audit

EMPTY_FILES = frozenset({"chats:imports_template"})  # nothing of anybody stands in them
NAMED_BY_UPLOADERS = frozenset({"chats:imports_refused"})  # a saved chat is often named after its buyer


class DownloadTrailMiddleware:
    """Notes who downloaded which file; stands after authentication. What was searched for is not noted: it
    may be a buyer's nick."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        shop, actor = getattr(request, "shop", None), getattr(request, "actor", None)
        match = request.resolver_match
        sent = response.get("Content-Disposition", "")
        if shop and actor and match and sent.startswith("attachment") and match.view_name not in EMPTY_FILES:
            named = match.view_name in NAMED_BY_UPLOADERS
            about = f"#{match.kwargs['batch_id']}" if named else _file_name(sent)
            audit.note(actor, shop, "downloaded", about, page=match.view_name.split(":")[-1])
        return response


def _file_name(disposition: str) -> str:
    """The name under which the browser keeps the file."""
    _, _, name = disposition.partition("filename")
    return unquote(name.lstrip("*=").removeprefix("UTF-8''").strip('"'))
