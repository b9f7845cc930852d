"""What the shop already has of the messages that a file may bring: keys and source ids, no texts."""

# ruff: noqa: S608  (names of our own models only)

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chats.models import Message
from chats.store import bulk
from chats.store.identity import moment_keys

Ints = NDArray[np.int64]
TABLE = Message._meta.db_table
# Reading a stored row in passing is about this much cheaper than looking one up.
READ_PER_LOOKUP = 8


@dataclass(frozen=True)
class Stored:
    """Keys of stored messages; `source` is 0 where there is no source id."""

    sent_at: Ints
    hash: Ints
    source: Ints

    @cached_property
    def _sorted(self) -> tuple[NDArray[np.uint64], Ints]:
        keys = moment_keys(self.sent_at, self.hash)
        order = np.argsort(keys)
        return keys[order], order

    def find(self, sent_at: Ints, hashes: Ints) -> Ints:
        """The place of each (second, hash) among the stored ones, -1 where it is new."""
        if not len(self.hash):
            return np.full(len(hashes), -1, dtype=np.int64)
        keys, order = self._sorted
        place = order[np.minimum(np.searchsorted(keys, moment_keys(sent_at, hashes)), len(keys) - 1)]
        same = (self.sent_at[place] == sent_at) & (self.hash[place] == hashes)
        return np.where(same, place, -1)


def stored_between(shop_id: int, sent_at: Ints, with_sources: bool) -> Stored:
    """The shop's messages of the given seconds, and perhaps others between them; `sent_at` is sorted."""
    if not len(sent_at):
        return Stored(*np.empty((3, 0), dtype=np.int64))
    seconds = sent_at[np.flatnonzero(np.diff(sent_at, prepend=sent_at[0] - 1))]
    # Without sources the primary key answers alone, and no row need be touched.
    source = "coalesce(source_hash, 0)" if with_sources else "0"
    sql = f"SELECT sent_at, hash, {source} FROM {TABLE} WHERE shop_id = %s AND "
    span = [shop_id, int(seconds[0]), int(seconds[-1])]
    if _at_most(f"FROM {TABLE} WHERE shop_id = %s AND sent_at BETWEEN %s AND %s", span, len(seconds)):
        found = bulk.integers(sql + "sent_at BETWEEN %s AND %s", span, 3)
    else:
        found = _looked_up(sql + bulk.among("sent_at"), shop_id, seconds, 3)
    return Stored(*np.ascontiguousarray(found.T))


def known_sources(shop_id: int, sources: Ints, stored: Stored) -> Ints:
    """Which of the source ids (0 is none) the shop has already, at whatever second."""
    wanted = np.unique(sources[sources != 0])
    known = np.intersect1d(wanted, stored.source)
    left = np.setdiff1d(wanted, known, assume_unique=True)
    if not len(left):
        return known
    of_shop = f"FROM {TABLE} WHERE shop_id = %s AND source_hash IS NOT NULL"
    if _at_most(of_shop, [shop_id], len(left)):
        elsewhere = bulk.integers(f"SELECT source_hash {of_shop}", [shop_id], 1)
    else:
        sql = f"SELECT source_hash {of_shop} AND " + bulk.among("source_hash")
        elsewhere = _looked_up(sql, shop_id, left, 1)
    return np.union1d(known, np.intersect1d(left, elsewhere[:, 0]))


def _at_most(where: str, parameters: list[Any], lookups: int) -> bool:
    """Whether reading all these rows costs less than so many look-ups; counts no further than needed."""
    limit = READ_PER_LOOKUP * lookups
    counted = bulk.rows(f"SELECT count(*) FROM (SELECT 1 {where} LIMIT {limit + 1}) AS counted", parameters)
    return int(counted[0][0]) <= limit


def _looked_up(sql: str, shop_id: int, values: Ints, width: int) -> Ints:
    parts = [bulk.integers(sql, [shop_id, bulk.listed(some)], width) for some in bulk.chunks(values.tolist())]
    return np.concatenate(parts)
