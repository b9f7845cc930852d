"""docs/formats.md lists every kind of file, and its examples are read as what they are said to be."""

import re
from pathlib import Path

import pytest

from chats.importers.base import FileRefused, ShopContext
from chats.importers.reading.order_columns import ORDERS
from chats.importers.registry import IMPORTERS, parse_file

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
SECTION = re.compile(
    r'^<a id="(\w+)"></a>\n\n### [^\n]*`(\w+)`\n(.*?)(?=^<a id|^## |\Z)', re.MULTILINE | re.DOTALL
)
EXAMPLE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTIONS = SECTION.findall(TEXT)
EXAMPLES = [
    pytest.param(kind, name, content, id=name)
    for _, kind, body in SECTIONS
    for name, content in EXAMPLE.findall(body)
]


def test_every_kind_has_its_section_and_its_line_in_the_list() -> None:
    kinds = {importer.kind for importer in IMPORTERS}
    assert {kind for _, kind, _ in SECTIONS} == kinds
    assert set(re.findall(r"^\| `(\w+)` \| \[[^\]]+\]\(#\w+\)", TEXT, re.MULTILINE)) == kinds
    assert [(anchor, kind) for anchor, kind, _ in SECTIONS if anchor != kind] == []
    assert [kind for _, kind, body in SECTIONS if not EXAMPLE.search(body)] == []


@pytest.mark.parametrize(("kind", "name", "content"), EXAMPLES)
def test_an_example_is_read_without_a_refusal(kind: str, name: str, content: str) -> None:
    [(path, parsed)] = parse_file(name, content.encode(), ShopContext(main_account="示例旗舰店"))
    assert not isinstance(parsed, FileRefused), (parsed.code, parsed.params)
    assert (path, parsed.kind, parsed.refusals) == (name, kind, [])
    assert parsed.read > parsed.repeated


def test_every_column_of_orders_is_named() -> None:
    names = {name for names in ORDERS.values() for name in names}
    assert {name for name in names if name not in TEXT} == set()
