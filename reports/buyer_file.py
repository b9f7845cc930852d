"""Everything that is stored of one buyer, as a workbook: names, messages, orders, receptions, lost sales."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import xlsxwriter
from django.utils.translation import gettext as _

from accounts.models import AgentNick, Shop
from chats.attribution.columns import IN, KINDS
from chats.erasure import aliases
from chats.models import BuyerAlias, Contest, Credit, Message, Order, Reception
from reports.models import ChatCase, LostSaleEntry

WIDEST_PIXELS = 480
Row = Sequence[object]


@dataclass(frozen=True)
class Part:
    """One sheet of the workbook."""

    title: str
    heads: Sequence[str]
    rows: list[Row]


def counts(shop: Shop, person: int) -> dict[str, int]:
    """How much is stored of the buyer, for a look before it is exported or erased."""
    ids = _ids(shop, person)
    return {
        "names": len(ids),
        "messages": Message.objects.filter(shop=shop, buyer_id__in=ids).count(),
        "orders": Order.objects.filter(shop=shop, buyer__in=ids).count(),
        "receptions": Reception.objects.filter(shop=shop, buyer=person).count(),
        "lost_sales": LostSaleEntry.objects.filter(form__shop=shop, buyer__in=ids).count(),
    }


def workbook(shop: Shop, person: int) -> bytes:
    """The file (XLSX). Instants are shop time; no cell is ever a formula."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for part in parts(shop, person):
            page = book.add_worksheet(part.title)
            page.freeze_panes(1, 0)
            for line, row in enumerate([part.heads, *part.rows]):
                for place, cell in enumerate(row):
                    _write(page, line, place, cell, None if line else bold)
            page.autofit(WIDEST_PIXELS)
    return buffer.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, line: int, place: int, cell: object, form: object) -> None:
    if isinstance(cell, str):
        page.write_string(line, place, cell[:32_767], form)
    elif cell is not None:
        page.write(line, place, cell, form)


def parts(shop: Shop, person: int) -> Iterator[Part]:
    """Every sheet."""
    ids, clock = _ids(shop, person), _Clock(ZoneInfo(shop.timezone))
    yield Part(_("Names"), (_("Nick"), _("Open uid")), _names(shop, person))
    yield Part(
        _("Messages"),
        (_("Time"), _("Agent"), _("Who writes"), _("Kind"), _("Text")),
        _messages(shop, ids, clock),
    )
    yield Part(
        _("Orders"),
        (_("Order"), _("Placed"), _("Paid"), _("Status"), _("Amount (¥)"), _("Refunded (¥)"), _("Items"),
         _("Title"), _("Memo"), _("Credited to"), _("Contested by")),
        _orders(shop, ids, clock),
    )  # fmt: skip
    yield Part(
        _("Receptions"),
        (_("Day"), _("Agent"), _("First message"), _("Last message"), _("Buyer's messages"),
         _("Agent's messages"), _("Inquiry"), _("Paid")),
        _receptions(shop, person, clock),
    )  # fmt: skip
    yield Part(
        _("Lost sales"),
        (_("Day"), _("Agent"), _("Product"), _("Amount (¥)"), _("Reason"), _("Note"), _("Would do"),
         _("Comment")),
        _lost_sales(shop, ids),
    )  # fmt: skip
    yield Part(_("Cases"), (_("First message"), _("Agent"), _("Comment")), _cases(shop, ids, clock))


@dataclass(frozen=True)
class _Clock:
    zone: ZoneInfo

    def __call__(self, instant: dt.datetime | None) -> str | None:
        return instant.astimezone(self.zone).strftime("%Y-%m-%d %H:%M:%S") if instant else None


def _ids(shop: Shop, person: int) -> list[int]:
    return [one.pk for one in aliases(shop, person)]


def _names(shop: Shop, person: int) -> list[Row]:
    return [(one.written or one.nick, one.open_uid) for one in aliases(shop, person)]


def _messages(shop: Shop, ids: list[int], clock: _Clock) -> list[Row]:
    nicks = dict(AgentNick.objects.filter(shop=shop).values_list("pk", "written"))
    rows = Message.objects.filter(shop=shop, buyer_id__in=ids).order_by("sent_at", "direction", "hash")
    return [
        (
            clock(row.sent_at),
            nicks.get(row.agent_nick_id, ""),
            _("buyer") if row.direction == IN else _("agent"),
            KINDS[row.kind],
            row.text,
        )
        for row in rows
    ]


def _orders(shop: Shop, ids: list[int], clock: _Clock) -> list[Row]:
    names = dict(shop.agents.values_list("pk", "name"))
    orders = Order.objects.filter(shop=shop, buyer__in=ids).order_by("created_at")
    paid_to = dict(Credit.objects.filter(order__in=orders).values_list("order_id", "effective_id"))
    contests: dict[int, list[str]] = {}
    for order, agent in Contest.objects.filter(order__in=orders).values_list("order_id", "agent_id"):
        contests.setdefault(order, []).append(names.get(agent, ""))
    return [
        (
            one.order_no,
            clock(one.created_at),
            clock(one.paid_at),
            one.status,
            one.amount_fen / 100,
            one.refunded_fen / 100,
            one.items,
            one.title,
            one.memo,
            names.get(paid_to.get(one.pk), ""),
            ", ".join(contests.get(one.pk, ())),
        )
        for one in orders
    ]


def _receptions(shop: Shop, person: int, clock: _Clock) -> list[Row]:
    rows = Reception.objects.filter(shop=shop, buyer=person).select_related("agent").order_by("first_at")
    return [
        (
            one.day.isoformat(),
            one.agent.name,
            clock(one.first_at),
            clock(one.last_at),
            one.buyer_messages,
            one.human_messages,
            _("yes") if one.inquiry else _("no"),
            _("yes") if one.paid_final else _("no"),
        )
        for one in rows
    ]


def _lost_sales(shop: Shop, ids: list[int]) -> list[Row]:
    rows = LostSaleEntry.objects.filter(form__shop=shop, buyer__in=ids)
    return [
        (
            one.form.day.isoformat(),
            one.form.agent.name,
            one.product,
            None if one.amount_fen is None else one.amount_fen / 100,
            one.final_reason.zh if one.final_reason else "",
            one.note,
            one.would_do,
            one.comment,
        )
        for one in rows.select_related("form__agent", "reason", "reviewed_reason").order_by("form__day")
    ]


def _cases(shop: Shop, ids: list[int], clock: _Clock) -> list[Row]:
    rows = ChatCase.objects.filter(shop=shop, buyer__in=ids).select_related("agent")
    return [(clock(one.first_at), one.agent.name, one.comment) for one in rows]


def shown_name(buyer: BuyerAlias) -> str:
    """How the buyer is called on the page where she is looked up."""
    return buyer.written or buyer.nick or buyer.open_uid
