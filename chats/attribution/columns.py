"""The contract of every frame: column names and dtypes. Instants are UTC epoch seconds."""

from typing import Any

import pandas as pd

IN, OUT = 0, 1  # direction: from the buyer, from the agent
TEXT, IMAGE, CARD, AUTO, SYSTEM = range(5)  # kind, D2.3
DIRECTIONS = ("in", "out")
KINDS = ("text", "image", "card", "auto", "system")

NEVER = 1 << 60  # an instant that did not happen; int64 max would overflow in sums
UNLINKED = -1  # buyer of an order whose buyer identifies nobody (D2.2)
NOBODY = -1  # no agent
NO_RULING = -2  # ruling of an order that nobody contested
NO_FLAG = 0

# What the importers read. Strings are as written in the file (stripped); the store resolves them.
PARSED_MESSAGES = {
    "agent": "object",  # nick as written, never empty
    "buyer": "object",  # nick as written; may be empty where open_uid is given
    "open_uid": "object",  # "" where the source gives none
    "direction": "int8",  # IN or OUT
    "sent_at": "int64",
    "kind": "int8",  # TEXT … SYSTEM
    "text": "object",  # "" where the feed withholds it; line ends are \n, no trailing space
    "source_id": "object",  # "" where there is none
    "line": "int64",  # where the row stands in the file, for people
}
PARSED_ORDERS = {
    "order_no": "object",
    "buyer": "object",  # nick as written, "" where the file has none
    "open_uid": "object",
    "created_at": "int64",
    "paid_at": "int64",  # NEVER where there is no payment time
    "status": "object",  # the platform's word, kept as written
    "closed": "bool",  # the trade is closed
    "amount_fen": "int64",  # D2.6
    "refunded_fen": "int64",
    "items": "int64",  # item quantity, -1 where the file does not say
    "flag": "int8",  # 1 red … 5 purple, NO_FLAG
    "memo": "object",
    "title": "object",
    "version": "int64",  # modification time, else the latest instant of the file (D2.6)
    "line": "int64",
}
PARSED_ITEMS = {
    "order_no": "object",
    "item_key": "object",  # sub-order number, else a number within the order and file
    "title": "object",
    "sku": "object",
    "quantity": "int64",
    "amount_fen": "int64",  # price paid or asked, -1 where unknown
    "item_no": "object",
    "status": "object",
    "line": "int64",
}
PARSED_TRAFFIC = {
    "date": "object",  # datetime.date
    "visitors": "int64",
    "page_views": "int64",  # -1 where the file does not say
    "bounced_visitors": "int64",
    "line": "int64",
}
PARSED_AGENTS = {
    "nick": "object",
    "name": "object",
    "team": "object",
    "kind": "object",  # human | robot
    "active_from": "object",  # datetime.date or None
    "active_to": "object",
    "line": "int64",
}
# Figures of other tools, kept beside ours for comparison; no figure of ours uses them.
PARSED_PLATFORM = {
    "first_day": "object",
    "last_day": "object",
    "subject": "object",  # item number, traffic source, buyer …
    "label": "object",
    "metric": "object",  # as the file names it
    "value": "object",  # text as written, "" where the platform has not computed it yet
    "line": "int64",
}

# What attribution takes.
MESSAGES = {
    "agent": "int64",
    "buyer": "int64",  # >= 0 an identified buyer, < 0 a masked nick as written (D2.2)
    "sent_at": "int64",
    "direction": "int8",
    "kind": "int8",
    "chars": "int32",
    "message": "int64",  # the stored row's hash, kept as evidence
}  # plus "text": object where a rule looks at words
ORDERS = {
    "order": "int64",
    "buyer": "int64",  # >= 0, or UNLINKED
    "created_at": "int64",
    "paid_at": "int64",  # or NEVER
    "amount_fen": "int64",
    "refunded_fen": "int64",
    "items": "int64",
    "flag": "int8",
    "memo": "object",
    "excluded_manually": "bool",
    "ruling": "int64",  # agent, NOBODY or NO_RULING
}
AGENTS = {
    "agent": "int64",
    "first_nick": "object",
    "human": "bool",
}


def frame(rows: list[dict[str, Any]] | dict[str, Any], columns: dict[str, str]) -> pd.DataFrame:
    """A frame with exactly these columns and dtypes, also when there are no rows."""
    data = pd.DataFrame(rows, columns=list(columns)) if isinstance(rows, list) else pd.DataFrame(rows)
    return data[list(columns)].astype(columns)
