from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who are you, and what may you see?"""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
