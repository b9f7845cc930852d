import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chats.importers.base import FileRefused, MappingNeeded, ShopContext
from tests.chats.importers.telling import SHOP, codes, notices, read, told, wall

TALK = [
    "05-09 09:58:20 tb900800001 > 小颖 text: 在吗",
    "05-09 09:58:41 小颖 > tb900800001 text: 亲，在的",
]


@pytest.mark.parametrize(
    "text",
    [
        "tb900800001 2026-5-9 9:58:20\n在吗\n测试店:小颖 2026-5-9 9:58:41\n亲，在的\n",
        "tb9008000012026-5-9 9:58:20\n在吗\n测试店:小颖2026-5-9 9:58:41\n亲，在的\n",
        "tb900800001 --> 测试店 2026-5-9 9:58:20\n在吗\n"
        "测试店:小颖 --> tb900800001 2026-5-9 9:58:41\n亲，在的\n",
        "tb900800001\n2026-5-9 9:58:20\n在吗\n测试店:小颖\n2026-5-9 9:58:41\n亲，在的\n",
        "tb900800001 2026/05/09 09:58:20\n在吗\n测试店:小颖 2026年5月9日 9:58:41.75\n亲，在的\n",
        "tb900800001 2026-5-9 9:58:20\n在吗\n测试店:小颖2026-5-9 9:58:41\n亲，在的\n",
    ],
    ids=["space", "no space", "arrow", "two lines", "other dates", "mixed"],
)
def test_every_header_form_tells_the_same(text: str):
    assert told(read(text)) == TALK
    assert told(read(text.replace("\n", "\r\n"))) == TALK


def test_gb18030_is_read_too():
    text = "tb900800001 2026-5-9 9:58:20\n在吗\n测试店:小颖 2026-5-9 9:58:41\n亲，在的\n"
    assert told(read(text.encode("gb18030"))) == TALK


def test_a_time_without_seconds_is_at_its_first_second():
    assert told(read("tb1 2026-5-9 9:58\n在吗\n测试店:小颖 2026-5-9 9:59\n在\n"))[0].startswith(
        "05-09 09:58:00"
    )


def test_read_marks_are_no_text_and_empty_lines_inside_stay():
    parsed = read(
        "tb1 2026-5-9 9:58:20\n一\n\n二  \n\n测试店:小颖 2026-5-9 9:58:41\n在\n已读\n未读\n发送中\n"
    )
    assert told(parsed)[0].endswith("text: 一||二")
    assert told(parsed)[1].endswith("text: 在")


def test_a_header_without_words_stands_for_a_picture():
    assert told(read("tb1 2026-5-9 9:58:20\n测试店:小颖 2026-5-9 9:58:41\n好看\n"))[0].endswith("image:")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("[图片]", "image"),
        ("[语音]", "image"),
        ("[视频]", "image"),
        ("[文件]", "image"),
        ("[图片] 这个", "text"),
        ("[自动回复]您好", "auto"),
        ("https://item.taobao.com/item.htm?id=1", "card"),
        ("`https://detail.tmall.com/item.htm?id=1&skuId=2`", "card"),
        ("看 https://item.taobao.com/item.htm?id=1", "text"),
        ("https://example.com/x", "text"),
        ("由我转交给您", "text"),
    ],
)
def test_the_words_tell_the_kind(words: str, kind: str):
    parsed = read(f"tb1 2026-5-9 9:58:20\n在吗\n测试店:小颖 2026-5-9 9:58:41\n{words}\n已读\n")
    assert told(parsed)[1] == f"05-09 09:58:41 小颖 > tb1 {kind}: {words}"


def test_a_recall_takes_the_time_of_the_message_before():
    parsed = read(
        "tb1 2026-5-9 9:58:20\n在吗\n测试店:小颖 2026-5-9 9:58:41\n在\n测试店:小颖 撤回了一条消息\n"
    )
    assert told(parsed)[2] == "05-09 09:58:41 小颖 > tb1 system: 测试店:小颖 撤回了一条消息"
    assert parsed.messages["line"].tolist() == [1, 3, 5]


