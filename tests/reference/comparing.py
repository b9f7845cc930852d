"""Compares rows of two engines and says in a few lines where they differ first."""

import datetime as dt
from collections.abc import Iterable

KEYS = {
    "orders": ("order_no",),
    "receptions": ("day", "agent", "buyer"),
    "agent_days": ("day", "agent"),
    "shop_days": ("day",),
}
SHOWN = 12  # differing rows that a message shows
DECIDING = ("filtered_reason", "class", "ruling", "rule_version")  # told of every differing row


def differences(what: str, expected: Iterable[dict], found: Iterable[dict]) -> list[str]:
    """One line per row that is missing, too many, or differs; empty if all are equal."""
    wanted, given = _by_key(what, expected), _by_key(what, found)
    lines = [f"missing  {' '.join(key)}: {_short(wanted[key])}" for key in wanted if key not in given]
    lines += [f"too many {' '.join(key)}: {_short(given[key])}" for key in given if key not in wanted]
    for key in wanted:
        if key in given and wanted[key] != given[key]:
            lines.append(f"differs  {' '.join(key)}: {_cells(wanted[key], given[key])}")
    return lines


def _by_key(what: str, rows: Iterable[dict]) -> dict[tuple[str, ...], dict]:
    """Rows by key; a second row with a key, which none should have, is told apart by a number."""
    keyed: dict[tuple[str, ...], dict] = {}
    for row in sorted(rows, key=str):
        key = tuple(str(row[column]) for column in KEYS[what])
        again = len([known for known in keyed if known[: len(key)] == key])
        keyed[(*key, f"(again {again})") if again else key] = row
    return keyed


def _short(row: dict) -> str:
    return " ".join(f"{name}={value}" for name, value in row.items() if value not in (0, None))[:200]


def _cells(wanted: dict, given: dict) -> str:
    if list(wanted) != list(given):
        return f"columns {sorted(set(wanted) ^ set(given)) or 'in another order'}"
    cells = [f"{name} {wanted[name]!r} ≠ {given[name]!r}" for name in wanted if wanted[name] != given[name]]
    told = [f"{name}={wanted[name]}" for name in DECIDING if name in wanted]
    return "; ".join(cells[:8]) + ("" if not told else f"   ({', '.join(told)})")


def report(title: str, what: str, lines: list[str]) -> str:
    more = [f"… and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    header = f"{title}: {len(lines)} rows of {what} (expected ≠ found)"
    return "\n".join([header, *lines[:SHOWN], *more])


def assert_same_rows(
    title: str, what: str, expected: list[dict], found: list[dict], as_of: dt.datetime | None = None
) -> None:
    """Fails with the title, the export and the first differing cells; the rows may stand in any order."""
    lines = differences(what, expected, found)
    assert not lines, "\n" + report(f"{title}, as_of {as_of or 'default'}", what, lines)


def assert_same(
    title: str, what: str, expected: list[dict], found: list[dict], as_of: dt.datetime | None = None
) -> None:
    """As `assert_same_rows`, and the rows must stand in the same order."""
    assert_same_rows(title, what, expected, found, as_of)
    keys = [[tuple(row[column] for column in KEYS[what]) for row in rows] for rows in (expected, found)]
    assert keys[0] == keys[1], f"{title}: rows of {what} stand in another order"
