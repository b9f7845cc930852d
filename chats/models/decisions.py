"""What people decide about computed credit; kept beside it (D7.6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Agent, Shop
from chats.fields import InstantField
from chats.models.buyers import BuyerAlias
from chats.models.trade import Order


class Ruling(models.Model):
    """A supervisor's decision on who is credited with one order (D7.6); nobody if `agent` is empty."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="rulings")
    agent = models.ForeignKey(Agent, models.CASCADE, null=True, related_name="rulings")
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="rulings")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(withdrawn_at__isnull=True), name="one_ruling_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} → {self.agent_id}"


class Contest(models.Model):
    """An agent's claim to an order (申诉, D7.6), with their sentence and the answer."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("contest", "Waiting for a decision")
        GRANTED = "granted", pgettext_lazy("contest", "Granted")
        REFUSED = "refused", pgettext_lazy("contest", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("contest", "Taken back")

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="contests")
    order = models.ForeignKey(Order, models.CASCADE, related_name="contests")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="contests")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sentence = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ruling = models.ForeignKey(Ruling, models.SET_NULL, null=True, related_name="contests")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "agent"], condition=models.Q(status="open"), name="one_open_contest"
            )
        ]
        indexes = [models.Index(fields=["shop", "status"], name="contest_by_status")]

    def __str__(self) -> str:
        return f"{self.agent_id} → {self.order_id} {self.status}"


class ChaseNote(models.Model):
    """A chase by phone or SMS that somebody noted by hand; a record, never credit (D5.4)."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("Phone")
        SMS = "sms", _("SMS")
        OTHER = "other", _("Other")

    order = models.ForeignKey(Order, models.CASCADE, related_name="chase_notes")
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="chase_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    chased_at = InstantField()
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.order_id} {self.channel}"


class InvalidInquiry(models.Model):
    """A supervisor accepted that a reception was no real inquiry (D6.1, D9.4); can be withdrawn."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    day = models.DateField()
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    buyer = models.ForeignKey(BuyerAlias, models.DO_NOTHING, db_constraint=False, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "day", "agent", "buyer"], name="one_invalid_a_reception")
        ]
