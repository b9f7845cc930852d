"""Texts that are automatic replies, and those that people write (D2.3)."""

from django.conf import settings
from django.db import models

from accounts.models import Shop


class AutoText(models.Model):
    """A text that the shop declared to be an automatic reply: its messages are of kind auto (D2.3)."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="auto_texts")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text")
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "digest"], name="one_auto_text")]

    def __str__(self) -> str:
        return self.text


class PersonText(models.Model):
    """A text that looks automatic, of which somebody said that people write it: never proposed again (D2.3).

    `beginning` shows it to people; the words themselves are kept in messages alone.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="person_texts")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text")
    beginning = models.CharField(max_length=60)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "digest"], name="one_person_text")]

    def __str__(self) -> str:
        return self.beginning
