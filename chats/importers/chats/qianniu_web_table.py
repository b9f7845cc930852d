"""Qianniu web history as a table: one customer a row with the whole chat in a cell, or scraped rows."""

import re
from collections.abc import Iterator

from accounts.nicks import normalise_nick
from chats.importers.base import FileRefused, Notice, Parsed, Refusal, ShopContext
from chats.importers.chats.conversations import Chats, Said
from chats.importers.chats.qianniu_web import QianniuScraped, scraped_messages
from chats.importers.chats.web_messages import add_page, finished, page_message
from chats.importers.importer import Importer
from chats.importers.reading.json_rows import LONGEST_NAME, plain_text
from chats.importers.reading.source import Source
from chats.importers.reading.tabular import Table, clean_cell
from chats.importers.reading.wall_times import CLOCK_PATTERN, DATE_PATTERN

CUSTOMER, CONVERSATION = "客户id", "聊天记录"
NOTHING_SAID = frozenset({"(无聊天内容)", "（无聊天内容）", ""})
EXPORT_FAILED = re.compile(r"[(（]提取失败.*[)）]", re.DOTALL)
LONGEST_SHEET_CELL = 32_767  # characters that a spreadsheet cell holds; the rest of a chat is lost
_TIME_LINE = re.compile(rf"(?:{DATE_PATTERN}[\sT]*)?{CLOCK_PATTERN}")


class QianniuWebTable(Importer):
    """客户ID, 聊天记录: blocks of a time line and `name: text`, split by an empty line."""

    kind = "qianniu_web_table"
    zh, en = "千牛网页聊天记录表格", "Qianniu web history workbook"
    columns = {"buyer": (CUSTOMER,), "text": (CONVERSATION,)}
    needed = ("buyer", "text")

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """A row without a conversation is read and counts as unchanged (`repeated`)."""
        chats, empty = Chats(), []
        for table in source.tables:
            if not self.fits(table):
                continue
            for line, buyer, cell in _conversation_rows(table):
                if cell in NOTHING_SAID:
                    chats.repeated += 1
                    empty.append(buyer)
                else:
                    _add_cell(chats, line, buyer, cell, context)
        return finished(chats, self.kind, context, empty)


def _conversation_rows(table: Table) -> Iterator[tuple[int, str, str]]:
    buyer_at, cell_at = table.header.index(CUSTOMER), table.header.index(CONVERSATION)
    for line, cells in table.rows():
        padded = [*cells, *[""] * len(table.header)]
        text = padded[cell_at] if isinstance(padded[cell_at], str) else clean_cell(padded[cell_at])
        yield line, clean_cell(padded[buyer_at]), plain_text(text).strip()


def _add_cell(chats: Chats, line: int, buyer: str, cell: str, context: ShopContext) -> None:
    if not buyer or len(buyer) > LONGEST_NAME:
        raw = {"客户ID": buyer[:LONGEST_NAME]}
        chats.refusals.append(Refusal(line, "客户ID", "no-buyer", {"found": buyer[:40] or "-"}, raw))
    elif EXPORT_FAILED.fullmatch(cell):
        chats.refusals.append(Refusal(line, "聊天记录", "conversation-not-exported", {"found": cell[:120]}))
    else:
        if len(cell) >= LONGEST_SHEET_CELL:
            chats.notices.append(Notice("conversation-cut", {"line": str(line), "buyer": buyer}))
        add_page(chats, _messages(line, buyer, cell), context, buyer)


def _messages(line: int, buyer: str, cell: str) -> Iterator[Said | Refusal]:
    for time, words in _blocks(cell):
        speaker, text = _speaker_and_text(words, buyer)
        yield page_message(speaker, time, text, "", line)


def _blocks(cell: str) -> list[tuple[str, str]]:
    """(time line, what follows it). Only a time line begins a block: a text may hold empty lines."""
    blocks: list[tuple[str, list[str]]] = []
    above_is_blank = True
    for line in cell.split("\n"):
        if above_is_blank and _TIME_LINE.fullmatch(line.strip()):
            blocks.append((line.strip(), []))
        elif blocks:
            blocks[-1][1].append(line)
        else:
            blocks.append(("", [line]))
        above_is_blank = not line.strip()
    return [(time, "\n".join(words).strip()) for time, words in blocks]


def _speaker_and_text(words: str, buyer: str) -> tuple[str, str]:
    """Split `name: text`. Agents' names hold a colon themselves and texts may hold `: `, so the
    buyer's id is tried first, then the first colon with a space behind it, then `主号:子账号:`."""
    first_line = words.partition("\n")[0]
    colons = [place for place, sign in enumerate(first_line) if sign in ":："]
    spaced = [place for place in colons if first_line[place + 1 : place + 2] in (" ", "")]
    of_buyer = (place for place in spaced if normalise_nick(first_line[:place]) == normalise_nick(buyer))
    place = next(of_buyer, None)
    if place is None:
        place = next(iter(spaced or colons[:2][-1:]), None)
    return ("", words) if place is None else (words[:place].strip(), words[place + 1 :].strip())


class QianniuScrapedTable(Importer):
    """Scraped rows as a table: groupTime, chatTime, chatName, chatTextLeft, img."""

    kind = QianniuScraped.kind
    zh, en = QianniuScraped.zh, QianniuScraped.en
    columns = {"time": ("chattime",), "speaker": ("chatname",), "text": ("chattextleft",)}
    needed = ("time", "speaker", "text")

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        chats = Chats()
        for table in source.tables:
            if self.fits(table):
                add_page(chats, scraped_messages(_named_rows(table)), context)
        if not chats.line and not chats.refusals:
            raise FileRefused("no-messages")
        return finished(chats, self.kind, context, [])


def _named_rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    for line, cells in table.rows():
        texts = (plain_text(clean_cell(cell)) for cell in cells)
        yield line, dict(zip(table.header, texts, strict=False))
