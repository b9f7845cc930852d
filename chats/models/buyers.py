"""Buyers as files name them, and those who were erased (D2.2)."""

from django.conf import settings
from django.db import models

from accounts.models import Shop


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


class ErasedBuyer(models.Model):
    """A buyer whose name and words were erased. `digest` knows the name again when a file brings it back."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="erased_buyers")
    digest = models.CharField(max_length=64, help_text="keyed hash of a nick or open uid")
    alias = models.ForeignKey(BuyerAlias, models.DO_NOTHING, db_constraint=False, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "digest"], name="one_erased_name")]

    def __str__(self) -> str:
        return f"{self.alias_id}"
