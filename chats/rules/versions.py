"""The versions of a shop's rules: which there are, and how a new one comes about (D7.7)."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from accounts.models import Shop, User
from chats.attribution.rules import BEGINNING, DEFAULT_BOOK, Rules, RuleVersion, to_json, with_changes
from chats.models import RuleSet


def book(shop: Shop) -> tuple[RuleVersion, ...]:
    """Every version of the shop's rules by first day; the defaults where nobody set any."""
    versions = RuleSet.objects.filter(shop=shop).order_by("valid_from")
    return tuple(RuleVersion(v.number, v.valid_from, v.rules) for v in versions) or DEFAULT_BOOK


def first_rules(shop: Shop) -> RuleSet:
    """The version that is valid from the beginning; made of the defaults for a new shop."""
    first, _ = RuleSet.objects.get_or_create(
        shop=shop, valid_from=BEGINNING, defaults={"number": 1, "params": to_json(Rules())}
    )
    return first


def set_rules(
    shop: Shop, changes: Mapping[str, str], valid_from: dt.date | None = None, user: User | None = None
) -> RuleSet:
    """Change parameters as a person typed them, from a business day on or from the beginning.

    A new version copies the version valid on its first day; one of the same day is replaced and
    keeps its number. Raises BadRule. Recomputes nothing: refresh_days does.
    """
    with transaction.atomic():
        Shop.objects.select_for_update().get(pk=shop.pk)
        first_rules(shop)
        versions = RuleSet.objects.filter(shop=shop)
        day = max(valid_from or BEGINNING, BEGINNING)
        base = versions.filter(valid_from__lte=day).latest("valid_from")
        params = to_json(with_changes(base.rules, changes))
        number = base.number if base.valid_from == day else versions.latest("number").number + 1
        version, _ = RuleSet.objects.update_or_create(
            shop=shop, valid_from=day, defaults={"number": number, "params": params, "created_by": user}
        )
    return version