def test_hand_overs_are_system_messages_in_the_buyers_name():
    parsed = read(
        "tb1 2026-5-9 9:58:20\n在吗\n由 服务助手 转交给 测试店:小颖 原因：机器人接待触发转人工\n"
        "测试店:小颖 2026-5-9 9:58:41\n在\n由 测试店:小颖 转交给 测试店:小林\n原因：【离线留言自动分配】\n"
        "测试店:小颖 2026-5-9 9:59:00\n将 tb1 转交给 测试店:小林\n测试店:小林 2026-5-9 10:00:00\n您好\n"
    )
    assert told(parsed) == [
        "05-09 09:58:20 tb1 > 小颖 text: 在吗",
        "05-09 09:58:20 tb1 > 小颖 system: 由 服务助手 转交给 测试店:小颖 原因：机器人接待触发转人工",
        "05-09 09:58:41 小颖 > tb1 text: 在",
        "05-09 09:58:41 tb1 > 小林 system: 由 测试店:小颖 转交给 测试店:小林|原因：【离线留言自动分配】",
        "05-09 09:59:00 tb1 > 小林 system: 将 tb1 转交给 测试店:小林",
        "05-09 10:00:00 小林 > tb1 text: 您好",
    ]


@pytest.mark.parametrize("price", ["¥59.90", "￥ 59.90", "59.90", "¥\n59.90", "¥59.90-69.90"])
def test_the_entry_card_is_automatic_and_the_buyers(price: str):
    parsed = read(
        f"当前用户来自 商品详情页\n\n925银耳钉\n{price}\n"
        "tb1 2026-5-9 9:58:20\n在吗\n测试店:小颖 2026-5-9 9:58:41\n在\n"
    )
    card = "当前用户来自 商品详情页|925银耳钉|" + price.replace("\n", "|")
    assert told(parsed) == [
        f"05-09 09:58:20 tb1 > 小颖 auto: {card}",
        "05-09 09:58:20 tb1 > 小颖 text: 在吗",
        "05-09 09:58:41 小颖 > tb1 text: 在",
    ]


def test_words_after_an_entry_card_without_a_price_stay_the_buyers():
    parsed = read("tb1 2026-5-9 9:58:20\n当前用户来自 商品详情页\n在吗\n测试店:小颖 2026-5-9 9:58:41\n在\n")
    assert told(parsed)[:2] == [
        "05-09 09:58:20 tb1 > 小颖 text: 在吗",
        "05-09 09:58:20 tb1 > 小颖 auto: 当前用户来自 商品详情页",
    ]


def test_the_platforms_robot_speaks_automatically():
    parsed = read(
        "tb1 2026-5-9 9:58:20\n在吗\n测试店:服务助手 2026-5-9 9:58:21\n您好\n"
        "测试店:小颖 2026-5-9 9:59:00\n在\n"
    )
    assert told(parsed) == [
        "05-09 09:58:20 tb1 > 小颖 text: 在吗",
        "05-09 09:58:21 服务助手 > tb1 auto: 您好",
        "05-09 09:59:00 小颖 > tb1 text: 在",
    ]
    assert parsed.robots == {"测试店:服务助手"}


def test_a_buyer_belongs_to_the_next_human_then_to_the_last_one():
    parsed = read(
        "tb1 2026-5-9 9:00:00\n一\n测试店:小颖 2026-5-9 9:01:00\n在\ntb1 2026-5-9 9:02:00\n二\n"
        "测试店:小林 2026-5-9 9:03:00\n接手\ntb1 2026-5-9 9:04:00\n三\n"
    )
    assert [line.split()[4] for line in told(parsed) if " tb1 >" in line] == ["小颖", "小林", "小林"]


def test_the_order_of_time_decides_not_the_order_in_the_file():
    parsed = read(
        "测试店:小林 2026-5-9 9:03:00\n接手\ntb1 2026-5-9 9:00:00\n一\n测试店:小颖 2026-5-9 9:01:00\n在\n"
    )
    assert told(parsed)[1] == "05-09 09:00:00 tb1 > 小颖 text: 一"


def test_an_automatic_reply_is_not_the_next_human_where_somebody_writes():
    parsed = read(
        "tb1 2026-5-9 9:00:00\n一\n测试店:小颖 2026-5-9 9:00:01\n[自动回复]您好\n"
        "测试店:小林 2026-5-9 9:03:00\n在\n"
    )
    assert told(parsed)[0].startswith("05-09 09:00:00 tb1 > 小林")


