"""The audit trail as a table: one row an act."""

import datetime as dt

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.audit import words as audit_words
from accounts.models import AuditEntry
from accounts.ui import formats

NOWRAP = {"td": {"class": "nowrap"}}


class AuditTable(tables.Table):
    """Newest first; what happened is said in words."""

    at = tables.Column(verbose_name=pgettext_lazy("audit trail", "When"), attrs=NOWRAP)
    actor_name = tables.Column(
        verbose_name=pgettext_lazy("audit trail", "Who"), empty_values=(), attrs=NOWRAP
    )
    action = tables.Column(verbose_name=pgettext_lazy("audit trail", "What"), attrs=NOWRAP)
    about = tables.Column(
        verbose_name=pgettext_lazy("audit trail", "About"),
        attrs={"td": {"class": "break about"}},
        orderable=False,
    )
    details = tables.Column(
        verbose_name=_("Details"), attrs={"td": {"class": "break"}}, empty_values=(), orderable=False
    )
    address = tables.Column(
        verbose_name=_("From address"), attrs={"td": {"class": "mono nowrap"}}, orderable=False, default=""
    )

    UNITS = {"at": "instant"}

    downloads: list[tuple[str, str]]  # (label, address) of its files, given by the page

    class Meta:
        attrs = {"class": "table table-hover table-cards"}
        template_name = "components/table.html"
        order_by = "-at"

    def render_at(self, value: dt.datetime) -> str:
        return formats.instant(value, seconds=True)

    def render_actor_name(self, record: AuditEntry) -> str:
        return audit_words.actor(record)

    def render_action(self, record: AuditEntry) -> str:
        return audit_words.action(record)

    def render_details(self, record: AuditEntry) -> str:
        return audit_words.details(record)

    def value_at(self, value: dt.datetime) -> dt.datetime:
        return timezone.localtime(value)
