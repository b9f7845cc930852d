"""Under which rules who earned what: computed rows, and the decisions that people made beside them."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Agent, Shop
from chats.attribution.filters import NONE
from chats.attribution.rules import BEGINNING, Rules, from_json
from chats.fields import InstantField
from chats.models.trade import BuyerAlias, Order


class RuleSet(models.Model):
    """A version of the shop's rules, valid from a business day on (D7.7).

    `effects` keeps what each saving did to stored figures, newest last: reports.rule_effect writes
    and reads it, so that results under the old rules stay comparable.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="rule_sets")
    number = models.PositiveIntegerField()
    valid_from = models.DateField(default=BEGINNING)
    params = models.JSONField(default=dict)
    effects = models.JSONField(default=list)
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


class Reception(models.Model):
    """Pair × business day with its service figures and what became of the inquiry (D3, D4, D6).

    `buyer_id` is a person for an identified buyer, else the alias of the masked nick.
    Rows are computed and replaced by day; nothing refers to them by `id`. Every sum of the service figures
    stands here too, so that a figure can be held against the rows behind it.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, db_index=False, related_name="+")
    day = models.DateField()
    agent = models.ForeignKey(Agent, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    buyer = models.ForeignKey(
        BuyerAlias, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    first_at = InstantField()
    last_at = InstantField()
    first_buyer_at = InstantField(null=True)
    filtered = models.SmallIntegerField(default=0)
    started_by = models.SmallIntegerField()
    buyer_messages = models.IntegerField()
    human_messages = models.IntegerField()
    rounds = models.IntegerField()
    unanswered_rounds = models.IntegerField()
    wait_seconds = models.IntegerField()
    replied = models.BooleanField()
    first_response_seconds = models.IntegerField(null=True)
    within_target = models.BooleanField(default=False)
    slow_response_rounds = models.IntegerField(default=0)
    service_rounds = models.IntegerField(default=0)
    within_3min_rounds = models.IntegerField(default=0)
    platform_wait_seconds = models.IntegerField(default=0)
    agent_chars = models.IntegerField(default=0)
    long = models.BooleanField(default=False)
    inquiry = models.BooleanField()
    ordered_same_day = models.BooleanField()
    ordered_final = models.BooleanField()
    paid_same_day = models.BooleanField()
    paid_next_day = models.BooleanField()
    paid_final = models.BooleanField()
    own_paid_final = models.BooleanField()
    mature = models.BooleanField()
    lost_stage = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "day", "agent", "buyer"], name="one_reception_a_day")
        ]
        indexes = [
            models.Index(fields=["shop", "buyer", "day"], name="reception_by_buyer"),
            # Percentiles need every first response: from here they come without the rows (`first_responses`).
            models.Index(
                fields=["shop", "day", "agent", "first_response_seconds"],
                condition=models.Q(filtered=NONE, replied=True),
                name="reception_responses",
            ),
        ]


class Credit(models.Model):
    """What attribution says of one order: its class, closers, chaser and the evidence (D5, D7.1).

    A ruling is kept beside it (`Ruling`), never in its place; `effective` is who is paid.
    """

    order = models.OneToOneField(Order, models.CASCADE, primary_key=True, related_name="credit")
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+", db_index=False)
    created_day = models.DateField()
    paid_day = models.DateField(null=True)
    class_code = models.SmallIntegerField()
    excluded_reason = models.CharField(max_length=16, blank=True)
    order_closer_id = models.IntegerField(null=True)
    payment_closer_id = models.IntegerField(null=True)
    chaser_id = models.IntegerField(null=True)
    credited_id = models.IntegerField(null=True)
    effective_id = models.IntegerField(null=True)
    order_evidence_at = InstantField(null=True)
    order_evidence_hash = models.BigIntegerField(null=True)
    order_runner_up_id = models.IntegerField(null=True)
    order_runner_up_at = InstantField(null=True)
    payment_evidence_at = InstantField(null=True)
    payment_evidence_hash = models.BigIntegerField(null=True)
    payment_runner_up_id = models.IntegerField(null=True)
    payment_runner_up_at = InstantField(null=True)
    first_chase_at = InstantField(null=True)
    chase_evidence_at = InstantField(null=True)
    chase_evidence_hash = models.BigIntegerField(null=True)
    recovered = models.BooleanField(default=False)
    assists = models.JSONField(default=list, help_text="[agent, assists the order, assists the payment]")
    rule_version = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["shop", "created_day"], name="credit_by_creation"),
            models.Index(fields=["shop", "paid_day"], name="credit_by_payment"),
        ]


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
    """An agent's claim that an order is hers (申诉, D7.6), with her sentence and what was answered."""

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


class DirtyDay(models.Model):
    """A business day whose rows changed since its figures were computed.

    Marks are only ever added; a refresh deletes exactly the marks that it read (ids), so a mark
    set while it works survives. `source` tells what changed, because it decides how far it reaches;
    EVERYTHING reaches the whole shop, whatever its day (roster and identity changes).
    """

    class Source(models.TextChoices):
        MESSAGES = "messages"
        ORDERS = "orders"
        EVERYTHING = "everything"

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="dirty_days")
    day = models.DateField()
    source = models.CharField(max_length=10, choices=Source.choices)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.day} {self.source}"


class ShopState(models.Model):
    """How far the shop's data reach and with which "now" its figures were computed (D1.5)."""

    shop = models.OneToOneField(Shop, models.CASCADE, primary_key=True, related_name="state")
    as_of = InstantField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    refreshed_at = models.DateTimeField(null=True)
    rules_seen = models.CharField(max_length=16, blank=True, help_text="of the last computation of every day")
    identity_version = models.PositiveSmallIntegerField(default=1, help_text="of message hashes")

    def __str__(self) -> str:
        return f"{self.shop_id} {self.as_of or dt.datetime.min}"