def test_a_buyer_whom_only_the_robot_answered_belongs_to_the_robot():
    parsed = read("tb1 2026-5-9 9:00:00\n一\n服务助手 2026-5-9 9:00:01\n您好\n")
    assert told(parsed)[0] == "05-09 09:00:00 tb1 > 服务助手 text: 一"


def test_a_buyer_nobody_answered_belongs_to_the_main_account():
    named = ShopContext(main_account="测试店", buyer="tb1")
    assert told(read("tb1 2026-5-9 9:00:00\n一\n", named)) == ["05-09 09:00:00 tb1 > 测试店 text: 一"]


def test_the_named_agent_comes_before_the_main_account():
    named = ShopContext(main_account="测试店", agent="测试店:小颖")
    assert told(read("tb1 2026-5-9 9:00:00\n一\n", named)) == ["05-09 09:00:00 tb1 > 小颖 text: 一"]


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("tb1 2026-5-9 9:00:00\n一\n", SHOP),
        ("tb1 2026-5-9 9:00:00\n一\n小颖 2026-5-9 9:01:00\n在\n", SHOP),
        ("测试店:小颖 2026-5-9 9:00:00\n在吗亲\n", SHOP),
        ("tb1 2026-5-9 9:00:00\n一\n", ShopContext(buyer="tb1")),
        ("tb1 2026-5-9 9:00:00\n一\ntb2 2026-5-9 9:00:00\n一\n测试店:小颖 2026-5-9 9:01:00\n在\n", SHOP),
    ],
    ids=["lone stranger", "no agent", "no buyer", "nobody to give it to", "two buyers"],
)
def test_a_file_whose_sides_cannot_be_told_asks(text: str, context: ShopContext):
    with pytest.raises(MappingNeeded):
        read(text, context)


def test_a_display_name_is_the_agent_of_the_roster():
    context = ShopContext(agents={"测试店:小颖": "human"}, display_names={"颖颖": "测试店:小颖"})
    parsed = read("tb1 2026-5-9 9:00:00\n一\n颖颖 2026-5-9 9:01:00\n在\n", context)
    assert told(parsed) == ["05-09 09:00:00 tb1 > 小颖 text: 一", "05-09 09:01:00 小颖 > tb1 text: 在"]


def test_whoever_is_named_as_buyer_makes_the_others_agents():
    parsed = read("tb1 2026-5-9 9:00:00\n一\n阿强 2026-5-9 9:01:00\n在\n", ShopContext(buyer="tb1"))
    assert told(parsed) == ["05-09 09:00:00 tb1 > 阿强 text: 一", "05-09 09:01:00 阿强 > tb1 text: 在"]


def test_naming_both_sides_gives_the_unknown_speaker_the_agents_nick():
    context = ShopContext(buyer="tb1", agent="测试店:小颖")
    assert told(read("tb1 2026-5-9 9:00:00\n一\n阿强 2026-5-9 9:01:00\n在\n", context))[1].startswith(
        "05-09 09:01:00 小颖 > tb1"
    )


def test_arrows_tell_several_buyers_apart():
    parsed = read(
        "tb1 --> 测试店:小颖 2026-5-9 9:00:00\n一\n测试店:小颖 --> tb1 2026-5-9 9:01:00\n在\n"
        "测试店:小林 --> tb2 2026-5-9 9:02:00\n亲\n"
    )
    assert told(parsed) == [
        "05-09 09:00:00 tb1 > 小颖 text: 一",
        "05-09 09:01:00 小颖 > tb1 text: 在",
        "05-09 09:02:00 小林 > tb2 text: 亲",
    ]


def test_an_arrow_names_the_agent_of_a_buyers_message():
    parsed = read("tb1 --> 测试店:小林 2026-5-9 9:00:00\n一\n测试店:小颖 --> tb1 2026-5-9 9:01:00\n在\n")
    assert told(parsed)[0] == "05-09 09:00:00 tb1 > 小林 text: 一"


def test_a_text_that_ends_in_a_time_is_no_header():
    parsed = read(
        "tb1 2026-5-9 9:00:00\n几点发货\n"
        "测试店:小颖 2026-5-9 9:01:00\n亲，预计 2026-5-9 18:00\n下单时间: 2026-5-9 8:00:00\n"
        "预约时间 2026-5-10 10:00\n"
    )
    assert told(parsed)[1].endswith(
        "text: 亲，预计 2026-5-9 18:00|下单时间: 2026-5-9 8:00:00|预约时间 2026-5-10 10:00"
    )
    assert notices(parsed) == ["header-read-as-text"]


