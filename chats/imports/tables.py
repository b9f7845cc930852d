"""Tables of the import pages."""

from collections.abc import Mapping

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from chats.imports.report import sentence
from chats.models import RefusedRow


class RefusalTable(tables.Table):
    """Refused rows: where, and why."""

    line = tables.Column(verbose_name=_("Row"), attrs={"td": {"class": "row-number"}})
    column = tables.Column(verbose_name=_("Column"))
    code = tables.Column(verbose_name=_("What is wrong"))
    raw = tables.Column(verbose_name=_("The row as read"), attrs={"td": {"class": "small soft break"}})

    class Meta:
        attrs = {"class": "table table-hover table-cards"}
        orderable = False

    def render_line(self, value: int) -> str:
        return str(value)  # a place in a file, not an amount: no thousands comma

    def render_code(self, record: RefusedRow) -> str:
        return sentence(record.code, record.params)

    def render_raw(self, value: Mapping[str, str]) -> str:
        return " · ".join(f"{name}: {cell}" for name, cell in value.items() if cell)
