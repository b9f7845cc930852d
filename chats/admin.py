"""Administration of imports and jobs, to look at what happened; nothing here can be edited."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from chats.models import ImportBatch, Job, RuleSet


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows that only the program writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Background work and how it went."""

    list_display = ("pk", "shop", "kind", "status", "attempts", "done", "total", "created_at", "finished_at")
    list_filter = ("status", "kind", "shop")


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Imported files."""

    list_display = ("path", "shop", "kind", "status", "read", "added", "changed", "unchanged", "refused")
    list_filter = ("status", "kind", "shop")
    search_fields = ("path",)


@admin.register(RuleSet)
class RuleSetAdmin(ReadOnlyAdmin):
    """Versions of the rules."""

    list_display = ("shop", "number", "valid_from", "created_by", "created_at")
    list_filter = ("shop",)
