"""What makes two messages the same one: stable 64-bit hashes of their content (D2.4).

VERSION 1: every part is an xxh3_64 of UTF-8 text or a small number, mixed one after the other by
`_mixed`, in this order: agent nick, buyer nick + U+001F + open uid (both normalised), direction and
kind as direction·16 + kind, text; then the occurrence. Stored hashes depend on every constant here.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

VERSION = 1
Hashes = NDArray[np.uint64]

_SEED = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def _mixed(state: Hashes | np.uint64, part: Hashes) -> Hashes:
    """The state with one more part stirred in: splitmix64's finaliser, which maps no two to one."""
    with np.errstate(over="ignore"):
        stirred = (state ^ part) + _SEED
        stirred = (stirred ^ (stirred >> np.uint64(30))) * _FIRST
        stirred = (stirred ^ (stirred >> np.uint64(27))) * _SECOND
    return stirred ^ (stirred >> np.uint64(31))


def hashes(texts: Iterable[bytes], count: int) -> Hashes:
    """xxh3_64 of each text."""
    return np.fromiter(map(xxh3_64_intdigest, texts), dtype=np.uint64, count=count)


def nick_hashes(nicks: Sequence[str]) -> Hashes:
    """xxh3_64 of each normalised nick."""
    return hashes((nick.encode() for nick in nicks), len(nicks))


def buyer_hashes(buyers: Sequence[tuple[str, str]]) -> Hashes:
    """xxh3_64 of each (normalised nick, open uid)."""
    return hashes((f"{nick}\x1f{open_uid}".encode() for nick, open_uid in buyers), len(buyers))


def source_hashes(ids: Sequence[str]) -> NDArray[np.int64]:
    """Signed xxh3_64 of each id that the source gives; 0 where there is none."""
    found = hashes((identifier.encode() for identifier in ids), len(ids))
    found[found == 0] = 1
    found[np.array([not identifier for identifier in ids], dtype=bool)] = 0
    return found.view(np.int64)


def contents(
    agents: Hashes, buyers: Hashes, directions: NDArray[np.int8], kinds: NDArray[np.int8], texts: Hashes
) -> Hashes:
    """What each message says, by whom and to whom, without its time and occurrence."""
    manner = directions.astype(np.uint64) * np.uint64(16) + kinds.astype(np.uint64)
    return _mixed(_mixed(_mixed(_mixed(_SEED, agents), buyers), manner), texts)


def numbered(content: Hashes, occurrence: NDArray[np.int64]) -> NDArray[np.int64]:
    """The stored hash: content and its number among equal rows of one second, from 1."""
    return _mixed(content, occurrence.astype(np.uint64)).view(np.int64)


def moment_keys(sent_at: NDArray[np.int64], stored: NDArray[np.int64]) -> Hashes:
    """One number for (second, hash), for look-ups in memory only."""
    return _mixed(stored.view(np.uint64), sent_at.astype(np.uint64))
