"""Slow down whoever guesses passwords: failed sign-ins are counted by name and address, and by address."""

from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 15 * 60
MOST_PER_NAME = 10
MOST_PER_ADDRESS = 60


def is_blocked(request: HttpRequest, username: str) -> bool:
    """Whether this address has failed too often lately, with this name or altogether."""
    limits = dict(zip(_keys(request, username), (MOST_PER_NAME, MOST_PER_ADDRESS), strict=True))
    counted = cache.get_many(limits)
    return any(counted.get(key, 0) >= limit for key, limit in limits.items())


def note_failure(request: HttpRequest, username: str) -> None:
    """Count one failed sign-in; the window starts with the first."""
    for key in _keys(request, username):
        if not cache.add(key, 1, WINDOW_SECONDS):
            cache.incr(key)


def forget(request: HttpRequest, username: str) -> None:
    """Start anew after a sign-in that worked; the address keeps its count."""
    cache.delete(_keys(request, username)[0])


def _keys(request: HttpRequest, username: str) -> tuple[str, str]:
    address = request.META.get("REMOTE_ADDR", "")
    return f"sign-in:{address}:{username.casefold().encode().hex()[:120]}", f"sign-in:{address}"
