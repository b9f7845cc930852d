"""Sorted integer keys: the arrays on which all of attribution works (no group-by, no join)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MAX_KEY_BITS = 62


def dense(values: Ints) -> tuple[Ints, Ints]:
    """Codes 0 … n-1 of values in ascending order, and the n values: `uniques[codes] == values`.

    Ids of one shop lie close together, so a table of the ones present beats sorting them.
    """
    if not len(values):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    low, high = int(values.min()), int(values.max())
    if high - low > 4 * len(values) + 1_000_000:
        uniques, codes = np.unique(values, return_inverse=True)
        return codes.astype(np.int64), uniques
    present = np.zeros(high - low + 1, bool)
    present[values - low] = True
    table = np.cumsum(present) - 1
    return table[values - low], np.flatnonzero(present) + low


def lookup(uniques: Ints, values: Ints) -> Ints:
    """Position of each value in sorted `uniques`, -1 where it is not there."""
    if not len(uniques):
        return np.full(len(values), -1, np.int64)
    place = np.minimum(np.searchsorted(uniques, values), len(uniques) - 1)
    return np.where(uniques[place] == values, place, -1)


def starts_of(groups: Ints) -> Ints:
    """First position of each stretch of equal values."""
    if not len(groups):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))


def ends_of(starts: Ints, size: int) -> Ints:
    """Position behind each stretch that begins at `starts`."""
    return np.append(starts[1:], size)[: len(starts)]


def expand(start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Every (row, position) with start[row] <= position < stop[row], in order."""
    counts = np.maximum(stop - start, 0)
    rows = np.repeat(np.arange(len(start), dtype=np.int64), counts)
    within = np.arange(len(rows), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, start[rows] + within


@dataclass(frozen=True)
class Timeline:
    """Instants of many owners (pairs or buyers), sorted by owner and instant, packed in one int64.

    `owners` are codes 0 … n-1; instants outside the packed range are clipped to its edges, which
    never meet a stored instant.
    """

    packed: Ints
    low: int
    bits: int

    @classmethod
    def of(cls, owners: Ints, instants: Ints) -> "Timeline":
        """A timeline of rows; they are sorted if they are not yet."""
        low = int(instants.min()) - 1 if len(instants) else 0
        span = int(instants.max()) - low + 1 if len(instants) else 1
        bits = max(int(span).bit_length(), 1)
        owner_bits = int(owners.max()).bit_length() if len(owners) else 0
        assert bits + owner_bits <= MAX_KEY_BITS, "packed key would overflow"
        packed = (owners << bits) | (instants - low)
        return cls(packed if np.all(packed[1:] >= packed[:-1]) else np.sort(packed), low, bits)

    def _pack(self, owners: Ints, instants: Ints) -> Ints:
        return (owners << self.bits) | np.clip(instants - self.low, 0, (1 << self.bits) - 1)

    def between(self, owners: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """Positions start … stop of the owners' instants in [first, last], both ends included."""
        start = np.searchsorted(self.packed, self._pack(owners, first), "left")
        stop = np.searchsorted(self.packed, self._pack(owners, last), "right")
        return start, np.maximum(stop, start)

    def counts(self, owners: Ints, first: Ints, last: Ints) -> Ints:
        """How many of the owners' instants lie in [first, last]."""
        start, stop = self.between(owners, first, last)
        return stop - start
