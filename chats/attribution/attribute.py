"""Messages and orders in, receptions and credit out: the whole of D3–D7 as one pure function."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from chats.attribution.closers import find_closers
from chats.attribution.conversation import spoken
from chats.attribution.inquiries import inquire
from chats.attribution.keys import Ints
from chats.attribution.orders import tabulate
from chats.attribution.people import People
from chats.attribution.receptions import receive
from chats.attribution.sales import assist_frame, credit_frame
from chats.attribution.touches import Contacts
from chats.attribution.versions import RuleBook

INVALID = {"agent": "int64", "buyer": "int64", "day": "int64"}


@dataclass(frozen=True)
class Attribution:
    """`receptions`: receptions.ReceptionTable.frame beside inquiries.inquire. `runs`: agent, day,
    start, end, filtered. `credits`: sales.credit_frame. `assists`: sales.assist_frame."""

    receptions: pd.DataFrame
    runs: pd.DataFrame
    credits: pd.DataFrame
    assists: pd.DataFrame


def no_invalid() -> pd.DataFrame:
    """No reception was ruled to be no inquiry."""
    return pd.DataFrame({name: np.zeros(0, np.int64) for name in INVALID})


def attribute(
    messages: pd.DataFrame,
    orders: pd.DataFrame,
    people: People,
    book: RuleBook,
    as_of: int | None,
    invalid: pd.DataFrame | None = None,
) -> Attribution:
    """Attribute orders (columns.ORDERS) to agents from messages (columns.MESSAGES).

    `as_of` decides maturity only (D1.5). `invalid`: agent, buyer, day of receptions that a
    supervisor accepted as no inquiry. Rows may come in any order; nothing given is changed.
    """
    table = receive(messages, people, book)
    _rows, robot_rows = spoken(messages, people)
    contacts = Contacts(messages, table, robot_rows, people)
    arrays = tabulate(orders, people, book)
    linked = np.where(arrays.attributable, arrays.version, -1)
    groups = [(version.rules, rows) for version, rows in book.groups(linked)]
    closers = find_closers(arrays, groups, contacts)
    credit = credit_frame(arrays, closers, book)
    effective: Ints = credit["effective"].to_numpy(np.int64)
    found = inquire(
        table.frame, arrays, effective, invalid if invalid is not None else no_invalid(), book, as_of
    )
    talk = table.talk
    run = talk.run_reception
    runs = pd.DataFrame(
        {
            "agent": table.frame["agent"].to_numpy()[run],
            "day": talk.day[run],
            "start": talk.run_start,
            "end": talk.run_end,
            "filtered": table.frame["filtered"].to_numpy()[run],
        },
        copy=False,
    )
    return Attribution(
        pd.concat([table.frame, found], axis=1), runs, credit, assist_frame(arrays, closers, effective)
    )
