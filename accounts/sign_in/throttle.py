"""Slow down whoever guesses the links of invitations: failures are counted by address.

Passwords and codes are allauth's business (ACCOUNT_RATE_LIMITS).
"""

import time

from django.core.cache import cache
from django.http import HttpRequest

from accounts.audit.addresses import address_of

WINDOW_SECONDS = 15 * 60
MOST_PER_ADDRESS = 10


def is_blocked(request: HttpRequest) -> bool:
    """Whether this address has tried too many links that do not work lately."""
    return _failures(request)[0] >= MOST_PER_ADDRESS


def note_failure(request: HttpRequest) -> None:
    """Count one failure; the window starts with the first."""
    count, until = _failures(request)
    # Not incr: of a cache in files it begins another window, of five minutes.
    cache.set(_key(request), (count + 1, until), until - time.time())


def _failures(request: HttpRequest) -> tuple[int, float]:
    """How many there were, and when they are forgotten."""
    return cache.get(_key(request)) or (0, time.time() + WINDOW_SECONDS)


def _key(request: HttpRequest) -> str:
    return f"link:{address_of(request) or ''}"
