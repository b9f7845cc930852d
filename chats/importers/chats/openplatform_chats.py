"""Chat logs, chat partners and blurred chat logs as the open platform returns them."""

from typing import Any

import pandas as pd

from chats.attribution.columns import AUTO, IN, OUT, PARSED_PLATFORM, SYSTEM, TEXT, frame
from chats.importers.base import FileRefused, Notice, Parsed, Refusal, ShopContext
from chats.importers.chats.conversations import Chats
from chats.importers.chats.message_kinds import kind_of
from chats.importers.chats.openplatform_answers import answer_rows, is_answer, request_ids
from chats.importers.chats.speakers import bare_nick, is_robot
from chats.importers.importer import Importer
from chats.importers.reading.instants import parse_date
from chats.importers.reading.json_rows import (
    LONGEST_NAME,
    inner_list,
    plain_text,
    refuse_error_answer,
    unwrapped,
)
from chats.importers.reading.source import Source
from chats.importers.reading.wall_times import utc_seconds, wall_seconds

DIRECTIONS = {"0": OUT, "1": IN}  # 0 = from_id (staff) to to_id
AUTO_REPLY, BROADCAST, TRANSFER = 1, 4, 32  # bits of a message's type
LOGQUERY_OK = ("", "0", "10000")
YES = ("1", "true", "True")


def _direction(row: dict[str, str], line: int) -> int | Refusal:
    written = row.get("direction", "").strip()
    if written in DIRECTIONS:
        return DIRECTIONS[written]
    return Refusal(line, "direction", "unknown-direction", {"found": written or "-", "expected": "0, 1"}, row)


def _finished(chats: Chats, kind: str, timezone: str) -> Parsed:
    """The file; an answer without messages is a day without chats, unless all were refused."""
    if chats.refusals and not chats.line:
        raise FileRefused("no-message-readable", line=chats.refusals[0].line, column=chats.refusals[0].column)
    if not chats.line:
        chats.notices.append(Notice("empty-answer"))
    return chats.parsed(kind, timezone)


class ChatLog(Importer):
    """chatlog.get: msgs.msg{content, direction, time}; lines are the numbers of the messages."""

    kind = "openplatform_chatlog"
    zh, en = "开放平台聊天记录", "Open platform chat log"

    def recognises(self, source: Source) -> bool:
        return is_answer(source, "chatlog_get") or _is_xml_error(source)

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        rows = answer_rows(source, "chatlog_get", "msgs", "msg")
        chats = Chats()
        agent, buyer = request_ids(source, context) if rows else ("", "")
        for line, row in enumerate(rows, 1):
            _add_logged(chats, row, line, agent, buyer)
        return _finished(chats, self.kind, context.timezone)


def _is_xml_error(source: Source) -> bool:
    return source.container == "xml" and "<error_response" in source.text[:400]


def _add_logged(chats: Chats, row: dict[str, str], line: int, agent: str, buyer: str) -> None:
    raw = {name: row.get(name, "")[:200] for name in ("direction", "time", "content")}
    direction = _direction(raw, line)
    wall = wall_seconds(row.get("time", ""))
    if isinstance(direction, Refusal):
        chats.refusals.append(direction)
    elif wall is None:
        found = {"found": row.get("time") or "-"}
        chats.refusals.append(Refusal(line, "time", "bad-chat-time", found, raw))
    else:
        text = row.get("content", "")
        kind = _spoken_kind(kind_of(text), direction, agent)
        chats.add(agent, buyer, direction, wall, kind, text, line)


def _spoken_kind(kind: int, direction: int, agent: str) -> int:
    """What a robot says is automatic, whatever it looks like."""
    robot = direction == OUT and kind != SYSTEM and is_robot(agent, ShopContext())
    return AUTO if robot else kind


