import json

import pytest

from chats.importers.base import FileRefused, MappingNeeded, ShopContext
from tests.chats.importers.telling import NOBODY_KNOWN, SHOP, codes, notices, read, told

NAME = "chatlog_get__cntaobao测试店_小颖__cntaobaotb1.json"
MESSAGES = [
    {"content": "在吗", "direction": 1, "time": "2013-03-05 10:11:12"},
    {"content": "在的", "direction": 0, "time": "2013-03-05 10:11:40"},
    {"content": "https://item.taobao.com/item.htm?id=1", "direction": "1", "time": "2013-03-05 10:12:00"},
]
LOG = ["03-05 10:11:12 tb1 > 小颖 text: 在吗", "03-05 10:11:40 小颖 > tb1 text: 在的"]
LINK = "03-05 10:12:00 tb1 > 小颖 card: https://item.taobao.com/item.htm?id=1"


def chatlog(messages: object, root: str = "wangwang_eservice_chatlog_get_response", **rest: object) -> str:
    return json.dumps(
        {root: {"count": 3, "msgs": {"msg": messages}, "ret": 10000, **rest}}, ensure_ascii=False
    )


def as_xml(messages: list[dict], ret: str = "10000") -> str:
    body = "".join(
        "<msg>" + "".join(f"<{k}>{v}</{k}>" for k, v in one.items()) + "</msg>" for one in messages
    )
    root = "wangwang_eservice_chatlog_get_response"
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{declaration}<{root}><msgs list="true">{body}</msgs><ret>{ret}</ret></{root}>'


def test_json_and_xml_tell_the_same():
    assert told(read(chatlog(MESSAGES), name=NAME)) == [*LOG, LINK]
    assert told(read(as_xml(MESSAGES), name=NAME.replace("json", "xml"))) == [*LOG, LINK]


def test_one_message_may_stand_alone_and_the_root_may_be_short_or_missing():
    assert told(read(chatlog(MESSAGES[0], "chatlog_get_response"), name=NAME)) == LOG[:1]
    simplified = json.dumps({"chatlog_get_response": {"msgs": MESSAGES, "ret": "10000"}})
    assert told(read(simplified, name=NAME)) == [*LOG, LINK]


def test_an_answer_without_messages_is_a_quiet_day():
    parsed = read(json.dumps({"chatlog_get_response": {"count": 0, "ret": 10000}}), name="x.json")
    assert (parsed.read, notices(parsed)) == (0, ["empty-answer"])


@pytest.mark.parametrize(
    ("ret", "code"),
    [
        (50000, "platform-bad-dates"),
        (40000, "platform-foreign-account"),
        (30000, "platform-failed"),
        (12345, "platform-unknown-code"),
    ],
)
def test_an_error_code_refuses_the_file_with_its_meaning(ret: int, code: str):
    for text in (chatlog(MESSAGES, ret=ret), as_xml(MESSAGES, str(ret))):
        with pytest.raises(FileRefused, match=code):
            read(text, name=NAME)


def test_an_error_answer_in_xml_is_refused_in_its_words():
    words = "<code>27</code><msg>Invalid session</msg><sub_code>session-expired</sub_code>"
    text = f"<error_response>{words}</error_response>"
    with pytest.raises(FileRefused, match="platform-error-answer") as refused:
        read(text)
    assert refused.value.params == {"code": "27", "msg": "Invalid session", "sub_code": "session-expired"}


def test_bad_messages_are_refused_and_good_ones_land():
    bad = [{**MESSAGES[0], "direction": 2}, {**MESSAGES[0], "time": "2013-02-30 10:00:00"}, {"content": "x"}]
    parsed = read(chatlog([*bad, *MESSAGES]), name=NAME)
    assert codes(parsed) == [(1, "unknown-direction"), (2, "bad-chat-time"), (3, "unknown-direction")]
    assert (parsed.read, len(told(parsed))) == (6, 3)
    with pytest.raises(FileRefused, match="no-message-readable"):
        read(chatlog(bad), name=NAME)


def test_cut_off_or_dangerous_xml_is_refused():
    with pytest.raises(FileRefused, match="broken-xml") as refused:
        read(as_xml(MESSAGES)[:-40], name=NAME)
    assert refused.value.line == 1
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><chatlog_get_response>&a;</chatlog_get_response>'
    with pytest.raises(FileRefused, match="unsafe-xml"):
        read(bomb)


