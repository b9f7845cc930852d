"""Texts that the shop declared to be automatic replies: their messages are of kind auto (D2.3).

The stored hash stays that of the kind with which a message came (D2.4), so the same file again
changes nothing, and a message whose text is no longer declared gets back the kind that its hash tells.
"""

# ruff: noqa: S608  (names of our own models only)

from hashlib import sha256
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from accounts.models import AgentNick, Shop
from chats.attribution.columns import AUTO, OUT, TEXT
from chats.models import AutoText, BuyerAlias, Message
from chats.store import bulk, identity
from chats.store.dirty import Marks

TABLE = Message._meta.db_table
ALIAS_TABLE = BuyerAlias._meta.db_table
MOST_REPEATS = 64  # of one text to one buyer in one second, in one file

Ints = NDArray[np.int64]


def digest(text: str) -> str:
    """What identifies a declared text."""
    return sha256(text.encode()).hexdigest()


def kinds(
    shop: Shop, kind: NDArray[np.int8], direction: NDArray[np.int8], texts: NDArray[np.object_]
) -> NDArray[np.int8]:
    """The kinds of messages on their way in (`texts` as UTF-8): declared texts of agents are auto.

    A shop without declared texts gets back what it gave.
    """
    declared = {text.encode() for text in AutoText.objects.filter(shop=shop).values_list("text", flat=True)}
    if not declared:
        return kind
    said = np.flatnonzero((direction == OUT) & (kind == TEXT))
    hits = said[[text in declared for text in texts[said]]]
    changed = kind.copy()
    changed[hits] = AUTO
    return changed


def make_auto(shop: Shop, text: str, marks: Marks) -> int:
    """Turn the shop's outgoing messages of this text into automatic ones; how many. Twice changes none."""
    where = "WHERE shop_id = %s AND direction = %s AND kind = %s AND text = %s"
    wanted: list[Any] = [shop.pk, OUT, TEXT, text]
    instants = np.array(bulk.rows(f"SELECT sent_at FROM {TABLE} {where}", wanted), np.int64).reshape(-1)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET kind = %s {where}", [AUTO, *wanted])
    marks.touch_messages(instants)
    return len(instants)


def make_human(shop: Shop, text: str, marks: Marks) -> int:
    """Give the messages of this text that came as text their kind back; how many."""
    rows = bulk.rows(
        f"SELECT sent_at, hash, agent_nick_id, buyer_id FROM {TABLE}"
        " WHERE shop_id = %s AND direction = %s AND kind = %s AND text = %s",
        [shop.pk, OUT, AUTO, text],
    )
    came = _came_as_text(rows, text)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {TABLE} SET kind = {TEXT} WHERE shop_id = {int(shop.pk)} AND sent_at = %s AND hash = %s",
            came,
        )
    marks.touch_messages(np.array([sent_at for sent_at, _key in came], np.int64))
    return len(came)


def _came_as_text(rows: list[tuple[int, int, int, int]], text: str) -> list[tuple[int, int]]:
    """(second, hash) of the rows whose hash is that of a message of kind text."""
    if not rows:
        return []
    sent_at, stored, nick, buyer = np.array(rows, np.int64).T
    count = len(rows)
    contents = identity.contents(
        _nick_hashes(nick),
        _buyer_hashes(buyer),
        np.full(count, OUT, np.int8),
        np.full(count, TEXT, np.int8),
        np.repeat(identity.hashes([text.encode()], 1), count),
    )
    came = np.zeros(count, bool)
    for number in range(1, MOST_REPEATS + 1):
        came |= identity.numbered(contents, np.full(count, number, np.int64)) == stored
    return list(zip(sent_at[came].tolist(), stored[came].tolist(), strict=True))


def _nick_hashes(ids: Ints) -> identity.Hashes:
    found, place = np.unique(ids, return_inverse=True)
    nicks = dict(AgentNick.objects.filter(pk__in=found.tolist()).values_list("pk", "nick"))
    return identity.nick_hashes([nicks.get(pk, "") for pk in found.tolist()])[place]


def _buyer_hashes(ids: Ints) -> identity.Hashes:
    found, place = np.unique(ids, return_inverse=True)
    names: dict[int, tuple[str, str]] = {}
    sql = f"SELECT id, nick, open_uid FROM {ALIAS_TABLE} WHERE {bulk.among('id')}"
    for some in bulk.chunks(found.tolist()):
        names |= {pk: (nick, uid) for pk, nick, uid in bulk.rows(sql, [bulk.listed(some)])}
    return identity.buyer_hashes([names.get(pk, ("", "")) for pk in found.tolist()])[place]
