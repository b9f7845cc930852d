"""Computed days into the database: receptions, credits and daily facts, replaced by day."""

# ruff: noqa: S608  (table and column names come from our own models)

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection, models

from accounts.models import Shop
from chats.attribution.clock import number_day
from chats.attribution.columns import NEVER, NOBODY
from chats.attribution.orders import EXCLUSION_NAMES
from chats.attribution.receptions import NO_MESSAGE, NO_RESPONSE
from chats.credit.slices import ShopData, Slice
from chats.frames import alias_of
from chats.models import Credit, Reception
from chats.store import bulk
from reports.metrics.columns import AGENT_DAY_SUMS, SHOP_DAY_SUMS
from reports.models import AgentDay, ShopDay

# What `reception_rows` makes of columns by other names or with "none" for a number of the kernel.
_MADE = {"id", "shop_id", "day", "agent_id", "buyer_id", "first_buyer_at", "first_response_seconds"}
_MADE |= {"unanswered_rounds"}
# Every other column of the table is one of the kernel's receptions, by the same name.
RECEPTION_COLUMNS = tuple(
    field.attname for field in Reception._meta.concrete_fields if field.attname not in _MADE
)


def _dates(days: np.ndarray) -> list[Any]:
    """Dates of day numbers, as the database wants them; -1 is none."""
    uniques, place = np.unique(days, return_inverse=True)
    known: list[Any] = [None if day < 0 else number_day(day) for day in uniques.tolist()]
    if not bulk.is_postgres():
        known = [day and day.isoformat() for day in known]
    return [known[i] for i in place.tolist()]


def _or_none(values: np.ndarray, nothing: int) -> list[Any]:
    column = values.astype(object)
    column[values == nothing] = None
    listed: list[Any] = column.tolist()
    return listed


def reception_rows(shop: Shop, receptions: pd.DataFrame) -> tuple[list[str], Iterable[Sequence[Any]]]:
    """Columns and rows of the Reception table."""
    columns: dict[str, list[Any]] = {
        "shop_id": [shop.pk] * len(receptions),
        "day": _dates(receptions["day"].to_numpy()),
        "agent_id": receptions["agent"].tolist(),
        "buyer_id": alias_of(receptions["buyer"].to_numpy()).tolist(),
        "first_buyer_at": _or_none(receptions["first_buyer_at"].to_numpy(), NO_MESSAGE),
        "first_response_seconds": _or_none(receptions["first_response_seconds"].to_numpy(), NO_RESPONSE),
        "unanswered_rounds": (receptions["rounds"] - receptions["answered_rounds"]).tolist(),
    } | {name: receptions[name].tolist() for name in RECEPTION_COLUMNS}
    return list(columns), zip(*columns.values(), strict=True)


def assist_lists(assists: pd.DataFrame) -> dict[int, list[list[int]]]:
    """Position of an order → [agent, assisted the order, assisted the payment] of each assisting agent."""
    lists: dict[int, list[list[int]]] = {}
    for row, agent, order, payment in assists.itertuples(index=False):
        lists.setdefault(row, []).append([agent, int(order), int(payment)])
    return lists


def credit_rows(
    data: ShopData, day_slice: Slice, wanted: np.ndarray
) -> tuple[list[str], Iterable[Sequence[Any]]]:
    """Columns and rows of the Credit table for the wanted positions."""
    credit = day_slice.attribution.credits.iloc[wanted]
    assists = assist_lists(day_slice.attribution.assists)
    numbers = [version.number for version in data.book.versions]
    columns: dict[str, list[Any]] = {
        "order_id": credit["order"].tolist(),
        "shop_id": [data.shop.pk] * len(credit),
        "created_day": _dates(credit["created_day"].to_numpy()),
        "paid_day": _dates(credit["paid_day"].to_numpy()),
        "class_code": credit["class"].tolist(),
        "excluded_reason": [EXCLUSION_NAMES[code] for code in credit["excluded"].tolist()],
        "first_chase_at": _or_none(credit["first_chase_at"].to_numpy(), NEVER),
        "recovered": credit["recovered"].tolist(),
        "assists": [bulk.json_text(assists.get(row, [])) for row in wanted.tolist()],
        "rule_version": [numbers[version] for version in credit["version"].tolist()],
    }
    for name in ("order_closer", "payment_closer", "chaser", "credited", "effective"):
        columns[f"{name}_id"] = _or_none(credit[name].to_numpy(), NOBODY)
    for name in ("order", "payment", "chase"):
        at = credit[f"{name}_evidence_at"].to_numpy()
        columns[f"{name}_evidence_at"] = _or_none(at, NEVER)
        hashes = credit[f"{name}_evidence"].to_numpy().astype(object)
        hashes[at == NEVER] = None
        columns[f"{name}_evidence_hash"] = hashes.tolist()
        if name != "chase":
            columns[f"{name}_runner_up_id"] = _or_none(credit[f"{name}_runner_up"].to_numpy(), NOBODY)
            columns[f"{name}_runner_up_at"] = _or_none(credit[f"{name}_runner_up_at"].to_numpy(), NEVER)
    return list(columns), zip(*columns.values(), strict=True)


def _delete_days(model: type[models.Model], data: ShopData, day_slice: Slice) -> None:
    days = _dates(np.array([day_slice.first_day, day_slice.last_day]))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {model._meta.db_table} WHERE shop_id = %s AND day BETWEEN %s AND %s",
            [data.shop.pk, *days],
        )


def _replace_facts(model: type[models.Model], data: ShopData, day_slice: Slice, facts: pd.DataFrame) -> None:
    _delete_days(model, data, day_slice)
    sums = AGENT_DAY_SUMS if model is AgentDay else SHOP_DAY_SUMS
    columns: dict[str, list[Any]] = {
        "shop_id": [data.shop.pk] * len(facts),
        "day": _dates(facts["day"].to_numpy()),
    }
    if model is AgentDay:
        columns["agent_id"] = facts["agent"].tolist()
    columns |= {name: facts[name].tolist() for name in sums}
    bulk.insert(model, list(columns), zip(*columns.values(), strict=True))


def replace_days(data: ShopData, day_slice: Slice, agent_days: pd.DataFrame, shop_days: pd.DataFrame) -> None:
    """Put a slice's days in the place of what is stored of them. Call inside a transaction."""
    _delete_days(Reception, data, day_slice)
    day = day_slice.attribution.receptions["day"].to_numpy()
    inside = (day >= day_slice.first_day) & (day <= day_slice.last_day)
    bulk.insert(Reception, *reception_rows(data.shop, day_slice.attribution.receptions[inside]))
    wanted = booked(day_slice)
    ids = day_slice.attribution.credits["order"].to_numpy()[wanted].tolist()
    for some in bulk.chunks(ids):
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {Credit._meta.db_table} WHERE {bulk.among('order_id')}", [bulk.listed(some)]
            )
    bulk.insert(Credit, *credit_rows(data, day_slice, wanted))
    _replace_facts(AgentDay, data, day_slice, agent_days)
    _replace_facts(ShopDay, data, day_slice, shop_days)


def booked(day_slice: Slice) -> np.ndarray:
    """Positions of the orders created or paid on the slice's days."""
    credit = day_slice.attribution.credits
    inside = np.zeros(len(credit), bool)
    for name in ("created_day", "paid_day"):
        day = credit[name].to_numpy()
        inside |= (day >= day_slice.first_day) & (day <= day_slice.last_day)
    return np.flatnonzero(inside)