@pytest.mark.parametrize(
    ("name", "context", "agent"),
    [
        (
            "chatlog_get__cntaobao我_的_店_小_颖__cntaobaotb1.json",
            ShopContext(agents={"我_的_店:小_颖": "human"}),
            "我_的_店:小_颖",
        ),
        (
            "chatlog_get__cntaobao我_的_店_小_颖__cntaobaotb1.json",
            ShopContext(main_account="我_的_店"),
            "我_的_店:小_颖",
        ),
        ("chatlog_get__cntaobao店_小颖__cntaobaotb1 (2).json", NOBODY_KNOWN, "店:小颖"),
        ("chatlog_get__店：小_颖__tb1.json", NOBODY_KNOWN, "店：小_颖"),
        ("chatlog_get__cntaobao我_店__cntaobaotb1.json", ShopContext(main_account="我_店"), "我_店"),
        ("x.json", ShopContext(agent="店:小颖", buyer="cntaobaotb1"), "店:小颖"),
        ("chatlog_get__cntaobao一_二_三__cntaobaotb1.json", ShopContext(agent="店:小颖"), "店:小颖"),
    ],
    ids=["roster", "main account", "one mark", "colon kept", "main account itself", "told", "agent told"],
)
def test_the_file_name_names_agent_and_buyer(name: str, context: ShopContext, agent: str):
    messages = read(chatlog(MESSAGES), context, name).messages
    assert set(messages["agent"]) == {agent}
    assert set(messages["buyer"]) == {"tb1"}


@pytest.mark.parametrize(
    "name",
    [
        "chatlog.json",
        "chatlog_get__cntaobao一_二_三__cntaobaotb1.json",
        "chatlog_get__cntaobao店__cntaobaotb1.json",
    ],
)
def test_a_name_that_leaves_the_agent_open_asks(name: str):
    with pytest.raises(MappingNeeded):
        read(chatlog(MESSAGES), NOBODY_KNOWN, name)


def test_buyers_may_have_underscores():
    messages = read(
        chatlog(MESSAGES), SHOP, "chatlog_get__cntaobao测试店_小颖__cntaobao测试买家_1002.json"
    ).messages
    assert set(messages["buyer"]) == {"测试买家_1002"}


def test_a_single_peer_a_repeated_one_and_bad_ones():
    def peers(rows: object) -> str:
        return json.dumps({"chatpeers_get_response": {"chatpeers": {"chatpeer": rows}, "ret": 10000}})

    good = {"date": "2013-03-05", "uid": "cntaobaotb1"}
    assert len(read(peers(good)).platform) == 1
    parsed = read(
        peers([good, good, {"date": "2013-02-30", "uid": "tb2"}, {"date": "2013-03-05", "uid": ""}])
    )
    assert codes(parsed) == [(3, "bad-date"), (4, "no-buyer")]
    assert (parsed.read, parsed.repeated, len(parsed.platform)) == (4, 1, 1)


BLURRED = [
    {"direction": 0, "content": "您好", "time": 1362449500, "type": 1},
    {"direction": 0, "content": "在的", "time": 1362449501, "type": 2},
    {"direction": 1, "length": 4, "word_lists": {}, "time": "1362449472", "type": 0},
    {"direction": 0, "content": "全店八折", "time": 1362449502, "type": 6},
    {"direction": 0, "content": "转接", "time": 1362449503, "type": 33},
    {"direction": 0, "content": "离线", "time": 1362449504000, "type": 24},
]


def logquery(messages: object, **rest: object) -> str:
    body = {"ret_code": 0, "from_id": "cntaobao测试店:小颖", "to_id": "cntaobaotb1", **rest}
    return json.dumps({"wangwang_abstract_logquery_response": {**body, "msg_lists": {"msg_list": messages}}})


def test_a_blurred_log_withholds_the_buyers_words_and_types_are_bits():
    assert told(read(logquery(BLURRED), NOBODY_KNOWN)) == [
        "03-05 10:11:40 测试店:小颖 > tb1 auto: 您好".replace("测试店:", ""),
        "03-05 10:11:41 小颖 > tb1 text: 在的",
        "03-05 10:11:12 tb1 > 小颖 text:",
        "03-05 10:11:42 小颖 > tb1 auto: 全店八折",
        "03-05 10:11:43 小颖 > tb1 system: 转接",
        "03-05 10:11:44 小颖 > tb1 text: 离线",
    ]


def test_a_blurred_log_of_one_message_with_more_to_come():
    parsed = read(logquery(BLURRED[1], is_sliced=1, next_key="k"))
    assert (len(told(parsed)), notices(parsed)) == (1, ["more-messages-follow"])


def test_a_failed_query_and_one_without_ids_are_refused():
    with pytest.raises(FileRefused, match="platform-error-answer"):
        read(logquery([], ret_code=-1, error_msg="word too long"))
    with pytest.raises(FileRefused, match="no-ids-named"):
        read(logquery(BLURRED, from_id=""))


def test_bad_epoch_times_are_refused():
    parsed = read(logquery([{**BLURRED[0], "time": "gestern"}, {**BLURRED[0], "time": 5}, BLURRED[1]]))
    assert codes(parsed) == [(1, "bad-epoch-time"), (2, "bad-epoch-time")]


def test_an_answer_of_peers_none_of_whom_can_be_read_is_refused():
    rows = [{"date": "2013-02-30", "uid": "tb1"}]
    answer = json.dumps({"chatpeers_get_response": {"chatpeers": {"chatpeer": rows}, "ret": 10000}})
    with pytest.raises(FileRefused, match="no-rows"):
        read(answer)


def test_a_blurred_message_of_no_known_direction_is_refused():
    parsed = read(logquery([{**BLURRED[0], "direction": 2}, BLURRED[1]]))
    assert codes(parsed) == [(1, "unknown-direction")]
    assert len(told(parsed)) == 1
