"""Versions of a shop's rules (D7.7)."""

from django.conf import settings
from django.db import models

from accounts.models import Shop
from chats.attribution.rules import BEGINNING, Rules, from_json


class RuleSet(models.Model):
    """A version of the shop's rules, valid from a business day on (D7.7)."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="rule_sets")
    number = models.PositiveIntegerField()
    valid_from = models.DateField(default=BEGINNING)
    params = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "valid_from"], name="one_rule_set_a_first_day"),
            models.UniqueConstraint(fields=["shop", "number"], name="one_rule_set_a_number"),
        ]

    @property
    def rules(self) -> Rules:
        return from_json(self.params)

    def __str__(self) -> str:
        return f"{self.shop} {self.number}"
