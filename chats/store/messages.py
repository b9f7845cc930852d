"""Messages into the database: each once, however often and in whatever files it comes (D2.4)."""

# ruff: noqa: S608  (names of our own models only)

from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection
from numpy.typing import NDArray

from accounts.models import Shop
from chats.models import Message
from chats.store import agents, auto_texts, bulk, buyers, identity
from chats.store.dirty import Marks
from chats.store.forgotten import Forgotten
from chats.store.message_rows import insert_messages
from chats.store.outcomes import ADDED, Outcomes
from chats.store.slots import Placement, place
from chats.store.stored_messages import known_sources, stored_between

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Prepared:
    """All of a file's messages that can be worked out before the transaction, sorted by second,
    content and source (rows with an id first). `row` is each one's place in the frame."""

    row: Ints
    sent_at: Ints
    content: identity.Hashes
    source: Ints  # 0 where the source gives no id
    agent: Ints  # place in agent_nicks
    agent_nicks: list[str]
    buyer: Ints  # place in buyer_names
    buyer_names: list[tuple[str, str]]
    direction: NDArray[np.int8]
    kind: NDArray[np.int8]
    chars: Ints
    texts: NDArray[np.object_]  # UTF-8 bytes


def prepare(messages: pd.DataFrame) -> Prepared:
    """Hash, encode and sort the messages of one file (PARSED_MESSAGES)."""
    agent, agent_nicks = pd.factorize(messages["agent"].to_numpy())
    buyer, buyer_names = _buyer_names(messages)
    texts, utf8 = _clean(messages["text"].tolist())
    encoded = _objects(utf8)
    direction, kind = messages["direction"].to_numpy(np.int8), messages["kind"].to_numpy(np.int8)
    content = identity.contents(
        identity.nick_hashes([agents.nick_key(nick) for nick in agent_nicks])[agent],
        identity.buyer_hashes([buyers.buyer_key(*names) for names in buyer_names])[buyer],
        direction,
        kind,
        identity.hashes(encoded, len(encoded)),
    )
    sent_at = messages["sent_at"].to_numpy(np.int64)
    source = _sources(messages["source_id"])
    row = np.lexsort((source == 0, content, sent_at))
    chars = np.fromiter(map(len, texts), np.int64, len(texts))
    return Prepared(
        row, sent_at[row], content[row], source[row], agent[row], list(agent_nicks), buyer[row], buyer_names,
        direction[row], kind[row], chars[row], encoded[row],
    )  # fmt: skip


def _clean(texts: list[str]) -> tuple[list[str], list[bytes]]:
    """Texts that both databases can hold, and the same as UTF-8."""
    try:
        encoded = [text.encode() for text in texts]
    except UnicodeEncodeError:
        return _clean([bulk.storable(text) for text in texts])
    if b"\0" in b"".join(encoded):  # far faster than asking text by text
        return _clean([text.replace("\0", "") for text in texts])
    return texts, encoded


def _objects(values: list[Any]) -> NDArray[np.object_]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _sources(ids: pd.Series) -> Ints:
    written = ids.to_numpy()
    if not (written != "").any():
        return np.zeros(len(written), dtype=np.int64)
    return identity.source_hashes(written.tolist())


def _buyer_names(messages: pd.DataFrame) -> tuple[Ints, list[tuple[str, str]]]:
    """Each row's place among the file's buyers, and these as (nick as written, open uid)."""
    nick, nicks = pd.factorize(messages["buyer"].to_numpy())
    uid, uids = pd.factorize(messages["open_uid"].to_numpy())
    place, pairs = pd.factorize(nick * max(len(uids), 1) + uid)
    return place, [(nicks[pair // len(uids)], uids[pair % len(uids)]) for pair in pairs.tolist()]


def store(
    prepared: Prepared, batch_id: int, robots: frozenset[str], marks: Marks
) -> tuple[Outcomes, list[str]]:
    """Add what the shop does not have yet; one outcome a row of the frame, and the agents created.

    A row that takes over an equal one without an id counts as unchanged: no figure changes.
    """
    shop_id = marks.shop.pk
    agent_ids, created = agents.resolve(prepared.agent_nicks, robots, marks)
    buyer_ids = buyers.resolve(prepared.buyer_names, marks)
    stored = stored_between(shop_id, prepared.sent_at, bool(prepared.source.any()))
    fresh = _not_repeated(prepared.source, known_sources(shop_id, prepared.source, stored))
    placement = place(prepared.sent_at[fresh], prepared.content[fresh], prepared.source[fresh], stored)
    added = fresh[placement.added]
    _insert(prepared, added, placement.hashes, (agent_ids, buyer_ids), marks.shop, batch_id)
    _take_over(shop_id, placement)
    marks.touch_messages(prepared.sent_at[added])
    outcomes = np.zeros(len(prepared.row), dtype=np.int8)
    outcomes[prepared.row[added]] = ADDED
    return outcomes, created


def _not_repeated(source: Ints, known: Ints) -> Ints:
    """Places of the rows whose source id, if any, neither the shop nor an earlier row has."""
    with_id = np.flatnonzero(source)
    first = with_id[np.unique(source[with_id], return_index=True)[1]]
    new = source == 0
    new[first[~np.isin(source[first], known)]] = True
    return np.flatnonzero(new)


def _take_over(shop_id: int, placement: Placement) -> None:
    """Give stored rows without an id the ids of equal rows."""
    columns = (placement.over_source, placement.over_sent_at, placement.over_hash)
    table = Message._meta.db_table
    with connection.cursor() as cursor:
        if bulk.is_postgres():
            cursor.execute(
                f"UPDATE {table} SET source_hash = new.source FROM "
                "unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS new (source, at, hash) "
                f"WHERE shop_id = %s AND sent_at = new.at AND {table}.hash = new.hash",
                [*(column.tolist() for column in columns), shop_id],
            )
        else:
            sql = f"UPDATE {table} SET source_hash = %s WHERE sent_at = %s AND hash = %s AND shop_id = %s"
            rows = zip(*(column.tolist() for column in columns), repeat(shop_id), strict=False)
            cursor.executemany(sql, list(rows))


def _insert(
    prepared: Prepared, added: Ints, hashes: Ints, names: tuple[Ints, Ints], shop: Shop, batch_id: int
) -> None:
    """Add the rows; those with a source id apart, so that all rows of one COPY have the same columns."""
    forgotten = Forgotten.of(shop)
    for with_id in (False, True):
        some = np.flatnonzero((prepared.source[added] != 0) == with_id)
        if len(some):
            rows = added[some]
            columns: dict[str, NDArray[Any]] = {
                "sent_at": prepared.sent_at[rows],
                "hash": hashes[some],
                "agent_nick_id": names[0][prepared.agent[rows]],
                "buyer_id": names[1][prepared.buyer[rows]],
                "direction": prepared.direction[rows],
                "kind": auto_texts.kinds(
                    shop, prepared.kind[rows], prepared.direction[rows], prepared.texts[rows]
                ),
                "chars": prepared.chars[rows],
            }
            if with_id:
                columns["source_hash"] = prepared.source[rows]
            texts = forgotten.texts(prepared.texts[rows], columns["sent_at"], columns["buyer_id"])
            insert_messages({"shop_id": shop.pk, "batch_id": batch_id}, columns, texts)
