"""Lost-sale rows → shares by reason, top causes, agents against the team, coverage and agreement (D9.6)."""

import pandas as pd

from reports.metrics.taxonomy import AGENT

OPEN = "open"
ACCEPTED = "accepted"

ENTRIES = {
    "entry": "int64",
    "day": "object",  # datetime.date of the form
    "agent": "int64",
    "reason": "int64",  # the reason that counts: the reviewer's, else the agent's; NO_REASON
    "group": "int64",  # the reason of the first level above it
    "owner": "object",  # A, S, B, N or ""
    "amount_fen": "int64",  # 0 where it is not known
    "state": "object",  # open, recovered, removed
    "submitted": "bool",
    "by_hand": "bool",
    "review": "object",  # "", accepted, changed, returned
    "accepted_invalid": "bool",  # a supervisor accepted that it was no inquiry (D9.4)
}
# Counted rows that are alike, added up: `rows` says how many, `amount_fen` is their sum.
SUMS = {
    **{name: ENTRIES[name] for name in ("agent", "reason", "group", "owner", "by_hand", "amount_fen")},
    "rows": "int64",
}
FORMS = {
    "day": "object",
    "agent": "int64",
    "submitted": "bool",
    "late": "bool",
    "due": "bool",  # its deadline has passed
}
NO_REASON = -1


def counted(entries: pd.DataFrame) -> pd.DataFrame:
    """The rows that statistics count: submitted, still lost, not accepted as invalid, with a reason.

    A row whose reception a filter or an import removed is about no inquiry any more and is out as well.
    """
    wanted = entries["submitted"] & (entries["state"] == OPEN)
    wanted &= ~entries["accepted_invalid"] & (entries["reason"] != NO_REASON)
    return entries[wanted]


def sizes(rows: pd.DataFrame) -> pd.Series:
    """How many rows each line of a frame stands for: one in ENTRIES, `rows` in SUMS."""
    return rows["rows"] if "rows" in rows else pd.Series(1, rows.index, dtype="int64")


def shares(rows: pd.DataFrame, by: str = "group", *, by_amount: bool = False) -> pd.DataFrame:
    """One row a reason of counted rows: `by`, rows, amount_fen, their rates, and the running share.

    Most rows first, and the running share is of rows; or largest amount first, and it is of amounts.
    """
    told = pd.DataFrame({by: rows[by], "rows": sizes(rows), "amount_fen": rows["amount_fen"]})
    grouped = told.groupby(by, as_index=False).sum()
    order = ["amount_fen", "rows"] if by_amount else ["rows", "amount_fen"]
    ranked = grouped.sort_values([*order, by], ascending=[False, False, True]).reset_index(drop=True)
    all_rows, all_fen = int(ranked["rows"].sum()), int(ranked["amount_fen"].sum())
    ranked["row_rate"] = ranked["rows"] / all_rows if all_rows else None
    ranked["amount_rate"] = ranked["amount_fen"] / all_fen if all_fen else None
    ranked["running_rate"] = ranked["amount_rate" if by_amount else "row_rate"].cumsum() if all_rows else None
    return ranked


def rate(part: int, whole: int) -> float | None:
    """A share, None where there is nothing to divide by (D1.5)."""
    return part / whole if whole else None


def controllable(rows: pd.DataFrame) -> tuple[int, int]:
    """Counted rows whose reason the agents own, and all of them."""
    size = sizes(rows)
    return int(size[rows["owner"] == AGENT].sum()), int(size.sum())


def changes(now: pd.DataFrame, before: pd.DataFrame, by: str = "group") -> dict[int, float | None]:
    """Reason → how its share of the rows moved against the span before; None where that has no rows.

    `now` and `before` are results of `shares`. A reason without rows in the span before had a share of 0.
    """
    earlier = dict(zip(before[by], before["row_rate"], strict=True))
    if not len(before):
        return dict.fromkeys(now[by].tolist())
    pairs = zip(now[by].tolist(), now["row_rate"].tolist(), strict=True)
    return {reason: share - earlier.get(reason, 0.0) for reason, share in pairs}


def matrix(rows: pd.DataFrame, by: str = "group") -> pd.DataFrame:
    """Counted rows of each agent (index) and reason (columns)."""
    return sizes(rows).groupby([rows["agent"], rows[by]]).sum().unstack(fill_value=0)


def covered(rows: pd.DataFrame) -> int:
    """Counted rows about inquiries: rows that were added by hand are about none."""
    return int(sizes(rows)[~rows["by_hand"]].sum())


def on_time(forms: pd.DataFrame) -> tuple[int, int]:
    """Forms handed in by their deadline, and forms whose deadline has passed."""
    due = forms[forms["due"]]
    return int((due["submitted"] & ~due["late"]).sum()), len(due)


def agreed(entries: pd.DataFrame) -> tuple[int, int]:
    """Rows whose reason the reviewer accepted, and reviewed rows."""
    return int((entries["review"] == ACCEPTED).sum()), int((entries["review"] != "").sum())
