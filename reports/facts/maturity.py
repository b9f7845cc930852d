"""From which of some spans on figures can still change, because their inquiries are open (D6.4)."""

from collections.abc import Sequence

from accounts.models import Shop
from chats.frames import rule_book
from chats.models import ShopState
from chats.spans import Span
from reports.facts import queries


def open_from(shop: Shop, spans: Sequence[Span]) -> int | None:
    """The place of the first span whose inquiries are not all mature yet; None where they are."""
    state = ShopState.objects.filter(shop=shop).first()
    as_of = state.as_of if state else None
    if as_of is None:
        return 0
    book = rule_book(shop)
    return next((at for at, span in enumerate(spans) if as_of < queries.final_at(book, span.last)), None)
