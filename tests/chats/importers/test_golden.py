"""Golden files: every small export under tests/data/importers gives exactly what stands beside it."""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from chats.attribution.columns import NEVER
from chats.importers.base import Parsed, ShopContext
from chats.importers.registry import parse_file

DATA = Path(__file__).parents[2] / "data" / "importers"
KINDS = (
    *("agents_template", "chats_template", "shop_daily_sheet", "taobao_items", "taobao_orders"),
    "traffic_template",
)
CASES = sorted(path for kind in KINDS for path in (DATA / kind).iterdir() if path.suffix != ".json")
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
        **frames,
    }


@pytest.mark.parametrize("path", CASES, ids=[f"{path.parent.name}/{path.stem}" for path in CASES])
def test_the_file_gives_what_stands_beside_it(path: Path):
    [(name, parsed)] = parse_file(path.name, path.read_bytes(), ShopContext())
    assert name == path.name
    assert outcome(parsed) == json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
