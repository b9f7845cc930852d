"""What is refused before any page sees it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\x00"


class RefuseNulMiddleware:
    """No person types NUL, PostgreSQL cannot keep it, and forms of ours would each have to look for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Look into what a form sent; by now the CSRF check has read it anyway."""
        if request.method == "POST" and any(
            NUL in text for _name, texts in request.POST.lists() for text in texts
        ):
            raise BadRequest("A field holds the character NUL.")
