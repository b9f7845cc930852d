import json

import pytest

from chats.importers.base import FileRefused
from tests.chats.importers.telling import codes, notices, read, told

SENT = 1_778_291_900_000  # 2026-05-09 09:58:20 in Shanghai


def message(number: int, **changed: object) -> dict:
    row = {
        **{"UserNick": "tb1", "StaffNick": "cntaobao测试店:小颖", "SellerNick": "测试店", "Direction": "B2C"},
        **{"Content": "在的", "MessageId": f"m{number}", "SendTime": SENT + number * 1000},
        **{"Source": "PERSON", "ContentType": "TEXT"},
    }
    return {**row, **changed}


MESSAGES = [
    message(0, Direction="C2B", Content="在吗", Source="OTHERS"),
    message(1, Source="ASSIST_ROBOT", Content="您好"),
    message(2),
    message(3, Source="SYSTEM_AUTO", Content="欢迎"),
    message(4, ContentType="PICTURE", Content="https://img.example/1.jpg"),
    message(5, ContentType="CARD", Content="https://item.taobao.com/item.htm?id=1"),
    message(6, ContentType="VOICE", Direction="C2B"),
    message(7, StaffNick="", Content="主号"),
]
TOLD = [
    "05-09 09:58:20 tb1 > 小颖 text: 在吗",
    "05-09 09:58:21 小颖 > tb1 auto: 您好",
    "05-09 09:58:22 小颖 > tb1 text: 在的",
    "05-09 09:58:23 小颖 > tb1 auto: 欢迎",
    "05-09 09:58:24 小颖 > tb1 image:",
    "05-09 09:58:25 小颖 > tb1 card: https://item.taobao.com/item.htm?id=1",
    "05-09 09:58:26 tb1 > 小颖 image:",
    "05-09 09:58:27 测试店 > tb1 text: 主号",
]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(MESSAGES),
        json.dumps({"RequestId": "r", "Data": {"MessageDTOList": MESSAGES}}),
        "\n".join(json.dumps(one) for one in MESSAGES),
    ],
    ids=["list", "answer", "one a line"],
)
def test_every_wrapping_tells_the_same(text: str):
    parsed = read(text)
    assert told(parsed) == TOLD
    assert parsed.messages["source_id"].tolist() == [f"m{number}" for number in range(8)]


def test_a_message_id_met_before_is_repeated():
    parsed = read(json.dumps([*MESSAGES, MESSAGES[0]]))
    assert (parsed.read, parsed.repeated, len(told(parsed))) == (9, 1, 8)


def test_bad_messages_are_refused_and_good_ones_land():
    bad = [message(10, Direction="?"), message(11, SendTime=""), message(12, UserNick="")]
    bad.append(message(13, StaffNick="", SellerNick=""))
    parsed = read(json.dumps([*bad, MESSAGES[0]]))
    assert codes(parsed) == [
        (1, "unknown-direction"),
        (2, "bad-epoch-time"),
        (3, "no-buyer"),
        (4, "no-agent"),
    ]
    with pytest.raises(FileRefused, match="no-message-readable"):
        read(json.dumps(bad))


def test_an_answer_without_messages_is_a_quiet_day():
    answer = {"Fields": ["MessageId", "UserNick", "StaffNick"], "Data": {"MessageDTOList": []}}
    parsed = read(json.dumps(answer))
    assert (parsed.read, notices(parsed)) == (0, ["empty-answer"])


def test_messages_wrapped_deeper_than_any_answer_are_not_looked_for():
    wrapped: object = MESSAGES
    for _ in range(20):
        wrapped = [wrapped]
    parsed = read(json.dumps([wrapped, message(20)]))
    assert parsed.messages["source_id"].tolist() == ["m20"]


def test_a_message_id_too_long_to_be_stored_is_refused():
    parsed = read(json.dumps([message(1, MessageId="x" * 121), MESSAGES[0]]))
    assert codes(parsed) == [(1, "no-message-id")]


def test_a_notice_of_the_platform_is_nobodys_words():
    parsed = read(json.dumps([message(1, Content="小颖撤回了一条消息")]))
    assert told(parsed) == ["05-09 09:58:21 小颖 > tb1 system: 小颖撤回了一条消息"]
