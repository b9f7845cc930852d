"""The table of unpaid orders to chase: one row an order; sorted and paged in the database."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Shop
from accounts.templatetags.ui import CLASSES
from accounts.ui import formats
from accounts.ui.columns import NUMBER, FigureColumn
from chats.access import buyer_text
from chats.attribution.natural import NaturalRate
from chats.attribution.sales import CLASS_NAMES
from chats.models import ChaseNote
from reports.chasing import queries as chasing
from reports.chasing.queries import ChasableCredit
from reports.pages.links import talk_url

UNLINKED = CLASS_NAMES.index("unlinked")
DAY_SECONDS, HOUR_SECONDS = 86400, 3600


@dataclass(frozen=True)
class Facts:
    """What the rows are told with: "now" of the data, natural rates, and the agents whom the reader knows."""

    as_of: dt.datetime
    rates: Sequence[NaturalRate]
    names: Mapping[int, str]
    may_remove: Callable[[ChaseNote], bool]
    form: Mapping[str, object] = field(default_factory=dict)  # what the forms in the rows need


def age(seconds: float) -> str:
    """How old an order is: 50 min, 5 h, 2 d 3 h."""
    if seconds < HOUR_SECONDS:
        return gettext("%(minutes)s min") % {"minutes": int(seconds // 60)}
    hours = int(seconds // HOUR_SECONDS)
    if seconds < DAY_SECONDS:
        return gettext("%(hours)s h") % {"hours": hours}
    return gettext("%(days)s d %(hours)s h") % {"days": hours // 24, "hours": hours % 24}


class ChasingTable(tables.Table):
    """Order, buyer, amount, age with its chance, who talked last, chases so far, and a form to note one."""

    order_no = tables.Column(verbose_name=_("Order"), accessor="order__order_no", orderable=False)
    buyer = tables.Column(
        verbose_name=_("Buyer"), accessor="order__buyer__written", empty_values=(), orderable=False
    )
    amount_fen = FigureColumn(verbose_name=_("Amount"), unit="money", accessor="order__amount_fen")
    created_at = tables.Column(verbose_name=_("Age"), accessor="order__created_at", attrs=NUMBER)
    chance = tables.Column(
        verbose_name=_("Pays without a chase"), empty_values=(), orderable=False, attrs=NUMBER
    )
    class_code = tables.Column(verbose_name=_("Class"), orderable=False)
    last_agent = tables.Column(verbose_name=_("Talked last"), empty_values=(), orderable=False)
    chaser = tables.Column(verbose_name=_("Chased"), accessor="chaser_id", empty_values=(), orderable=False)
    act = tables.Column(verbose_name=_("Log a chase"), empty_values=(), orderable=False)

    UNITS = {"created_at": "instant", "amount_fen": "money", "chance": "rate"}

    downloads: list[tuple[str, str]]  # (label, address) of its files, given by the page

    class Meta:
        attrs = {"class": "table table-hover table-cards chasing"}
        template_name = "components/table.html"
        order_by = "-amount_fen"

    def __init__(self, rows: QuerySet[ChasableCredit], *, shop: Shop, facts: Facts, act: bool) -> None:
        self.shop, self.facts = shop, facts
        super().__init__(rows, exclude=() if act else ("act",))  # type: ignore[no-untyped-call]  # no annotations

    def _cell(self, page: str, record: ChasableCredit, **more: object) -> SafeString:
        context = {"shop": self.shop, "credit": record, "order": record.order, **self.facts.form, **more}
        template = get_template(f"reports/chasing/{page}.html")
        html = template.render(context)  # without a request: it asks who reads
        return mark_safe(html)  # noqa: S308 (a rendered template)

    def _waited(self, record: ChasableCredit) -> float:
        """Seconds since the order was placed; an order may be newer than what is known of chats."""
        return max((self.facts.as_of - record.order.created_at).total_seconds(), 0)

    def _name(self, agent: int | None) -> str:
        """The agent's name; a colleague's is not shown."""
        return "" if agent is None else self.facts.names.get(agent, gettext("another agent"))

    def render_order_no(self, record: ChasableCredit) -> SafeString:
        return self._cell("chasing_order", record)

    def render_buyer(self, record: ChasableCredit) -> SafeString:
        buyer = record.order.buyer
        link = talk_url(self.shop, buyer.person) if buyer and record.last_agent else ""
        return self._cell("chasing_buyer", record, nick=self.value_buyer(record), link=link)

    def render_created_at(self, value: dt.datetime, record: ChasableCredit) -> SafeString:
        return self._cell("chasing_age", record, age=age(self._waited(record)))

    def render_chance(self, record: ChasableCredit) -> str:
        return formats.rate(self.value_chance(record))

    def render_class_code(self, value: int) -> str:
        return render_to_string("reports/orders/order_class.html", {"name": CLASS_NAMES[value]})

    def render_last_agent(self, value: int | None, record: ChasableCredit) -> SafeString | str:
        buyer = record.order.buyer
        if value is None or buyer is None:
            return "—"
        link = talk_url(self.shop, buyer.person, at=record.last_talk_at)
        return self._cell("chasing_talk", record, agent=self._name(value), link=link)

    def render_chaser(self, value: int | None, record: ChasableCredit) -> SafeString:
        return self._cell("chasing_chased", record, agent=self._name(value), notes=self._notes(record))

    def render_act(self, record: ChasableCredit) -> SafeString:
        return self._cell("chasing_note", record)

    def _notes(self, record: ChasableCredit) -> list[tuple[ChaseNote, str, str, bool]]:
        """Each chase noted by hand, by whom, its words as far as the reader may know them, and whether they
        may remove it."""
        found = []
        for note in record.order.chase_notes.all():
            by = self._name(note.agent_id) if note.agent_id else str(note.author)
            words = note.note if note.agent_id is None or note.agent_id in self.facts.names else ""
            found.append((note, by, words, self.facts.may_remove(note)))
        return found

    def value_order_no(self, record: ChasableCredit) -> str:
        return record.order.order_no

    def value_buyer(self, record: ChasableCredit) -> str:
        return buyer_text(record.order.buyer, record.shows_buyer)

    def value_created_at(self, value: dt.datetime) -> dt.datetime:
        return timezone.localtime(value)

    def value_chance(self, record: ChasableCredit) -> float | None:
        if record.class_code == UNLINKED:
            return None
        return chasing.chance(self.facts.rates, self._waited(record))

    def value_class_code(self, value: int) -> str:
        return str(CLASSES[CLASS_NAMES[value]][0])

    def value_last_agent(self, value: int | None) -> str:
        return self._name(value)

    def value_chaser(self, value: int | None, record: ChasableCredit) -> str:
        said = [self._name(value)] if value is not None else []
        said += [f"{note.get_channel_display()} ({by})" for note, by, _words, _may in self._notes(record)]
        return ", ".join(said)

    def order_created_at(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        """The oldest first is "descending": what is sorted is the age."""
        return queryset.order_by("order__created_at" if is_descending else "-order__created_at", "pk"), True

    def order_amount_fen(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        return queryset.order_by(
            "-order__amount_fen" if is_descending else "order__amount_fen", "order__created_at", "pk"
        ), True
