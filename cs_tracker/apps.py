from django.apps import AppConfig


class CsTrackerConfig(AppConfig):
    """The front door as an app, for its commands and checks."""

    name = "cs_tracker"
    verbose_name = "CS Tracker"

    def ready(self) -> None:
        from cs_tracker import checks  # noqa: F401  (Django's place to register checks)
