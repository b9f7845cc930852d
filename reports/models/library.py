"""The shop's library: scripts, promotions, and passages of chats worth talking about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agent, Shop
from chats.fields import InstantField
from chats.models import BuyerAlias
from reports.models.lost_sales import LostSaleReason


class Script(models.Model):
    """Words that the agents agreed on for one situation; every edit is a new version."""

    class Kind(models.TextChoices):
        CHASE = "chase", _("Payment chasing")
        OBJECTION = "objection", _("Objection")
        RECOMMEND = "recommend", _("Recommending")
        OTHER = "other", _("Other")

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="scripts")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    reason = models.ForeignKey(LostSaleReason, models.RESTRICT, null=True, blank=True, related_name="scripts")
    title = models.CharField(max_length=120)
    retired = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "title", "pk"]

    def __str__(self) -> str:
        return self.title


class ScriptVersion(models.Model):
    """One wording of a script, with who wrote it and why it changed."""

    script = models.ForeignKey(Script, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["script", "number"], name="one_text_a_version")]

    def __str__(self) -> str:
        return f"{self.script_id} v{self.number}"


class Promotion(models.Model):
    """What runs in the shop from when to when, for agents to read before the buyers ask."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="promotions")
    title = models.CharField(max_length=120)
    text = models.TextField()
    items = models.TextField(blank=True, help_text="which items, in the shop's words")
    first_day = models.DateField()
    last_day = models.DateField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True, help_text="of the last change that must be read again")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-first_day", "-pk"]

    def __str__(self) -> str:
        return self.title


class PromotionRead(models.Model):
    """That an agent's user confirmed to have read a promotion; anew after every change that matters, so that
    it can be told later what they knew at which moment."""

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promotion", "user", "read_at"], name="one_read_an_instant")
        ]

    def __str__(self) -> str:
        return f"{self.promotion_id} {self.user_id}"


class ChatCase(models.Model):
    """A passage of a conversation that a supervisor starred for the weekly meeting."""

    class Verdict(models.TextChoices):
        GOOD = "good", _("Good")
        IMPROVE = "improve", _("To improve")

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="chat_cases")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="chat_cases")
    buyer = models.ForeignKey(BuyerAlias, models.DO_NOTHING, db_constraint=False, related_name="+")
    first_at = InstantField()
    last_at = InstantField()
    verdict = models.CharField(max_length=7, choices=Verdict.choices)
    comment = models.TextField()
    reason = models.ForeignKey(LostSaleReason, models.RESTRICT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.comment
