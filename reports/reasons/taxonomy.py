"""The shop's lost-sale reasons: the shipped taxonomy, and what a shop makes of it (D9.5)."""

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import Shop
from reports.figures.labels import chosen
from reports.metrics.taxonomy import TAXONOMY
from reports.models import LostSaleReason

OWN_CODE = "own"  # codes of reasons that a shop added: own.1, own.2, …


def ensure(shop: Shop) -> None:
    """Give the shop the shipped taxonomy, unless it has reasons already."""
    if LostSaleReason.objects.filter(shop=shop).exists():
        return
    with transaction.atomic():
        Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
        if not LostSaleReason.objects.filter(shop=shop).exists():
            _create(shop)


def _create(shop: Shop) -> None:
    heads = LostSaleReason.objects.bulk_create(
        LostSaleReason(shop=shop, owner=group.owner, order=place, **vars(group.reason))
        for place, group in enumerate(TAXONOMY)
    )
    LostSaleReason.objects.bulk_create(
        LostSaleReason(shop=shop, parent=head, owner=head.owner, order=place, **vars(reason))
        for head, group in zip(heads, TAXONOMY, strict=True)
        for place, reason in enumerate(group.reasons)
    )


def name(reason: LostSaleReason) -> str:
    """The reason in the reader's language."""
    return chosen(reason.zh, reason.en or reason.zh)


def full_name(reason: LostSaleReason) -> str:
    """Both levels: 价格 · 运费."""
    return f"{name(reason.parent)} · {name(reason)}" if reason.parent else name(reason)


def tree(shop: Shop, with_retired: bool = False) -> list[tuple[LostSaleReason, list[LostSaleReason]]]:
    """Reasons of the first level in their order, each with those below it."""
    ensure(shop)
    wanted = LostSaleReason.objects.filter(shop=shop)
    rows = list(wanted if with_retired else wanted.exclude(Q(retired=True) | Q(parent__retired=True)))
    below: dict[int | None, list[LostSaleReason]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    heads = below.get(None, [])
    for head in heads:
        for child in below.get(head.pk, []):
            child.parent = head
    return [(head, below.get(head.pk, [])) for head in heads]


def by_code(shop: Shop) -> dict[str, LostSaleReason]:
    """Every reason of the second level that can still be chosen, by code."""
    return {child.code: child for _head, children in tree(shop) for child in children}


def by_id(shop: Shop, asked: str) -> LostSaleReason | None:
    """The reason of the second level that a page names, if it can be chosen."""
    return next((one for one in by_code(shop).values() if str(one.pk) == asked), None)


def add(
    shop: Shop, parent: LostSaleReason | None, zh: str, en: str, initials: str = "", owner: str | None = None
) -> LostSaleReason:
    """A reason of the shop's own, at the end of its level; unless told otherwise the owner is that above."""
    with transaction.atomic():
        Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
        rows = LostSaleReason.objects.filter(shop=shop)
        number = rows.filter(code__startswith=f"{OWN_CODE}.").count() + 1
        last = rows.filter(parent=parent).aggregate(last=Max("order"))["last"]
        above = parent.owner if parent else ""
        return rows.create(
            shop=shop,
            code=f"{OWN_CODE}.{number}",
            parent=parent,
            zh=zh,
            en=en,
            initials=initials.lower(),
            owner=above if owner is None else owner,
            order=(last or 0) + 1,
        )


@transaction.atomic
def rename(reason: LostSaleReason, zh: str, en: str, initials: str = "", owner: str | None = None) -> None:
    """Other names, and another owner where one is told; rows that use the reason show the new ones.

    A reason of the first level takes along those below that had the same owner.
    """
    before = reason.owner
    reason.zh, reason.en, reason.initials = zh, en, initials.lower()
    reason.owner = before if owner is None else owner
    reason.save(update_fields=["zh", "en", "initials", "owner"])
    if reason.owner != before and reason.parent_id is None:
        reason.children.filter(owner=before).update(owner=reason.owner)


def retire(reason: LostSaleReason, retired: bool = True) -> None:
    """Take a reason off the form, or put it back; rows that use it keep it."""
    reason.retired = retired
    reason.save(update_fields=["retired"])


@transaction.atomic
def move(reason: LostSaleReason, up: bool) -> None:
    """Put a reason before or behind its neighbour of the same level; at the end nothing changes."""
    Shop.objects.select_for_update(no_key=True).get(pk=reason.shop_id)
    level = list(LostSaleReason.objects.filter(shop=reason.shop_id, parent=reason.parent_id))
    at = next(place for place, one in enumerate(level) if one.pk == reason.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(level):
        return
    level[at], level[to] = level[to], level[at]
    for place, one in enumerate(level):
        one.order = place
    LostSaleReason.objects.bulk_update(level, ["order"])
