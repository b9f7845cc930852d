"""Slow down whoever guesses passwords or links: failures are counted by name and address, and by address.

`scope` keeps apart what is guessed: signing in, the present password, the link of an invitation.
"""

from django.core.cache import cache
from django.http import HttpRequest

from accounts.addresses import address_of

SIGN_IN = "sign-in"
WINDOW_SECONDS = 15 * 60
MOST_PER_NAME = 10
MOST_PER_ADDRESS = 60


def is_blocked(request: HttpRequest, username: str, scope: str = SIGN_IN) -> bool:
    """Whether this address has failed too often lately, with this name or altogether."""
    limits = dict(zip(_keys(request, username, scope), (MOST_PER_NAME, MOST_PER_ADDRESS), strict=True))
    counted = cache.get_many(limits)
    return any(counted.get(key, 0) >= limit for key, limit in limits.items())


def note_failure(request: HttpRequest, username: str, scope: str = SIGN_IN) -> None:
    """Count one failure; the window starts with the first."""
    for key in _keys(request, username, scope):
        if not cache.add(key, 1, WINDOW_SECONDS):
            cache.incr(key)


def forget(request: HttpRequest, username: str, scope: str = SIGN_IN) -> None:
    """Start anew after one that worked; the address keeps its count."""
    cache.delete(_keys(request, username, scope)[0])


def _keys(request: HttpRequest, username: str, scope: str) -> tuple[str, str]:
    address = address_of(request) or ""
    return f"{scope}:{address}:{username.casefold().encode().hex()[:120]}", f"{scope}:{address}"
