"""Slow down whoever guesses the links of invitations: failures are counted by address.

Passwords and codes are allauth's business (ACCOUNT_RATE_LIMITS).
"""

from django.core.cache import cache
from django.http import HttpRequest

from accounts.addresses import address_of

WINDOW_SECONDS = 15 * 60
MOST_PER_ADDRESS = 10


def is_blocked(request: HttpRequest) -> bool:
    """Whether this address has tried too many links that do not work lately."""
    return cache.get(_key(request), 0) >= MOST_PER_ADDRESS


def note_failure(request: HttpRequest) -> None:
    """Count one failure; the window starts with the first."""
    if not cache.add(_key(request), 1, WINDOW_SECONDS):
        cache.incr(_key(request))


def _key(request: HttpRequest) -> str:
    return f"link:{address_of(request) or ''}"
