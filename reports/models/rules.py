"""What saving rules did to stored figures (D7.7)."""

from django.db import models

from chats.models import RuleSet


class RuleEffect(models.Model):
    """What each saving of one version did to stored figures, so that results under the old rules stay known.

    `effects`: [{at, by, changes, first, last, before, after}], newest last, as reports.rules.save writes
    them; `after` is None while the days are still being computed.
    """

    rule_set = models.OneToOneField(RuleSet, models.CASCADE, related_name="+")
    effects = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.rule_set_id}: {len(self.effects)}"
