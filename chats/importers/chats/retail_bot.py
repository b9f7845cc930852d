"""The sync list of a retail bot: every message with its own id, agent and buyer."""

import re
from typing import Any

from chats.attribution.columns import AUTO, CARD, IMAGE, IN, OUT, SYSTEM, TEXT
from chats.importers.base import FileRefused, Notice, Parsed, Refusal, ShopContext
from chats.importers.chats.conversations import Chats
from chats.importers.chats.message_kinds import kind_of
from chats.importers.chats.speakers import bare_nick, is_robot
from chats.importers.importer import Importer
from chats.importers.reading.json_rows import LONGEST_NAME, as_list, documents, plain_text
from chats.importers.reading.source import Source
from chats.importers.reading.wall_times import utc_seconds

SNIFFED = 4000
DEEPEST = 8  # levels of wrapping around the messages
DIRECTIONS = {"B2C": OUT, "C2B": IN}  # B is the shop
AUTOMATIC_SOURCES = frozenset({"ASSIST_ROBOT", "SYSTEM_AUTO"})
CONTENT_KINDS = {"PICTURE": IMAGE, "VOICE": IMAGE, "VIDEO": IMAGE, "CARD": CARD}
RAW = ("MessageId", "UserNick", "StaffNick", "Direction", "SendTime")
_KEYS = re.compile(r'"(?:MessageId|UserNick|StaffNick|SendTime)"')


class RetailBot(Importer):
    """UserNick, StaffNick, Direction, Content, MessageId, SendTime (ms), Source, ContentType."""

    kind = "retail_bot"
    zh, en = "店小蜜等机器人聊天记录", "Retail bot messages"

    def recognises(self, source: Source) -> bool:
        if source.container != "json":
            return False
        return len(set(_KEYS.findall(source.text[:SNIFFED]))) >= 3

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """Lines are the numbers of the messages. A MessageId met before makes the row `repeated`."""
        found, broken = documents(source)
        chats = Chats(refusals=broken)
        rows = [row for _, document in found for row in _rows(document)]
        ids: set[str] = set()
        for line, row in enumerate(rows, 1):
            _add(chats, row, line, ids)
        if not chats.line and chats.refusals:
            first = chats.refusals[0]
            raise FileRefused("no-message-readable", line=first.line, column=first.column)
        if not chats.line:
            chats.notices.append(Notice("empty-answer"))
        return chats.parsed(self.kind, "UTC")


def _rows(document: object, depth: int = 0) -> list[dict[str, Any]]:
    """The message objects, wherever the answer's wrapping puts them."""
    if isinstance(document, dict) and ("MessageId" in document or "SendTime" in document):
        return [document]
    inner = list(document.values()) if isinstance(document, dict) else as_list(document)
    if depth > DEEPEST:
        return []
    return [row for value in inner if isinstance(value, dict | list) for row in _rows(value, depth + 1)]


def _add(chats: Chats, row: dict[str, Any], line: int, ids: set[str]) -> None:
    cells = {name: plain_text(value) for name, value in row.items()}
    agent = bare_nick(cells.get("StaffNick", "") or cells.get("SellerNick", ""))
    buyer, own_id = bare_nick(cells.get("UserNick", "")), cells.get("MessageId", "").strip()
    sent_at = utc_seconds(cells.get("SendTime", ""))
    fault = _fault(cells, agent, buyer, sent_at, own_id)
    if fault:
        raw = {name: cells.get(name, "")[:LONGEST_NAME] for name in RAW}
        found = {"found": cells.get(fault[0], "")[:40] or "-", "expected": ", ".join(DIRECTIONS)}
        chats.refusals.append(Refusal(line, fault[0], fault[1], found, raw))
    elif own_id and own_id in ids:
        chats.repeated += 1
    else:
        ids.add(own_id)
        direction = DIRECTIONS[cells["Direction"]]
        kind, text = _kind_and_text(cells, direction, agent)
        chats.add(agent, buyer, direction, sent_at or 0, kind, text, line, own_id)


def _fault(
    cells: dict[str, str], agent: str, buyer: str, sent_at: int | None, own_id: str
) -> tuple[str, str] | None:
    """(column, code) of what keeps the row from being taken."""
    if not 0 < len(agent) <= LONGEST_NAME:
        return "StaffNick", "no-agent"
    if not 0 < len(buyer) <= LONGEST_NAME:
        return "UserNick", "no-buyer"
    if cells.get("Direction") not in DIRECTIONS:
        return "Direction", "unknown-direction"
    if len(own_id) > LONGEST_NAME:
        return "MessageId", "no-message-id"
    return ("SendTime", "bad-epoch-time") if sent_at is None else None


def _kind_and_text(cells: dict[str, str], direction: int, agent: str) -> tuple[int, str]:
    """Robots and automatic sources speak automatically; pictures and cards hold links, not words."""
    content_kind = CONTENT_KINDS.get(cells.get("ContentType", "TEXT"), TEXT)
    text = "" if content_kind == IMAGE else cells.get("Content", "")
    kind = content_kind if content_kind != TEXT else kind_of(text)
    if kind == SYSTEM:
        return SYSTEM, text
    automatic = cells.get("Source") in AUTOMATIC_SOURCES or is_robot(agent, ShopContext())
    return (AUTO if direction == OUT and automatic else kind), text