def test_an_impossible_date_refuses_its_message_only():
    parsed = read(
        "tb1 2026-2-30 9:00:00\n一\ntb1 2026-5-9 25:00:00\n二\n"
        "测试店:小颖 2026-5-9 9:01:00\n在\ntb1 2026-5-9 9:02:00\n三\n"
    )
    assert codes(parsed) == [(1, "bad-chat-time"), (3, "bad-chat-time")]
    assert parsed.refusals[0].raw == {"speaker": "tb1", "time": "2026-2-30 9:00:00", "text": "一"}
    assert (parsed.read, len(told(parsed))) == (4, 2)


def test_text_above_the_first_header_is_refused():
    parsed = read("剩下的半条消息\ntb1 2026-5-9 9:00:00\n一\n测试店:小颖 2026-5-9 9:01:00\n在\n")
    assert codes(parsed) == [(1, "text-before-header")]
    assert len(told(parsed)) == 2


def test_a_file_without_one_possible_time_is_refused():
    with pytest.raises(FileRefused, match="no-message-readable"):
        read("tb1 2026-2-30 9:00:00\n一\n测试店:小颖 2026-2-30 9:01:00\n在\n")


def test_a_masked_buyer_is_taken_and_named():
    parsed = read("t**1 2026-5-9 9:00:00\n一\n测试店:小颖 2026-5-9 9:01:00\n在\n")
    assert parsed.messages["buyer"].tolist() == ["t**1", "t**1"]
    assert notices(parsed) == ["chat-masked-buyer"]


def test_prose_is_no_transcript():
    with pytest.raises(FileRefused, match="unknown-text"):
        read("会议纪要\n参加人：小颖\n本周开会\n下次会议 2026-5-9 9:00:00\n完\n")


NICKS = st.text("tb小猫_ 0123456789", min_size=1, max_size=12).map(str.strip).filter(bool)
WORDS = (
    st.text("在吗的亲有货 ，。！?ab1:\n", min_size=1, max_size=20)
    .map(lambda text: "\n".join(line.strip() for line in text.strip().split("\n")))
    .filter(lambda text: text and not text.startswith("\n"))
)
MOMENTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)).map(
    lambda at: at.replace(microsecond=0)
)
SAID = st.lists(st.tuples(st.booleans(), MOMENTS, WORDS), min_size=1, max_size=12)


def unpadded(at: dt.datetime) -> str:
    return f"{at.year}-{at.month}-{at.day} {at.hour}:{at:%M:%S}"


def header(form: str, speaker: str, receiver: str, at: dt.datetime) -> str:
    return {
        "space": f"{speaker} {unpadded(at)}",
        "no space": f"{speaker}{unpadded(at)}",
        "arrow": f"{speaker} --> {receiver} {unpadded(at)}",
        "two lines": f"{speaker}\n{unpadded(at)}",
    }[form]


@pytest.mark.parametrize("form", ["space", "no space", "arrow", "two lines"])
@settings(max_examples=60, deadline=None)
@given(buyer=NICKS, said=SAID)
def test_what_is_written_in_a_form_is_read_back(form: str, buyer: str, said: list):
    agent = "测试店:小颖"
    said = [(True, dt.datetime(2026, 5, 9), "在吗"), (False, dt.datetime(2026, 5, 9, 0, 0, 1), "在"), *said]
    lines, expected = [], []
    for of_buyer, at, text in said:
        pair = (buyer, agent) if of_buyer else (agent, buyer)
        lines += [header(form, *pair, at), text]
        expected.append((0 if of_buyer else 1, f"{at:%m-%d %H:%M:%S}", text))
    rows = read("\n".join(lines)).messages
    found = [(row.direction, wall(row.sent_at), row.text) for row in rows.itertuples()]
    assert found == expected
    assert set(rows["agent"]) == {agent}
    assert set(rows["buyer"]) == {buyer}


def test_a_read_mark_above_the_first_header_is_nothing():
    parsed = read("已读\ntb1 2026-5-9 9:00:00\n一\n测试店:小颖 2026-5-9 9:01:00\n在\n")
    assert (codes(parsed), len(told(parsed))) == ([], 2)
