"""The rows of `export_figures`: orders, receptions, agent-days, shop-days, as files show them.

Stored figures are read from the tables. With an `as_of` of one's own the same functions compute the
span from the rows, so both ways end in the same frame and the same formatting.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from accounts.models import Agent, Shop
from accounts.nicks import is_masked
from chats.attribution import reach
from chats.attribution.clock import day_number, epoch_to_wall, number_day
from chats.attribution.columns import NEVER, NOBODY
from chats.attribution.filters import FILTER_NAMES
from chats.attribution.inquiries import CONVERSIONS, LOST_STAGES
from chats.attribution.receptions import NO_RESPONSE
from chats.attribution.sales import CLASS_NAMES
from chats.credit.slices import ShopData
from chats.frames import rule_book
from chats.models import BuyerAlias, Credit, DailyTraffic, Order, Reception, Ruling
from chats.store import bulk
from reports.facts.refresh import LONGEST_CHUNK_DAYS, Computed, compute_days
from reports.facts.store import booked
from reports.metrics.columns import AGENT_DAY_SUMS, SHOP_DAY_COLUMNS, SHOP_DAY_SUMS, TRAFFIC
from reports.models import AgentDay, ShopDay

NOBODY_RULED = "nobody"
SHOWN_CONVERSIONS = tuple(name for name in CONVERSIONS if name != "own_paid_final")
ORDER_COLUMNS = (
    "order_no",
    "buyer",
    "created_at",
    "paid_at",
    "amount_fen",
    "refunded_fen",
    "class",
    "order_closer",
    "payment_closer",
    "chaser",
    "credited_agent",
    "ruling",
    "order_evidence_at",
    "payment_evidence_at",
    "chase_evidence_at",
    "rule_version",
)
RECEPTION_COLUMNS = (
    "day",
    "agent",
    "buyer",
    "filtered_reason",
    "started_by",
    "buyer_messages",
    "human_messages",
    "rounds",
    "unanswered_rounds",
    "wait_seconds",
    "replied",
    "first_response_seconds",
    "inquiry",
    *SHOWN_CONVERSIONS,
    "mature",
    "lost_stage",
)
COLUMNS = {
    "orders": ORDER_COLUMNS,
    "receptions": RECEPTION_COLUMNS,
    "agent_days": ("day", "agent", *AGENT_DAY_SUMS),
    "shop_days": ("day", *SHOP_DAY_COLUMNS),
}

CLOSERS = ("order_closer", "payment_closer", "chaser")
EVIDENCE = ("order_evidence_at", "payment_evidence_at", "chase_evidence_at")

Row = dict[str, Any]


class Writing:
    """How a shop's files write instants, days, agents and buyers (contracts.md)."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._agents = dict(Agent.objects.filter(shop=shop).values_list("id", "first_nick"))
        aliases = BuyerAlias.objects.filter(shop=shop).order_by("-id")
        self._written: dict[int, str] = {}
        self._people: dict[int, str] = {}
        uids: dict[int, str] = {}
        for alias, person, nick, uid, written in aliases.values_list(
            "id", "person", "nick", "open_uid", "written"
        ):
            self._written[alias] = written
            if person is None:
                self._people[-alias - 1] = nick
            elif nick and not is_masked(nick):
                self._people[person] = nick
            elif uid:
                uids[person] = min(uid, uids.get(person, uid))
        # A masked nick may stand for many: who has no other is known by the open uid alone.
        self._people = uids | self._people

    def agent(self, agent: int | None) -> str | None:
        return None if agent is None or agent < 0 else self._agents[agent]

    def buyer(self, buyer: int) -> str:
        """The nick of a person that was met first, else the open uid; a masked nick as written."""
        return self._people[buyer]

    def as_written(self, alias: int | None) -> str | None:
        return None if alias is None else (self._written[alias] or None)

    def instants(self, epoch: np.ndarray) -> list[str | None]:
        known = epoch < NEVER
        wall = epoch_to_wall(np.where(known, epoch, 0), self.shop.timezone)
        texts = np.datetime_as_string(wall.astype("datetime64[s]"), unit="s")
        return [
            text.replace("T", " ") if is_known else None
            for text, is_known in zip(texts.tolist(), known.tolist(), strict=True)
        ]


