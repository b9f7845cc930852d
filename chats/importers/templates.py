"""Our downloadable templates, and refused rows as a table that can be mended and uploaded again."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from chats.importers.chats.chats_template import CHATS
from chats.importers.others.agents_template import AGENTS
from chats.importers.others.shop_traffic import TRAFFIC
from chats.importers.reading.order_columns import ORDERS
from chats.importers.reading.rows import Aliases
from chats.importers.reading.tabular import FORMULA_STARTS, clean_header

LONG_NUMBER = 12  # digits from which a spreadsheet no longer shows a number in full
ID_COLUMNS = frozenset(name for ours in ("order_no", "sub_order_no", "item_no") for name in ORDERS[ours])
EXAMPLES: Mapping[str, tuple[Aliases, Sequence[Mapping[str, tuple[str, str]]]]] = {
    "chats": (
        CHATS,
        (
            {
                "agent": ("示例旗舰店:小美", "example-shop:may"),
                "buyer": ("lily", "lily"),
                "direction": ("买家", "in"),
                "sent_at": ("2026-05-09 10:02:00", "2026-05-09 10:02:00"),
                "kind": ("文字", "text"),
                "text": ("有货吗", "Is it in stock?"),
            },
            {
                "agent": ("示例旗舰店:小美", "example-shop:may"),
                "buyer": ("lily", "lily"),
                "direction": ("客服", "out"),
                "sent_at": ("2026-05-09 10:02:08", "2026-05-09 10:02:08"),
                "kind": ("文字", "text"),
                "text": ("有的亲", "Yes, it is."),
            },
        ),
    ),
    "traffic": (
        TRAFFIC,
        (
            {
                "date": ("2026-05-09", "2026-05-09"),
                "visitors": ("1000", "1000"),
                "page_views": ("3200", "3200"),
                "bounced_visitors": ("410", "410"),
            },
            {"date": ("2026-05-10", "2026-05-10"), "visitors": ("1180", "1180")},
        ),
    ),
    "agents": (
        AGENTS,
        (
            {
                "nick": ("示例旗舰店:小美", "example-shop:may"),
                "name": ("小美", "May"),
                "team": ("售前一组", "Presales 1"),
                "kind": ("human", "human"),
                "active_from": ("2026-01-05", "2026-01-05"),
            },
            {
                "nick": ("示例旗舰店:服务助手", "example-shop:服务助手"),
                "name": ("服务助手", "Robot"),
                "kind": ("robot", "robot"),
            },
        ),
    ),
}


def template(name: str, language: str) -> tuple[str, bytes]:
    """(file name, CSV in UTF-8 with BOM) of `chats`, `traffic` or `agents`, with two example rows.

    The header is Chinese for a `zh…` language, else English; the file parses without a refusal.
    """
    aliases, examples = EXAMPLES[name]
    at = 0 if language.lower().startswith("zh") else 1
    header = [names[1 - at] for names in aliases.values()]
    rows = [[example.get(ours, ("", ""))[at] for ours in aliases] for example in examples]
    return f"{name}_template.csv", _csv([_as_offered(cell) for cell in header], rows)


def _as_offered(header: str) -> str:
    return header.replace("openuid", "OpenUID")


def template_like(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Refused rows (their `raw`) as CSV under their own header, so that the mended file is recognised.

    Long numbers are written `="…"`, as the platform does, so that no spreadsheet rounds them.
    """
    kept = list(rows)
    header = list(dict.fromkeys(name for row in kept for name in row))
    return _csv(header, ([_cell(name, row.get(name, "")) for name in header] for row in kept))


def _cell(name: str, value: str) -> str:
    if clean_header(name) in ID_COLUMNS and value.isdigit() and len(value) >= LONG_NUMBER:
        return f'="{value}"'
    return safe_cell(value)


def safe_cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula; importers take the apostrophe off again."""
    return f"'{value}" if value[:1] in FORMULA_STARTS else value


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
