"""Qianniu web history saved as JSON: one file a buyer, or the rows of the page as scraped."""

from collections.abc import Iterable, Iterator
from typing import Any

from chats.importers.base import FileRefused, Parsed, Refusal, ShopContext
from chats.importers.chats.conversations import Chats, Said
from chats.importers.chats.web_messages import add_page, finished, full_time, page_message
from chats.importers.importer import Importer
from chats.importers.reading.json_rows import LONGEST_NAME, as_list, plain_text
from chats.importers.reading.source import Source

DEEPEST = 8  # levels of wrapping around a page
SNIFFED = 4000  # characters in which the keys of the first message must appear


class QianniuWeb(Importer):
    """One JSON a buyer: user, exportTime, count, chats[date, time, sender, text, imgUrl]."""

    kind = "qianniu_web"
    zh, en = "千牛网页聊天记录", "Qianniu web history"

    def recognises(self, source: Source) -> bool:
        head = source.text[:SNIFFED] if source.container == "json" else ""
        return '"user"' in head and '"chats"' in head

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """Lines are the numbers of the messages in the file."""
        chats = Chats()
        empty: list[str] = []
        before = 0
        for page in as_list(source.json):
            rows, buyer = _rows_and_buyer(page)
            messages = (_web_message(row, before + number) for number, row in enumerate(rows, 1))
            if not add_page(chats, messages, context, buyer) and not rows:
                empty.append(buyer)
            before += len(rows)
        return finished(chats, self.kind, context, empty)


def _rows_and_buyer(page: object) -> tuple[list[Any], str]:
    buyer = plain_text(page.get("user")) if isinstance(page, dict) else ""
    if not isinstance(page, dict) or not buyer or len(buyer) > LONGEST_NAME:
        raise FileRefused("no-buyer-named", column="user", found=buyer[:LONGEST_NAME] or "-")
    return as_list(page.get("chats")), buyer


def _web_message(row: object, line: int) -> Said | Refusal:
    if not isinstance(row, dict):
        return Refusal(line, "chats", "not-a-message", {"found": plain_text(row)[:40]})
    cells = {name: plain_text(row.get(name)).strip() for name in ("date", "time", "sender", "text", "imgUrl")}
    time = full_time(cells["date"], cells["time"])
    return page_message(cells["sender"], time, cells["text"], cells["imgUrl"], line)


def scraped_messages(rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[Said | Refusal]:
    """Rows of the scraped page with lower-case names: a `grouptime` row dates those below it."""
    date = ""
    for line, row in rows:
        date = row.get("grouptime") or date
        text, picture = row.get("chattextleft", ""), row.get("img", "")
        if row.get("chatname") and (text or picture):
            time = full_time(date, row.get("chattime", ""))
            yield page_message(row["chatname"], time, text, picture, line)
        elif text or picture:
            raw = {"time": row.get("chattime", ""), "text": text[:200]}
            yield Refusal(line, "chatName", "no-speaker", {"found": text[:40] or "-"}, raw)


class QianniuScraped(Importer):
    """Rows groupTime / chatTime, chatName, chatTextLeft, img, bare or with active_user_nickname."""

    kind = "qianniu_web_scraped"
    zh, en = "千牛网页聊天记录（抓取）", "Qianniu web history, scraped"

    def recognises(self, source: Source) -> bool:
        head = source.text[:SNIFFED] if source.container == "json" else ""
        return '"chatName"' in head and '"chatTime"' in head

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """Lines are the numbers of the rows in the file."""
        chats = Chats()
        before = 0
        for rows, buyer in _scraped_pages(source.json):
            named = ((before + number, _named(row)) for number, row in enumerate(rows, 1))
            add_page(chats, scraped_messages(named), context, buyer)
            before += len(rows)
        if not chats.line and not chats.refusals:
            raise FileRefused("no-messages")
        return finished(chats, self.kind, context, [])


def _scraped_pages(document: object, depth: int = 0) -> Iterator[tuple[list[Any], str]]:
    """(rows, buyer or "") of every page; a page may be wrapped in objects, or be the bare rows."""
    if isinstance(document, dict) and "messages" in document:
        yield as_list(document["messages"]), plain_text(document.get("active_user_nickname")).strip()
    elif isinstance(document, dict) or _is_page_list(document):
        inner = document.values() if isinstance(document, dict) else as_list(document)
        for value in inner:
            if isinstance(value, dict) and depth < DEEPEST:
                yield from _scraped_pages(value, depth + 1)
    else:
        yield as_list(document), ""


def _is_page_list(document: object) -> bool:
    rows = as_list(document)
    return bool(rows) and all(
        isinstance(row, dict) and not {"chatName", "groupTime"} & row.keys() and row for row in rows
    )


def _named(row: object) -> dict[str, str]:
    """The row's cells under lower-case names."""
    pairs = row.items() if isinstance(row, dict) else ()
    return {name.casefold(): plain_text(value).strip() for name, value in pairs}