def _computed(shop: Shop, first: dt.date, last: dt.date, as_of: int) -> Iterator[tuple[ShopData, Computed]]:
    data = ShopData.of(shop)
    for days in reach.chunked([(day_number(first), day_number(last))], LONGEST_CHUNK_DAYS):
        yield data, compute_days(data, *days, as_of)


def _epochs(values: pd.Series) -> np.ndarray:
    return values.astype("Int64").fillna(NEVER).to_numpy(np.int64)


def _stored_orders(shop: Shop, first: dt.date, last: dt.date) -> pd.DataFrame:
    where = "WHERE c.shop_id = %s AND (c.created_day BETWEEN %s AND %s OR c.paid_day BETWEEN %s AND %s)"
    names = ["order", "class", "order_closer", "payment_closer", "chaser", "effective"]
    names += ["order_evidence_at", "payment_evidence_at", "chase_evidence_at", "rule_version"]
    found = bulk.rows(
        "SELECT order_id, class_code, order_closer_id, payment_closer_id, chaser_id, effective_id,"  # noqa: S608
        " order_evidence_at, payment_evidence_at, chase_evidence_at, rule_version"
        f" FROM {Credit._meta.db_table} c {where}",
        [shop.pk, first, last, first, last],
    )
    frame = pd.DataFrame(found, columns=names, dtype=object)
    for name in names[2:6]:
        frame[name] = frame[name].astype("Int64").fillna(NOBODY).astype("int64")
    for name in names[6:9]:
        frame[name] = _epochs(frame[name])
    return frame.astype({"order": "int64", "class": "int64"})


def _computed_orders(shop: Shop, first: dt.date, last: dt.date, as_of: int) -> pd.DataFrame:
    parts = []
    for data, computed in _computed(shop, first, last, as_of):
        credit = computed.slice.attribution.credits.iloc[booked(computed.slice)]
        numbers = np.array([version.number for version in data.book.versions])
        parts.append(credit.assign(rule_version=numbers[credit["version"].to_numpy()]))
    return pd.concat(parts).drop_duplicates("order")


def _order_facts(orders: list[int]) -> pd.DataFrame:
    """What the order rows themselves say: number, buyer, instants, amounts; indexed by order."""
    names = ["order", "order_no", "alias", "person", "created_at", "paid_at", "amount_fen", "refunded_fen"]
    found = [
        row
        for some in bulk.chunks(orders)
        for row in bulk.rows(
            "SELECT o.id, o.order_no, o.buyer_id, a.person, o.created_at, o.paid_at, o.amount_fen,"  # noqa: S608
            f" o.refunded_fen FROM {Order._meta.db_table} o LEFT JOIN {BuyerAlias._meta.db_table} a"
            f" ON a.id = o.buyer_id WHERE {bulk.among('o.id')}",
            [bulk.listed(some)],
        )
    ]
    return pd.DataFrame(found, columns=names, dtype=object)


def _rulings_as_text(shop: Shop, writing: Writing) -> dict[int, str | None]:
    in_force = Ruling.objects.filter(order__shop=shop, withdrawn_at=None).values_list("order_id", "agent_id")
    return {order: NOBODY_RULED if agent is None else writing.agent(agent) for order, agent in in_force}


