"""Trades as the open platform returns them: one trade, a page of sold trades, or one answer a line."""

from collections import Counter
from typing import Any

import pandas as pd

from accounts.nicks import is_masked, normalise_nick
from chats.attribution.columns import PARSED_ITEMS, PARSED_ORDERS, frame
from chats.importers.base import FileRefused, Notice, Parsed, Refusal, ShopContext
from chats.importers.importer import Importer
from chats.importers.orders.trade_rows import KNOWN_STATUSES, RAW, SOURCES_OF, TIMES, Trade, trade_of
from chats.importers.reading.instants import time_book
from chats.importers.reading.json_rows import as_list, documents, inner_list, plain_text, refuse_error_answer
from chats.importers.reading.rows import LONGEST_SHOWN, RowRefused
from chats.importers.reading.source import Source

SNIFFED = 4000
MARKS = (
    '"trade_fullinfo_get_response"',
    '"trades_sold_get_response"',
    '"trade_get_response"',
    '"error_response"',
)
BARE_MARKS = ('"tid"', '"created"', '"status"')


class OpenPlatformTrades(Importer):
    """trade_fullinfo_get_response, trades_sold_get_response, trades one a line or in a list."""

    kind = "openplatform_trades"
    zh, en = "开放平台交易", "Open platform trades"

    def recognises(self, source: Source) -> bool:
        if source.container != "json":
            return False
        head = source.text[:SNIFFED]
        return any(mark in head for mark in MARKS) or all(mark in head for mark in BARE_MARKS)

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """Lines are the file's lines where each holds an answer, else the numbers of the trades."""
        found, refusals = documents(source)
        answers = [(line, one) for line, document in found for one in as_list(document)]
        raws = _raw_trades(answers, refusals, by_line=len(found) > 1)
        read = len(raws) + len(refusals)
        trades = _trades(raws, refusals, context)
        if not trades and refusals:
            raise FileRefused("no-trades", line=refusals[0].line, column=refusals[0].column)
        kept = newest(trades)
        return Parsed(
            self.kind,
            read,
            orders=frame([trade.order for trade in kept], PARSED_ORDERS),
            items=_items_frame(kept),
            refusals=sorted(refusals, key=lambda refusal: refusal.line),
            notices=_notices(kept, [answer for _, answer in answers], context),
            repeated=len(trades) - len(kept),
            absent=_absent([raw for _, raw in raws]),
        )


def _absent(raws: list[dict[str, Any]]) -> frozenset[str]:
    """The columns of which no trade of the file says anything (a call asks for the keys it wants)."""
    keys = {key for raw in raws for key in raw}
    return frozenset(ours for ours, names in SOURCES_OF.items() if not keys & set(names))


def _raw_trades(
    answers: list[tuple[int, Any]], refusals: list[Refusal], *, by_line: bool
) -> list[tuple[int, dict[str, Any]]]:
    """(line, trade) of every answer. An error among several answers is one refused row; alone it
    refuses the file."""
    raws: list[tuple[int, dict[str, Any]]] = []
    for line, answer in answers:
        try:
            refuse_error_answer(answer)
        except FileRefused as error:
            if len(answers) == 1:
                raise
            refusals.append(Refusal(line if by_line else len(raws) + 1, "", error.code, error.params))
            continue
        for trade in _trades_in(answer):
            raws.append((line if by_line else len(raws) + 1, trade))
    return raws


def _trades_in(answer: object) -> list[dict[str, Any]]:
    """The trades of one answer, with or without its wrapping."""
    if not isinstance(answer, dict):
        return []
    if "tid" in answer:
        return [answer]
    body = next((value for key, value in answer.items() if key.endswith("_get_response")), answer)
    if not isinstance(body, dict):
        return []
    several = inner_list(body, "trades", "trade") if "trades" in body else as_list(body.get("trade"))
    return [trade for trade in several if isinstance(trade, dict)]


def _trades(
    raws: list[tuple[int, dict[str, Any]]], refusals: list[Refusal], context: ShopContext
) -> list[Trade]:
    book = time_book(_times(raws), context.timezone)
    latest = max(book.values(), default=0)
    trades: list[Trade] = []
    for line, raw in raws:
        try:
            trades.append(trade_of(raw, line, book, latest))
        except RowRefused as fault:
            kept = {name: plain_text(raw.get(name))[:LONGEST_SHOWN] for name in RAW if name in raw}
            refusals.append(Refusal(line, fault.column, fault.code, fault.params, kept))
    return trades


def _times(raws: list[tuple[int, dict[str, Any]]]) -> set[str]:
    return {plain_text(raw.get(name)).strip() for _, raw in raws for name in TIMES}


def newest(trades: list[Trade]) -> list[Trade]:
    """One trade an order, the one that counts (D2.6), in the order in which they first appear."""
    kept: dict[str, Trade] = {}
    for trade in trades:
        number = trade.order["order_no"]
        if number not in kept or trade.precedence >= kept[number].precedence:
            kept[number] = trade
    return list(kept.values())


def _items_frame(trades: list[Trade]) -> pd.DataFrame:
    """The items, one row a key: an item named twice in one trade is kept once."""
    items = {(item["order_no"], item["item_key"]): item for trade in trades for item in trade.items}
    return frame(list(items.values()), PARSED_ITEMS)


def _notices(trades: list[Trade], answers: list[Any], context: ShopContext) -> list[Notice]:
    unknown = Counter(
        trade.order["status"] for trade in trades if trade.order["status"] not in KNOWN_STATUSES
    )
    masked = sum(is_masked(trade.order["buyer"]) and not trade.order["open_uid"] for trade in trades)
    sellers = {normalise_nick(trade.seller): trade.seller for trade in trades if trade.seller}
    notices = [] if trades else [Notice("empty-answer")]
    if unknown:
        found = "、".join(f"{status or '-'} ({count})" for status, count in sorted(unknown.items()))
        notices.append(Notice("unknown-statuses", {"found": found}))
    if masked:
        notices.append(Notice("masked-nicks", {"count": str(masked)}))
    if len(sellers | _own_shop(sellers, context)) > 1:
        notices.append(Notice("several-shops", {"found": "、".join(sorted(sellers.values()))}))
    if any(_has_next(answer) for answer in answers):
        notices.append(Notice("more-pages-follow"))
    return notices


def _own_shop(sellers: dict[str, str], context: ShopContext) -> dict[str, str]:
    """The shop itself, so that trades of another seller alone are noticed too."""
    own = normalise_nick(context.main_account)
    return {own: context.main_account} if own and sellers else {}


def _has_next(answer: object) -> bool:
    bodies = [answer, *answer.values()] if isinstance(answer, dict) else []
    return any(isinstance(body, dict) and body.get("has_next") in (True, "true") for body in bodies)
