from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_delete
from django.utils.functional import lazy


class ReportsConfig(AppConfig):
    """What do the figures say, and what do people do about it?"""

    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        _name_details()
        pre_delete.connect(_team_goes, sender="accounts.Team", dispatch_uid="actions outlive teams")


def _name_details() -> None:
    """Let the audit trail call parameters of the rules and figures as their own pages do."""
    from accounts.audit import words as audit_words  # models are not ready when this module is read
    from reports.metrics.definitions import METRICS
    from reports.rules import words as rule_words
    from reports.scorecards import words as scorecard_words

    name = lazy(scorecard_words.name, str)
    choices = {**rule_words.CHOICE_LABELS["judge_rule"], **rule_words.CHOICE_LABELS["tie_break"]}
    audit_words.add_words({code: name(code) for code in (*METRICS, *scorecard_words.ELSEWHERE)}, {})
    audit_words.add_words({parameter.name: parameter.label for parameter in rule_words.PARAMETERS}, choices)


def _team_goes(instance: Any, **_kwargs: object) -> None:
    from reports.actions.verbs import outlive_team  # models are not ready when this module is read

    outlive_team(instance)
