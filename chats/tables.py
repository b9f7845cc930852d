"""Tables of the import pages."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from accounts.tables import FigureColumn


class RefusalTable(tables.Table):
    """Refused rows: where, and why."""

    line = FigureColumn(verbose_name=_("Row"))
    column = tables.Column(verbose_name=_("Column"))
    reason = tables.Column(verbose_name=_("What is wrong"))
    raw = tables.Column(verbose_name=_("The row as read"), attrs={"td": {"class": "small soft break"}})

    class Meta:
        attrs = {"class": "table table-hover table-cards"}
        orderable = False
