from io import BytesIO

import pytest
import xlsxwriter

from chats.importers.base import FileRefused
from tests.chats.importers.telling import codes, notices, read, told


def workbook(*rows: tuple[object, ...]) -> bytes:
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("聊天记录")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return held.getvalue()


HEADER = ("客户ID", "聊天记录")


def conversation(*blocks: str) -> str:
    return "\n\n".join(blocks)


def test_texts_keep_their_colons_empty_lines_and_lines():
    cell = conversation(
        "2026-05-09 09:12:01\ntb1: 尺码: 170\n\n备注: 要红色\n第三行",
        "2026-05-09 09:12:30\n测试店:小颖: 时间: 5点",
        "2026-05-09 09:12:40\n小颖: 好: 的",
        "2026-05-09 09:12:50\n测试店：小颖：没有空格",
    )
    assert told(read(workbook(HEADER, ("tb1", cell)))) == [
        "05-09 09:12:01 tb1 > 小颖 text: 尺码: 170||备注: 要红色|第三行",
        "05-09 09:12:30 小颖 > tb1 text: 时间: 5点",
        "05-09 09:12:40 小颖 > tb1 text: 好: 的",
        "05-09 09:12:50 测试店：小颖 > tb1 text: 没有空格",
    ]


def test_a_customer_number_may_be_a_number():
    cell = "2026-05-09 09:12:01\n12345: 在吗\n\n2026-05-09 09:12:30\n测试店:小颖: 在"
    assert told(read(workbook(HEADER, (12345, cell))))[0] == "05-09 09:12:01 12345 > 小颖 text: 在吗"


def test_bad_rows_are_refused_and_good_ones_land():
    cell = conversation(
        "2026-05-09 09:12:01\ntb1: 在吗",
        "2026-02-31 09:12:01\ntb1: 不存在的日子",
        "09:12:01\ntb1: 没有日期",
        "2026-05-09 09:12:30\n没有名字的话",
        "2026-05-09 09:12:30\n测试店:小颖: 在",
    )
    parsed = read(workbook(HEADER, ("tb1", cell), ("", cell), ("tb2", "(提取失败: timeout)"), ("tb3", "")))
    assert codes(parsed) == [
        (2, "bad-chat-time"),
        (2, "bad-chat-time"),
        (2, "no-speaker"),
        (3, "no-buyer"),
        (4, "conversation-not-exported"),
    ]
    assert (len(told(parsed)), parsed.repeated, parsed.read) == (2, 1, 8)


def test_a_workbook_without_one_time_is_refused():
    with pytest.raises(FileRefused, match="no-message-readable"):
        read(workbook(HEADER, ("tb1", "tb1: 在吗\n\n测试店:小颖: 在")))


def test_a_cell_that_is_full_is_a_cut_conversation():
    words = "在" * (32_767 - len("2026-05-09 09:12:01\n测试店:小颖: "))
    parsed = read(workbook(HEADER, ("tb1", f"2026-05-09 09:12:01\n测试店:小颖: {words}")))
    assert notices(parsed) == ["conversation-cut"]


def test_scraped_rows_come_as_a_table_too():
    parsed = read(
        workbook(
            ("groupTime", "chatTime", "chatName", "chatTextLeft", "img"),
            ("2026-05-09", "", "", "", ""),
            ("", "10:05:00", "测试店:小颖", "在", ""),
            ("", "10:04:00", "tb1", "在吗", ""),
        )
    )
    assert told(parsed) == ["05-09 10:05:00 小颖 > tb1 text: 在", "05-09 10:04:00 tb1 > 小颖 text: 在吗"]


SCRAPED = ("groupTime", "chatTime", "chatName", "chatTextLeft", "img")


def sheets(**named: list[tuple[object, ...]]) -> bytes:
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        for name, rows in named.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return held.getvalue()


def test_a_sheet_of_something_else_is_passed_over():
    cell = "2026-05-09 09:12:01\ntb1: 在吗\n\n2026-05-09 09:12:30\n测试店:小颖: 在"
    notes = [("说明", "日期"), ("导出", "今天")]
    assert len(told(read(sheets(说明=notes, 聊天记录=[HEADER, ("tb1", cell)])))) == 2
    rows = [SCRAPED, ("2026-05-09", "10:04", "tb1", "在吗", ""), ("", "10:05", "测试店:小颖", "在", "")]
    assert len(told(read(sheets(说明=notes, 聊天记录=rows)))) == 2


def test_scraped_rows_without_a_message_are_refused():
    with pytest.raises(FileRefused, match="no-messages"):
        read(sheets(聊天记录=[SCRAPED, ("2026-05-09", "", "", "", "")]))
