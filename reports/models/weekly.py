"""Weekly reports as they were said (D10.2)."""

import datetime as dt

from django.db import models

from accounts.models import Shop


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
