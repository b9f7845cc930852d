"""Numbers equal messages 1, 2, … against what is stored, and says which rows are new (D2.4).

The shop holds max(A, B) equal rows of one second: A is the number of different source ids seen,
B the most rows without an id in any one file. Rows with an id take slots without one first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chats.store.identity import Hashes, numbered
from chats.store.stored_messages import Stored

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Placement:
    """What to do. `added`: places of new rows, with their `hashes`. Taken over: stored rows by
    (second, hash) that get the `source` of an equal row."""

    added: Ints
    hashes: Ints
    over_sent_at: Ints
    over_hash: Ints
    over_source: Ints


def place(sent_at: Ints, content: Hashes, source: Ints, stored: Stored) -> Placement:
    """Place rows sorted by (second, content, rows with an id first); their ids are new to the shop."""
    begins = np.ones(len(sent_at), dtype=bool)
    begins[1:] = (sent_at[1:] != sent_at[:-1]) | (content[1:] != content[:-1])
    starts = np.flatnonzero(begins)
    sizes = np.diff(starts, append=len(sent_at))
    group = np.repeat(np.arange(len(starts)), sizes)
    with_id = source != 0
    ids = np.bincount(group, weights=with_id, minlength=len(starts)).astype(np.int64)
    slot, over = _place_ids(sent_at, content, starts, ids, stored)
    top = np.zeros(len(starts), dtype=np.int64)
    np.maximum.at(top, group[with_id], slot[with_id])
    plain = np.flatnonzero(~with_id)
    slot[plain] = plain - (starts + ids)[group[plain]] + 1
    hashes = numbered(content, slot)
    present = over >= 0
    present[plain] = (slot[plain] <= top[group[plain]]) | (stored.find(sent_at[plain], hashes[plain]) >= 0)
    added, taken = np.flatnonzero(~present), np.flatnonzero(over >= 0)
    return Placement(added, hashes[added], sent_at[taken], hashes[taken], source[taken])


def _place_ids(sent_at: Ints, content: Hashes, starts: Ints, ids: Ints, stored: Stored) -> tuple[Ints, Ints]:
    """Slots of the rows with an id, and the stored row that each takes over (-1: none, it is new).

    Slot after slot, for all groups at once: a stored row with another id is passed over.
    """
    slot = np.zeros(len(sent_at), dtype=np.int64)
    over = np.full(len(sent_at), -1, dtype=np.int64)
    placed = np.zeros(len(starts), dtype=np.int64)
    waiting, number = np.flatnonzero(ids), 1
    while len(waiting):
        first = starts[waiting]
        found = stored.find(sent_at[first], numbered(content[first], np.full(len(first), number)))
        free = (found < 0) | (stored.source[found] == 0) if len(stored.source) else np.ones(len(first), bool)
        row = first[free] + placed[waiting[free]]
        slot[row], over[row] = number, found[free]
        placed[waiting[free]] += 1
        waiting, number = waiting[placed[waiting] < ids[waiting]], number + 1
    return slot, over
