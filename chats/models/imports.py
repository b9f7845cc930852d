"""What became of each file, and the rows that were refused."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Shop
from chats.models.jobs import Job


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
