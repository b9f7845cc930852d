"""The one door between database rows and the frames of attribution."""

# ruff: noqa: S608  (table names come from our own models, values are parameters)

import datetime as dt

import numpy as np
import pandas as pd

from accounts.models import Agent, AgentKind, AgentNick, Shop
from accounts.nicks import normalise_nick
from chats.attribution import columns
from chats.attribution.attribute import INVALID
from chats.attribution.clock import day_number
from chats.attribution.keys import Ints, lookup
from chats.attribution.people import People
from chats.attribution.versions import RuleBook
from chats.models import BuyerAlias, InvalidInquiry, Message, Order, Ruling
from chats.rules.versions import book as stored_versions
from chats.store import bulk
from chats.store.erased import stored_nicks

MESSAGE_TABLE = Message._meta.db_table
ORDER_TABLE = Order._meta.db_table
ALIAS_TABLE = BuyerAlias._meta.db_table


def rule_book(shop: Shop) -> RuleBook:
    """The shop's rule versions with its time zone."""
    return RuleBook(stored_versions(shop), shop.timezone)


def unidentified(alias_ids: Ints) -> Ints:
    """The buyer number of a masked nick as written: negative, so that nobody takes it for a person."""
    return -alias_ids - 1


def alias_of(buyers: Ints) -> Ints:
    """Buyer numbers back to BuyerAlias ids: the inverse of `unidentified`."""
    return np.where(buyers < 0, -buyers - 1, buyers)


class Names:
    """Which agent an agent's nick means, which person a buyer's alias means.

    Nearly every alias is its own person, so only the others are read.
    """

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        nicks = AgentNick.objects.filter(shop=shop).order_by("id").values_list("id", "agent_id")
        self._agents = np.array(list(nicks), np.int64).reshape(-1, 2)
        self._others = bulk.integers(
            f"SELECT id, COALESCE(person, -id - 1) FROM {ALIAS_TABLE}"
            " WHERE shop_id = %s AND (person IS NULL OR person <> id) ORDER BY id",
            [shop.pk],
            2,
        )

    def agents(self, nick_ids: Ints) -> Ints:
        agents: Ints = self._agents[np.searchsorted(self._agents[:, 0], nick_ids), 1]
        return agents

    def buyers(self, alias_ids: Ints) -> Ints:
        """Persons (>= 0), or the negative number of an alias that identifies nobody (D2.2)."""
        place = lookup(self._others[:, 0], alias_ids)
        return np.where(place >= 0, self._others[place, 1], alias_ids) if len(self._others) else alias_ids


def people(shop: Shop, book: RuleBook) -> People:
    """Agents and the buyers that the rules name."""
    rows = list(Agent.objects.filter(shop=shop).values_list("id", "first_nick", "kind"))
    agents = columns.frame(
        [{"agent": i, "first_nick": nick, "human": kind == AgentKind.HUMAN} for i, nick, kind in rows],
        columns.AGENTS,
    )
    nick_agent = dict(AgentNick.objects.filter(shop=shop).values_list("nick", "agent_id"))
    main = normalise_nick(shop.main_account)
    blocked = {normalise_nick(nick) for v in book.versions for nick in v.rules.blocked_buyers}
    now = stored_nicks(shop.pk, {*nick_agent, main, *blocked} - {""})
    named = BuyerAlias.objects.filter(shop=shop, nick__in=now)
    nick_buyer = {
        now[nick]: int(unidentified(np.array(alias, np.int64))) if person is None else person
        for nick, alias, person in named.values_list("nick", "id", "person")
    }
    return People(agents, nick_agent, nick_buyer, main)


def messages(
    names: Names, first: int, last: int, with_text: bool = False, aliases: list[int] | None = None
) -> pd.DataFrame:
    """Messages sent in [first, last] (columns.MESSAGES), in the order of storage; with `aliases`, only
    those of these buyers' aliases."""
    wanted: list[object] = [names.shop.pk, first, last]
    only = ""
    if aliases is not None:
        only, wanted = f" AND {bulk.among('buyer_id')}", [*wanted, bulk.listed(aliases)]
    where = (
        f"FROM {MESSAGE_TABLE} WHERE shop_id = %s AND sent_at BETWEEN %s AND %s{only} ORDER BY sent_at, hash"
    )
    numbers = bulk.integers(
        f"SELECT agent_nick_id, buyer_id, sent_at, direction, kind, chars, hash {where}", wanted, 7
    )
    frame = pd.DataFrame(
        {
            "agent": names.agents(numbers[:, 0]),
            "buyer": names.buyers(numbers[:, 1]),
            "sent_at": numbers[:, 2],
            "direction": numbers[:, 3].astype(np.int8),
            "kind": numbers[:, 4].astype(np.int8),
            "chars": numbers[:, 5].astype(np.int32),
            "message": numbers[:, 6],
        }
    )
    if with_text:
        frame["text"] = pd.Series([row[0] for row in bulk.rows(f"SELECT text {where}", wanted)], dtype=object)
    return frame


