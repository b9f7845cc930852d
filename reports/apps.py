from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class ReportsConfig(AppConfig):
    """What do the figures say, and what do people do about it?"""

    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        pre_delete.connect(_team_goes, sender="accounts.Team", dispatch_uid="actions outlive teams")


def _team_goes(instance: Any, **_kwargs: object) -> None:
    from reports.actions import outlive_team  # models are not ready when this module is read

    outlive_team(instance)
