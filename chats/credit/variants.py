"""Whom each judge rule and tie-break would credit with one order, from its buyer's messages (D5.2, D7.1)."""

import dataclasses

import numpy as np
import pandas as pd

from accounts.models import Shop
from chats import frames
from chats.attribution.attribute import attribute
from chats.attribution.columns import NEVER, NOBODY
from chats.attribution.orders import OrderTable, tabulate
from chats.attribution.rules import CHOICES
from chats.attribution.sales import judge
from chats.attribution.versions import RuleBook
from chats.models import BuyerAlias, Order

DAY = 86400
MARGIN = 2 * DAY  # receptions that meet the order's windows lie inside as a whole

Variants = dict[tuple[str, str], int | None]


def variants(shop: Shop, order: Order) -> Variants:
    """(judge rule, tie-break) → agent, under the order's rule version otherwise; empty for an order
    that no agent can earn by a rule (unlinked, excluded)."""
    book = frames.rule_book(shop)
    people, names = frames.people(shop, book), frames.Names(shop)
    rows = _the_order(names, order)
    table = tabulate(rows, people, book)
    if not table.attributable.any():
        return {}
    messages = _messages(names, order, table, book.looks_at_texts)
    found: Variants = {}
    for tie_break in CHOICES["tie_break"]:
        credits = attribute(messages, rows, people, _with_tie_break(book, tie_break), None).credits
        closers = [credits[name].to_numpy(np.int64) for name in ("order_closer", "payment_closer")]
        for rule in CHOICES["judge_rule"]:
            winner = int(judge(rule, *closers)[0])
            found[rule, tie_break] = None if winner == NOBODY else winner
    return found


def _with_tie_break(book: RuleBook, tie_break: str) -> RuleBook:
    versions = tuple(
        dataclasses.replace(version, rules=dataclasses.replace(version.rules, tie_break=tie_break))
        for version in book.versions
    )
    return RuleBook(versions, book.timezone)


def _the_order(names: frames.Names, order: Order) -> pd.DataFrame:
    created = int(order.created_at.timestamp())
    rows = frames.orders(names, (created, created), (NEVER, NEVER))
    return rows[rows["order"] == order.pk].reset_index(drop=True)


def _messages(names: frames.Names, order: Order, table: OrderTable, with_text: bool) -> pd.DataFrame:
    """What was said with the order's buyer in its windows (columns.MESSAGES)."""
    first = int((table.created_at - table.window)[0]) - MARGIN
    last = int(table.last_call[0]) + MARGIN
    aliases = BuyerAlias.objects.filter(shop=names.shop, person=int(table.buyer[0]))
    return frames.messages(names, first, last, with_text, list(aliases.values_list("pk", flat=True)))