def order_rows(shop: Shop, first: dt.date, last: dt.date, as_of: int | None) -> list[Row]:
    """One row an order created or paid in the span, by creation day, buyer and number."""
    found = _stored_orders(shop, first, last) if as_of is None else _computed_orders(shop, first, last, as_of)
    writing = Writing(shop)
    ruled = _rulings_as_text(shop, writing)
    facts = _order_facts(found["order"].tolist()).astype({"order": "int64"})
    table = facts.merge(found.drop(columns=["created_at", "paid_at"], errors="ignore"), on="order")
    created = _epochs(table["created_at"])
    columns: dict[str, list[Any]] = {
        "order_no": table["order_no"].tolist(),
        "buyer": [
            writing.as_written(alias) if pd.isna(person) else writing.buyer(person)
            for alias, person in zip(table["alias"], table["person"], strict=True)
        ],
        "created_at": writing.instants(created),
        "paid_at": writing.instants(_epochs(table["paid_at"])),
        "amount_fen": table["amount_fen"].tolist(),
        "refunded_fen": table["refunded_fen"].tolist(),
        "class": [CLASS_NAMES[code] for code in table["class"]],
        "ruling": [ruled.get(order) for order in table["order"]],
        "rule_version": table["rule_version"].tolist(),
    }
    for shown, name in (("credited_agent", "effective"), *((n, n) for n in CLOSERS)):
        columns[shown] = [writing.agent(agent) for agent in table[name].tolist()]
    for name in EVIDENCE:
        columns[name] = writing.instants(table[name].to_numpy(np.int64))
    day = _business_days(shop, created)
    return _sorted(columns, ORDER_COLUMNS, [day, columns["buyer"], columns["order_no"]])


def _business_days(shop: Shop, epoch: np.ndarray) -> list[int]:
    days: list[int] = rule_book(shop).business_days(epoch).tolist()
    return days


def _sorted(columns: dict[str, list[Any]], names: tuple[str, ...], keys: list[list[Any]]) -> list[Row]:
    """Rows with the named columns, ordered by the keys; no value comes first."""
    size = len(keys[0])
    order = sorted(range(size), key=lambda i: tuple("" if key[i] is None else key[i] for key in keys))
    return [{name: columns[name][i] for name in names} for i in order]


def _stored_receptions(shop: Shop, first: dt.date, last: dt.date) -> pd.DataFrame:
    fields = ["day", "agent_id", "buyer_id", "buyer__person", "filtered", "started_by", "buyer_messages"]
    fields += ["human_messages", "rounds", "unanswered_rounds", "wait_seconds", "replied"]
    fields += ["first_response_seconds", "inquiry", *SHOWN_CONVERSIONS, "mature", "lost_stage"]
    rows = Reception.objects.filter(shop=shop, day__range=(first, last)).values_list(*fields)
    frame = pd.DataFrame(list(rows), columns=fields, dtype=object)
    frame["day"] = [day_number(day) for day in frame["day"]]
    alias = frame["buyer_id"].to_numpy(np.int64)
    frame["buyer"] = np.where(frame["buyer__person"].isna(), -alias - 1, alias)
    return frame.rename(columns={"agent_id": "agent"})


def _computed_receptions(shop: Shop, first: dt.date, last: dt.date, as_of: int) -> pd.DataFrame:
    parts = []
    for _data, computed in _computed(shop, first, last, as_of):
        found = computed.slice.attribution.receptions
        inside = (found["day"] >= computed.slice.first_day) & (found["day"] <= computed.slice.last_day)
        parts.append(found[inside])
    frame = pd.concat(parts, ignore_index=True).astype(object)
    frame["unanswered_rounds"] = frame["rounds"] - frame["answered_rounds"]
    response = frame["first_response_seconds"]
    frame["first_response_seconds"] = response.where(response != NO_RESPONSE, None)
    return frame


def _flag(value: Any) -> int:
    return int(bool(value))


