"""Which version of the rules holds on a business day, for whole arrays of days (D7.7)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from chats.attribution import clock
from chats.attribution.keys import Ints
from chats.attribution.rules import DEFAULT_BOOK, Rules, RuleVersion


@dataclass(frozen=True)
class RuleBook:
    """All versions of a shop's rules, by first valid day; the first is valid from the beginning.

    `session_gap_minutes` and `day_start` come from the first version, for all days.
    """

    versions: tuple[RuleVersion, ...] = DEFAULT_BOOK
    timezone: str = "Asia/Shanghai"

    @property
    def first(self) -> Rules:
        return self.versions[0].rules

    def business_days(self, epoch: Ints) -> Ints:
        """Business day number of each instant (D1.2)."""
        return clock.business_days(epoch, self.timezone, self.first.day_start)

    def at(self, days: Ints) -> Ints:
        """Index of the version valid on each business day."""
        valid_from = np.array([clock.day_number(v.valid_from) for v in self.versions], np.int64)
        return np.maximum(np.searchsorted(valid_from, days, "right") - 1, 0)

    def rules_on(self, day: int) -> Rules:
        """The rules valid on one business day."""
        return self.versions[int(self.at(np.array(day, np.int64)))].rules

    def values(self, index: Ints, parameter: Callable[[Rules], int]) -> Ints:
        """A number of the rules for each row, by the row's version."""
        table = np.array([parameter(version.rules) for version in self.versions], np.int64)
        return table[index]

    def groups(self, index: Ints) -> Iterator[tuple[RuleVersion, Ints]]:
        """Each version that some rows follow, with the positions of these rows."""
        for number, version in enumerate(self.versions):
            rows = np.flatnonzero(index == number)
            if len(rows):
                yield version, rows

    def most(self, parameter: Callable[[Rules], int]) -> int:
        """The largest value of a number in any version."""
        return max(parameter(version.rules) for version in self.versions)

    @property
    def looks_at_texts(self) -> bool:
        """Whether any rule needs the words of messages, which then have to be loaded."""
        return any(
            v.rules.watchwords or v.rules.closing_phrases or v.rules.chase_needs_phrase for v in self.versions
        )
