"""The table of orders; what it shows is what its file holds."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Shop
from accounts.templatetags.ui import CLASSES
from accounts.ui import formats
from accounts.ui.columns import FigureColumn
from chats.access import buyer_text
from chats.attribution.sales import CLASS_NAMES
from reports.orders.queries import ListedCredit
from reports.pages.links import talk_url


class OrderTable(tables.Table):
    """One row an order; sorted and paged in the database."""

    order_no = tables.Column(
        verbose_name=_("Order"), accessor="order__order_no", attrs={"td": {"class": "mono"}}
    )
    buyer = tables.Column(verbose_name=_("Buyer"), accessor="order__buyer__written", empty_values=())
    # The day first: it has an index, which gives the first page without sorting all.
    created_at = tables.Column(
        verbose_name=_("Placed"), accessor="order__created_at", order_by=("created_day", "order__created_at")
    )
    paid_at = tables.Column(
        verbose_name=pgettext_lazy("time of payment", "Paid"),
        accessor="order__paid_at",
        order_by=("paid_day", "order__paid_at"),
        empty_values=(),
    )
    amount_fen = FigureColumn(verbose_name=_("Amount"), unit="money", accessor="order__amount_fen")
    class_code = tables.Column(verbose_name=_("Class"))
    credited = tables.Column(
        verbose_name=_("Credited to"), accessor="effective_id", empty_values=(), orderable=False
    )
    chaser = tables.Column(
        verbose_name=_("Chased by"), accessor="chaser_id", empty_values=(), orderable=False
    )

    UNITS = {"created_at": "instant", "paid_at": "instant", "amount_fen": "money"}

    downloads: list[tuple[str, str]]  # (label, address) of its files, given by the page

    class Meta:
        attrs = {"class": "table table-hover table-cards"}
        template_name = "components/table.html"
        order_by = "-created_at"

    def __init__(
        self,
        rows: QuerySet[ListedCredit],
        *,
        shop: Shop,
        agents: Mapping[int, str],
        exclude: tuple[str, ...] = (),
    ) -> None:
        self.shop, self.agents = shop, agents
        super().__init__(rows, exclude=exclude)  # type: ignore[no-untyped-call]  # no annotations

    def render_order_no(self, value: str, record: ListedCredit) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("reports:order", args=[self.shop.pk, record.pk]), value
        )

    def render_buyer(self, value: str | None, record: ListedCredit) -> str | SafeString:
        order = record.order
        talk = talk_url(self.shop, order.buyer.person if order.buyer else None, at=order.created_at)
        context = {"order": order, "nick": _nick(record), "buyer_talk": talk}
        return render_to_string("reports/orders/buyer.html", context)

    def render_created_at(self, value: dt.datetime) -> str:
        return formats.instant(value)

    def render_paid_at(self, value: dt.datetime | None) -> str:
        return formats.instant(value) if value else gettext("not paid")

    def render_class_code(self, value: int) -> str:
        return render_to_string("reports/orders/order_class.html", {"name": CLASS_NAMES[value]})

    def render_credited(self, value: int | None, record: ListedCredit) -> str:
        context = {"agent": self._name(value), "is_ruled": record.is_ruled}
        return render_to_string("reports/orders/credited.html", context)

    def render_chaser(self, value: int | None, record: ListedCredit) -> str:
        context = {"agent": self._name(value), "recovered": record.recovered}
        return render_to_string("reports/orders/chased.html", context)

    def _name(self, agent: int | None) -> str | None:
        return None if agent is None else self.agents.get(agent)

    def value_order_no(self, value: str) -> str:
        return value

    def value_buyer(self, record: ListedCredit) -> str | None:
        return _nick(record) or None

    def value_created_at(self, value: dt.datetime) -> dt.datetime:
        return timezone.localtime(value)

    def value_paid_at(self, value: dt.datetime | None) -> dt.datetime | None:
        return timezone.localtime(value) if value else None

    def value_class_code(self, value: int) -> str:
        return str(CLASSES[CLASS_NAMES[value]][0])

    def value_credited(self, value: int | None, record: ListedCredit) -> str | None:
        name = self._name(value) or (gettext("nobody") if record.is_ruled else None)
        return gettext("%(name)s (ruling)") % {"name": name} if record.is_ruled else name

    def value_chaser(self, value: int | None) -> str | None:
        return self._name(value)

    def order_paid_at(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        field = F("order__paid_at")
        last = field.desc(nulls_last=True) if is_descending else field.asc(nulls_last=True)
        return queryset.order_by(last, "order__order_no"), True


def _nick(record: ListedCredit) -> str:
    """The buyer as this reader may see them; visible_credits has decided that."""
    return buyer_text(record.order.buyer, record.shows_buyer)
