"""Checks of settings that are each fine alone, but not together."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security)
def debug_is_for_this_machine_only(**_: Any) -> list[CheckMessage]:
    """DEBUG shows settings and source lines to whoever causes an error."""
    others = sorted(set(settings.ALLOWED_HOSTS) - set(settings.LOCAL_HOSTS) - {"testserver"})
    if not settings.DEBUG or not others:
        return []
    return [
        Error(
            f"DEBUG is on, and ALLOWED_HOSTS lets others in ({', '.join(others)}).",
            hint="Set DEBUG=0, or leave ALLOWED_HOSTS empty to serve this machine only.",
            id="cs_tracker.E001",
        )
    ]


@register(Tags.security, deploy=True)
def hosts_are_named(**_: Any) -> list[CheckMessage]:
    """A star in ALLOWED_HOSTS lets a forged host name into links that are mailed."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "ALLOWED_HOSTS is *, which lets every host name through.",
            hint="Write the names people use, such as ALLOWED_HOSTS=cs.example.com.",
            id="cs_tracker.W001",
        )
    ]
