"""The daily lost-sale form with the shop's reasons (D9)."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agent, Shop
from chats.fields import InstantField
from chats.models import BuyerAlias


class LostSaleReason(models.Model):
    """A reason of the shop, in two levels (D9.5). A used one is retired, never deleted.

    `initials` are those of its pinyin: the keys that find it.
    """

    class Owner(models.TextChoices):
        AGENT = "A", _("Agent")
        SHOP = "S", _("Shop")
        BUYER = "B", _("Buyer")
        NO_LOSS = "N", _("No real loss")

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="lost_sale_reasons")
    code = models.CharField(max_length=60)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=60)
    initials = models.CharField(max_length=30, blank=True)
    owner = models.CharField(max_length=1, choices=Owner.choices, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["shop", "code"], name="one_reason_a_code")]

    def __str__(self) -> str:
        return self.zh


class LostSaleForm(models.Model):
    """One agent's form of one business day (D9.1); `late` once its deadline passed without it (D9.2)."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        SUBMITTED = "submitted", _("Submitted")

    shop = models.ForeignKey(Shop, models.CASCADE, db_index=False, related_name="+")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="lost_sale_forms")
    day = models.DateField()
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    submitted_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    best_answer = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "day", "agent"], name="one_form_an_agent_day")]

    def __str__(self) -> str:
        return f"{self.agent} {self.day}"


class LostSaleEntry(models.Model):
    """One inquiry without a paid order, and why (D9.2). Receptions are computed anew, so the row knows its
    own by form (agent, day) and buyer; a row added by hand has `buyer_name` only.

    The agent's reason stays what it was: a reviewer's stands beside it (D9.4).
    """

    class Stage(models.TextChoices):
        ASKED = "asked", _("Asked, did not order")
        UNPAID = "unpaid", _("Ordered, did not pay")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        RECOVERED = "recovered", _("Bought meanwhile")
        REMOVED = "removed", _("No longer an inquiry")

    class Review(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        CHANGED = "changed", _("Changed")
        RETURNED = "returned", _("Returned")

    class Told(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_NEEDED = "na", _("Not needed")

    form = models.ForeignKey(LostSaleForm, models.CASCADE, related_name="entries")
    buyer = models.ForeignKey(BuyerAlias, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    buyer_name = models.CharField(max_length=120, blank=True)
    first_at = InstantField()
    last_at = InstantField()
    product = models.TextField(blank=True)
    amount_fen = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=6, choices=Stage.choices, default=Stage.ASKED)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    added_by_hand = models.BooleanField(default=False)
    suggested = models.ForeignKey(LostSaleReason, models.RESTRICT, null=True, related_name="+")
    suggested_cause = models.JSONField(default=dict, help_text="which rule suggested it, and its figures")
    reason = models.ForeignKey(LostSaleReason, models.RESTRICT, null=True, related_name="+")
    second_reason = models.ForeignKey(LostSaleReason, models.RESTRICT, null=True, related_name="+")
    promo_told = models.CharField(max_length=3, choices=Told.choices, blank=True)
    recommended = models.CharField(max_length=3, choices=Told.choices, blank=True)
    chased = models.CharField(max_length=3, choices=Told.choices, blank=True)
    would_do = models.TextField(blank=True)
    note = models.TextField(blank=True)
    review = models.CharField(max_length=8, choices=Review.choices, blank=True)
    reviewed_reason = models.ForeignKey(LostSaleReason, models.RESTRICT, null=True, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)

    # What the promotion calendar's `brief` tells a page of the row; not stored.
    asked_briefed = False
    briefed: Sequence[object] = ()

    class Meta:
        ordering = ["first_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "buyer"], condition=models.Q(buyer__isnull=False), name="one_entry_a_buyer"
            )
        ]

    @property
    def final_reason(self) -> LostSaleReason | None:
        """The reason that counts: the reviewer's, where one was put in place of the agent's."""
        return self.reviewed_reason or self.reason


class FormReminder(models.Model):
    """That somebody, or the clock where `author` is empty, reminded an agent of an open form."""

    form = models.ForeignKey(LostSaleForm, models.CASCADE, related_name="reminders")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.form_id} {self.created_at}"
