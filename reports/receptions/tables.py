"""The list of receptions as a table; what it shows is what its download holds."""

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Shop
from accounts.ui import formats
from accounts.ui.columns import FigureColumn
from chats.access import ShownReception, buyer_text
from chats.attribution.filters import FILTER_NAMES, NONE
from chats.models import Reception
from reports.pages.links import talk_url
from reports.receptions.queries import FILTERED_LABELS

SECONDARY = {"th": {"class": "num"}, "td": {"class": "num secondary"}}  # left out on phones


class ReceptionTable(tables.Table):
    """One row a reception; sorted and paged in the database."""

    # By day first: the same order, and the one in which the database keeps the rows.
    first_at = tables.Column(
        verbose_name=_("Began"), order_by=("day", "first_at"), attrs={"td": {"class": "nowrap"}}
    )
    agent = tables.Column(verbose_name=_("Agent"), accessor="agent__name")
    buyer = tables.Column(verbose_name=_("Buyer"), accessor="buyer_id", orderable=False)
    first_response_seconds = FigureColumn(verbose_name=_("First answer"), unit="duration")
    rounds = FigureColumn(verbose_name=_("Rounds"), attrs=SECONDARY)
    unanswered_rounds = FigureColumn(verbose_name=_("Unanswered"))
    slow_response_rounds = FigureColumn(verbose_name=_("Slow"), attrs=SECONDARY)
    buyer_messages = FigureColumn(verbose_name=_("Buyer messages"), attrs=SECONDARY)
    human_messages = FigureColumn(verbose_name=_("Agent messages"), attrs=SECONDARY)
    outcome = tables.Column(verbose_name=_("What became of it"), empty_values=(), orderable=False)

    UNITS = {"first_at": "instant", "first_response_seconds": "duration"} | dict.fromkeys(
        ("rounds", "unanswered_rounds", "slow_response_rounds", "buyer_messages", "human_messages"), "count"
    )

    downloads: list[tuple[str, str]]  # (label, address) of its files, given by the page

    class Meta:
        attrs = {"class": "table table-hover table-cards"}
        template_name = "components/table.html"
        order_by = "-first_at"

    def __init__(self, rows: QuerySet[ShownReception], *, shop: Shop, of_one_agent: bool = False) -> None:
        self.shop = shop
        super().__init__(rows, exclude=("agent",) if of_one_agent else ())  # type: ignore[no-untyped-call]  # no annotations

    def render_first_at(self, value: dt.datetime, record: Reception) -> str | SafeString:
        written = formats.instant(value)
        if timezone.localtime(value).date() == record.day:
            return written
        return format_html('{} <span class="tag">{}</span>', written, record.day.strftime("%m-%d"))

    def value_first_at(self, value: dt.datetime) -> dt.datetime:
        return timezone.localtime(value)

    def render_buyer(self, record: ShownReception) -> str:
        masked = record.buyer.person is None
        context = {
            "nick": self.value_buyer(record),
            "url": talk_url(
                self.shop, record.buyer_id, at=record.first_at, agent_id=record.agent_id if masked else None
            ),
            "masked": masked,
        }
        return render_to_string("reports/receptions/reception_buyer.html", context)

    def value_buyer(self, record: ShownReception) -> str:
        return buyer_text(record.buyer, record.shows_buyer)

    def render_outcome(self, record: Reception) -> str:
        return render_to_string(
            "reports/receptions/reception_outcome.html", {"code": outcome(record), "text": said(record)}
        )

    def value_outcome(self, record: Reception) -> str:
        return said(record)

    def order_first_response_seconds(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        field = F("first_response_seconds")
        last = field.desc(nulls_last=True) if is_descending else field.asc(nulls_last=True)
        return queryset.order_by(last, "first_at"), True


def outcome(reception: Reception) -> str:
    """Code of what became of a reception: filtered, service, paid, unpaid, lost, or open."""
    if reception.filtered != NONE:
        return "filtered"
    if not reception.inquiry:
        return "service"
    if reception.paid_final:
        return "paid"
    if not reception.mature:
        return "open"
    return "unpaid" if reception.ordered_final else "lost"


def said(reception: Reception) -> str:
    """The same in words."""
    code = outcome(reception)
    if code == "filtered":
        return str(FILTERED_LABELS[FILTER_NAMES[reception.filtered]])
    if code == "paid":
        return gettext("Paid") if reception.own_paid_final else gettext("Paid, credited to somebody else")
    return {
        "service": gettext("No inquiry"),
        "open": gettext("Still open"),
        "unpaid": gettext("Ordered, not paid"),
        "lost": gettext("Lost"),
    }[code]
