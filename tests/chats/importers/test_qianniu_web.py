import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chats.importers.base import FileRefused, MappingNeeded, ShopContext
from chats.importers.registry import parse_file
from tests.chats.importers.telling import NOBODY_KNOWN, SHOP, codes, notices, read, told, wall

PAGE = {
    "user": "tb1",
    "exportTime": "2026/4/7 10:15:22",
    "count": 5,
    "chats": [
        {"date": "2026-04-06", "time": "10:15:22", "sender": "tb1", "text": "在吗", "imgUrl": ""},
        {"date": "2026年4月6日 星期一", "time": "10:16", "sender": "阿强", "text": "在的: 亲", "imgUrl": ""},
        {
            "date": "2026/4/6",
            "time": "10:17:00.9",
            "sender": "tb1",
            "text": "",
            "imgUrl": "https://img.example/1.jpg",
        },
        {
            "date": "2026-04-06",
            "time": "10:18:00",
            "sender": "阿强",
            "text": "看这张",
            "imgUrl": "https://img.example/2.jpg",
        },
        {
            "date": "2026-04-06",
            "time": "10:14:00",
            "sender": "tb1",
            "text": "https://item.taobao.com/item.htm?id=1",
        },
    ],
}


def page(**changed: object) -> str:
    return json.dumps({**PAGE, **changed}, ensure_ascii=False, indent=2)


def test_everybody_but_the_named_buyer_is_an_agent():
    assert told(read(page(), NOBODY_KNOWN)) == [
        "04-06 10:15:22 tb1 > 阿强 text: 在吗",
        "04-06 10:16:00 阿强 > tb1 text: 在的: 亲",
        "04-06 10:17:00 tb1 > 阿强 image:",
        "04-06 10:18:00 阿强 > tb1 text: 看这张",
        "04-06 10:14:00 tb1 > 阿强 card: https://item.taobao.com/item.htm?id=1",
    ]


def test_a_buyer_is_never_overridden_where_the_file_names_him():
    parsed = read(page(), ShopContext(buyer="somebody else"))
    assert set(parsed.messages["buyer"]) == {"tb1"}


def test_one_message_may_stand_alone_instead_of_in_a_list():
    alone = {"date": "2026-04-06", "time": "10:15:22", "sender": "阿强", "text": "在吗", "imgUrl": ""}
    assert told(read(page(chats=alone), NOBODY_KNOWN)) == ["04-06 10:15:22 阿强 > tb1 text: 在吗"]


def test_an_impossible_time_refuses_its_message_only():
    bad = {"date": "2026-13-06", "time": "10:15:22", "sender": "tb1", "text": "在吗", "imgUrl": ""}
    parsed = read(page(chats=[bad, *PAGE["chats"], {**bad, "sender": ""}, "x"]), NOBODY_KNOWN)
    assert codes(parsed) == [(1, "bad-chat-time"), (7, "no-speaker"), (8, "not-a-message")]
    assert parsed.read == 8


def test_messages_without_times_refuse_the_file():
    with pytest.raises(FileRefused, match="no-message-readable"):
        read(page(chats=[{"sender": "tb1", "text": "在吗"}, {"sender": "阿强", "text": "在"}]))


def test_a_buyer_without_messages_is_a_notice():
    parsed = read(page(chats=[], count=0))
    assert (parsed.read, notices(parsed)) == (0, ["empty-conversations"])


def test_a_buyer_nobody_answered_belongs_to_the_main_account():
    lone = PAGE["chats"][:1]
    assert told(read(page(chats=lone))) == ["04-06 10:15:22 tb1 > 测试店 text: 在吗"]
    with pytest.raises(MappingNeeded):
        read(page(chats=lone), NOBODY_KNOWN)


def test_a_page_without_a_buyer_or_cut_off_is_refused():
    with pytest.raises(FileRefused, match="no-buyer-named"):
        read(page(user=""))
    with pytest.raises(FileRefused, match="broken-json") as refused:
        read(page()[:-30])
    assert refused.value.line > 1


def test_broken_characters_and_line_ends_are_cleaned():
    text = json.dumps({**PAGE, "chats": [{**PAGE["chats"][1], "text": "在\r\n的\0 \ud800"}]})
    assert read(text).messages["text"].tolist() == ["在\n的 ?"]


def test_every_buyer_of_the_zip_is_a_file_of_its_own():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tb1.json", page())
        archive.writestr("tb2.json", page(user="tb2", chats=[{**PAGE["chats"][1], "sender": "tb2"}]))
    outcomes = parse_file("千牛聊天记录_2026-4-7.zip", packed.getvalue(), SHOP)
    assert [(path, parsed.read) for path, parsed in outcomes] == [
        ("千牛聊天记录_2026-4-7.zip/tb1.json", 5),
        ("千牛聊天记录_2026-4-7.zip/tb2.json", 1),
    ]


