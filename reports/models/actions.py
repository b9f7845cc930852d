"""What a shop does against a cause of lost sales (D9.7)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agent, Shop, Team
from reports.models.lost_sales import LostSaleReason


class Action(models.Model):
    """A measure against a cause (措施, D9.7). Its audience: `agents`, else `team`, else the whole shop."""

    class Kind(models.TextChoices):
        BRIEFING = "briefing", _("Briefing")
        TRAINING = "training", _("Training")
        SCRIPT = "script", _("Script")
        ONE_TO_ONE = "one_to_one", _("One-to-one talk")
        EXAM = "exam", _("Exam")
        OTHER = "other", _("Other")

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="actions")
    reason = models.ForeignKey(LostSaleReason, models.RESTRICT, related_name="actions")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    agents = models.ManyToManyField(Agent, blank=True, related_name="+")
    start_day = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    ended_day = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-start_day", "-pk"]

    def __str__(self) -> str:
        return self.title
