"""What people set up for themselves on the pages."""

from django.conf import settings
from django.db import models

from accounts.models import Shop


class SavedView(models.Model):
    """A page with its filters and columns under a name of the user's; `query` is the address after the ?."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "shop", "page", "name"], name="one_view_a_name")
        ]

    def __str__(self) -> str:
        return self.name
