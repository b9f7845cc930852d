"""From the facts of an order to its class and its credited agent (D5.5, D5.6, D7.1, D7.6)."""

import numpy as np
import pandas as pd

from chats.attribution.closers import Closers, Decision
from chats.attribution.columns import NO_RULING, NOBODY, UNLINKED
from chats.attribution.keys import Ints
from chats.attribution.orders import NOT_EXCLUDED, OrderTable
from chats.attribution.versions import RuleBook

SILENT, CONSULTED, CHASED, UNLINKED_CLASS, EXCLUDED = range(5)
CLASS_NAMES = ("silent", "consulted", "chased", "unlinked", "excluded")


def judge(rule: str, order_closer: Ints, payment_closer: Ints) -> Ints:
    """The credited agent of each order under one judge rule (D7.1); unpaid orders have no payment closer."""
    if rule == "order":
        return order_closer
    if rule == "payment":
        return payment_closer
    return np.where(order_closer != NOBODY, order_closer, payment_closer)


def classes(orders: OrderTable, found: Closers) -> Ints:
    """Exactly one class an order (D5.5)."""
    by_closer = np.where(found.payment.agent != NOBODY, CHASED, SILENT)
    by_closer = np.where(found.order.agent != NOBODY, CONSULTED, by_closer)
    linked = np.where(orders.buyer == UNLINKED, UNLINKED_CLASS, by_closer)
    return np.where(orders.excluded != NOT_EXCLUDED, EXCLUDED, linked)


def credited(orders: OrderTable, found: Closers, book: RuleBook) -> Ints:
    """The winner under the judge rule of each order's version, before any ruling."""
    agent = np.full(len(orders.order), NOBODY, np.int64)
    for version, rows in book.groups(orders.version):
        agent[rows] = judge(version.rules.judge_rule, found.order.agent[rows], found.payment.agent[rows])
    return agent


def _decision_columns(name: str, decision: Decision) -> dict[str, Ints]:
    return {
        f"{name}_evidence_at": decision.evidence_at,
        f"{name}_evidence": decision.message,
        f"{name}_runner_up": decision.runner_up,
        f"{name}_runner_up_at": decision.runner_up_at,
    }


def credit_frame(orders: OrderTable, found: Closers, book: RuleBook) -> pd.DataFrame:
    """One row an order, in the order of `orders`.

    Columns: order, buyer, created_at, paid_at, created_day, paid_day (-1 unpaid), version (index),
    excluded (code), class, order_closer, payment_closer, chaser, credited (computed), effective
    (after a ruling), …_evidence_at/_evidence/_runner_up/_runner_up_at of order, payment, chase,
    first_chase_at, recovered, unpaid_seconds. NOBODY and NEVER where there is none.
    """
    winner = credited(orders, found, book)
    return pd.DataFrame(
        {
            "order": orders.order,
            "buyer": orders.buyer,
            "created_at": orders.created_at,
            "paid_at": orders.paid_at,
            "created_day": orders.created_day,
            "paid_day": orders.paid_day,
            "version": orders.version,
            "excluded": orders.excluded,
            "class": classes(orders, found),
            "order_closer": found.order.agent,
            "payment_closer": found.payment.agent,
            "chaser": found.chaser.agent,
            "credited": winner,
            "effective": np.where(orders.ruling == NO_RULING, winner, orders.ruling),
            "ruling": orders.ruling,
            **_decision_columns("order", found.order),
            **_decision_columns("payment", found.payment),
            **_decision_columns("chase", found.chaser),
            "first_chase_at": found.first_chase_at,
            "recovered": (found.chaser.agent != NOBODY) & orders.paid_in_time,
            "unpaid_seconds": orders.unpaid,
        },
        copy=False,
    )


def assist_frame(orders: OrderTable, found: Closers, effective: Ints) -> pd.DataFrame:
    """One row an order and assisting agent other than the one who is paid: row (position of the
    order), agent, assist_order, assist_payment (D5.6)."""
    row = np.concatenate([found.assist_order[0], found.assist_payment[0]])
    agent = np.concatenate([found.assist_order[1], found.assist_payment[1]])
    before = np.arange(len(row)) < len(found.assist_order[0])
    other = agent != effective[row]
    row, agent, before = row[other], agent[other], before[other]
    order = np.lexsort((agent, row))
    row, agent, before = row[order], agent[order], before[order]
    new = np.ones(len(row), bool)
    new[1:] = (row[1:] != row[:-1]) | (agent[1:] != agent[:-1])
    group = np.cumsum(new) - 1
    size = int(new.sum())
    return pd.DataFrame(
        {
            "row": row[new],
            "agent": agent[new],
            "assist_order": np.bincount(group[before], minlength=size) > 0,
            "assist_payment": np.bincount(group[~before], minlength=size) > 0,
        }
    )
