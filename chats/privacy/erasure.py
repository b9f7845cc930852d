"""Erase one buyer: names and words go, what was said, bought and earned stays as figures under a pseudonym.

Persons, days, amounts and hashes of messages stay as they are, so no figure changes, and the same files
imported again find every row there already. Of each name a keyed digest is kept that knows it again.
"""

# ruff: noqa: S608  (names of our own models only)

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import AgentNick, Shop, User
from accounts.nicks import is_masked, normalise_nick
from chats.imports import kept_bytes
from chats.models import BuyerAlias, ChaseNote, Contest, ImportBatch, Message, Order, RefusedRow, Ruling
from chats.privacy.retention import write_texts
from chats.store import bulk, erased, kept_words

SHORTEST_NAME = 3  # letters; a shorter nick stands in too many sentences by chance


class OwnAccount(Exception):
    """The name belongs to an agent or is the shop's main account: it is no buyer's."""


def find(shop: Shop, written: str) -> int | None:
    """The person with this nick or open uid; None for unknown and masked names, which identify nobody."""
    nick, open_uid = normalise_nick(written), written.strip()
    if not open_uid:
        return None
    known = BuyerAlias.objects.filter(shop=shop, person__isnull=False)
    by_nick = known.filter(nick=nick) if nick and not is_masked(nick) else known.none()
    return (by_nick | known.filter(open_uid=open_uid)).values_list("person", flat=True).first()


def aliases(shop: Shop, person: int) -> list[BuyerAlias]:
    """Every name of a buyer, the one met first before the others."""
    return list(BuyerAlias.objects.filter(shop=shop, person=person).order_by("pk"))


def is_erased(buyer: BuyerAlias) -> bool:
    """Whether this buyer's names are gone already."""
    return erased.is_pseudonym(buyer.nick or buyer.open_uid)


def erase(shop: Shop, person: int, by: User | None = None) -> list[str]:
    """Erase a buyer; the names as they were written until now, for what other tables say of them.

    Raises OwnAccount. Needs the transaction of the caller, who erases the rest with it.
    """
    with transaction.atomic():
        bulk.lock_shop(shop.pk)
        named = aliases(shop, person)
        _check_no_own_account(shop, named)
        names = sorted({name for one in named for name in (one.nick, one.open_uid, one.written) if name})
        ids = [one.pk for one in named]
        _forget_texts(shop, ids)
        _forget_memos(shop, ids)
        _rename(shop, named, by)
        _scrub(shop, names)
        _forget_imports(shop, names)
    return [name for name in names if not erased.is_pseudonym(name)]


def _check_no_own_account(shop: Shop, named: list[BuyerAlias]) -> None:
    nicks = {one.nick for one in named} - {""}
    if AgentNick.objects.filter(shop=shop, nick__in=nicks).exists():
        raise OwnAccount
    if normalise_nick(shop.main_account) in nicks:
        raise OwnAccount


def _forget_texts(shop: Shop, ids: list[int]) -> None:
    words = kept_words.of_messages(shop)
    sql = f"SELECT sent_at, hash, text FROM {Message._meta.db_table} WHERE shop_id = %s AND text <> ''"
    rows = bulk.rows(f"{sql} AND {bulk.among('buyer_id')}", [shop.pk, bulk.listed(ids)])
    write_texts(shop, [(words.of(text), sent_at, key) for sent_at, key, text in rows])


def _forget_memos(shop: Shop, ids: list[int]) -> None:
    words = kept_words.of_memos(shop)
    for order in Order.objects.filter(shop=shop, buyer__in=ids).exclude(memo=""):
        Order.objects.filter(pk=order.pk).update(memo=words.of(order.memo))


def _rename(shop: Shop, named: list[BuyerAlias], by: User | None) -> None:
    """Put pseudonyms in place of the names, and remember by their digests that they are gone."""
    gone = erased.ErasedNames.of(shop.pk)
    fresh = {
        erased.digests(shop.pk, kind, name)[0]: one.pk
        for one in named
        for kind, name in ((erased.NICK, one.nick), (erased.OPEN_UID, one.open_uid))
        if name and not is_masked(name) and not erased.is_pseudonym(name) and not gone.digest(kind, name)
    }
    erased.remember(shop.pk, list(fresh.items()), by.pk if by else None)
    gone.known |= fresh.keys()
    for one in named:
        nick, open_uid = gone.renamed((one.nick, one.open_uid))
        changed = {"nick": nick, "open_uid": open_uid, "written": nick if one.written else ""}
        BuyerAlias.objects.filter(pk=one.pk).update(**changed)


def _scrub(shop: Shop, names: list[str]) -> None:
    """Take the names out of what people of the shop wrote."""
    for model, path, columns in (
        (Contest, "shop", ("sentence", "answer")),
        (Ruling, "order__shop", ("reason",)),
        (ChaseNote, "order__shop", ("note",)),
    ):
        without_names(model.objects.filter(**{path: shop}), columns, names)


def without_names(rows: QuerySet[Any], columns: tuple[str, ...], names: list[str]) -> None:
    """Put a dash in place of the names wherever these columns of these rows contain one."""
    wanted = [name for name in names if len(name) >= SHORTEST_NAME and not erased.is_pseudonym(name)]
    for column in columns:
        for name in wanted:
            for row in rows.filter(**{f"{column}__contains": name}).only("pk", column):
                changed = getattr(row, column).replace(name, erased.HIDDEN)
                type(row).objects.filter(pk=row.pk).update(**{column: changed})


def _forget_imports(shop: Shop, names: list[str]) -> None:
    """Names in the names of files, in answers to "who is the buyer?", and in refused rows."""
    batches = ImportBatch.objects.filter(shop=shop)
    without_names(batches, ("path", "buyer"), names)
    for batch in batches.filter(status=ImportBatch.Status.NEEDS_MAPPING):
        if any(name in str(batch.error) for name in names):  # nobody has said yet who is who in it
            kept_bytes.forget(batch.stored_as)
            batch.delete()
    known = {normalise_nick(name) for name in names} | set(names)
    for row in RefusedRow.objects.filter(batch__in=batches).exclude(raw={}).only("pk", "raw"):
        if any(str(cell).strip() in known or normalise_nick(str(cell)) in known for cell in row.raw.values()):
            RefusedRow.objects.filter(pk=row.pk).update(raw={})
