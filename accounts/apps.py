from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who are you, and what may you see?"""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the audit trail listen."""
        from accounts.sign_in import audit as sign_in_trail  # noqa: F401 (models are ready only now)
