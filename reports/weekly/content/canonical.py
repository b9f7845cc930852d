"""A report's content as bytes that are the same for the same content, and what two contents differ in."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from reports.weekly.content.schema import IDENTITIES

# Sentences and formulas follow from the rest; "now" alone moving is no news.
NOT_COMPARED = frozenset({("summary",), ("definitions",), ("meta", "as_of"), ("meta", "schema")})
CELL = ("now", "of", "before", "of_before")
NAMES = ("order_no", "title", "name")
BY_CODE = ("figures", "median")  # parts whose keys are codes of figures

Path = tuple[str, ...]
Difference = dict[str, Any]


def text(content: dict[str, Any]) -> str:
    """The content as canonical JSON: sorted keys, no spaces, no NaN."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(written: str) -> str:
    """SHA-256 of canonical JSON."""
    return hashlib.sha256(written.encode()).hexdigest()


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """[{path, before, after}…]: every figure and word that `after` says otherwise, in the order of paths.

    Of a cell the figure itself is told; its fraction or the week before only where that moved alone. A
    figure that `before` did not have yet, because it was declared later, has not moved.
    """
    return [{"path": list(path), "before": old, "after": new} for path, old, new in _walk((), before, after)]


def _walk(path: Path, old: Any, new: Any) -> Iterator[tuple[Path, Any, Any]]:
    if path in NOT_COMPARED or old == new:
        return
    if _all_are(dict, old, new):
        yield from _keys(path, old or {}, new or {})
    elif _is_keyed(old) and _is_keyed(new):
        yield from _items(path, old or [], new or [])
    else:
        yield path, old, new


def _all_are(kind: type, *values: Any) -> bool:
    return all(value is None or isinstance(value, kind) for value in values)


def _keys(path: Path, old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[Path, Any, Any]]:
    """Each key that moved; a cell's figure stands under the cell's own path."""
    if path and path[-1] in BY_CODE and old:
        new = {code: cell for code, cell in new.items() if code in old}
    is_cell = all(_is_cell(side) for side in (old, new) if side)
    for key in _moved_in_cell(old, new) if is_cell else sorted({*old, *new}):
        yield from _walk(path if is_cell and key == "now" else (*path, key), old.get(key), new.get(key))


def _is_cell(value: dict[str, Any]) -> bool:
    """Whether it is a figure with the one before it; a cell's figure is never a list or a section."""
    return "now" in value and "before" in value and not isinstance(value["now"], list | dict)


def _moved_in_cell(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The keys of a cell that moved, without those that follow from its figure."""
    keys = [*CELL, *sorted({*old, *new}.difference(CELL))]
    moved = [key for key in keys if old.get(key) != new.get(key)]
    return [key for key in moved if key == "now" or key not in CELL] if "now" in moved else moved


def _identity(item: Any) -> tuple[str, ...] | None:
    if not isinstance(item, dict):
        return None
    return next((fields for fields in IDENTITIES if all(field in item for field in fields)), None)


def _is_keyed(value: Any) -> bool:
    """Whether it is a list (or nothing) whose items can be told apart by what they are about."""
    if not _all_are(list, value) or not all(_identity(item) for item in value or ()):
        return False
    keys = [_key(item) for item in value or ()]
    return len({json.dumps(key) for key in keys}) == len(keys)


def _items(path: Path, old: list[Any], new: list[Any]) -> Iterator[tuple[Path, Any, Any]]:
    before, after = ({json.dumps(_key(item)): item for item in items} for items in (old, new))
    for key in {**before, **after}:
        one, other = before.get(key), after.get(key)
        here = (*path, _label(other or one or {}))
        told = list(_walk(here, one, other))
        # A row that came or went is told even if it says nothing.
        yield from told or ([(here, one, other)] if one is None or other is None else [])


def _key(item: dict[str, Any]) -> tuple[object, ...]:
    return tuple(item[field] for field in _identity(item) or ())


def _label(item: dict[str, Any]) -> str:
    """What people call the item: an agent's name, an order's number, a day, a code."""
    named = next((str(item[name]) for name in NAMES if item.get(name)), "")
    if not named:
        return " ".join(str(part) for part in _key(item))
    return f"{named} {item['reason']}" if _identity(item) == ("agent", "reason") else named
