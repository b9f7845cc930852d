"""Deletes the texts of messages that are older than the shop keeps them; figures stay (kept_words.py)."""

# ruff: noqa: S608  (names of our own models only)

import datetime as dt

from django.db import connection, transaction

from accounts.models import Shop
from chats.imports import kept_bytes
from chats.models import ImportBatch, Message, RefusedRow
from chats.store import bulk, kept_words

TABLE = Message._meta.db_table
DAY_SECONDS = 86_400


def delete_texts(shop: Shop, now: dt.datetime | None = None) -> int:
    """Delete the texts of messages older than the shop keeps them; how many. Doing it twice deletes nothing.

    A day is one transaction, so that imports and pages need not wait for a first long run.
    """
    until = kept_words.kept_since(shop, now)
    if until is None:
        return 0
    deleted = 0
    for since in _days_with_texts(shop, until):
        with transaction.atomic():
            bulk.lock_shop(shop.pk)
            deleted += _delete_between(shop, since, min(since + DAY_SECONDS, until))
    _forget_rows(shop, until)
    return deleted


def _days_with_texts(shop: Shop, until: int) -> list[int]:
    """Starts of the stretches of 24 hours before an instant in which a message has a text."""
    sql = f"SELECT DISTINCT sent_at / {DAY_SECONDS} FROM {TABLE} WHERE shop_id = %s AND sent_at < %s"
    found = bulk.rows(f"{sql} AND text <> ''", [shop.pk, until])
    return sorted(int(number) * DAY_SECONDS for (number,) in found)


def _delete_between(shop: Shop, since: int, until: int) -> int:
    """Delete the texts of [since, until), but for the phrases by which rules decide; how many changed."""
    words = kept_words.of_messages(shop)
    where = "shop_id = %s AND sent_at >= %s AND sent_at < %s AND text <> ''"
    rows = bulk.rows(f"SELECT sent_at, hash, text FROM {TABLE} WHERE {where}", [shop.pk, since, until])
    changed = [(kept, sent_at, key) for sent_at, key, text in rows if (kept := words.of(text)) != text]
    write_texts(shop, changed)
    return len(changed)


def write_texts(shop: Shop, changed: list[tuple[str, int, int]]) -> None:
    """Put (text, second, hash) in place of what stood there."""
    if not changed:
        return
    sql = f"UPDATE {TABLE} SET text = %s WHERE shop_id = {int(shop.pk)} AND sent_at = %s AND hash = %s"
    with connection.cursor() as cursor:
        cursor.executemany(sql, changed)


def _forget_rows(shop: Shop, until: int) -> None:
    """Refused rows and files that wait for a person hold texts as well: they go when they are as old."""
    instant = dt.datetime.fromtimestamp(until, dt.UTC)
    old = ImportBatch.objects.filter(shop=shop, created_at__lt=instant)
    RefusedRow.objects.filter(batch__in=old).exclude(raw={}).update(raw={})
    for batch in old.filter(status=ImportBatch.Status.NEEDS_MAPPING):
        kept_bytes.forget(batch.stored_as)
        batch.delete()
