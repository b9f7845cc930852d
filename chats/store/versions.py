"""Which of two files is right about an order: the version rule, field by field (D2.6).

A file is right about the whole order, except for fields that it does not tell: those keep what the
newest file said that tells them. A buyer whom nothing identifies never replaces one who is known.
So the order of imports does not matter, as long as versions differ.
"""

from dataclasses import dataclass
from typing import Any

Rank = tuple[int, ...]  # (told fully, version, paid): the higher one is right; () is not told at all

NOT_TOLD: Rank = ()
# What a file may lack. The other fields are in every file: order number, amount and times.
OPTIONAL = ("buyer_id", "items", "status", "closed", "refunded_fen", "flag", "memo", "title")


@dataclass(frozen=True)
class Version:
    """One order as one file, or all files so far, know it.

    `values`: the Order's columns. `version` and being paid rank the whole; `gaps` holds the ranks of
    the fields that are not ranked like the whole.
    """

    values: dict[str, Any]
    version: int
    gaps: dict[str, Rank]

    @property
    def rank(self) -> Rank:
        """How right the whole is: the higher version, at equal versions a payment time before none."""
        return 1, self.version, int(self.values["paid_at"] is not None)

    def rank_of(self, field: str) -> Rank:
        """How right one field is."""
        return self.gaps.get(field, self.rank)


def merged(old: Version, new: Version) -> Version:
    """What is known of the order after a file said `new`; equal ranks are decided for the later import."""
    whole = new if new.rank >= old.rank else old
    values, gaps = dict(whole.values), {}
    for field in OPTIONAL:
        told = new if new.rank_of(field) and new.rank_of(field) >= old.rank_of(field) else old
        values[field] = told.values[field]
        if told.rank_of(field) != whole.rank:
            gaps[field] = told.rank_of(field)
    return Version(values, whole.version, gaps)
