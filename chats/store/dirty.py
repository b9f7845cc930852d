"""Which business days an import touched; the refresh recomputes them (D1.2)."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from accounts.models import Shop
from chats.attribution import clock
from chats.attribution.rules import BEGINNING
from chats.models import DirtyDay, Order, Reception
from chats.rules.versions import book
from chats.store import bulk


@dataclass
class Marks:
    """Collects what one import changed. `everything` reaches the whole shop, whatever the day."""

    shop: Shop
    messages: set[int] = field(default_factory=set)
    order_instants: set[int] = field(default_factory=set)
    everything: bool = False

    def _days(self, instants: NDArray[np.int64]) -> set[int]:
        day_start = book(self.shop)[0].rules.day_start
        return set(np.unique(clock.business_days(instants, self.shop.timezone, day_start)).tolist())

    def touch_messages(self, instants: NDArray[np.int64]) -> None:
        """Messages of these instants came in."""
        if len(instants):
            self.messages |= self._days(instants)

    def touch_order(self, *instants: int | None) -> None:
        """An order was or is now created or paid at these instants."""
        self.order_instants |= {instant for instant in instants if instant is not None}

    def touch_people(self, persons: Collection[int]) -> None:
        """These persons turned out to be one: the days of all they said and bought (D2.2)."""
        for some in bulk.chunks(sorted(persons)):
            days = Reception.objects.filter(shop=self.shop, buyer__in=some).values_list("day", flat=True)
            self.messages |= {clock.day_number(day) for day in days.distinct()}
            orders = Order.objects.filter(shop=self.shop, buyer__person__in=some)
            for created_at, paid_at in orders.values_list("created_at", "paid_at"):
                self.touch_order(*(int(at.timestamp()) for at in (created_at, paid_at) if at))

    def save(self) -> None:
        """Write the marks down. Marks are only ever added: a refresh under way may hold the others."""
        source = DirtyDay.Source
        named = [(day, source.MESSAGES) for day in sorted(self.messages)]
        orders = self._days(np.array(list(self.order_instants), dtype=np.int64))
        named += [(day, source.ORDERS) for day in sorted(orders)]
        marks = [DirtyDay(shop=self.shop, day=clock.number_day(day), source=what) for day, what in named]
        if self.everything:
            marks.append(DirtyDay(shop=self.shop, day=BEGINNING, source=source.EVERYTHING))
        DirtyDay.objects.bulk_create(marks)
