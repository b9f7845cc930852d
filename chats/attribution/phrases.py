"""Words that rules look for in texts: NFKC, case-insensitive (D2.7, D3.3, D4.3, D5.4)."""

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


def folded(text: str) -> str:
    """The form in which texts and phrases are compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def _flags(texts: Sequence[str], test: "dict[str, bool]") -> Flags:
    return np.fromiter((test[text] for text in texts), bool, len(texts))


def contains_any(texts: Sequence[str], phrases: Iterable[str]) -> Flags:
    """Whether each text contains one of the phrases as a substring."""
    wanted = [folded(phrase) for phrase in phrases if phrase]
    seen = {text: any(phrase in folded(text) for phrase in wanted) for text in set(texts)}
    return _flags(texts, seen)


def equals_any(texts: Sequence[str], phrases: Iterable[str]) -> Flags:
    """Whether each text, stripped, is one of the phrases."""
    wanted = {folded(phrase).strip() for phrase in phrases}
    seen = {text: folded(text).strip() in wanted for text in set(texts)}
    return _flags(texts, seen)
