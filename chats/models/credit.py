"""Receptions and credit, as they were computed (D3, D5, D6)."""

from django.db import models

from accounts.models import Agent, Shop
from chats.attribution.filters import NONE
from chats.fields import InstantField
from chats.models.buyers import BuyerAlias
from chats.models.trade import Order


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
