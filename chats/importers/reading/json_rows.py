"""JSON as platforms and scripts write it: one document, or one a line; lists that shrink to one object."""

import json
from collections.abc import Iterator
from typing import Any

from chats.importers.base import FileRefused, Refusal
from chats.importers.reading.source import Source

LONGEST_NAME = 120  # characters of a nick or id that can be stored


def plain_text(value: object) -> str:
    """A value as text that any database takes: \\n line ends, no trailing space, no broken characters."""
    if value is None:
        return ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8").rstrip()


def as_list(value: object) -> list[Any]:
    """A list; one object stands for a list of one, nothing for an empty one."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def inner_list(body: dict[str, Any], outer: str, inner: str) -> list[Any]:
    """The list in `outer.inner`, or in `outer` itself where the simplified form leaves `inner` out."""
    held = body.get(outer)
    return as_list(held.get(inner) if isinstance(held, dict) else held)


def unwrapped(document: object, root: str, holds: str) -> dict[str, Any] | None:
    """The body of a platform answer: below a key that ends in `root`, or the object that `holds` a key."""
    if not isinstance(document, dict):
        return None
    for key, body in document.items():
        if key.endswith(root) and isinstance(body, dict):
            return body
    return document if holds in document else None


def documents(source: Source) -> tuple[list[tuple[int, Any]], list[Refusal]]:
    """(line, document) of a file that holds one JSON document or one a line, and broken lines."""
    first, _, rest = source.text.lstrip().partition("\n")
    if not rest.strip() or not _is_json(first):
        return [(1, source.json)], []
    good: list[tuple[int, Any]] = []
    broken: list[Refusal] = []
    for number, line in _filled_lines(source.text):
        try:
            good.append((number, _loads(line)))
        except ValueError as error:
            broken.append(Refusal(number, "", "broken-json-line", {"found": type(error).__name__}))
    return good, broken


def _filled_lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _is_json(text: str) -> bool:
    try:
        _loads(text)
    except ValueError:
        return False
    return True


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def refuse_error_answer(document: object) -> None:
    """Refuse a file that holds the platform's error instead of data, in its own words."""
    error = document.get("error_response") if isinstance(document, dict) else None
    if isinstance(error, dict):
        code, words, sub_code = (plain_text(error.get(name)) or "-" for name in ("code", "msg", "sub_code"))
        raise FileRefused("platform-error-answer", code=code, msg=words, sub_code=sub_code)
