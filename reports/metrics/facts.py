"""Credit and receptions → daily facts: sums only, one row an agent-day or shop-day (D4, D6–D8)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from chats.attribution.attribute import Attribution
from chats.attribution.columns import NEVER, NOBODY, UNLINKED
from chats.attribution.filters import MONOLOGUE, NONE
from chats.attribution.keys import Flags, Ints, dense, starts_of
from chats.attribution.sales import CHASED, CONSULTED, EXCLUDED, SILENT, UNLINKED_CLASS
from reports.metrics.columns import AGENT_DAY_SUMS, BOOKS, BUCKET_SUMS, FUNNEL, SERVICE_SUMS

SHOP = 0  # the one "agent" of shop figures
INQUIRY_SUMS = (
    "ordered_same_day",
    "ordered_final",
    "paid_same_day",
    "paid_next_day",
    "paid_final",
    "own_paid_final",
)
MATURE_SUMS = ("ordered_final", "paid_final", "own_paid_final")


class BooksError(AssertionError):
    """The day's buckets do not add up to what buyers paid (D7.3): a defect, never a rounding."""


@dataclass(frozen=True)
class _Source:
    """Rows to be summed: day and agent of each row, and the columns that they add to."""

    day: Ints
    agent: Ints
    columns: dict[str, np.ndarray]


