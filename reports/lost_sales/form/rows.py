"""What a row of the lost-sale form is filled with: product, amount, stage and a suggestion (D9.1, D9.2)."""

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from accounts.models import AgentKind, AgentNick, Shop
from chats.attribution.clock import day_number
from chats.attribution.columns import AUTO, CARD, IN, TEXT
from chats.frames import rule_book
from chats.importers.chats.message_kinds import CARD_MARK, is_entry_card
from chats.models import BuyerAlias, Message, Order, OrderItem, Reception
from chats.store import bulk
from reports.metrics.suggestions import Lost, Suggestion, suggest
from reports.models import LostSaleEntry

ENTRY_PRICE = re.compile(r"\d+(?:\.\d{1,2})?")
ITEM_NUMBER = re.compile(r"[?&]id=(\d+)")
UNPAID = LostSaleEntry.Stage.UNPAID
ASKED = LostSaleEntry.Stage.ASKED


@dataclass
class Filling:
    """The facts of one row."""

    product: str = ""
    amount_fen: int | None = None
    suggestion: Suggestion | None = None


@dataclass
class _Seen:
    """What the messages of one reception show."""

    words: list[str] = field(default_factory=list)
    title: str = ""
    amount_fen: int | None = None
    item_no: str = ""


def lost_receptions(shop: Shop, first: dt.date, last: dt.date) -> list[Reception]:
    """Inquiries of people's receptions without a paid order (D6.5: lost, or still open)."""
    rows = Reception.objects.filter(
        shop=shop, day__range=(first, last), inquiry=True, paid_final=False, agent__kind=AgentKind.HUMAN
    )
    return list(rows.order_by("day", "agent_id", "first_at"))


def stage(reception: Reception) -> str:
    """How far the buyer came."""
    return UNPAID if reception.ordered_final else ASKED


def fill_rows(shop: Shop, receptions: Collection[Reception]) -> list[Filling]:
    """The facts of each reception's row, in the same order."""
    if not receptions:
        return []
    seen = _read_talks(shop, receptions)
    titles = _titles(shop, {one.item_no for one in seen.values() if one.item_no})
    unpaid = _unpaid_orders(shop, receptions)
    book = rule_book(shop)
    fillings = []
    for one in receptions:
        rules = book.rules_on(day_number(one.day))
        talk = seen.get(_key(one), _Seen())
        order = _first_within(unpaid.get(one.buyer_id, ()), one, rules.window_seconds)
        lost = Lost(
            one.replied,
            one.first_response_seconds,
            order is not None,
            bool(order and order.chased),
            talk.words,
        )
        suggestion = suggest(lost, rules.first_response_target_seconds)
        product = (order and order.title) or talk.title or titles.get(talk.item_no, "")
        amount = order.amount_fen if order else talk.amount_fen
        fillings.append(Filling(product, amount, suggestion))
    return fillings


def _key(reception: Reception) -> tuple[int, int, dt.date]:
    return reception.agent_id, reception.buyer_id, reception.day


def _read_talks(shop: Shop, receptions: Collection[Reception]) -> dict[tuple[int, int, dt.date], _Seen]:
    """Each reception's words and the latest item shown in it."""
    person = _persons(shop, {reception.buyer_id for reception in receptions})
    agent = dict(AgentNick.objects.filter(shop=shop).values_list("pk", "agent_id"))
    wanted: dict[tuple[int | None, int | None], list[Reception]] = {}
    for one in receptions:
        wanted.setdefault((one.agent_id, one.buyer_id), []).append(one)
    seen: dict[tuple[int, int, dt.date], _Seen] = {}
    first, last = (
        min(reception.first_at for reception in receptions),
        max(reception.last_at for reception in receptions),
    )
    # The platform's entry card comes a moment before the buyer's first word.
    rows = Message.objects.filter(shop=shop, sent_at__range=(first - dt.timedelta(minutes=5), last))
    columns = ("agent_nick_id", "buyer_id", "sent_at", "direction", "kind", "text")
    for nick, alias, sent_at, direction, kind, text in (
        rows.order_by("sent_at", "direction", "hash").values_list(*columns).iterator()
    ):
        for one in wanted.get((agent.get(nick), person.get(alias)), ()):
            if one.first_at - dt.timedelta(minutes=5) <= sent_at <= one.last_at:
                _look_at(seen.setdefault(_key(one), _Seen()), direction, kind, text)
    return seen