def _rulings(shop: Shop) -> dict[int, int]:
    in_force = Ruling.objects.filter(order__shop=shop, withdrawn_at=None).values_list("order_id", "agent_id")
    return {order: columns.NOBODY if agent is None else agent for order, agent in in_force}


def orders(names: Names, created: tuple[int, int], paid: tuple[int, int]) -> pd.DataFrame:
    """Orders created or paid in the closed ranges (columns.ORDERS), by id."""
    where = (
        f"FROM {ORDER_TABLE} WHERE shop_id = %s"
        " AND (created_at BETWEEN %s AND %s OR paid_at BETWEEN %s AND %s)"
    )
    wanted = [names.shop.pk, *created, *paid]
    numbers = bulk.integers(
        f"SELECT id, COALESCE(buyer_id, 0), created_at, COALESCE(paid_at, {columns.NEVER}),"
        f" amount_fen, refunded_fen, COALESCE(items, 0), flag,"
        f" CASE WHEN excluded_manually THEN 1 ELSE 0 END {where} ORDER BY id",
        wanted,
        9,
    )
    memos = dict(bulk.rows(f"SELECT id, memo {where} AND memo <> ''", wanted))
    rulings = _rulings(names.shop)
    buyer = np.where(numbers[:, 1] > 0, names.buyers(numbers[:, 1]), columns.UNLINKED)
    ids = numbers[:, 0].tolist()
    return pd.DataFrame(
        {
            "order": numbers[:, 0],
            "buyer": np.where(buyer < 0, columns.UNLINKED, buyer),
            "created_at": numbers[:, 2],
            "paid_at": numbers[:, 3],
            "amount_fen": numbers[:, 4],
            "refunded_fen": numbers[:, 5],
            "items": numbers[:, 6],
            "flag": numbers[:, 7].astype(np.int8),
            "memo": pd.Series([memos.get(order, "") for order in ids], dtype=object),
            "excluded_manually": numbers[:, 8] > 0,
            "ruling": np.array([rulings.get(order, columns.NO_RULING) for order in ids], np.int64),
        }
    )


def invalid_inquiries(shop: Shop) -> pd.DataFrame:
    """agent, buyer, day of receptions that a supervisor accepted as no inquiry (D6.1)."""
    rows = InvalidInquiry.objects.filter(shop=shop).values_list("agent_id", "buyer__person", "day")
    return columns.frame(
        [{"agent": agent, "buyer": buyer, "day": day_number(day)} for agent, buyer, day in rows if buyer],
        INVALID,
    )


def instant(epoch: int) -> dt.datetime:
    """The aware datetime of UTC epoch seconds."""
    return dt.datetime.fromtimestamp(epoch, dt.UTC)


def data_range(shop: Shop) -> tuple[int, int] | None:
    """First and last instant of any message or order of the shop, None without data."""
    row = bulk.rows(
        f"SELECT (SELECT MIN(sent_at) FROM {MESSAGE_TABLE} WHERE shop_id = %s),"
        f" (SELECT MAX(sent_at) FROM {MESSAGE_TABLE} WHERE shop_id = %s),"
        f" (SELECT MIN(created_at) FROM {ORDER_TABLE} WHERE shop_id = %s),"
        f" (SELECT MAX(created_at) FROM {ORDER_TABLE} WHERE shop_id = %s),"
        f" (SELECT MAX(paid_at) FROM {ORDER_TABLE} WHERE shop_id = %s)",
        [shop.pk] * 5,
    )[0]
    known = [instant for instant in row if instant is not None]
    return (min(known), max(known)) if known else None


def latest_instants(shop: Shop) -> tuple[int | None, int | None]:
    """Latest message and latest order instant (created or paid) of the shop."""
    message, created, paid = bulk.rows(
        f"SELECT (SELECT MAX(sent_at) FROM {MESSAGE_TABLE} WHERE shop_id = %s),"
        f" (SELECT MAX(created_at) FROM {ORDER_TABLE} WHERE shop_id = %s),"
        f" (SELECT MAX(paid_at) FROM {ORDER_TABLE} WHERE shop_id = %s)",
        [shop.pk] * 3,
    )[0]
    known = [instant for instant in (created, paid) if instant is not None]
    return message, max(known) if known else None


def default_as_of(shop: Shop) -> int | None:
    """The earlier of the latest message and the latest order instant (D1.5); None while one is missing."""
    message, order = latest_instants(shop)
    return None if message is None or order is None else min(message, order)
