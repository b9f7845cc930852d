"""Who reads a buyer's name in full in lost-sale rows: as everywhere, whoever talked with the buyer."""

from django.db.models import QuerySet

from accounts.models import Shop, User
from chats.buyers import in_conversation
from reports.models import LostSaleEntry


def with_buyers(rows: QuerySet[LostSaleEntry], user: User, shop: Shop) -> QuerySet[LostSaleEntry]:
    """The rows with `shows_buyer`: whether the user reads the buyer's name in full."""
    return rows.annotate(shows_buyer=in_conversation(user, shop, person="buyer", agent="form__agent_id"))