def _persons(shop: Shop, buyers: Collection[int]) -> dict[int, int]:
    """Every alias of these persons → the person."""
    found: dict[int, int] = {}
    for some in bulk.chunks(sorted(buyers)):
        rows = BuyerAlias.objects.filter(shop=shop, person__in=some).values_list("pk", "person")
        found.update({pk: person for pk, person in rows if person is not None})
    return found


def _look_at(seen: _Seen, direction: int, kind: int, text: str) -> None:
    if direction == IN and kind == TEXT:
        seen.words.append(text)
    elif kind == AUTO and is_entry_card(text):
        title, amount_fen = entry_item(text)
        if title:
            seen.title, seen.amount_fen = title, amount_fen
    elif kind == CARD and direction == IN:
        number = ITEM_NUMBER.search(text)
        if number:
            seen.item_no, seen.title, seen.amount_fen = number[1], "", None


def entry_item(text: str) -> tuple[str, int | None]:
    """Title and price in fen of the platform's entry card, `当前用户来自 page title ¥price`.

    Empty and None where the card names neither. A buyer can type such a text, so it takes linear time.
    """
    _before, _mark, shown = text.strip("[]【】 \n").partition(CARD_MARK)
    _page, *rest = shown.split(maxsplit=1) or [""]
    title, amount_fen = _title_and_price(rest[0] if rest else "")
    return ("", None) if "\n" in title else (title, amount_fen)


def _title_and_price(shown: str) -> tuple[str, int | None]:
    named, _sign, price = shown.replace("￥", "¥").rpartition("¥")
    if named.strip() and named[-1].isspace() and ENTRY_PRICE.fullmatch(price.strip()):
        return named.strip(), round(float(price) * 100)
    return shown, None


def _titles(shop: Shop, numbers: Collection[str]) -> dict[str, str]:
    """Titles of item numbers, as far as any order names them; else the number itself."""
    rows = OrderItem.objects.filter(shop=shop, item_no__in=numbers).exclude(title="")
    return {number: number for number in numbers} | dict(rows.values_list("item_no", "title").distinct())


@dataclass(frozen=True)
class _Unpaid:
    created_at: dt.datetime
    title: str
    amount_fen: int
    chased: bool


def _unpaid_orders(shop: Shop, receptions: Collection[Reception]) -> dict[int, list[_Unpaid]]:
    """Person → unpaid orders in order of time."""
    buyers = {reception.buyer_id for reception in receptions if reception.ordered_final}
    first = min(reception.first_at for reception in receptions)
    found: dict[int, list[_Unpaid]] = {}
    for some in bulk.chunks(sorted(buyers)):
        rows = Order.objects.filter(
            shop=shop, buyer__person__in=some, paid_at__isnull=True, created_at__gte=first
        )
        columns = ("buyer__person", "created_at", "title", "amount_fen", "credit__first_chase_at")
        for person, created_at, title, amount, chased_at in rows.order_by("created_at").values_list(*columns):
            found.setdefault(person, []).append(_Unpaid(created_at, title, amount, chased_at is not None))
    return found


def _first_within(orders: Iterable[_Unpaid], reception: Reception, window_seconds: int) -> _Unpaid | None:
    asked_at = reception.first_buyer_at or reception.first_at
    until = asked_at + dt.timedelta(seconds=window_seconds)
    return next((order for order in orders if asked_at <= order.created_at <= until), None)
