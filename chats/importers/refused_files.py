"""Files that we know and do not take: each is refused by name, with what to bring instead."""

import re

from chats.importers.base import FileRefused
from chats.importers.reading.instants import DATE_AND_CLOCK
from chats.importers.reading.source import Source
from chats.importers.reading.tabular import Table

OTHER_PLATFORMS = {
    "platform-1688": ("货品总价(元)",),
    "platform-pinduoduo": ("商家实收金额(元)", "订单成交时间"),
    "platform-jd": ("下单帐号",),
}
PERFORMANCE_REPORT = (
    "客服昵称",
    "接待人数",
    "聊天人数(原咨询人数)",
    "平均响应(秒)",
    "回复率",
    "客服消息数",
    "销售额",
)
KNOWN_ELSEWHERE = frozenset(
    {*PERFORMANCE_REPORT, *(name for names in OTHER_PLATFORMS.values() for name in names)}
)
CLASSIC_HEADER = re.compile(r"^\S.* \(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\):\s*$", re.MULTILINE)
CLASSIC_SEPARATOR = re.compile(r"^-{5,} \d{4}-\d{2}-\d{2} -{5,}\s*$", re.MULTILINE)
HEAD_CHARACTERS = 20_000
LOOKS_LIKE_DATA = re.compile(r"\d{5,}|@|\d{4}[-/]\d{1,2}[-/]\d{1,2}")  # numbers, mail, dates
MIN_HEADERS = 2
MIN_DIALOGUE_LINES = 5


def refuse_if_known(source: Source) -> None:
    """Raise FileRefused for a file of another platform or tool; do nothing for any other."""
    for table in source.tables:
        _refuse_table(table)
    if source.container == "xml":
        _refuse_markup(source)
    elif source.container == "text":
        _refuse_classic(source)


def _refuse_table(table: Table) -> None:
    for code, names in OTHER_PLATFORMS.items():
        if table.columns >= set(names):
            raise FileRefused(code, line=table.header_line)
    if PERFORMANCE_REPORT[0] in table.columns and len(table.columns & set(PERFORMANCE_REPORT)) > 1:
        raise FileRefused("performance-report", line=table.header_line)


def _refuse_markup(source: Source) -> None:
    if source.text.lstrip()[:15].casefold().startswith(("<!doctype html", "<html")):
        raise FileRefused("web-page")
    if any(element.tag in ("eval_detail", "staff_eval_details") for element in source.xml.iter()):
        raise FileRefused("satisfaction-scores")


def _refuse_classic(source: Source) -> None:
    head = source.text[:HEAD_CHARACTERS]
    headers = len(CLASSIC_HEADER.findall(head))
    if headers >= MIN_HEADERS or (headers and CLASSIC_SEPARATOR.search(head)):
        raise FileRefused("wangwang-classic")


def refuse_prose(source: Source) -> None:
    """Raise FileRefused for a text that nobody recognised: a dialogue without times, or prose."""
    head = source.text[:HEAD_CHARACTERS]
    lines = [line for line in head.split("\n") if line.strip()]
    tabbed = sum("\t" in line for line in lines)
    if tabbed >= MIN_DIALOGUE_LINES and tabbed * 2 > len(lines) and not DATE_AND_CLOCK.search(head):
        raise FileRefused("no-times")
    raise FileRefused("unknown-text")


def refuse_headless(table: Table) -> None:
    """Raise FileRefused where the first row is data: its cells may be personal and are not repeated."""
    if any(LOOKS_LIKE_DATA.search(cell) for cell in table.written):
        raise FileRefused("no-header", line=table.header_line)
