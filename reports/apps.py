from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What do the figures say, and what do people do about it?"""

    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"
