"""Tables of decided contests and of rulings. What they show is what their downloads hold."""

import datetime as dt
from collections.abc import Collection, Sequence

import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Shop
from accounts.ui import formats
from accounts.ui.columns import FigureColumn
from chats.models import Contest
from reports.credit.ruling_queries import RulingRow

MONO = {"td": {"class": "mono"}}
LONG_TEXT = {"td": {"class": "told"}}


class DecidedTable(tables.Table):
    """One row a contest that was answered; sorted and paged in the database."""

    order_no = tables.Column(verbose_name=_("Order"), accessor="order__order_no", attrs=MONO)
    amount_fen = FigureColumn(verbose_name=_("Amount"), unit="money", accessor="order__amount_fen")
    agent = tables.Column(verbose_name=_("Contested by"), accessor="agent__name")
    sentence = tables.Column(verbose_name=_("Because"), orderable=False, attrs=LONG_TEXT)
    status = tables.Column(verbose_name=_("Answer"))
    answer = tables.Column(verbose_name=_("Reason"), orderable=False, attrs=LONG_TEXT)
    decided_by = tables.Column(verbose_name=_("Decided by"), accessor="decided_by", orderable=False)
    decided_at = tables.Column(verbose_name=pgettext_lazy("ruling", "Decided at"))

    UNITS = {"decided_at": "instant", "amount_fen": "money"}

    class Meta:
        attrs = {"class": "table table-hover table-cards"}
        template_name = "components/table.html"
        order_by = "-decided_at"

    def __init__(self, rows: QuerySet[Contest], *, shop: Shop) -> None:
        self.shop = shop
        super().__init__(rows)  # type: ignore[no-untyped-call]  # no annotations

    def render_order_no(self, value: str, record: Contest) -> SafeString:
        address = reverse("reports:contest", args=[self.shop.pk, record.pk])
        return format_html('<a href="{}">{}</a>', address, value)

    def render_status(self, record: Contest) -> str:
        return render_to_string("reports/credit/contest_status.html", {"contest": record})

    def render_decided_at(self, value: dt.datetime) -> str:
        return formats.instant(value)

    def value_order_no(self, value: str) -> str:
        return value

    def value_status(self, record: Contest) -> str:
        return record.get_status_display()

    def value_decided_at(self, value: dt.datetime) -> dt.datetime:
        return timezone.localtime(value)


class RulingTable(tables.Table):
    """One row a decision that moved an order; `opens` are the orders whose page the reader may open."""

    order_no = tables.Column(verbose_name=_("Order"), attrs=MONO)
    amount_fen = FigureColumn(verbose_name=_("Amount"), unit="money")
    from_agent = tables.Column(verbose_name=pgettext_lazy("ruling", "From"), empty_values=())
    to_agent = tables.Column(verbose_name=pgettext_lazy("ruling", "To"), empty_values=())
    reason = tables.Column(verbose_name=_("Reason"), orderable=False, attrs=LONG_TEXT)
    asked_by = tables.Column(verbose_name=_("Contested by"), orderable=False, empty_values=())
    author = tables.Column(verbose_name=_("Decided by"))
    at = tables.Column(verbose_name=pgettext_lazy("ruling", "Decided at"))
    withdrawn_at = tables.Column(verbose_name=_("Holds"), empty_values=())

    UNITS = {"at": "instant", "amount_fen": "money"}

    class Meta:
        attrs = {"class": "table table-hover table-cards"}
        template_name = "components/table.html"

    def __init__(self, rows: Sequence[RulingRow], *, shop: Shop, opens: Collection[int]) -> None:
        self.shop, self.opens = shop, opens
        super().__init__(rows)  # type: ignore[no-untyped-call]  # no annotations

    def render_order_no(self, value: str, record: RulingRow) -> str | SafeString:
        if record.order_id not in self.opens:
            return value
        address = reverse("reports:order", args=[self.shop.pk, record.order_id])
        return format_html('<a href="{}">{}</a>', address, value)

    def render_from_agent(self, value: str) -> str:
        return value or gettext("nobody")

    def render_to_agent(self, value: str) -> str:
        return value or gettext("nobody")

    def render_asked_by(self, value: tuple[str, ...]) -> str:
        return ", ".join(value) or gettext("nobody")

    def render_at(self, value: dt.datetime) -> str:
        return formats.instant(value)

    def render_withdrawn_at(self, record: RulingRow) -> str:
        return render_to_string("reports/credit/ruling_state.html", {"row": record})

    def value_order_no(self, value: str) -> str:
        return value

    def value_at(self, value: dt.datetime) -> dt.datetime:
        return timezone.localtime(value)

    def value_withdrawn_at(self, record: RulingRow) -> str:
        if record.withdrawn_at is None:
            return gettext("in force")
        told = {"at": formats.instant(record.withdrawn_at)}
        return (gettext("replaced %(at)s") if record.replaced else gettext("withdrawn %(at)s")) % told