class ChatPeers(Importer):
    """chatpeers.get: with whom an account chatted on which day; no messages, kept for comparison."""

    kind = "openplatform_chatpeers"
    zh, en = "开放平台聊天对象", "Open platform chat peers"

    def recognises(self, source: Source) -> bool:
        return is_answer(source, "chatpeers_get")

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        rows, refusals, seen, repeated = [], [], set(), 0
        answered = answer_rows(source, "chatpeers_get", "chatpeers", "chatpeer")
        for line, row in enumerate(answered, 1):
            day, uid = parse_date(row.get("date", "").strip()), bare_nick(row.get("uid", ""))
            if day is None or not uid:
                column, code = ("uid", "no-buyer") if day else ("date", "bad-date")
                refusals.append(Refusal(line, column, code, {"found": row.get(column) or "-"}, row))
            elif (day, uid) in seen:
                repeated += 1
            else:
                seen.add((day, uid))
                rows.append(_peer(day, uid, line))
        if not rows and refusals:
            raise FileRefused("no-rows", line=1, column=refusals[0].column)
        return Parsed(
            self.kind,
            len(answered),
            platform=_platform_frame(rows),
            refusals=refusals,
            notices=[Notice("peers-not-messages", {"count": str(len(rows))})],
            repeated=repeated,
        )


def _peer(day: object, uid: str, line: int) -> dict[str, Any]:
    days = {"first_day": day, "last_day": day}
    return {**days, "subject": uid, "label": "", "metric": "peer", "value": "1", "line": line}


def _platform_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return frame(rows, PARSED_PLATFORM)


class LogQuery(Importer):
    """abstract.logquery: the buyer's words are withheld, times are UTC seconds, types are bits."""

    kind = "openplatform_logquery"
    zh, en = "开放平台模糊聊天记录", "Open platform fuzzy chat log"

    def recognises(self, source: Source) -> bool:
        return source.container == "json" and is_answer(source, "logquery")

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        refuse_error_answer(source.json)
        body = unwrapped(source.json, "logquery_response", "msg_lists") or {}
        _refuse_failed_query(body)
        agent = bare_nick(context.agent) or bare_nick(plain_text(body.get("from_id")))
        buyer = bare_nick(context.buyer) or bare_nick(plain_text(body.get("to_id")))
        if not 0 < len(agent) <= LONGEST_NAME or not 0 < len(buyer) <= LONGEST_NAME:
            raise FileRefused("no-ids-named", column="from_id, to_id", found=f"{agent[:40]}, {buyer[:40]}")
        chats = Chats()
        for line, row in enumerate(inner_list(body, "msg_lists", "msg_list"), 1):
            _add_blurred(chats, row, line, agent, buyer)
        if plain_text(body.get("is_sliced")) in YES:
            chats.notices.append(Notice("more-messages-follow"))
        return _finished(chats, self.kind, "UTC")


def _refuse_failed_query(body: dict[str, Any]) -> None:
    code = plain_text(body.get("ret_code", body.get("ret")))
    if code not in LOGQUERY_OK:
        words = plain_text(body.get("error_msg")) or "-"
        raise FileRefused("platform-error-answer", column="ret_code", code=code, msg=words, sub_code="-")


def _add_blurred(chats: Chats, row: object, line: int, agent: str, buyer: str) -> None:
    cells = {name: plain_text(value) for name, value in row.items()} if isinstance(row, dict) else {}
    raw = {name: cells.get(name, "")[:200] for name in ("direction", "time", "type", "content")}
    direction, sent_at = _direction(raw, line), utc_seconds(cells.get("time", ""))
    if isinstance(direction, Refusal):
        chats.refusals.append(direction)
    elif sent_at is None:
        found = {"found": cells.get("time") or "-"}
        chats.refusals.append(Refusal(line, "time", "bad-epoch-time", found, raw))
    else:
        text = cells.get("content", "") if direction == OUT else ""
        kind = _spoken_kind(_typed_kind(cells.get("type", ""), text), direction, agent)
        chats.add(agent, buyer, direction, sent_at, kind, text, line)


def _typed_kind(bits: str, text: str) -> int:
    """The kind by the type's bits; a type without these bits leaves it to the words."""
    number = int(bits) if bits.isdecimal() and len(bits) < 10 else 0
    if number & TRANSFER:
        return SYSTEM
    if number & (AUTO_REPLY | BROADCAST):
        return AUTO
    return kind_of(text) if text else TEXT