SCRAPED = [
    {"chatTime": "09:00:00", "chatName": "测试店:小颖", "chatTextLeft": "没有日期"},
    {"groupTime": "2026-05-09"},
    {"chatTime": "10:05:00", "chatName": "测试店:小颖", "chatTextLeft": "在", "img": None},
    {"chatTime": "10:04:00", "chatName": "tb1", "chatTextLeft": "在吗"},
    {},
    {"chatTime": "10:06:00", "chatName": "tb1", "chatTextLeft": "", "img": "https://img.example/1.jpg"},
    {"groupTime": "2026-05-08"},
    {"chatTime": "23:00:00", "chatName": "tb1", "chatTextLeft": "有人吗"},
]


@pytest.mark.parametrize(
    "document",
    [
        SCRAPED,
        {"messages": SCRAPED, "active_user_nickname": "tb1", "shopname": "测试店"},
        {
            "template_parse_html_tree": {
                "qianniu_message_export": {"messages": SCRAPED, "active_user_nickname": "tb1"}
            }
        },
    ],
    ids=["rows", "wrapped", "wrapped twice"],
)
def test_scraped_rows_are_dated_by_the_group_above(document: object):
    parsed = read(json.dumps(document, ensure_ascii=False))
    assert told(parsed) == [
        "05-09 10:05:00 小颖 > tb1 text: 在",
        "05-09 10:04:00 tb1 > 小颖 text: 在吗",
        "05-09 10:06:00 tb1 > 小颖 image:",
        "05-08 23:00:00 tb1 > 小颖 text: 有人吗",
    ]
    assert codes(parsed) == [(1, "bad-chat-time")]


SAID = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(0, 86399),
        st.text("在吗的有货ab: ", min_size=1).map(str.strip).filter(bool),
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(said=SAID)
def test_what_is_written_as_json_is_read_back(said: list):
    def clock(second: int) -> str:
        return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"

    rows = [
        {
            "date": "2026-04-06",
            "time": clock(at),
            "sender": "tb1" if of_buyer else "阿强",
            "text": text,
            "imgUrl": "",
        }
        for of_buyer, at, text in said
    ]
    found = read(page(chats=rows)).messages
    assert [(row.direction == 0, wall(row.sent_at)[6:], row.text) for row in found.itertuples()] == [
        (of_buyer, clock(at), text) for of_buyer, at, text in said
    ]


def test_scraped_pages_without_a_message_are_refused():
    rows = [{"groupTime": "2026-05-09", "chatTime": "", "chatName": "", "chatTextLeft": "", "img": ""}]
    with pytest.raises(FileRefused, match="no-messages"):
        read(json.dumps({"messages": rows}))


def test_what_stands_beside_a_wrapped_page_is_passed_over():
    rows = [
        {
            "groupTime": "2026-05-09",
            "chatTime": "10:04",
            "chatName": "tb1",
            "chatTextLeft": "在吗",
            "img": "",
        },
        {"groupTime": "", "chatTime": "10:05", "chatName": "测试店:小颖", "chatTextLeft": "在", "img": ""},
    ]
    page = {"active_user_nickname": "tb1", "messages": rows}
    assert told(read(json.dumps({"code": 0, "note": "ok", "data": page}))) == [
        "05-09 10:04:00 tb1 > 小颖 text: 在吗",
        "05-09 10:05:00 小颖 > tb1 text: 在",
    ]


@pytest.mark.parametrize("date", ["1999-05-09", "2100-05-09"])
def test_a_year_without_any_shop_is_no_time(date: str):
    rows = [
        {"date": date, "time": "10:04:00", "sender": "tb1", "text": "在吗"},
        {"date": "2026-05-09", "time": "10:05:00", "sender": "测试店:小颖", "text": "在"},
    ]
    parsed = read(json.dumps({"user": "tb1", "chats": rows}))
    assert codes(parsed) == [(1, "bad-chat-time")]


def test_a_notice_is_nobodys_words():
    rows = [
        {"date": "2026-05-09", "time": "10:05:00", "sender": "测试店:小颖", "text": "在"},
        {"date": "2026-05-09", "time": "10:06:00", "sender": "tb1", "text": "tb1撤回了一条消息"},
    ]
    assert told(read(json.dumps({"user": "tb1", "chats": rows})))[1] == (
        "05-09 10:06:00 tb1 > 小颖 system: tb1撤回了一条消息"
    )
