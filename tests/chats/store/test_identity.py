"""The stored hashes of messages never change silently (D2.4)."""

import numpy as np
import pytest
from xxhash import xxh3_64_intdigest

from chats.attribution.columns import IN, TEXT
from chats.store import identity

MASK = (1 << 64) - 1
# 有货吗 of lily to 店:小美, text, first of its kind in its second; stored hashes of shops depend on it.
PINNED = 5815957283082241982


def stirred(state: int, part: int) -> int:
    """splitmix64's finaliser in plain Python, as VERSION 1 describes it."""
    z = ((state ^ part) + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def by_hand(agent: str, buyer: str, uid: str, direction: int, kind: int, text: str, occurrence: int) -> int:
    state = 0x9E3779B97F4A7C15
    parts = [
        xxh3_64_intdigest(agent.encode()),
        xxh3_64_intdigest(f"{buyer}\x1f{uid}".encode()),
        direction * 16 + kind,
        xxh3_64_intdigest(text.encode()),
        occurrence,
    ]
    for part in parts:
        state = stirred(state, part)
    return state - (1 << 64) if state >> 63 else state


def computed(text: str, occurrence: int, uid: str = "", kind: int = TEXT) -> int:
    content = identity.contents(
        identity.nick_hashes(["店:小美"]),
        identity.buyer_hashes([("lily", uid)]),
        np.array([IN], np.int8),
        np.array([kind], np.int8),
        identity.hashes([text.encode()], 1),
    )
    return int(identity.numbered(content, np.array([occurrence]))[0])


def test_the_hash_of_one_message_is_pinned():
    assert computed("有货吗", 1) == PINNED


@pytest.mark.parametrize(("text", "occurrence", "uid", "kind"), [("有货吗", 1, "", 0), ("?", 7, "u1", 2)])
def test_the_hash_is_what_its_description_says(text: str, occurrence: int, uid: str, kind: int):
    assert computed(text, occurrence, uid, kind) == by_hand(
        "店:小美", "lily", uid, IN, kind, text, occurrence
    )


def test_xxhash_itself_is_the_one_we_know():
    assert xxh3_64_intdigest(b"") == 0x2D06800538D394C2  # the published value of the empty input


def test_every_part_matters():
    ways = {
        computed("?", 1),
        computed("?", 2),
        computed("!", 1),
        computed("?", 1, "u1"),
        computed("?", 1, kind=2),
    }
    assert len(ways) == 5


def test_a_missing_source_id_is_zero_and_no_other_is():
    found = identity.source_hashes(["", "m1", ""]).tolist()
    assert found[0] == found[2] == 0 != found[1]
