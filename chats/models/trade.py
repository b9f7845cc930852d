"""The rows that files bring: messages, orders, traffic, figures of the platform."""

from django.db import models

from accounts.models import Shop
from chats.fields import InstantField
from chats.models.buyers import BuyerAlias


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
