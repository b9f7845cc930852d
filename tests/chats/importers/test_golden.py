"""Golden files: every small file under tests/data/importers gives exactly what stands beside it."""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from chats.attribution.columns import NEVER
from chats.importers.base import FileRefused, Parsed, ShopContext
from chats.importers.reading.source import Source
from chats.importers.registry import IMPORTERS, KNOWN, parse_file

DATA = Path(__file__).parents[2] / "data" / "importers"
EXPECTED = ".expected.json"
FILES = sorted(path for path in DATA.glob("*/*") if not path.name.endswith(EXPECTED))
TAKEN = [path for path in FILES if path.parent.name != "refused"]
REFUSED = [path for path in FILES if path.parent.name == "refused"]
FRAMES = ("messages", "orders", "items", "traffic", "agents", "platform")


def readable(name: str, value: object) -> object:
    """Instants as shop time, dates as text, numbers as plain numbers."""
    if name.endswith("_at") or name == "version":
        zone = ZoneInfo("Asia/Shanghai")
        return None if value == NEVER else dt.datetime.fromtimestamp(value, zone).strftime("%F %T")
    if isinstance(value, dt.date):
        return str(value)
    return value.item() if hasattr(value, "item") else value


def rows(frame: pd.DataFrame) -> list[dict]:
    return [{name: readable(name, value) for name, value in row.items()} for row in frame.to_dict("records")]


def outcome(parsed: Parsed) -> dict:
    frames = {name: rows(getattr(parsed, name)) for name in FRAMES if getattr(parsed, name) is not None}
    return {
        "kind": parsed.kind,
        "read": parsed.read,
        "repeated": parsed.repeated,
        "refusals": [[one.line, one.column, one.code] for one in parsed.refusals],
        "notices": [one.code for one in parsed.notices],
        "robots": sorted(parsed.robots),
        **({"absent": sorted(parsed.absent)} if parsed.absent else {}),
        **frames,
    }


def expected(path: Path) -> dict:
    return json.loads(path.with_suffix(EXPECTED).read_text(encoding="utf-8"))


def case(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", TAKEN, ids=case)
def test_the_file_gives_what_stands_beside_it(path: Path):
    [(name, parsed)] = parse_file(path.name, path.read_bytes(), ShopContext())
    assert name == path.name
    assert outcome(parsed) == expected(path)


@pytest.mark.parametrize("path", REFUSED, ids=case)
def test_the_file_is_refused_by_name(path: Path):
    [(_, refused)] = parse_file(path.name, path.read_bytes(), ShopContext())
    assert isinstance(refused, FileRefused)
    assert {"code": refused.code, "line": refused.line} == expected(path)


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: type(importer).__name__)
def test_every_importer_has_a_golden_file(importer):
    files = [path for path in TAKEN if path.parent.name == importer.kind]
    assert any(importer.recognises(Source(path.name, path.read_bytes(), KNOWN)) for path in files)


def test_the_orders_add_up_to_what_the_shop_booked():
    """What was received and what went back make the amounts of the paid orders, to the fen."""
    path = DATA / "taobao_orders" / "seven_columns.csv"
    [(_, parsed)] = parse_file(path.name, path.read_bytes(), ShopContext())
    paid = parsed.orders[parsed.orders["paid_at"] != NEVER]
    assert (len(parsed.orders), parsed.orders["amount_fen"].sum()) == (6, 48_180)
    assert (len(paid), paid["refunded_fen"].sum()) == (4, 5_525)
    assert paid["amount_fen"].sum() == 18_295 + 5_525
