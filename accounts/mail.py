"""Whether this installation sends mail."""

from django.conf import settings


def can_mail() -> bool:
    """Whether mail leaves this machine (EMAIL_URL), and does not only go to the log."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")
