import pytest

from chats.importers.base import MappingNeeded, ShopContext
from chats.importers.chats.speakers import Cast, cast, is_robot, known_agent

ROSTER = ShopContext(
    main_account="测试店",
    agents={"小颖": "human", "店小蜜": "robot"},
    display_names={"阿强": "测试店:小强"},
)


@pytest.mark.parametrize(
    ("name", "nick"),
    [
        ("小颖", "小颖"),
        ("cntaobao测试店：小林", "测试店：小林"),
        ("测试店", "测试店"),
        ("阿强 ", "测试店:小强"),
        ("服务助手", "服务助手"),
        ("tb1", None),
    ],
    ids=["roster", "sub-account", "main account", "display name", "robot", "stranger"],
)
def test_whom_the_shop_knows(name: str, nick: str | None):
    assert known_agent(name, ROSTER) == nick


def test_the_main_account_of_a_sub_account_who_speaks_is_an_agent():
    assert cast(["测试店:小颖", "测试店", "tb1"], ShopContext()) == Cast(
        "tb1", {"测试店:小颖": "测试店:小颖", "测试店": "测试店"}
    )


def test_one_buyer_written_in_two_ways_is_one_buyer():
    assert cast(["TB1", "cntaobaotb1", "测试店:小颖"], ShopContext()).buyer == "TB1"


def test_a_named_agent_who_never_speaks_leaves_the_lone_speaker_the_buyer():
    assert cast(["tb1"], ShopContext(agent="测试店:小颖")) == Cast("tb1", {})


def test_a_mapping_names_those_who_are_in_doubt():
    with pytest.raises(MappingNeeded) as asked:
        cast(["tb1", "tb2", "测试店:小颖"], ShopContext())
    assert asked.value.speakers == ["tb1", "tb2"]


def test_robots_are_the_platforms_and_those_of_the_roster():
    assert [is_robot(nick, ROSTER) for nick in ("测试店:服务助手", "店小蜜", "小颖")] == [True, True, False]
