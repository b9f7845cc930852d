"""A report's content as bytes that are the same for the same content, and what two contents differ in."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from reports.weekly.schema import IDENTITIES

# Sentences and formulas follow from the rest; "now" alone moving is no news.
NOT_COMPARED = frozenset({("summary",), ("definitions",), ("meta", "as_of"), ("meta", "schema")})
NAMES = ("order_no", "title", "name")

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

    Of a cell the figure itself is told; its fraction or the week before only where that moved alone.
    """
    return [{"path": list(path), "before": old, "after": new} for path, old, new in _walk((), before, after)]


def _walk(path: Path, old: Any, new: Any) -> Iterator[tuple[Path, Any, Any]]:
    if path in NOT_COMPARED or old == new:
        return
    if _is_cell(old) or _is_cell(new):
        yield from _cell(path, old or {}, new or {})
    elif isinstance(old, dict) or isinstance(new, dict):
        old, new = old or {}, new or {}
        for key in sorted({*old, *new}):
            yield from _walk((*path, key), old.get(key), new.get(key))
    elif _is_keyed(old) and _is_keyed(new):
        yield from _items(path, old or [], new or [])
    else:
        yield path, old, new


def _is_cell(value: Any) -> bool:
    return isinstance(value, dict) and "now" in value and "before" in value


def _cell(path: Path, old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[Path, Any, Any]]:
    moved = [part for part in ("now", "of", "before", "of_before") if old.get(part) != new.get(part)]
    told = moved[:1] if moved[0] == "now" else moved
    for part in told:
        yield (path if part == "now" else (*path, part)), old.get(part), new.get(part)


def _identity(item: Any) -> tuple[str, ...] | None:
    if not isinstance(item, dict):
        return None
    return next((fields for fields in IDENTITIES if all(field in item for field in fields)), None)


def _is_keyed(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(_identity(item) for item in value))


def _items(path: Path, old: list[Any], new: list[Any]) -> Iterator[tuple[Path, Any, Any]]:
    found = [{_key(item): item for item in items} for items in (old, new)]
    for key in {**found[0], **found[1]}:
        one, other = (side.get(key) for side in found)
        yield from _walk((*path, _label(other or one)), one, other)


def _key(item: dict[str, Any]) -> tuple[object, ...]:
    return tuple(item[field] for field in _identity(item) or ())


def _label(item: dict[str, Any]) -> str:
    """What people call the item: an agent's name, an order's number, a day, a code."""
    named = next((str(item[name]) for name in NAMES if item.get(name)), "")
    if not named:
        return " ".join(str(part) for part in _key(item))
    return f"{named} {item['reason']}" if _identity(item) == ("agent", "reason") else named
