"""Which days must be computed anew, and what a shop's "now" is (D1.5)."""

import datetime as dt

from django.db import models

from accounts.models import Shop
from chats.fields import InstantField
from chats.spans import Span


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

    @property
    def span(self) -> Span | None:
        """The days of which there are data; None while there are none."""
        return Span(self.first_day, self.last_day) if self.first_day and self.last_day else None

    def __str__(self) -> str:
        return f"{self.shop_id} {self.as_of or dt.datetime.min}"
