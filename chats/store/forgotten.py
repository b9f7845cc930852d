"""Words that a file brings and that are not stored: too old for the shop's setting, or an erased buyer's."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounts.models import Shop
from chats.store import kept_words
from chats.store.erased import erased_aliases
from chats.store.versions import Version


@dataclass(frozen=True)
class Forgotten:
    """Of which messages and orders only the shop's own phrases are stored (kept_words.py)."""

    shop: Shop
    aliases: frozenset[int]
    kept_since: int | None

    @classmethod
    def of(cls, shop: Shop) -> "Forgotten":
        """As the shop's setting and the erased buyers are now."""
        return cls(shop, erased_aliases(shop.pk), kept_words.kept_since(shop))

    def texts(
        self, texts: NDArray[np.object_], sent_at: NDArray[np.int64], buyers: NDArray[np.int64]
    ) -> NDArray[np.object_]:
        """The texts (UTF-8) as they are stored."""
        gone = np.zeros(len(texts), bool)
        if self.kept_since is not None:
            gone |= sent_at < self.kept_since
        if self.aliases:
            gone |= np.isin(buyers, list(self.aliases))
        if not gone.any():
            return texts
        words, stored = kept_words.of_messages(self.shop), texts.copy()
        for place in np.flatnonzero(gone).tolist():
            stored[place] = words.of(texts[place].decode()).encode()
        return stored

    def order(self, version: Version) -> Version:
        """What is stored of an order: an erased buyer's memo does not come back."""
        memo = version.values["memo"]
        if not memo or version.values["buyer_id"] not in self.aliases:
            return version
        values = version.values | {"memo": kept_words.of_memos(self.shop).of(memo)}
        return Version(values, version.version, version.gaps)
