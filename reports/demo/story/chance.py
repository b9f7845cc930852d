"""Chance with a plan: shares that keep to their target, and the real distribution of time to payment."""

import itertools
import math
import random

PULL = 0.3  # how strongly a share that strays is drawn back; 0 would be plain dice
GOLDEN = 0.6180339887498949
# (share of the quick payments, seconds): what 28,010 real orders say of those within ten minutes.
QUICK_PAYMENTS = ((0.0, 3), (0.2, 5), (0.515, 8), (0.75, 14), (0.936, 60), (1.0, 590))


class Steered:
    """Yes or no with a given probability, drawn back whenever the past strays from it.

    A week of 60 draws lands within one or two of its target and still looks like chance.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._debt = 0.0

    def draw(self, target: float) -> bool:
        """One decision, booked."""
        outcome = self._rng.random() < target + PULL * self._debt
        self.book(target, outcome)
        return outcome

    def book(self, target: float, outcome: bool) -> None:
        """A decision that something else made counts as well."""
        self._debt += target - outcome


class PaymentClock:
    """Seconds from order to payment of buyers who pay at once, spread evenly over the real curve."""

    def __init__(self, rng: random.Random) -> None:
        self._share = rng.random()

    def seconds(self) -> int:
        """The next delay, 3 to 590 seconds."""
        self._share = (self._share + GOLDEN) % 1.0
        for (left, low), (right, high) in itertools.pairwise(QUICK_PAYMENTS):
            if self._share <= right:
                part = (self._share - left) / (right - left)
                delay: float = low * (high / low) ** part
                return round(delay)
        return QUICK_PAYMENTS[-1][1]


def around(rng: random.Random, median: float, spread: float = 0.5) -> int:
    """A waiting time in whole seconds around a median, never below one second."""
    return max(1, round(median * math.exp(rng.gauss(0.0, spread))))


def pick(rng: random.Random, weights: dict[str, float]) -> str:
    """One key by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]
