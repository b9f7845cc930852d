"""What was said and bought, what became of each file, and who earned which order."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agent, Shop
from chats.attribution.rules import BEGINNING, Rules, from_json
from chats.fields import InstantField


class Job(models.Model):
    """One unit of background work. The row is the truth, a broker message only the wake-up call."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=32)
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["status", "heartbeat_at"], name="job_by_status")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.status}"


class ImportBatch(models.Model):
    """One file, or one file inside a zip, and what became of it.

    The bytes wait in `stored_as` only until they are read: they may hold addresses and phones.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        NEEDS_MAPPING = "mapping", _("Who is the agent?")
        DONE = "done", _("Imported")
        REFUSED = "refused", _("Refused")

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="imports")
    path = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64, help_text="of the uploaded file, for a zip of the whole zip")
    reading = models.CharField(max_length=64, blank=True, help_text="what else decided how it was read")
    stored_as = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    agent = models.CharField(max_length=120, blank=True)
    buyer = models.CharField(max_length=120, blank=True)
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    new_agents = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    error = models.JSONField(default=dict, help_text="line, column, code, params of a refused file")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="imports")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["shop", "-created_at"], name="import_newest_first"),
            models.Index(fields=["shop", "sha256"], name="import_by_bytes"),
        ]

    def __str__(self) -> str:
        return self.path


class RefusedRow(models.Model):
    """A row that was not taken, without personal columns, kept to be fixed and uploaded again."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="refusals")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    raw = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.line} {self.code}"


class BuyerAlias(models.Model):
    """One way a file names a buyer: nick and open uid as far as given (D2.2).

    `person` is the smallest id of the aliases bound to the same buyer; empty for a masked nick
    without an open uid, which identifies nobody.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="buyers")
    nick = models.CharField(max_length=120, blank=True, help_text="normalised")
    open_uid = models.CharField(max_length=120, blank=True)
    written = models.CharField(max_length=120, blank=True)
    person = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "nick", "open_uid"], name="one_alias")]
        indexes = [
            models.Index(
                fields=["shop", "open_uid"], condition=~models.Q(open_uid=""), name="alias_by_open_uid"
            )
        ]

    def __str__(self) -> str:
        return self.written or self.open_uid


class Message(models.Model):
    """One message. Key and order of storage are (shop, second, hash); no database-level foreign
    keys, no index that no query uses: both would multiply the cost of an import.

    `hash` covers agent and buyer as written, direction, kind, text and the occurrence within one
    file (D2.4); `source_hash` is set where the source gives the message an id.
    """

    pk = models.CompositePrimaryKey("shop_id", "sent_at", "hash")
    shop = models.ForeignKey(Shop, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    sent_at = InstantField()
    hash = models.BigIntegerField()
    agent_nick_id = models.IntegerField()
    buyer_id = models.IntegerField(help_text="BuyerAlias")
    direction = models.SmallIntegerField()
    kind = models.SmallIntegerField()
    chars = models.IntegerField(help_text="code points of the text")
    text = models.TextField(blank=True)
    source_hash = models.BigIntegerField(null=True)
    batch_id = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["shop", "source_hash"],
                condition=models.Q(source_hash__isnull=False),
                name="message_by_source",
            )
        ]


class Order(models.Model):
    """One order as its newest version says (D2.6). Paid means that it has a payment time.

    `gaps` names the fields that the winning file did not have, with the [version, paid] of the
    file that told them, or [] where no file did; so the order of imports does not matter.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="orders")
    order_no = models.CharField(max_length=64)
    buyer = models.ForeignKey(
        BuyerAlias, models.DO_NOTHING, null=True, db_constraint=False, related_name="orders"
    )
    created_at = InstantField()
    paid_at = InstantField(null=True)
    status = models.CharField(max_length=60, blank=True)
    closed = models.BooleanField(default=False)
    amount_fen = models.BigIntegerField()
    refunded_fen = models.BigIntegerField(default=0)
    items = models.IntegerField(null=True)
    flag = models.SmallIntegerField(default=0)
    memo = models.TextField(blank=True)
    title = models.TextField(blank=True)
    version = InstantField()
    gaps = models.JSONField(default=dict)
    excluded_manually = models.BooleanField(default=False)
    batch_id = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "order_no"], name="one_order_a_number")]
        indexes = [
            models.Index(fields=["shop", "created_at"], name="order_by_creation"),
            models.Index(fields=["shop", "paid_at"], name="order_by_payment"),
        ]

    def __str__(self) -> str:
        return self.order_no


class OrderItem(models.Model):
    """One item row of an order, also of an order that is still to come."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    order_no = models.CharField(max_length=64)
    item_key = models.CharField(max_length=80)
    title = models.TextField(blank=True)
    sku = models.TextField(blank=True)
    quantity = models.IntegerField()
    amount_fen = models.BigIntegerField(null=True)
    item_no = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "order_no", "item_key"], name="one_item_row")]

    def __str__(self) -> str:
        return self.title


class DailyTraffic(models.Model):
    """Visitors of one day, from the shop's traffic sheet (D8)."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="traffic")
    date = models.DateField()
    visitors = models.IntegerField()
    page_views = models.IntegerField(null=True)
    bounced_visitors = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "date"], name="one_traffic_row_a_day")]

    def __str__(self) -> str:
        return f"{self.date} {self.visitors}"


class PlatformFigure(models.Model):
    """A figure of another tool (生意参谋, chat peers), for comparison; no figure of ours uses it."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="platform_figures")
    report = models.CharField(max_length=40)
    first_day = models.DateField()
    last_day = models.DateField()
    subject = models.CharField(max_length=200)
    label = models.CharField(max_length=200, blank=True)
    metric = models.CharField(max_length=60)
    value = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "report", "first_day", "last_day", "subject", "metric"],
                name="one_platform_figure",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.metric} {self.value}"


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


class Reception(models.Model):
    """Pair × business day with its service figures and what became of the inquiry (D3, D4, D6).

    `buyer_id` is a person for an identified buyer, else the alias of the masked nick.
    Rows are computed and replaced by day; nothing refers to them by `id`.
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
        indexes = [models.Index(fields=["shop", "buyer", "day"], name="reception_by_buyer")]


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