def _add_up(sources: list[_Source], names: tuple[str, ...]) -> pd.DataFrame:
    """day, agent and the sum of every named column; rows sorted by day and agent."""
    day = np.concatenate([source.day for source in sources])
    agent = np.concatenate([source.agent for source in sources])
    low = int(agent.min()) if len(agent) else 0
    width = int(agent.max()) - low + 1 if len(agent) else 1
    keys, place = np.unique(day * width + (agent - low), return_inverse=True)
    sums = {name: np.zeros(len(keys), np.int64) for name in names}
    start = 0
    for source in sources:
        rows = place[start : start + len(source.day)]
        start += len(source.day)
        for name, values in source.columns.items():
            sums[name] += np.bincount(rows, weights=values, minlength=len(keys)).astype(np.int64)
    return pd.DataFrame({"day": keys // width, "agent": keys % width + low, **sums}, copy=False)


def _one_a_key(*keys: Ints) -> Flags:
    """True at the first row of each distinct combination."""
    order = np.lexsort(keys)
    new = np.zeros(len(order), bool)
    new[:1] = True
    for key in keys:
        new[1:] |= key[order][1:] != key[order][:-1]
    first = np.zeros(len(order), bool)
    first[order[new]] = True
    return first


def _service(receptions: pd.DataFrame, agent: Ints) -> list[_Source]:
    """D4 sums of unfiltered receptions, and outreach."""
    reason = receptions["filtered"].to_numpy()
    kept = np.flatnonzero(reason == NONE)
    rows = receptions.iloc[kept]
    response = rows["first_response_seconds"].to_numpy()
    replied = rows["replied"].to_numpy()
    columns: dict[str, np.ndarray] = {name: rows[name].to_numpy() for name in SERVICE_SUMS}
    columns |= {
        "receptions": np.ones(len(rows)),
        "replied": replied,
        "first_response_seconds_sum": np.where(replied, response, 0),
        "first_response_within_target": rows["within_target"].to_numpy(),
        "long_receptions": rows["long"].to_numpy(),
    }
    day = receptions["day"].to_numpy()
    alone = reason == MONOLOGUE
    return [
        _Source(day[kept], agent[kept], columns),
        _Source(day[alone], agent[alone], {"outreach": np.ones(int(alone.sum()))}),
    ]


def _inquiry_columns(rows: pd.DataFrame) -> dict[str, np.ndarray]:
    mature = rows["mature"].to_numpy()
    columns: dict[str, np.ndarray] = {name: rows[name].to_numpy() for name in INQUIRY_SUMS}
    columns |= {f"mature_{name}": rows[name].to_numpy() & mature for name in MATURE_SUMS}
    return columns | {"inquiries": np.ones(len(rows)), "mature_inquiries": mature}


def _inquiries(receptions: pd.DataFrame) -> _Source:
    rows = receptions[receptions["inquiry"].to_numpy()]
    return _Source(rows["day"].to_numpy(), rows["agent"].to_numpy(), _inquiry_columns(rows))


def _buyer_days(receptions: pd.DataFrame) -> _Source:
    """Inquiries of the shop: one a buyer and day; one conversion suffices, all must be mature (D6.6)."""
    rows = receptions[receptions["inquiry"].to_numpy()]
    order = np.lexsort((rows["buyer"].to_numpy(), rows["day"].to_numpy()))
    rows = rows.iloc[order]
    day, buyer = rows["day"].to_numpy(), rows["buyer"].to_numpy()
    new = np.ones(len(rows), bool)
    new[1:] = (day[1:] != day[:-1]) | (buyer[1:] != buyer[:-1])
    first = np.flatnonzero(new)
    columns = {}
    for name in (*INQUIRY_SUMS, "mature"):
        merge = np.logical_and if name == "mature" else np.logical_or
        columns[name] = merge.reduceat(rows[name].to_numpy(), first) if len(first) else np.zeros(0, bool)
    frame = pd.DataFrame(columns)
    return _Source(day[first], np.full(len(first), SHOP), _inquiry_columns(frame))


def _peaks(runs: pd.DataFrame, agent: Ints) -> _Source:
    """The most runs of a day open in one instant, first and last message included (D4.6)."""
    kept = runs["filtered"].to_numpy() == NONE
    day, agent = runs["day"].to_numpy()[kept], agent[kept]
    start, end = runs["start"].to_numpy()[kept], runs["end"].to_numpy()[kept]
    width = int(agent.max()) + 1 if len(agent) else 1
    group, groups = dense(day * width + agent)
    low = int(start.min()) if len(start) else 0
    bits = (int(end.max()) - low).bit_length() + 1 if len(end) else 1
    # One packed key a moment: group, instant, and openings before closings of the same second.
    opened = ((group << bits) | (start - low)) << 1
    closed = (((group << bits) | (end - low)) << 1) | 1
    moments = np.sort(np.concatenate([opened, closed]))
    first = starts_of(moments >> (bits + 1))
    # Every run of a group is closed inside it, so the running count is back at 0 at its end.
    is_open = np.cumsum(1 - 2 * (moments & 1))
    peak = np.maximum.reduceat(is_open, first) if len(first) else np.zeros(0, np.int64)
    return _Source(groups // width, groups % width, {"peak_concurrency": peak})


def _money(credit: pd.DataFrame, orders: pd.DataFrame, agent: Ints) -> _Source:
    """Sales of credited paid orders on the day of payment (D7.2, D7.4). Buyers are counted once."""
    kept = np.flatnonzero((credit["effective"].to_numpy() != NOBODY) & (credit["paid_day"].to_numpy() >= 0))
    day, agent = credit["paid_day"].to_numpy()[kept], agent[kept]
    buyer = credit["buyer"].to_numpy()[kept]
    columns = {
        "sales_fen": orders["amount_fen"].to_numpy()[kept],
        "refunded_fen": orders["refunded_fen"].to_numpy()[kept],
        "items": orders["items"].to_numpy()[kept],
        "paid_orders": np.ones(len(kept)),
        "sale_buyers": _one_a_key(buyer, agent, day) & (buyer != UNLINKED),
    }
    return _Source(day, agent, columns)


def _chases(credit: pd.DataFrame, orders: pd.DataFrame, agent: Ints, as_of: int | None) -> _Source:
    """Chased and recovered orders on the creation day (D5.4, D7.5)."""
    kept = np.flatnonzero(credit["chaser"].to_numpy() != NOBODY)
    rows = credit.iloc[kept]
    recovered = rows["recovered"].to_numpy()
    final_at = rows["created_at"].to_numpy() + rows["unpaid_seconds"].to_numpy()
    mature = final_at <= (as_of if as_of is not None else -NEVER)
    columns = {
        "chase_orders": np.ones(len(kept)),
        "recovered_orders": recovered,
        "recovered_fen": np.where(recovered, orders["amount_fen"].to_numpy()[kept], 0),
        "mature_chase_orders": mature,
        "mature_recovered_orders": mature & recovered,
    }
    return _Source(rows["created_day"].to_numpy(), agent[kept], columns)


def _assists(assists: pd.DataFrame, credit: pd.DataFrame, agent: Ints) -> _Source:
    """Assists of paid orders on the day of payment (D5.6)."""
    day = credit["paid_day"].to_numpy()[assists["row"].to_numpy()]
    paid = day >= 0
    columns = {name: assists[name].to_numpy()[paid] for name in ("assist_orders", "assist_payments")}
    return _Source(day[paid], agent[paid], columns)


def agent_days(found: Attribution, orders: pd.DataFrame, as_of: int | None) -> pd.DataFrame:
    """One row an agent and day with any figure: day, agent and AGENT_DAY_SUMS.

    `orders`: columns.ORDERS, the frame that was attributed.
    """
    return _facts(found, orders, as_of, shop=False)


def _facts(found: Attribution, orders: pd.DataFrame, as_of: int | None, shop: bool) -> pd.DataFrame:
    def of(values: pd.Series) -> Ints:
        return np.full(len(values), SHOP, np.int64) if shop else values.to_numpy(np.int64)

    receptions, credit = found.receptions, found.credits
    assists = found.assists.rename(
        columns={"assist_order": "assist_orders", "assist_payment": "assist_payments"}
    )
    sources = [
        *_service(receptions, of(receptions["agent"])),
        _buyer_days(receptions) if shop else _inquiries(receptions),
        _peaks(found.runs, of(found.runs["agent"])),
        _money(credit, orders, of(credit["effective"])),
        _chases(credit, orders, of(credit["chaser"]), as_of),
        _assists(assists, credit, of(assists["agent"])),
    ]
    facts = _add_up(sources, AGENT_DAY_SUMS)
    return facts.loc[facts[list(AGENT_DAY_SUMS)].ne(0).any(axis=1)].reset_index(drop=True)


def buckets(credit: pd.DataFrame) -> Ints:
    """Where the money of each order goes in the books (D7.3): credit, also by a ruling, makes it the
    agents', whatever the class; else it stays with its class, a linked one uncredited (D7.6)."""
    kind = credit["class"].to_numpy()
    uncredited = np.where(kind < UNLINKED_CLASS, SILENT, kind)
    return np.where(credit["effective"].to_numpy() != NOBODY, CONSULTED, uncredited)


def _books(credit: pd.DataFrame, orders: pd.DataFrame) -> _Source:
    kept = np.flatnonzero(credit["paid_day"].to_numpy() >= 0)
    amount = orders["amount_fen"].to_numpy()[kept]
    bucket, kind = buckets(credit)[kept], credit["class"].to_numpy()[kept]
    columns: dict[str, np.ndarray] = {
        "paid_fen": amount,
        "agents_fen": np.where(bucket == CONSULTED, amount, 0),
        "silent_fen": np.where(bucket == SILENT, amount, 0),
        "unlinked_fen": np.where(bucket == UNLINKED_CLASS, amount, 0),
        "excluded_fen": np.where(bucket == EXCLUDED, amount, 0),
        "silent_orders": kind == SILENT,
        "consulted_orders": kind == CONSULTED,
        "chased_orders": kind == CHASED,
        "unlinked_orders": kind == UNLINKED_CLASS,
        "excluded_orders": kind == EXCLUDED,
    }
    return _Source(credit["paid_day"].to_numpy()[kept], np.full(len(kept), SHOP), columns)


def _people(name: str, day: Ints, buyer: Ints) -> _Source:
    first = _one_a_key(buyer, day)
    return _Source(day[first], np.full(int(first.sum()), SHOP), {name: np.ones(int(first.sum()))})


def _funnel(found: Attribution, orders: pd.DataFrame) -> list[_Source]:
    """People of the funnel are identified buyers, counted once a day (D8.4)."""
    receptions, credit = found.receptions, found.credits
    kind, buyer = credit["class"].to_numpy(), credit["buyer"].to_numpy()
    paid_day, created_day = credit["paid_day"].to_numpy(), credit["created_day"].to_numpy()
    linked = kind < UNLINKED_CLASS
    paying = linked & (paid_day >= 0)
    served = paying & ((kind == CONSULTED) | (kind == CHASED))
    asked = (receptions["filtered"].to_numpy() == NONE) & (receptions["buyer"].to_numpy() >= 0)
    consulting_day = np.concatenate([receptions["day"].to_numpy()[asked], paid_day[served]])
    consulting_buyer = np.concatenate([receptions["buyer"].to_numpy()[asked], buyer[served]])
    consulting_paying = _people("consulting_paying_buyers", paid_day[served], buyer[served])
    every_paying = _people("paying_buyers", paid_day[paying], buyer[paying])
    minus = {"silent_paying_buyers": -np.ones(len(consulting_paying.day))}
    plus = {"silent_paying_buyers": np.ones(len(every_paying.day))}
    ordered = kind != EXCLUDED
    return [
        _people("consulting_buyers", consulting_day, consulting_buyer),
        consulting_paying,
        every_paying,
        _Source(consulting_paying.day, consulting_paying.agent, minus),
        _Source(every_paying.day, every_paying.agent, plus),
        _people("ordering_buyers", created_day[linked], buyer[linked]),
        _Source(
            created_day[ordered],
            np.full(int(ordered.sum()), SHOP),
            {"ordered_fen": orders["amount_fen"].to_numpy()[ordered]},
        ),
    ]


def shop_days(found: Attribution, orders: pd.DataFrame, as_of: int | None) -> pd.DataFrame:
    """One row a day with any figure: day and SHOP_DAY_SUMS. Raises BooksError (D7.3).

    Inquiry columns count buyer-days, people are distinct, the peak is over all agents' runs, every
    other column is the sum over agents (D6.6).
    """
    sums = _facts(found, orders, as_of, shop=True)
    more = _add_up([_books(found.credits, orders), *_funnel(found, orders)], BOOKS + FUNNEL)
    facts = sums.merge(more, on=["day", "agent"], how="outer").fillna(0).astype(np.int64)
    facts = facts.sort_values("day").drop(columns="agent").reset_index(drop=True)
    check_books(facts)
    return facts


def check_books(facts: pd.DataFrame) -> None:
    """Raise BooksError unless every day's buckets add up to all paid amounts, and the agents'
    bucket to the agents' sales."""
    parts = facts[list(BUCKET_SUMS)].sum(axis=1)
    wrong = (parts != facts["paid_fen"]) | (facts["agents_fen"] != facts["sales_fen"])
    if wrong.any():
        raise BooksError(f"books do not balance on day numbers {facts.loc[wrong, 'day'].tolist()}")
