"""What became of each row of a file, and how rows are counted for people."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chats.importers.base import Parsed

UNCHANGED, CHANGED, ADDED = 0, 1, 2  # a row's outcome; of several the greatest counts

Outcomes = NDArray[np.int8]


@dataclass(frozen=True)
class Counts:
    """read = added + changed + unchanged + refused, always."""

    read: int
    added: int
    changed: int
    unchanged: int
    refused: int


def counted(parsed: Parsed, parts: list[tuple[pd.DataFrame, Outcomes]]) -> Counts:
    """The counts of a file whose frames had these outcomes.

    Where frames hold more rows than the file (one line gave an order and its items), a line
    counts once, with its strongest outcome.
    """
    taken = parsed.read - len(parsed.refusals) - parsed.repeated
    outcomes = np.concatenate([np.empty(0, np.int8), *(part for _, part in parts)])
    if len(outcomes) != taken:
        lines = np.concatenate([np.empty(0, np.int64), *(frame["line"].to_numpy() for frame, _ in parts)])
        outcomes = pd.Series(outcomes).groupby(lines).max().to_numpy()
    added, changed = int((outcomes == ADDED).sum()), int((outcomes == CHANGED).sum())
    refused = len(parsed.refusals)
    read = max(parsed.read, added + changed + refused)
    return Counts(read, added, changed, read - added - changed - refused, refused)
