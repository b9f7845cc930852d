"""From whom and from which address a request comes, where proxies of ours stand in between."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from accounts.audit.actor import Actor
from accounts.models import User


def actor_of(request: HttpRequest) -> Actor:
    """Who sent the request, as signed in at this moment."""
    return Actor.of(request.user if isinstance(request.user, User) else None, address_of(request))


def address_of(request: HttpRequest) -> str | None:
    """The caller's IP address; None where the server tells none (a Unix socket without a proxy).

    Each of the TRUSTED_PROXIES that stand before us adds the address from which it was called at the end of
    X-Forwarded-For. What stands farther to the left the caller may have written, so it is never looked at;
    without trusted proxies the header is not read at all.
    """
    direct = _written(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    if not proxies:
        return direct
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return (_written(hops[-proxies]) if len(hops) >= proxies else None) or direct


def _written(text: str) -> str | None:
    """The address in its usual form; None for what is none."""
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None
