"""Who gets which report, and what became of each delivery."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Shop
from reports.models.weekly import WeeklyReport


class ReportSubscription(models.Model):
    """Who gets which report by mail: everybody in a role, or one person (whose row wins over the role's)."""

    class Report(models.TextChoices):
        SHOP = "shop", _("The shop's week")
        OWN = "own", _("My own week")
        MONTH = "month", _("The shop's month")

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices, blank=True)
    report = models.CharField(max_length=5, choices=Report.choices)
    formats = models.JSONField(default=list, help_text="attachments: pdf, xlsx, csv, json")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "user", "report"],
                condition=models.Q(user__isnull=False),
                name="one_subscription_a_person",
            ),
            models.UniqueConstraint(
                fields=["shop", "role", "report"],
                condition=models.Q(user__isnull=True),
                name="one_subscription_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or self.role} {self.report}"


class ReportHook(models.Model):
    """A group robot of DingTalk or WeCom that is told when a report is there."""

    class Kind(models.TextChoices):
        DINGTALK = "dingtalk", _("DingTalk")
        WECOM = "wecom", _("WeCom")

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="hooks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    address = models.CharField(max_length=400)
    secret = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.kind}"


class Delivery(models.Model):
    """One report on its way to one recipient: claimed, tried with growing pauses, sent once."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    class Channel(models.TextChoices):
        MAIL = "mail", _("Mail")
        HOOK = "hook", _("Group robot")

    report = models.ForeignKey(WeeklyReport, models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=5, choices=ReportSubscription.Report.choices)
    channel = models.CharField(max_length=4, choices=Channel.choices)
    recipient = models.CharField(max_length=254, help_text="user:<id> or hook:<id>")
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "channel", "recipient"], name="one_delivery_a_recipient"
            )
        ]
        indexes = [models.Index(fields=["status", "next_try_at"], name="delivery_by_status")]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.recipient} {self.status}"
