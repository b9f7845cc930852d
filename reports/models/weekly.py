"""Weekly reports as they were said, to whom they go, and scorecards (D10)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agent, Role, Shop, Team
from chats.attribution.rules import BEGINNING


class WeeklyReport(models.Model):
    """One revision of the report of an ISO week (D10.2): a stored snapshot, never changed afterwards.

    `content` is canonical JSON text: same inputs, same bytes. `differences` lists what a revision says
    otherwise than the one before: [{path, before, after}].
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="weekly_reports")
    monday = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    differences = models.JSONField(default=list)
    built_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-monday", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "monday", "revision"], name="one_report_a_revision")
        ]

    @property
    def week(self) -> str:
        """The ISO week as 2026-W20."""
        return f"{self.monday:%G-W%V}"

    @property
    def sunday(self) -> dt.date:
        """The last day of the week."""
        return self.monday + dt.timedelta(days=6)

    def __str__(self) -> str:
        return f"{self.shop} {self.week} r{self.revision}"


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
