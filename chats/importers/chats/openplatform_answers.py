"""Answers of the open platform's chat calls, as XML or JSON, and the ids that only their request knows."""

import re
from pathlib import PurePosixPath
from typing import Any

from accounts.nicks import is_sub_account, normalise_nick
from chats.importers.base import FileRefused, MappingNeeded, ShopContext
from chats.importers.chats.speakers import bare_nick
from chats.importers.reading.json_rows import inner_list, plain_text, refuse_error_answer, unwrapped
from chats.importers.reading.source import Source

SNIFFED = 4000
OK = "10000"
MEANINGS = {"50000": "platform-bad-dates", "40000": "platform-foreign-account", "30000": "platform-failed"}
_IDS = re.compile(r"__(?:cntaobao)?(.+?)__(?:cntaobao)?(.+)")
_COPY_NUMBER = re.compile(r"\s*\(\d+\)$")


def is_answer(source: Source, call: str) -> bool:
    """Whether the file is the answer of a call (`chatlog_get`), with or without `wangwang_eservice_`."""
    if source.container not in ("xml", "json"):
        return False
    return f"{call}_response" in source.text[:SNIFFED]


def answer_rows(source: Source, call: str, outer: str, inner: str) -> list[dict[str, str]]:
    """The rows of a successful answer; raises FileRefused with the meaning of an error code."""
    if source.container == "xml":
        return _xml_rows(source, inner)
    refuse_error_answer(source.json)
    body = unwrapped(source.json, f"{call}_response", outer) or {}
    _refuse_failure(plain_text(body.get("ret")))
    return [_texts(row) for row in inner_list(body, outer, inner)]


def _xml_rows(source: Source, inner: str) -> list[dict[str, str]]:
    root = source.xml
    if root.tag == "error_response":
        refuse_error_answer({"error_response": {child.tag: child.text for child in root}})
    _refuse_failure(plain_text(root.findtext("ret")))
    return [{child.tag: plain_text(child.text) for child in row} for row in root.iter(inner)]


def _texts(row: object) -> dict[str, str]:
    pairs: Any = row.items() if isinstance(row, dict) else ()
    return {name: plain_text(value) for name, value in pairs}


def _refuse_failure(ret: str) -> None:
    if ret not in ("", OK):
        raise FileRefused(MEANINGS.get(ret, "platform-unknown-code"), column="ret", found=ret)


def request_ids(source: Source, context: ShopContext) -> tuple[str, str]:
    """(agent, buyer) that the request asked for: as told by a person, else from the file name."""
    if context.agent and context.buyer:
        return bare_nick(context.agent), bare_nick(context.buyer)
    name = _COPY_NUMBER.sub("", PurePosixPath(source.name.replace("\\", "/")).stem)
    match = _IDS.search(name)
    if not match:
        raise MappingNeeded([bare_nick(nick) for nick in (context.agent, context.buyer) if nick] or [name])
    agent = bare_nick(context.agent) or _agent_of(bare_nick(match[1]), context)
    buyer = bare_nick(context.buyer) or bare_nick(match[2])
    if not agent:
        raise MappingNeeded([bare_nick(match[1]), buyer])
    return agent, buyer


def _agent_of(written: str, context: ShopContext) -> str:
    """The nick behind a file name in which `_` stands for the colon; "" where that stays unclear.

    The roster decides; else the main account's name; else there must be one `_` only.
    """
    places = [place for place, sign in enumerate(written) if sign == "_"]
    candidates = [written, *(f"{written[:place]}:{written[place + 1 :]}" for place in places)]
    main = normalise_nick(context.main_account)
    for candidate in candidates:
        nick = normalise_nick(candidate)
        if nick in context.agents or (nick == main and main):
            return candidate
    for candidate in candidates:
        nick = normalise_nick(candidate)
        if is_sub_account(nick) and (candidate == written or (main and nick.startswith(f"{main}:"))):
            return candidate
    return candidates[1] if len(places) == 1 and is_sub_account(candidates[1]) else ""
