"""Weights of a scorecard and sales targets (D10.1)."""

from django.conf import settings
from django.db import models

from accounts.models import Agent, Shop, Team
from chats.attribution.rules import BEGINNING


class Scorecard(models.Model):
    """A version of a weighted list of metrics (D10.1) for a team, or the shop where `team` is empty.

    `lines`: [{metric, weight, at_60, at_100, gate}] as reports.metrics.scorecard reads them.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="scorecards")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="scorecards")
    name = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    valid_from = models.DateField(default=BEGINNING)
    lines = models.JSONField(default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["valid_from", "number"]
        constraints = [models.UniqueConstraint(fields=["shop", "number"], name="one_scorecard_a_number")]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class SalesTarget(models.Model):
    """What an agent is to sell in a month; the scorecard asks how much of it was reached."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="sales_targets")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="sales_targets")
    month = models.DateField(help_text="its first day")
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "month"], name="one_target_a_month")]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.month:%Y-%m} {self.amount_fen}"