def reception_rows(shop: Shop, first: dt.date, last: dt.date, as_of: int | None) -> list[Row]:
    """One row a reception of the span; what asks for an inquiry is empty where there is none."""
    table = (
        _stored_receptions(shop, first, last)
        if as_of is None
        else _computed_receptions(shop, first, last, as_of)
    )
    writing = Writing(shop)
    columns: dict[str, list[Any]] = {
        name: [None if pd.isna(value) else int(value) for value in table[name]]
        for name in (
            "buyer_messages",
            "human_messages",
            "rounds",
            "unanswered_rounds",
            "wait_seconds",
            "first_response_seconds",
        )
    }
    inquiry = [bool(value) for value in table["inquiry"]]
    columns |= {
        "day": [number_day(day).isoformat() for day in table["day"]],
        "agent": [writing.agent(agent) for agent in table["agent"]],
        "buyer": [writing.buyer(int(buyer)) for buyer in table["buyer"]],
        "filtered_reason": [FILTER_NAMES[code] or None for code in table["filtered"]],
        "started_by": ["agent" if code else "buyer" for code in table["started_by"]],
        "replied": [_flag(value) for value in table["replied"]],
        "inquiry": [_flag(value) for value in inquiry],
        "lost_stage": [LOST_STAGES[code] or None for code in table["lost_stage"]],
    }
    for name in (*SHOWN_CONVERSIONS, "mature"):
        columns[name] = [_flag(v) if asked else None for v, asked in zip(table[name], inquiry, strict=True)]
    return _sorted(columns, RECEPTION_COLUMNS, [columns["day"], columns["agent"], columns["buyer"]])


def _facts(
    shop: Shop, first: dt.date, last: dt.date, as_of: int | None, model: type[AgentDay] | type[ShopDay]
) -> list[tuple[dt.date, int, tuple[int, ...]]]:
    """(day, agent, sums) of stored or computed facts; agent is 0 for the shop."""
    sums = AGENT_DAY_SUMS if model is AgentDay else SHOP_DAY_SUMS
    who = ["agent"] if model is AgentDay else []
    if as_of is None:
        rows = model.objects.filter(shop=shop, day__range=(first, last))
        read = rows.values_list("day", *(["agent_id"] if who else []), *sums)
        return [(row[0], row[1] if who else 0, tuple(row[1 + len(who) :])) for row in read]
    found = []
    for _data, computed in _computed(shop, first, last, as_of):
        facts = computed.agent_days if who else computed.shop_days
        for row in facts[["day", *who, *sums]].itertuples(index=False):
            found.append(
                (number_day(row[0]), int(row[1]) if who else 0, tuple(map(int, row[1 + len(who) :])))
            )
    return found


def agent_day_rows(shop: Shop, first: dt.date, last: dt.date, as_of: int | None) -> list[Row]:
    """One row an agent and day with any figure."""
    writing = Writing(shop)
    rows = [
        {
            "day": day.isoformat(),
            "agent": writing.agent(agent),
            **dict(zip(AGENT_DAY_SUMS, sums, strict=True)),
        }
        for day, agent, sums in _facts(shop, first, last, as_of, AgentDay)
    ]
    return sorted(rows, key=lambda row: (row["day"], row["agent"]))


def shop_day_rows(shop: Shop, first: dt.date, last: dt.date, as_of: int | None) -> list[Row]:
    """One row for every day of the span."""
    stored = {day: sums for day, _agent, sums in _facts(shop, first, last, as_of, ShopDay)}
    traffic = {
        day: dict(zip(TRAFFIC, numbers, strict=True))
        for day, *numbers in DailyTraffic.objects.filter(shop=shop, date__range=(first, last)).values_list(
            "date", *TRAFFIC
        )
    }
    rows = []
    for number in range(day_number(first), day_number(last) + 1):
        day = number_day(number)
        sums = dict(zip(SHOP_DAY_SUMS, stored.get(day, (0,) * len(SHOP_DAY_SUMS)), strict=True))
        values = sums | traffic.get(day, dict.fromkeys(TRAFFIC))
        rows.append({"day": day.isoformat(), **{name: values[name] for name in SHOP_DAY_COLUMNS}})
    return rows


ROWS: dict[str, Callable[[Shop, dt.date, dt.date, int | None], list[Row]]] = {
    "orders": order_rows,
    "receptions": reception_rows,
    "agent_days": agent_day_rows,
    "shop_days": shop_day_rows,
}
