"""Addresses that several pages give, so that all of them lead to the same place."""

from django.urls import NoReverseMatch, reverse

from accounts.models import Shop


def talk_url(shop: Shop | int, buyer: int | None) -> str:
    """The conversation with one buyer, across agents; "" where the buyer identifies nobody (D2.2).

    `buyer` is the id of the person, as Reception.buyer_id and BuyerAlias.person_id hold it.
    """
    if buyer is None:
        return ""
    try:
        return reverse("reports:talk", args=[getattr(shop, "pk", shop), buyer])
    except NoReverseMatch:
        return ""
